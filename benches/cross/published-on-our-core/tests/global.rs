//! Runs the shared program on the crates that the manifest beside it names.

#[path = "../../shared/global.rs"]
mod global;

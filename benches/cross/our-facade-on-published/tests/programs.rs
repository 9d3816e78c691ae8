//! Runs the shared programs on the crates that the manifest beside it names.

#[path = "../../shared/mod.rs"]
mod shared;

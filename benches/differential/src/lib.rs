//! Programs that log, and filters that let some of it through.
//!
//! Two packages build this folder, one with our crates and one with the published ones, so that both sides run the same
//! lines of the same files. The tests compare them.

pub mod builders;
pub mod chance;
pub mod filters;
pub mod formats;
pub mod outputs;
pub mod parts;
pub mod programs;
pub mod random;
pub mod sink;

//! What the macros accept and record, and how spans, guards and instrumented futures behave. A module per behaviour.

// A crate of the name `log`, for `hygiene`.
#[cfg(not(feature = "log"))]
extern crate core as log;

mod line;

mod corpus;
mod dynamic_fields;
mod hygiene;
mod levels;
mod questions;
mod temporaries;

mod guards;
mod instrumented;
mod spans;

mod hidden;
mod rejected;

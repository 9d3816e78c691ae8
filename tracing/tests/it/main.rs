//! What the macros accept and record, and how spans, guards and instrumented futures behave. A module per behaviour.

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

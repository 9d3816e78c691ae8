//! Tests of `#[instrument]`, a module per behaviour.

mod arguments;
mod asynchronous;
mod containers;
mod ends;
mod messages;
mod signatures;
mod spans;
mod support;

//! The tests of this crate that need nothing but its public face: a module per behaviour.

mod tape;

mod closing;
mod fields;
mod spans;
mod threads;

mod containers;
mod dispatchers;
mod filtered;
mod layers;
mod model;

#[cfg(feature = "env-filter")]
mod env_filter;
mod reload;
mod targets;

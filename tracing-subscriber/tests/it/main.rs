//! The tests of this crate that need nothing but its public face: a module per behaviour.

mod tape;

mod spans;
mod closing;
mod fields;
mod threads;

mod layers;
mod filtered;
mod containers;
mod dispatchers;
mod model;

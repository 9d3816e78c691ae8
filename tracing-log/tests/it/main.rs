//! What subscribers see of log records, and what the types turn into.

mod support;

mod convert;
mod events;
mod normalize;

mod filtering;
mod key_values;
mod questions;

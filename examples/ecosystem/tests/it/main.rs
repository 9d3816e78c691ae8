//! Layers of other people: what each of them produces.

mod program;

mod appender;
mod chrome;
mod error;
mod flame;
mod futures;
mod journald;
mod opentelemetry;
mod serde;
mod timing;
mod tree;

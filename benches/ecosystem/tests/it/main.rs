//! Each library in a module: what it makes of spans and events, asserted on. Those that need a whole process are tests of
//! their own beside this folder.

mod page;

mod appender;
mod bunyan;
mod capture;
mod chrome;
mod error;
mod flame;
mod fluent;
mod forest;
mod futures;
mod journald;
mod json;
mod logfmt;
mod mock;
mod opentelemetry;
mod serde;
mod timing;
mod tree;

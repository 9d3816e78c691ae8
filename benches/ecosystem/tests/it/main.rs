//! Each library in a module: what it makes of spans and events, asserted on. More of them are in `examples/ecosystem`; these
//! stand apart because each brings packages that nothing else here needs.

mod page;

mod bunyan;
mod capture;
mod fluent;
mod forest;
mod json;
mod logfmt;
mod mock;

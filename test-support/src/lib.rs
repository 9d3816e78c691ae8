//! A subscriber that writes down what it is told, and `check`, which compares that with what a test expects.
//!
//! Stands on tracing-core alone, so that the tests of every other crate, and the integration tests of tracing-core
//! itself, can use it.
//!
//! ```
//! use tracing_core::{Event, Kind, Level, Metadata, callsite::DefaultCallsite, field::Value, metadata};
//!
//! static CALLSITE: DefaultCallsite = DefaultCallsite::new(&LATE);
//! static LATE: Metadata<'static> = metadata! {
//!     name: "late", target: "app", level: Level::WARN, fields: &["by"], callsite: &CALLSITE, kind: Kind::EVENT
//! };
//!
//! // With the macros of a facade, `warn!(by = 3)` is the whole first argument.
//! test_support::check(
//!     || {
//!         let by = LATE.fields().field("by").unwrap();
//!         Event::dispatch(&LATE, &LATE.fields().value_set(&[(&by, Some(&3_u64 as &dyn Value))]));
//!     },
//!     "WARN by=3",
//! );
//! ```

mod block_on;
mod check;
mod lines;
mod recorder;

pub mod sample;

mod fields;
mod tree;

pub use self::block_on::block_on;
pub use self::check::{check, check_calls};
pub use self::lines::Lines;
pub use self::recorder::Recorder;

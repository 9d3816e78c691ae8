//! Structured, leveled records of what a program does: events, and the spans that they happen in.
//!
//! ```
//! use tracing::{info, info_span, warn};
//!
//! let user = "ferris";
//! let span = info_span!("login", user, attempts = tracing::field::Empty);
//! let _guard = span.enter(); // what follows happens inside of the span
//!
//! info!(method = "password", "checking"); // fields, then a text
//! for attempt in 1..3 {
//!     warn!(attempt, "wrong password of {user}");
//! }
//! span.record("attempts", 2);
//! ```
//!
//! Nothing is recorded until the program sets a subscriber. That of the `tracing-subscriber` crate writes it:
//!
//! ```text
//! tracing_subscriber::fmt::init(); // in main
//!
//! 2026-11-23T17:30:00.000000Z  INFO login{user="ferris"}: app: checking method="password"
//! 2026-11-23T17:30:00.000008Z  WARN login{user="ferris"}: app: wrong password of ferris attempt=1
//! ```
//!
//! # The way of a record
//!
//! ```text
//! info!(…)      a callsite, one static: does anybody want it?       one relaxed load, one branch
//!   │ yes
//!   ▼
//! values        worked out on the stack
//!   ▼
//! subscriber    this thread's, else the global one                  see [`dispatcher`], [`subscriber`]
//! ```
//!
//! # Which crate?
//!
//! Libraries use this crate alone. Programs add `tracing-subscriber`, or another subscriber. Who writes a subscriber or a
//! facade of their own builds on `tracing-core`. `tracing-log` brings in records of the `log` crate.
//!
//! Asynchronous code: [`Instrument`] and [`#[instrument]`](macro@instrument) put a future inside of a span. A guard of
//! [`Span::enter`] must not be held across an `.await`.
//!
#![doc = include_str!("../docs/macros.md")]
#![doc = include_str!("../docs/features.md")]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod macros;

mod as_id;
#[cfg(feature = "std")]
pub mod context;
pub mod field;
#[cfg(feature = "std")]
mod frame;
mod guard;
#[cfg(all(feature = "std", any(debug_assertions, feature = "guard-check")))]
#[path = "held/on.rs"]
mod held;
#[cfg(not(all(feature = "std", any(debug_assertions, feature = "guard-check"))))]
#[path = "held/off.rs"]
mod held;
pub mod instrument;
mod outcome;
pub mod span;
#[cfg(feature = "stream")]
mod stream;
#[cfg(feature = "std")]
mod with_context;

pub mod dispatcher;
pub mod subscriber;

pub mod level_filters;
#[cfg(feature = "log")]
#[doc(hidden)]
pub mod log;
// Not seen by `use tracing::*`, behind which `log` is to be the crate of that name.
#[cfg(not(feature = "log"))]
mod log;

#[doc(hidden)]
#[path = "macro_support.rs"]
pub mod __macro_support;
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(feature = "attributes")]
mod function;

#[cfg(feature = "attributes")]
#[doc(inline)]
pub use tracing_attributes::instrument;
#[doc(hidden)]
pub use tracing_core::{Callsite, callsite, metadata, span::Id};
pub use tracing_core::{Dispatch, Event, Level, Metadata, Subscriber, event, field::Value};

#[doc(inline)]
pub use self::{instrument::Instrument, span::Span};

mod sealed {
    /// Keeps the traits that extend it to this crate.
    pub trait Sealed {}
}

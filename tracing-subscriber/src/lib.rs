//! Subscribers for `tracing`: a registry of spans, and layers on top of it that filter and write.
//!
//! ```
//! use tracing_subscriber::{filter::LevelFilter, fmt, prelude::*};
//!
//! tracing_subscriber::registry().with(LevelFilter::INFO).with(fmt::layer()).init();
//!
//! tracing::info!(port = 8080, "ready"); // 2026-11-23T20:15:00.123456Z  INFO my_program: ready port=8080
//! assert!(!tracing::enabled!(tracing::Level::DEBUG));
//! ```
//!
//! # How a record travels
//!
//! ```text
//! dyn Subscriber
//!   ▼
//! Layered<L, S>    first what is inside (S), then its own layer (L)
//!   ├─▶ Registry   innermost: stores spans and their typed fields, keeps each thread's stack
//!   └─▶ Layer      filter, fmt, log, yours
//! ```
//!
//! A stack is built from the inside out: `registry()`, then [`with`](layer::SubscriberExt::with) once per [`Layer`], then
//! [`init`](util::SubscriberInitExt::init). A layer that should see only a part of what is recorded gets a filter of its own
//! by `with_filter`; a filter that is added as a layer holds for all.
//!
//! # Features
//!
//! * `registry`, `fmt`, `ansi`, `env-filter`, `json`: the parts with those names; all but the last two are on by default.
//! * `std`, `alloc`: without `std`, the [`Layer`] trait and the filters that need no storage of spans remain.
//! * `parking_lot`: its locks in place of those of `std`.
//! * `time`, `chrono`, `local-time`: clocks for [`mod@fmt`]. `tracing-log`: records of the `log` crate. `valuable`: structured values.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod layer;
pub mod registry;

pub mod field;
pub mod filter;
#[cfg(feature = "fmt")]
pub mod fmt;
#[cfg(feature = "std")]
pub mod reload;

pub mod prelude;
pub mod util;

#[cfg(feature = "registry")]
mod clock;
#[cfg(feature = "std")]
pub mod report;
#[cfg(feature = "registry")]
mod shield;
#[cfg(feature = "registry")]
mod sync;

#[cfg(feature = "env-filter")]
#[doc(inline)]
pub use filter::EnvFilter;
#[doc(inline)]
pub use filter::LevelFilter;
#[cfg(feature = "fmt")]
#[doc(inline)]
pub use fmt::{Subscriber as FmtSubscriber, fmt};
#[doc(inline)]
pub use layer::Layer;
#[cfg(feature = "registry")]
#[doc(inline)]
pub use registry::Registry;

/// Makes a [`Registry`].
///
/// ```
/// use tracing_subscriber::{Registry, filter::LevelFilter, prelude::*};
///
/// let subscriber = tracing_subscriber::registry().with(LevelFilter::INFO);
/// assert!(subscriber.is::<Registry>());
/// ```
#[cfg(feature = "registry")]
#[must_use]
pub fn registry() -> Registry {
    Registry::default()
}

//! A layer, and a subscriber, that write events as text.
//!
//! ```
//! tracing_subscriber::fmt::init();
//!
//! tracing::info!(answer = 42, "ready");
//! // 2018-02-19T12:34:56.123456Z  INFO my_program: ready answer=42
//! ```
//!
//! # The way of one event
//!
//! ```text
//! Layer::on_event            takes this thread's buffer
//!   ▼
//! FormatEvent                Full, Compact, Pretty, Json, Logfmt, a Template, yours
//!   ├─▶ FormatTime           the clock
//!   ├─▶ FormatFields         how fields are written: the event's, and those of the spans around it
//!   ▼
//! MakeWriter                 one writer per event; the line is written at one go
//! ```
//!
//! # Which do I need?
//!
//! * [`fmt()`](fn@fmt), in most programs: builds a whole subscriber. [`init()`] is that with all defaults.
//! * [`layer()`], where there are other layers, or several outputs with a filter each. It has the same settings.
//! * [`mod@format`] lists the formats, and how to write one. [`mod@writer`] says where text can go, [`mod@time`] which
//!   clocks there are.
//!
//! # What cannot happen
//!
//! A value cannot act on a terminal or forge a line ([`Escaping`](format::Escaping)); a broken or full output does not
//! disturb the program, but is counted by [`report`](crate::report); a value whose `Debug` logs, panics or looks at spans
//! does no harm.

use std::error::Error;

mod builder;
mod context;
mod layer;
mod settings;

pub mod format;
pub mod time;
pub mod writer;

mod fields;
mod kept;
mod timing;

mod append;
mod buffer;
mod escape;
#[cfg(feature = "json")]
mod json;
mod memo;
mod number;
mod plan;
mod style;
mod text;

pub use builder::{Formatter, Subscriber, SubscriberBuilder};
pub use context::FmtContext;
pub use fields::FormattedFields;
pub(crate) use fields::is_made;
pub(crate) use format::Format;
pub use format::{FormatEvent, FormatFields, format};
pub(crate) use kept::{Coloured, wants_colours};
pub use layer::Layer;
pub use time::time;
pub use writer::{MakeWriter, TestWriter};

/// Returns a builder of a subscriber that writes events as text.
///
/// ```
/// tracing_subscriber::fmt().with_target(false).with_max_level(tracing_core::Level::DEBUG).init();
/// ```
pub fn fmt() -> SubscriberBuilder {
    SubscriberBuilder::default()
}

/// Returns a layer that writes events as text.
///
/// ```
/// use tracing_subscriber::{fmt, prelude::*};
///
/// tracing_subscriber::registry().with(fmt::layer().compact()).init();
/// ```
#[must_use]
pub fn layer<S>() -> Layer<S> {
    Layer::default()
}

/// Makes a subscriber that writes events as text that of the whole program, filtered by the variable `RUST_LOG`.
///
/// With the feature `env-filter`, `RUST_LOG` may be anything that an [`EnvFilter`](crate::EnvFilter) reads, and only
/// errors are written if it is not set. Without, it may be what [`Targets`](crate::filter::Targets) read, and `INFO` is
/// written if it is not set. With the feature `tracing-log`, records of the `log` crate are written too.
///
/// ```
/// tracing_subscriber::fmt::try_init().expect("it is the first");
/// ```
///
/// # Errors
///
/// If the program has a subscriber, or a logger, already.
pub fn try_init() -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
    start::try_init()
}

/// As [`try_init`], for programs that have no use for the error.
///
/// ```
/// tracing_subscriber::fmt::init();
/// tracing::error!("seen");
/// ```
///
/// # Panics
///
/// If the program has a subscriber, or a logger, already.
pub fn init() {
    try_init().expect("Unable to install global subscriber");
}

/// What `RUST_LOG` says, with the filter for it.
#[cfg(feature = "env-filter")]
#[path = "start/env_filter.rs"]
mod start;

/// What `RUST_LOG` says, with the filter for it.
#[cfg(not(feature = "env-filter"))]
#[path = "start/targets.rs"]
mod start;

//! Both ways between `log` and `tracing`.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! tracing_log::LogTracer::init()?;
//!
//! // From here on every record of the `log` crate is an event, inside of the current span.
//! # let recorder = test_support::Recorder::new();
//! # recorder.within(|| {
//! log::info!(target: "db", rows = 3; "connected");
//! # });
//! # assert!(recorder.tree().starts_with("INFO connected"), "{}", recorder.tree());
//! # Ok(())
//! # }
//! ```
//!
//! # The way of one record
//!
//! ```text
//! log::info!(…)     the `log` crate's own cap          one relaxed load; in step with the subscribers' most verbose level
//!    ▼
//! LogTracer         ignored crates, level              log_tracer.rs
//!    ▼
//! Site              target, level, file, line, module  site/    found by address, kept for ever, bounded in number;
//!    │              one byte: never, sometimes, always          a record that nobody wants ends here
//!    ▼
//! Event             message, log.*, key-values         record.rs, kv.rs
//! ```
//!
//! # What a subscriber sees
//!
//! `register_callsite` and `enabled` are called with the record's own metadata: its target, level, file, line and
//! module. So a filter decides on a log record as it does on an event, and a callsite that no subscriber wants costs a
//! lookup and a load.
//!
//! The event has the name `log event`, the target `log`, the fields `message`, `log.target`, `log.module_path`,
//! `log.file` and `log.line`, and one more field for each key-value of the record, typed as the value is. The
//! record's own target and place are what [`NormalizeEvent::normalized_metadata`] gives; formatters ask it.
//!
//! A key-value that is called like one of those five fields gets the prefix `kv.`, so that none can take the place of
//! the message or of the target.
//!
//! # From `tracing` to `log`
//!
//! The feature `log` of the `tracing` crate makes records of spans and events while no subscriber is there;
//! `log-always`, also when one is. With `log-always` and a [`LogTracer`] an event reaches the subscriber twice, once
//! as itself and once as a record, unless the crate in question is
//! [ignored](log_tracer::Builder::ignore_crate). A subscriber that writes each event as a log record must not be used
//! with a [`LogTracer`]; what comes of it is bounded, as is any recording from within a subscriber, but of no use.
//!
//! # Features
//!
//! - `log-tracer` (default): [`LogTracer`].
//! - `std` (default): the parts of `log` that need the standard library.
//! - `interest-cache`: `InterestCacheConfig`, which also keeps answers that a subscriber wants to give each time.

pub use log;

mod convert;
mod normalize;

mod hash;
mod kv;
mod names;
mod record;
mod site;

#[cfg_attr(feature = "interest-cache", path = "interest_cache/on.rs")]
#[cfg_attr(not(feature = "interest-cache"), path = "interest_cache/off.rs")]
mod interest_cache;
#[cfg(feature = "log-tracer")]
pub mod log_tracer;
#[cfg(feature = "log-tracer")]
mod max_level;

#[cfg(feature = "interest-cache")]
#[doc(inline)]
pub use self::interest_cache::InterestCacheConfig;
#[cfg(feature = "log-tracer")]
#[doc(inline)]
pub use self::log_tracer::LogTracer;
pub use self::{
    convert::{AsLog, AsTrace},
    normalize::NormalizeEvent,
    record::format_trace,
};

/// Keeps the extension traits to the types that they are written for.
mod sealed {
    /// Implemented in this crate alone.
    pub trait Sealed {}
}

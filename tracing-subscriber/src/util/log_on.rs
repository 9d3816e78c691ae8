//! Sends records of the `log` crate to the subscriber.

use tracing_core::LevelFilter;
use tracing_log::{AsLog, LogTracer};

use super::{Inner, TryInitError};

/// Sends them, unless another logger was set.
pub(super) fn forward_without_fail() {
    let _ = LogTracer::init();
}

pub(super) fn forward() -> Result<(), TryInitError> {
    // The bound is set once the subscriber's own is known; see below.
    LogTracer::init().map_err(|error| TryInitError { inner: Inner::Logger(error) })
}

/// Spares records that the subscriber does not want.
pub(super) fn limit_level() {
    tracing_log::log::set_max_level(LevelFilter::current().as_log());
}

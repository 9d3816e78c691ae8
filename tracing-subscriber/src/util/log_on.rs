//! Sends records of the `log` crate to the subscriber.

use tracing_core::{Event, Metadata};
use tracing_log::{LogTracer, NormalizeEvent};

use super::{Inner, TryInitError};

/// Sends them, unless another logger was set.
#[cfg(feature = "std")]
pub(super) fn forward_without_fail() {
    let _ = LogTracer::init();
}

/// Sends them. What no subscriber wants is spared by the logger: it keeps the bound of `log` in step.
pub(super) fn forward() -> Result<(), TryInitError> {
    LogTracer::init().map_err(|error| TryInitError { inner: Inner::Logger(error) })
}

/// Calls `f` with what a filter has to judge an event by: of a log record, what the record says of itself.
pub(crate) fn judge<T>(event: &Event<'_>, f: impl FnOnce(&Metadata<'_>) -> T) -> T {
    match event.normalized_metadata() {
        Some(record) => f(&record),
        None => f(event.metadata()),
    }
}

//! In place of sending records of the `log` crate, where the feature `tracing-log` is off.

use tracing_core::{Event, Metadata};

use super::TryInitError;

#[cfg(feature = "std")]
pub(super) fn forward_without_fail() {}

pub(super) fn forward() -> Result<(), TryInitError> {
    Ok(())
}

/// Calls `f` with what a filter has to judge an event by.
#[inline]
pub(crate) fn judge<T>(event: &Event<'_>, f: impl FnOnce(&Metadata<'_>) -> T) -> T {
    f(event.metadata())
}

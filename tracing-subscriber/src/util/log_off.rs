//! In place of sending records of the `log` crate, where the feature `tracing-log` is off.

use super::TryInitError;

#[cfg(feature = "std")]
pub(super) fn forward_without_fail() {}

pub(super) fn forward() -> Result<(), TryInitError> {
    Ok(())
}

pub(super) fn limit_level() {}

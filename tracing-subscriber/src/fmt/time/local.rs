//! The clock that shows the time of the place, formatted by the `time` crate. Selected by the feature `local-time`.

use core::fmt;

use time::{UtcOffset, error::IndeterminateOffset, format_description::well_known::Rfc3339, formatting::Formattable};

use super::{FormatTime, OffsetTime, time_crate, zone};
use crate::{clock, fmt::format::Writer};

/// The current local time, in a format of the `time` crate.
///
/// The offset is that of the moment, so it follows summer time. It is worked out without calling `localtime_r`, which
/// may not be called while another thread changes the environment; so it is right on every thread.
///
/// ```
/// use tracing_subscriber::fmt::time::LocalTime;
///
/// let subscriber = tracing_subscriber::fmt().with_timer(LocalTime::rfc_3339()).finish();
/// # drop(subscriber);
/// ```
#[derive(Clone, Debug)]
pub struct LocalTime<F> {
    format: F,
}

impl LocalTime<Rfc3339> {
    /// Returns a clock that writes RFC 3339.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::time::LocalTime;
    /// let timer = LocalTime::rfc_3339();
    /// # drop(timer);
    /// ```
    #[must_use]
    pub fn rfc_3339() -> Self {
        Self::new(Rfc3339)
    }
}

impl<F: Formattable> LocalTime<F> {
    /// Returns a clock that writes the given format.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::time::LocalTime;
    /// let timer = LocalTime::new(time::format_description::well_known::Iso8601::DEFAULT);
    /// # drop(timer);
    /// ```
    pub fn new(format: F) -> Self {
        Self { format }
    }
}

impl<F: Formattable + Default> Default for LocalTime<F> {
    fn default() -> Self {
        Self::new(F::default())
    }
}

impl<F: Formattable> FormatTime for LocalTime<F> {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        let offset = local_offset().map_err(|_| fmt::Error)?;
        time_crate::write(time_crate::now(offset).ok_or(fmt::Error)?, w, &self.format)
    }
}

impl OffsetTime<Rfc3339> {
    /// Returns a clock that writes RFC 3339 at the offset that holds here and now.
    ///
    /// Unlike [`LocalTime`], it does not follow summer time.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::time::OffsetTime;
    /// let timer = OffsetTime::local_rfc_3339()?;
    /// # drop(timer);
    /// # Ok::<(), time::error::IndeterminateOffset>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the system does not say which time zone it is in.
    pub fn local_rfc_3339() -> Result<Self, IndeterminateOffset> {
        Ok(Self::new(local_offset()?, Rfc3339))
    }
}

/// The offset from UTC that holds in this place at this moment.
fn local_offset() -> Result<UtcOffset, IndeterminateOffset> {
    let ours = clock::unix_time().and_then(|(second, _)| zone::offset_at(second));
    match ours.and_then(|seconds| UtcOffset::from_whole_seconds(seconds).ok()) {
        Some(offset) => Ok(offset),
        // A system that keeps its zones elsewhere, Windows above all.
        None => UtcOffset::current_local_offset(),
    }
}

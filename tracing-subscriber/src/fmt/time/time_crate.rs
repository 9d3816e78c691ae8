//! Clocks that format by the `time` crate. Selected by the feature `time`.

use core::fmt;

use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, formatting::Formattable};

use crate::{
    clock,
    fmt::{format::Writer, time::FormatTime},
};

/// The current time in UTC, in a format of the `time` crate.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, UtcTime}};
///
/// let timer = UtcTime::rfc_3339();
/// let mut text = String::new();
/// timer.format_time(&mut Writer::new(&mut text))?;
/// assert!(text.ends_with('Z'));
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct UtcTime<F> {
    format: F,
}

impl UtcTime<Rfc3339> {
    /// Returns a clock that writes RFC 3339.
    ///
    /// ```
    /// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, UtcTime}};
    ///
    /// let timer = UtcTime::rfc_3339();
    /// let mut text = String::new();
    /// timer.format_time(&mut Writer::new(&mut text))?;
    /// assert_eq!(text.as_bytes()[10], b'T');
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    #[must_use]
    pub fn rfc_3339() -> Self {
        Self::new(Rfc3339)
    }
}

impl<F: Formattable> UtcTime<F> {
    /// Returns a clock that writes the given format.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::time::UtcTime;
    /// let timer = UtcTime::new(time::format_description::well_known::Iso8601::DEFAULT);
    /// # drop(timer);
    /// ```
    pub fn new(format: F) -> Self {
        Self { format }
    }
}

impl<F: Formattable + Default> Default for UtcTime<F> {
    fn default() -> Self {
        Self::new(F::default())
    }
}

impl<F: Formattable> FormatTime for UtcTime<F> {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        write(now(UtcOffset::UTC).ok_or(fmt::Error)?, w, &self.format)
    }
}

/// The current time at a fixed offset from UTC, in a format of the `time` crate.
///
/// ```
/// use time::UtcOffset;
/// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, OffsetTime}};
///
/// let timer = OffsetTime::new(UtcOffset::from_hms(1, 0, 0)?, time::format_description::well_known::Rfc3339);
/// let mut text = String::new();
/// timer.format_time(&mut Writer::new(&mut text))?;
/// assert!(text.ends_with("+01:00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct OffsetTime<F> {
    offset: UtcOffset,
    format: F,
}

impl<F: Formattable> OffsetTime<F> {
    /// Returns a clock that writes the given format at the given offset.
    ///
    /// ```
    /// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, OffsetTime}};
    ///
    /// let timer = OffsetTime::new(time::UtcOffset::UTC, time::format_description::well_known::Rfc3339);
    /// let mut text = String::new();
    /// timer.format_time(&mut Writer::new(&mut text))?;
    /// assert!(text.ends_with('Z'));
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn new(offset: UtcOffset, format: F) -> Self {
        Self { offset, format }
    }
}

impl<F: Formattable> FormatTime for OffsetTime<F> {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        write(now(self.offset).ok_or(fmt::Error)?, w, &self.format)
    }
}

/// The current time at that offset.
pub(super) fn now(offset: UtcOffset) -> Option<OffsetDateTime> {
    let (seconds, nanoseconds) = clock::unix_time()?;
    let nanoseconds = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()?.checked_to_offset(offset)
}

/// Writes the moment in the given format.
pub(super) fn write(moment: OffsetDateTime, w: &mut Writer<'_>, format: &impl Formattable) -> fmt::Result {
    w.append_bytes(|bytes| moment.format_into(bytes, format).is_ok())
}

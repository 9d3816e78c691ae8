//! Clocks that format by the `chrono` crate. Selected by the feature `chrono`.

use core::fmt;
use std::sync::Arc;

use crate::fmt::{format::Writer, time::FormatTime};

/// Which text is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Text {
    #[default]
    Rfc3339,
    Custom(Arc<str>),
}

impl Text {
    fn write<Z: chrono::TimeZone<Offset: fmt::Display>>(
        &self,
        w: &mut Writer<'_>,
        now: &chrono::DateTime<Z>,
    ) -> fmt::Result {
        match self {
            Self::Rfc3339 => w.write_str(&now.to_rfc3339()),
            Self::Custom(format) => write!(w, "{}", now.format(format)),
        }
    }
}

/// The current local time, in a format of the `chrono` crate.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, ChronoLocal}};
///
/// let timer = ChronoLocal::rfc_3339();
/// let mut text = String::new();
/// timer.format_time(&mut Writer::new(&mut text))?;
/// assert!(text.contains('T'), "2026-11-23T20:15:00.123456789+01:00");
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChronoLocal {
    text: Text,
}

impl ChronoLocal {
    /// Returns a clock that writes RFC 3339.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::time::ChronoLocal;
    /// assert_eq!(ChronoLocal::rfc_3339(), ChronoLocal::default());
    /// ```
    #[must_use]
    pub fn rfc_3339() -> Self {
        Self { text: Text::Rfc3339 }
    }

    /// Returns a clock that writes the given format, in `chrono`'s syntax.
    ///
    /// ```
    /// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, ChronoLocal}};
    ///
    /// let timer = ChronoLocal::new("%H:%M".to_owned());
    /// let mut text = String::new();
    /// timer.format_time(&mut Writer::new(&mut text))?;
    /// assert_eq!(text.len(), "20:15".len());
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    #[must_use]
    pub fn new(format_string: String) -> Self {
        Self { text: Text::Custom(format_string.into()) }
    }
}

impl FormatTime for ChronoLocal {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        self.text.write(w, &chrono::Local::now())
    }
}

/// The current time in UTC, in a format of the `chrono` crate.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, ChronoUtc}};
///
/// let timer = ChronoUtc::rfc_3339();
/// let mut text = String::new();
/// timer.format_time(&mut Writer::new(&mut text))?;
/// assert!(text.ends_with("+00:00"));
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChronoUtc {
    text: Text,
}

impl ChronoUtc {
    /// Returns a clock that writes RFC 3339.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::time::ChronoUtc;
    /// assert_eq!(ChronoUtc::rfc_3339(), ChronoUtc::default());
    /// ```
    #[must_use]
    pub fn rfc_3339() -> Self {
        Self { text: Text::Rfc3339 }
    }

    /// Returns a clock that writes the given format, in `chrono`'s syntax.
    ///
    /// ```
    /// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, ChronoUtc}};
    ///
    /// let timer = ChronoUtc::new("%H:%M".to_owned());
    /// let mut text = String::new();
    /// timer.format_time(&mut Writer::new(&mut text))?;
    /// assert_eq!(text.len(), "20:15".len());
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    #[must_use]
    pub fn new(format_string: String) -> Self {
        Self { text: Text::Custom(format_string.into()) }
    }
}

impl FormatTime for ChronoUtc {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        self.text.write(w, &chrono::Utc::now())
    }
}

//! Timestamps: what [`FormatTime`] is, and the clocks that come with the crate. Called by every format, once an event.
//!
//! ```
//! # use test_support::{Lines, sample::*};
//! use tracing_subscriber::fmt::time;
//!
//! # let lines = Lines::default();
//! let subscriber = tracing_subscriber::fmt().with_timer(time::uptime());
//! # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false);
//! # let _default = set_default(&subscriber.finish().into());
//! tracing::info!("ready");
//! let seconds: f64 = lines.text().trim().split('s').next().unwrap().parse()?;
//! assert!(seconds < 60.0);
//! # Ok::<(), std::num::ParseFloatError>(())
//! ```

use core::fmt;
use std::time::{Duration, Instant};

use super::{format::Writer, number};
use crate::clock;

mod datetime;

#[cfg(feature = "chrono")]
mod chrono_crate;
#[cfg(feature = "local-time")]
mod local;
#[cfg(feature = "time")]
mod time_crate;
#[cfg(feature = "local-time")]
mod zone;

#[cfg(feature = "chrono")]
pub use chrono_crate::{ChronoLocal, ChronoUtc};
#[cfg(feature = "local-time")]
pub use local::LocalTime;
#[cfg(feature = "time")]
pub use time_crate::{OffsetTime, UtcTime};

/// Writes the current time.
///
/// Called by a format for each event, on the thread that logs, while nothing is locked. A clock that wants a space
/// after itself leaves that to the format.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::FormatTime};
///
/// struct Ticks;
///
/// impl FormatTime for Ticks {
///     fn format_time(&self, w: &mut Writer<'_>) -> std::fmt::Result {
///         write!(w, "tick")
///     }
/// }
///
/// # let lines = test_support::Lines::default();
/// let subscriber = tracing_subscriber::fmt().with_timer(Ticks);
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).with_target(false).finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!("ready");
/// assert_eq!(lines.text(), "tick  INFO ready\n");
/// ```
pub trait FormatTime {
    /// Measures the time and writes it.
    ///
    /// ```
    /// use std::fmt;
    /// use tracing_subscriber::fmt::{format::Writer, time::FormatTime};
    ///
    /// /// Seconds since the epoch.
    /// struct Seconds(u64);
    ///
    /// impl FormatTime for Seconds {
    ///     fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
    ///         write!(w, "{}", self.0)
    ///     }
    /// }
    ///
    /// let mut text = String::new();
    /// Seconds(7).format_time(&mut Writer::new(&mut text))?;
    /// assert_eq!(text, "7");
    /// # fmt::Result::Ok(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the time cannot be told or written; formats then write `<unknown time>`.
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result;
}

/// Returns the default clock, [`SystemTime`].
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time, time::FormatTime};
///
/// let timer = time();
/// let mut text = String::new();
/// timer.format_time(&mut Writer::new(&mut text))?;
/// assert_eq!(text.len(), "2026-11-23T20:15:00.123456Z".len());
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[must_use]
pub fn time() -> SystemTime {
    SystemTime
}

/// Returns a clock that counts from now on.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::{self, FormatTime}};
///
/// let timer = time::uptime();
/// let mut text = String::new();
/// timer.format_time(&mut Writer::new(&mut text))?;
/// let seconds: f64 = text.trim().trim_end_matches('s').parse().unwrap();
/// assert!(seconds < 60.0);
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[must_use]
pub fn uptime() -> Uptime {
    Uptime::default()
}

impl<F: FormatTime> FormatTime for &F {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        (*self).format_time(w)
    }
}

/// No time at all.
impl FormatTime for () {
    fn format_time(&self, _: &mut Writer<'_>) -> fmt::Result {
        Ok(())
    }
}

impl FormatTime for fn(&mut Writer<'_>) -> fmt::Result {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        self(w)
    }
}

/// The system's time in UTC, to the microsecond, as RFC 3339 has it: `2018-02-19T12:34:56.123456Z`.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, SystemTime}};
///
/// let mut text = String::new();
/// SystemTime.format_time(&mut Writer::new(&mut text)).unwrap();
/// assert_eq!(text.len(), "2018-02-19T12:34:56.123456Z".len());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemTime;

impl FormatTime for SystemTime {
    #[inline]
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        let (seconds, nanoseconds) = clock::unix_time().ok_or(fmt::Error)?;
        w.append(|out| datetime::push_utc(out, seconds, nanoseconds))
    }
}

/// The time since a moment, in seconds: `   0.000042000s`.
///
/// ```
/// use tracing_subscriber::fmt::{format::Writer, time::{FormatTime, Uptime}};
///
/// let mut text = String::new();
/// Uptime::default().format_time(&mut Writer::new(&mut text)).unwrap();
/// assert!(text.starts_with("   0.00"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uptime {
    epoch: Option<Instant>,
}

impl Default for Uptime {
    fn default() -> Self {
        Self { epoch: clock::instant() }
    }
}

impl From<Instant> for Uptime {
    fn from(epoch: Instant) -> Self {
        Self { epoch: Some(epoch) }
    }
}

impl FormatTime for Uptime {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        let elapsed = clock::since(self.epoch).unwrap_or(Duration::ZERO);
        w.append(|out| {
            let seconds = elapsed.as_secs();
            for bound in [10, 100, 1000] {
                if seconds < bound {
                    out.push(' ');
                }
            }
            number::push_u64(out, seconds);
            out.push('.');
            number::push_padded(out, u64::from(elapsed.subsec_nanos()), 9);
            out.push('s');
        })
    }
}

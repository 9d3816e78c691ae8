//! How important a record is, and how much of it is let through. Used by metadata and by every filter.

use core::{
    cmp::Ordering,
    fmt,
    str::FromStr,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// Tells how verbose a span or event is.
///
/// `ERROR` is the least verbose and the smallest; `TRACE` is the most verbose and the largest.
///
/// ```
/// use tracing_core::Level;
///
/// assert!(Level::ERROR < Level::TRACE);
/// assert_eq!("info".parse::<Level>().unwrap(), Level::INFO);
/// assert_eq!(Level::WARN.to_string(), "WARN");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level(Rank);

/// The levels by number: the more verbose, the larger. 0 is left for "off" in a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(usize)]
enum Rank {
    Error = 1,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Level {
    /// Something went wrong.
    ///
    /// ```
    /// # use tracing_core::Level;
    /// assert_eq!("error".parse::<Level>().unwrap(), Level::ERROR);
    /// ```
    pub const ERROR: Level = Level(Rank::Error);
    /// Something looks dangerous.
    ///
    /// ```
    /// # use tracing_core::Level;
    /// assert!(Level::ERROR < Level::WARN && Level::WARN < Level::INFO);
    /// ```
    pub const WARN: Level = Level(Rank::Warn);
    /// Something useful to know.
    ///
    /// ```
    /// # use tracing_core::Level;
    /// assert_eq!("3".parse::<Level>().unwrap(), Level::INFO);
    /// ```
    pub const INFO: Level = Level(Rank::Info);
    /// Something that helps to find a fault.
    ///
    /// ```
    /// # use tracing_core::Level;
    /// assert!(Level::DEBUG > Level::INFO, "more verbose is more");
    /// ```
    pub const DEBUG: Level = Level(Rank::Debug);
    /// Something in fine detail, often very much of it.
    ///
    /// ```
    /// # use tracing_core::Level;
    /// assert_eq!([Level::TRACE, Level::WARN].iter().max(), Some(&Level::TRACE));
    /// ```
    pub const TRACE: Level = Level(Rank::Trace);

    /// Gives the name of the level in upper case, as `Display` does.
    ///
    /// ```
    /// assert_eq!(tracing_core::Level::DEBUG.as_str(), "DEBUG");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self.0 {
            Rank::Trace => "TRACE",
            Rank::Debug => "DEBUG",
            Rank::Info => "INFO",
            Rank::Warn => "WARN",
            Rank::Error => "ERROR",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Level {
    type Err = ParseLevelError;

    /// Reads a name in any case, or a number from 1 (error) to 5 (trace).
    fn from_str(text: &str) -> Result<Self, ParseLevelError> {
        named(text).or_else(|| numbered(text)?.into_level()).ok_or(ParseLevelError { _p: () })
    }
}

/// Tells up to which [`Level`] records pass, or that none does.
///
/// Compares with levels by verbosity: a record passes if `record_level <= filter`.
///
/// ```
/// use tracing_core::{Level, LevelFilter};
///
/// assert!(Level::WARN <= LevelFilter::INFO);
/// assert!(Level::DEBUG > LevelFilter::INFO);
/// assert!(Level::ERROR > LevelFilter::OFF);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LevelFilter(Option<Level>);

/// The most verbose level that any live subscriber may want, as a number; see [`LevelFilter::current`].
static MAX: AtomicUsize = AtomicUsize::new(0);

impl LevelFilter {
    /// Lets nothing pass.
    ///
    /// ```
    /// # use tracing_core::{Level, LevelFilter};
    /// assert!(Level::ERROR > LevelFilter::OFF);
    /// ```
    pub const OFF: LevelFilter = LevelFilter(None);
    /// Lets errors pass.
    ///
    /// ```
    /// # use tracing_core::{Level, LevelFilter};
    /// assert!(Level::ERROR <= LevelFilter::ERROR && Level::WARN > LevelFilter::ERROR);
    /// ```
    pub const ERROR: LevelFilter = LevelFilter::from_level(Level::ERROR);
    /// Lets errors and warnings pass.
    ///
    /// ```
    /// # use tracing_core::LevelFilter;
    /// assert_eq!("warn".parse::<LevelFilter>().unwrap(), LevelFilter::WARN);
    /// ```
    pub const WARN: LevelFilter = LevelFilter::from_level(Level::WARN);
    /// Lets info and what is less verbose pass.
    ///
    /// ```
    /// # use tracing_core::{Level, LevelFilter};
    /// assert_eq!(LevelFilter::from(Level::INFO), LevelFilter::INFO);
    /// ```
    pub const INFO: LevelFilter = LevelFilter::from_level(Level::INFO);
    /// Lets all but trace pass.
    ///
    /// ```
    /// # use tracing_core::{Level, LevelFilter};
    /// assert!(Level::DEBUG <= LevelFilter::DEBUG && Level::TRACE > LevelFilter::DEBUG);
    /// ```
    pub const DEBUG: LevelFilter = LevelFilter::from_level(Level::DEBUG);
    /// Lets everything pass.
    ///
    /// ```
    /// # use tracing_core::LevelFilter;
    /// assert!(LevelFilter::TRACE > LevelFilter::DEBUG, "more passes");
    /// ```
    pub const TRACE: LevelFilter = LevelFilter(Some(Level::TRACE));

    /// Makes the filter that lets `level`, and what is less verbose, pass.
    ///
    /// ```
    /// use tracing_core::{Level, LevelFilter};
    ///
    /// const UP_TO: LevelFilter = LevelFilter::from_level(Level::WARN);
    /// assert_eq!(UP_TO, LevelFilter::WARN);
    /// ```
    #[must_use]
    pub const fn from_level(level: Level) -> Self {
        Self(Some(level))
    }

    /// Gives the most verbose level that passes, or `None` for [`OFF`](Self::OFF).
    ///
    /// ```
    /// use tracing_core::{Level, LevelFilter};
    ///
    /// assert_eq!(LevelFilter::DEBUG.into_level(), Some(Level::DEBUG));
    /// assert_eq!(LevelFilter::OFF.into_level(), None);
    /// ```
    #[must_use]
    pub const fn into_level(self) -> Option<Level> {
        self.0
    }

    /// Gives the most verbose level that any live subscriber may want.
    ///
    /// A record above it reaches nobody; one below it may still be refused. One relaxed load.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert_eq!(LevelFilter::current(), LevelFilter::OFF, "nobody listens");
    /// let dispatch = Recorder::new().max_level(Level::INFO).dispatch();
    /// assert_eq!(LevelFilter::current(), LevelFilter::INFO);
    /// # drop(dispatch);
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn current() -> Self {
        // Relaxed: a lone number and only a hint; interest is settled per callsite under a lock.
        Self::from_number(MAX.load(Relaxed))
    }

    pub(crate) fn set_current(self) {
        // Relaxed: see `current`.
        MAX.store(self.number(), Relaxed);
    }

    #[inline(always)]
    const fn number(self) -> usize {
        match self.0 {
            Some(Level(rank)) => rank as usize,
            None => 0,
        }
    }

    #[inline(always)]
    const fn from_number(number: usize) -> Self {
        match number {
            0 => Self::OFF,
            1 => Self::ERROR,
            2 => Self::WARN,
            3 => Self::INFO,
            4 => Self::DEBUG,
            _ => Self::TRACE,
        }
    }
}

impl fmt::Display for LevelFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["off", "error", "warn", "info", "debug", "trace"][self.number()])
    }
}

impl fmt::Debug for LevelFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(
            [
                "LevelFilter::OFF",
                "LevelFilter::ERROR",
                "LevelFilter::WARN",
                "LevelFilter::INFO",
                "LevelFilter::DEBUG",
                "LevelFilter::TRACE",
            ][self.number()],
        )
    }
}

impl FromStr for LevelFilter {
    type Err = ParseLevelFilterError;

    /// Reads a name in any case, `off`, or a number from 0 (off) to 5 (trace). An empty text means `error`.
    fn from_str(text: &str) -> Result<Self, ParseLevelFilterError> {
        if text.is_empty() {
            return Ok(Self::ERROR);
        }
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self::OFF);
        }
        named(text).map(Self::from_level).or_else(|| numbered(text)).ok_or(ParseLevelFilterError(()))
    }
}

fn named(text: &str) -> Option<Level> {
    [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE]
        .into_iter()
        .find(|level| text.eq_ignore_ascii_case(level.as_str()))
}

fn numbered(text: &str) -> Option<LevelFilter> {
    text.parse().ok().filter(|number| *number <= 5).map(LevelFilter::from_number)
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        Self::from_level(level)
    }
}

impl From<Option<Level>> for LevelFilter {
    fn from(level: Option<Level>) -> Self {
        Self(level)
    }
}

impl From<LevelFilter> for Option<Level> {
    fn from(filter: LevelFilter) -> Self {
        filter.into_level()
    }
}

// `OFF` is below every level, so comparisons go by number and not by the derived order of `Option`'s parts.
impl PartialOrd for LevelFilter {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LevelFilter {
    #[inline(always)]
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

impl PartialEq<LevelFilter> for Level {
    #[inline(always)]
    fn eq(&self, other: &LevelFilter) -> bool {
        self.0 as usize == other.number()
    }
}

impl PartialEq<Level> for LevelFilter {
    #[inline(always)]
    fn eq(&self, other: &Level) -> bool {
        other == self
    }
}

impl PartialOrd<LevelFilter> for Level {
    #[inline(always)]
    fn partial_cmp(&self, other: &LevelFilter) -> Option<Ordering> {
        Some((self.0 as usize).cmp(&other.number()))
    }
}

impl PartialOrd<Level> for LevelFilter {
    #[inline(always)]
    fn partial_cmp(&self, other: &Level) -> Option<Ordering> {
        Some(self.number().cmp(&(other.0 as usize)))
    }
}

/// Says that a text is no [`Level`].
///
/// ```
/// let error = "loud".parse::<tracing_core::Level>().unwrap_err();
/// assert!(error.to_string().contains("expected one of"));
/// ```
#[derive(Clone, Debug)]
pub struct ParseLevelError {
    _p: (),
}

impl fmt::Display for ParseLevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(
            "error parsing level: expected one of \"error\", \"warn\", \"info\", \"debug\", \"trace\", or a number 1-5",
        )
    }
}

impl core::error::Error for ParseLevelError {}

/// Says that a text is no [`LevelFilter`].
///
/// ```
/// let error = "loud".parse::<tracing_core::LevelFilter>().unwrap_err();
/// assert!(error.to_string().contains("expected one of"));
/// ```
#[derive(Clone, Debug)]
pub struct ParseLevelFilterError(());

impl fmt::Display for ParseLevelFilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("error parsing level filter: expected one of \"off\", \"error\", \"warn\", \"info\", \"debug\", \"trace\", or a number 0-5")
    }
}

impl core::error::Error for ParseLevelFilterError {}

//! Levels and metadata, from one crate's types to the other's and back. Used by everything else here.

use tracing_core::{Level, LevelFilter, Metadata};

use crate::{sealed::Sealed, site};

/// Turns a `tracing` type into the `log` type that says the same.
///
/// ```
/// use tracing_core::Level;
/// use tracing_log::AsLog;
///
/// assert_eq!(Level::WARN.as_log(), log::Level::Warn);
/// ```
pub trait AsLog: Sealed {
    /// The type of the `log` crate.
    type Log;

    /// Gives the same in the terms of `log`.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_log::AsLog;
    ///
    /// log::set_max_level(LevelFilter::DEBUG.as_log());
    /// assert_eq!(log::max_level(), log::LevelFilter::Debug);
    /// ```
    fn as_log(&self) -> Self::Log;
}

/// Turns a `log` type into the `tracing` type that says the same.
///
/// ```
/// use tracing_core::Level;
/// use tracing_log::AsTrace;
///
/// let record = log::Record::builder().level(log::Level::Warn).target("db").line(Some(7)).build();
/// let metadata = record.as_trace();
/// assert_eq!((*metadata.level(), metadata.target(), metadata.line()), (Level::WARN, "db", Some(7)));
/// ```
pub trait AsTrace: Sealed {
    /// The type of `tracing`.
    type Trace;

    /// Gives the same in the terms of `tracing`.
    ///
    /// ```
    /// use tracing_core::{Level, LevelFilter};
    /// use tracing_log::AsTrace;
    ///
    /// assert!(log::Level::Info.as_trace() <= LevelFilter::INFO);
    /// assert_eq!(log::LevelFilter::Off.as_trace().into_level(), None);
    /// ```
    fn as_trace(&self) -> Self::Trace;
}

impl AsLog for Level {
    type Log = log::Level;

    fn as_log(&self) -> log::Level {
        match *self {
            Level::ERROR => log::Level::Error,
            Level::WARN => log::Level::Warn,
            Level::INFO => log::Level::Info,
            Level::DEBUG => log::Level::Debug,
            Level::TRACE => log::Level::Trace,
        }
    }
}

impl AsTrace for log::Level {
    type Trace = Level;

    #[inline]
    fn as_trace(&self) -> Level {
        match self {
            log::Level::Error => Level::ERROR,
            log::Level::Warn => Level::WARN,
            log::Level::Info => Level::INFO,
            log::Level::Debug => Level::DEBUG,
            log::Level::Trace => Level::TRACE,
        }
    }
}

impl AsLog for LevelFilter {
    type Log = log::LevelFilter;

    fn as_log(&self) -> log::LevelFilter {
        self.into_level().map_or(log::LevelFilter::Off, |level| level.as_log().to_level_filter())
    }
}

impl AsTrace for log::LevelFilter {
    type Trace = LevelFilter;

    fn as_trace(&self) -> LevelFilter {
        self.to_level().map_or(LevelFilter::OFF, |level| LevelFilter::from_level(level.as_trace()))
    }
}

impl<'a> AsLog for Metadata<'a> {
    type Log = log::Metadata<'a>;

    fn as_log(&self) -> log::Metadata<'a> {
        log::Metadata::builder().level(self.level().as_log()).target(self.target()).build()
    }
}

impl<'a> AsTrace for log::Metadata<'a> {
    type Trace = Metadata<'a>;

    fn as_trace(&self) -> Metadata<'a> {
        site::shared(self.level()).describe(self.target(), None, None, None)
    }
}

impl<'a> AsTrace for log::Record<'a> {
    type Trace = Metadata<'a>;

    fn as_trace(&self) -> Metadata<'a> {
        site::shared(self.level()).describe(self.target(), self.file(), self.line(), self.module_path())
    }
}

/// Tells whether any subscriber wants records of a level.
#[inline]
pub(crate) fn passes(level: log::Level) -> bool {
    level.as_trace() <= LevelFilter::current()
}

impl Sealed for Level {}
impl Sealed for LevelFilter {}
impl Sealed for Metadata<'_> {}
impl Sealed for log::Level {}
impl Sealed for log::LevelFilter {}
impl Sealed for log::Metadata<'_> {}
impl Sealed for log::Record<'_> {}

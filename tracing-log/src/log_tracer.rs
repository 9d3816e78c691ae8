//! The logger that makes an event of each record of the `log` crate. Called by `log`'s macros; calls `record`.
//!
//! ```
//! use tracing_log::{LogTracer, log};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! LogTracer::builder()
//!     .ignore_crate("noisy")
//!     .with_max_level(log::LevelFilter::Debug)
//!     .init()?;
//! # let recorder = test_support::Recorder::new();
//! # recorder.within(|| {
//! log::debug!("reaches the subscriber");
//! log::debug!(target: "noisy::deep", "is ignored");
//! log::trace!("ends at one load in `log`");
//! # });
//! # assert_eq!(recorder.tree().lines().count(), 1);
//! # Ok(())
//! # }
//! ```

pub use log::SetLoggerError;

use std::sync::OnceLock;

use log::{Log, Metadata, Record};
use tracing_core::dispatcher;

#[cfg(feature = "interest-cache")]
use crate::interest_cache::{self, InterestCacheConfig};
use crate::{
    convert::{AsTrace, passes},
    max_level, record,
};

/// A logger that makes an event of each log record.
///
/// [`LogTracer::init`] is for programs whose subscriber does all the filtering, [`LogTracer::builder`] for the rest.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// tracing_log::LogTracer::init()?;
/// # let recorder = test_support::Recorder::new();
/// # recorder.within(|| {
/// log::warn!(target: "disk", free = 0; "full");
/// # });
/// # assert!(recorder.tree().starts_with("WARN full"));
/// # assert!(recorder.tree().contains("free=0"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct LogTracer {
    ignore_crates: Box<[String]>,
}

/// Sets up a [`LogTracer`].
///
/// ```
/// # let recorder = test_support::Recorder::new();
/// # recorder.within(|| {
/// let builder = tracing_log::LogTracer::builder().ignore_all(["hyper", "mio"]);
/// assert!(builder.init().is_ok());
/// log::info!(target: "mio::poll", "ignored");
/// # });
/// # assert_eq!(recorder.tree(), "");
/// ```
#[derive(Debug)]
#[must_use = "the builder does nothing until `init` is called"]
pub struct Builder {
    ignore_crates: Vec<String>,
    filter: log::LevelFilter,
    #[cfg(feature = "interest-cache")]
    interest_cache_config: Option<InterestCacheConfig>,
}

impl LogTracer {
    /// Makes a logger that is yet to be installed.
    ///
    /// It is for programs with a logger of their own around it; others call [`init`](Self::init). The caller sets
    /// `log`'s maximum level, and it stays as it is set.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// log::set_boxed_logger(Box::new(tracing_log::LogTracer::new()))?;
    /// log::set_max_level(log::LevelFilter::Trace);
    /// # let recorder = test_support::Recorder::new();
    /// # recorder.within(|| {
    /// log::trace!("an event");
    /// # });
    /// # assert!(recorder.tree().starts_with("TRACE an event"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { ignore_crates: Box::default() }
    }

    /// Starts to set up a logger: crates to ignore, a maximum level.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// tracing_log::LogTracer::builder().ignore_crate("chatty").init()?;
    /// # let recorder = test_support::Recorder::new();
    /// # recorder.within(|| {
    /// log::info!(target: "chatty", "ignored");
    /// log::info!(target: "terse", "an event");
    /// # });
    /// # assert!(recorder.tree().starts_with("INFO an event"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Installs a logger that passes on all records up to a level.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// tracing_log::LogTracer::init_with_filter(log::LevelFilter::Info)?;
    /// assert_eq!(log::max_level(), log::LevelFilter::Info);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the program has a logger already.
    pub fn init_with_filter(level: log::LevelFilter) -> Result<(), SetLoggerError> {
        Self::builder().with_max_level(level).init()
    }

    /// Installs a logger that passes on all records; subscribers decide which they want.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// tracing_log::LogTracer::init()?;
    /// assert!(tracing_log::LogTracer::init().is_err(), "there is a logger");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the program has a logger already.
    pub fn init() -> Result<(), SetLoggerError> {
        Self::builder().init()
    }

    #[inline(never)]
    fn log_unless_ignored(&self, record: &Record<'_>) {
        if !self.ignores(record.target()) {
            record::dispatch(record);
        }
    }

    /// Tells whether the record is one of a crate that is to be ignored.
    #[inline]
    fn ignores(&self, target: &str) -> bool {
        self.ignore_crates.iter().any(|ignored| target.starts_with(ignored.as_str()))
    }
}

impl Default for LogTracer {
    fn default() -> Self {
        Self::new()
    }
}

impl Log for LogTracer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        passes(metadata.level())
            && !self.ignores(metadata.target())
            && dispatcher::get_default(|dispatch| dispatch.enabled(&metadata.as_trace()))
    }

    fn log(&self, record: &Record<'_>) {
        if self.ignore_crates.is_empty() {
            record::dispatch(record);
        } else {
            self.log_unless_ignored(record);
        }
    }

    fn flush(&self) {}
}

impl Builder {
    /// Starts with a logger that ignores nothing.
    ///
    /// ```
    /// let builder = tracing_log::log_tracer::Builder::new();
    /// assert!(builder.init().is_ok());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the most verbose level that passes; without it all levels do.
    ///
    /// Below that, `log`'s own maximum level follows the subscribers: when none of them wants `TRACE` any more, a
    /// `log::trace!` costs one load.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let builder = tracing_log::LogTracer::builder().with_max_level(log::LevelFilter::Warn);
    /// builder.init()?;
    /// assert_eq!(log::max_level(), log::LevelFilter::Warn);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_max_level(self, filter: impl Into<log::LevelFilter>) -> Self {
        Self { filter: filter.into(), ..self }
    }

    /// Ignores the records whose target starts with `name`.
    ///
    /// That is for crates that make both an event and a record of the same thing, as those do that turn on the feature
    /// `log-always` of `tracing`.
    ///
    /// ```
    /// # let recorder = test_support::Recorder::new();
    /// # recorder.within(|| {
    /// tracing_log::LogTracer::builder().ignore_crate("hyper").init().unwrap();
    /// log::info!(target: "hyper::client", "ignored");
    /// # });
    /// assert_eq!(recorder.tree(), "");
    /// ```
    pub fn ignore_crate(mut self, name: impl Into<String>) -> Self {
        self.ignore_crates.push(name.into());
        self
    }

    /// Ignores the records whose target starts with one of `names`.
    ///
    /// ```
    /// # let recorder = test_support::Recorder::new();
    /// # recorder.within(|| {
    /// tracing_log::LogTracer::builder().ignore_all(["hyper", "mio"]).init().unwrap();
    /// log::info!(target: "hyper::client", "ignored");
    /// log::info!(target: "mio::poll", "ignored");
    /// # });
    /// assert_eq!(recorder.tree(), "");
    /// ```
    pub fn ignore_all<I>(mut self, names: impl IntoIterator<Item = I>) -> Self
    where
        I: Into<String>,
    {
        self.ignore_crates.extend(names.into_iter().map(Into::into));
        self
    }

    /// Turns on the cache of answers that a subscriber wants to give each time, or leaves it off.
    ///
    /// ```
    /// use tracing_log::{InterestCacheConfig, LogTracer};
    ///
    /// LogTracer::builder().with_interest_cache(InterestCacheConfig::default()).init().unwrap();
    /// let recorder = test_support::Recorder::new();
    /// recorder.within(|| log::info!("seen"));
    /// assert!(recorder.tree().starts_with("INFO seen"));
    /// ```
    #[cfg(feature = "interest-cache")]
    pub fn with_interest_cache(mut self, config: InterestCacheConfig) -> Self {
        self.interest_cache_config = Some(config);
        self
    }

    /// Installs the logger.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// tracing_log::LogTracer::builder().init()?;
    /// assert!(tracing_log::LogTracer::init().is_err(), "there is one already");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the program has a logger already.
    pub fn init(self) -> Result<(), SetLoggerError> {
        static TRACER: OnceLock<LogTracer> = OnceLock::new();

        // If there is one already, `log` says so below.
        let tracer = TRACER.get_or_init(|| LogTracer { ignore_crates: self.ignore_crates.into() });
        log::set_logger(tracer)?;
        #[cfg(feature = "interest-cache")]
        interest_cache::configure(self.interest_cache_config);
        max_level::follow(self.filter);
        Ok(())
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            ignore_crates: Vec::new(),
            filter: log::LevelFilter::Trace,
            #[cfg(feature = "interest-cache")]
            interest_cache_config: None,
        }
    }
}

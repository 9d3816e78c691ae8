//! Making a subscriber the one that is used: of this thread, or of the process. Called by programs; calls the dispatcher of
//! `tracing-core`, and `tracing-log` if that is on.
//!
//! ```
//! use tracing_subscriber::util::SubscriberInitExt;
//!
//! tracing_subscriber::registry().init();
//! assert!(tracing_core::Dispatch::default().is::<tracing_subscriber::Registry>());
//! ```

use core::error::Error;
use core::fmt;

#[cfg(feature = "std")]
use tracing_core::dispatcher::DefaultGuard;
use tracing_core::dispatcher::{self, Dispatch, SetGlobalDefaultError};

#[cfg_attr(feature = "tracing-log", path = "log_on.rs")]
#[cfg_attr(not(feature = "tracing-log"), path = "log_off.rs")]
mod log;

pub(crate) use self::log::judge;

/// Makes a subscriber the one that is used.
///
/// ```
/// use tracing_core::Dispatch;
/// use tracing_subscriber::{Registry, util::SubscriberInitExt};
///
/// let guard = tracing_subscriber::registry().set_default();
/// assert!(Dispatch::default().is::<Registry>());
/// drop(guard);
/// assert!(!Dispatch::default().is::<Registry>());
/// ```
pub trait SubscriberInitExt
where
    Self: Into<Dispatch>,
{
    /// Makes the subscriber the one that this thread uses, until the guard is dropped.
    ///
    /// With the feature `tracing-log`, records of the `log` crate go to it too, if no other logger was set.
    ///
    /// ```
    /// use tracing_subscriber::prelude::*;
    ///
    /// let guard = tracing_subscriber::registry().set_default();
    /// let job = tracing::info_span!("to that registry");
    /// assert!(!job.is_disabled());
    /// # drop((job, guard));
    /// ```
    #[cfg(feature = "std")]
    #[must_use = "the subscriber is used until the guard is dropped"]
    fn set_default(self) -> DefaultGuard {
        log::forward_without_fail();
        dispatcher::set_default(&self.into())
    }

    /// Makes the subscriber the one that the process uses.
    ///
    /// With the feature `tracing-log`, records of the `log` crate go to it too.
    ///
    /// ```
    /// use tracing_subscriber::prelude::*;
    ///
    /// assert!(tracing_subscriber::registry().try_init().is_ok());
    /// assert!(tracing_subscriber::registry().try_init().is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If there is such a subscriber already, which stays. Or if there is a logger already: that one stays, and the subscriber
    /// is used for all that is not a record of `log`.
    fn try_init(self) -> Result<(), TryInitError> {
        // In this order, so that a logger that stays keeps spans and events from nobody.
        dispatcher::set_global_default(self.into())?;
        log::forward()
    }

    /// Makes the subscriber the one that the process uses.
    ///
    /// With the feature `tracing-log`, records of the `log` crate go to it too.
    ///
    /// ```
    /// use tracing_subscriber::{filter::LevelFilter, prelude::*};
    ///
    /// tracing_subscriber::registry().with(LevelFilter::INFO).init();
    /// assert!(tracing::enabled!(tracing::Level::INFO) && !tracing::enabled!(tracing::Level::DEBUG));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is such a subscriber, or a logger, already. [`try_init`](Self::try_init) says so instead.
    fn init(self) {
        self.try_init().expect("failed to set global default subscriber");
    }
}

impl<T: Into<Dispatch>> SubscriberInitExt for T {}

/// Why a subscriber could not be made the one that the process uses.
///
/// ```
/// use tracing_subscriber::{prelude::*, util::TryInitError};
///
/// tracing_subscriber::registry().init();
/// let error: TryInitError = tracing_subscriber::registry().try_init().unwrap_err();
/// assert!(error.to_string().contains("already"));
/// ```
pub struct TryInitError {
    inner: Inner,
}

enum Inner {
    Subscriber(SetGlobalDefaultError),
    #[cfg(feature = "tracing-log")]
    Logger(tracing_log::log::SetLoggerError),
}

impl From<SetGlobalDefaultError> for TryInitError {
    fn from(error: SetGlobalDefaultError) -> Self {
        Self { inner: Inner::Subscriber(error) }
    }
}

impl fmt::Debug for TryInitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner {
            Inner::Subscriber(error) => error.fmt(f),
            #[cfg(feature = "tracing-log")]
            Inner::Logger(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for TryInitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner {
            Inner::Subscriber(error) => error.fmt(f),
            #[cfg(feature = "tracing-log")]
            Inner::Logger(error) => error.fmt(f),
        }
    }
}

impl Error for TryInitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.inner {
            Inner::Subscriber(error) => Some(error),
            #[cfg(feature = "tracing-log")]
            Inner::Logger(error) => Some(error),
        }
    }
}

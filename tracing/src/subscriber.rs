//! Who receives spans and events, and how to choose it. Wraps subscribers and forwards to [`dispatcher`].
//!
//! ```
//! use tracing::{Dispatch, subscriber::{self, NoSubscriber}};
//!
//! subscriber::set_global_default(NoSubscriber::new()).expect("nobody has set one before");
//! assert!(Dispatch::default().is::<NoSubscriber>());
//! ```

#[cfg(feature = "std")]
#[doc(inline)]
pub use tracing_core::dispatcher::DefaultGuard;
use tracing_core::dispatcher::{self, Dispatch};
#[doc(inline)]
pub use tracing_core::{dispatcher::SetGlobalDefaultError, subscriber::*};

/// Sets the subscriber of this thread while `f` runs.
///
/// ```
/// use tracing::subscriber::{self, NoSubscriber};
///
/// let answer = subscriber::with_default(NoSubscriber::default(), || 42);
/// assert_eq!(answer, 42);
/// ```
#[cfg(feature = "std")]
pub fn with_default<T, S>(subscriber: S, f: impl FnOnce() -> T) -> T
where
    S: Subscriber + Send + Sync + 'static,
{
    dispatcher::with_default(&Dispatch::new(subscriber), f)
}

/// Sets the subscriber of every thread that has none of its own, for the rest of the program.
///
/// Libraries should leave this to the program.
///
/// # Errors
///
/// If one was set before: that one stays.
///
/// ```
/// use tracing::subscriber::{NoSubscriber, set_global_default};
///
/// assert!(set_global_default(NoSubscriber::default()).is_ok());
/// assert!(set_global_default(NoSubscriber::default()).is_err());
/// ```
pub fn set_global_default<S>(subscriber: S) -> Result<(), SetGlobalDefaultError>
where
    S: Subscriber + Send + Sync + 'static,
{
    dispatcher::set_global_default(Dispatch::new(subscriber))
}

/// Sets the subscriber of this thread until the guard is dropped.
///
/// ```
/// # use test_support::Recorder;
/// use tracing::subscriber;
///
/// let recorder = Recorder::new();
/// let guard = subscriber::set_default(recorder.clone());
/// tracing::info!("to the subscriber above");
/// drop(guard);
/// assert_eq!(recorder.tree(), "INFO to the subscriber above");
/// ```
#[cfg(feature = "std")]
#[must_use = "the subscriber before is set again when this guard is dropped"]
pub fn set_default<S>(subscriber: S) -> DefaultGuard
where
    S: Subscriber + Send + Sync + 'static,
{
    dispatcher::set_default(&Dispatch::new(subscriber))
}

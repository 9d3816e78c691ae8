//! The dispatcher of a thread and the global one, and how to set them.
//!
//! A program sets the global dispatcher once, in `main` ([`set_global_default`]). A test, or a part of a program that
//! wants its own, sets one for a thread ([`set_default`], [`with_default`]), which comes before the global one.
//! A library sets none.
//!
//! ```
//! use tracing_core::{Dispatch, dispatcher, subscriber::NoSubscriber};
//!
//! dispatcher::set_global_default(Dispatch::new(NoSubscriber::new())).expect("nobody has set one before");
//! assert!(Dispatch::default().is::<NoSubscriber>());
//! ```

use core::fmt;

use crate::current;
#[doc(inline)]
pub use crate::current::get_default;
#[cfg(feature = "std")]
#[doc(hidden)]
pub use crate::current::private_with_borrowed;
#[cfg(feature = "std")]
#[doc(inline)]
pub use crate::current::{DefaultGuard, set_default, with_default};
#[doc(hidden)]
pub use crate::current::{global as private_global, inside as private_inside, private_tell};
#[doc(inline)]
pub use crate::dispatch::{Dispatch, WeakDispatch};

/// Sets the dispatcher of every thread that has none of its own, for the rest of the program.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher::set_global_default};
///
/// assert!(set_global_default(Dispatch::none()).is_ok());
/// assert!(set_global_default(Dispatch::none()).is_err());
/// ```
///
/// # Errors
///
/// If one was set before: that one stays.
pub fn set_global_default(dispatcher: Dispatch) -> Result<(), SetGlobalDefaultError> {
    current::set_global(dispatcher)
}

/// Tells whether any dispatcher was ever set, global or of a thread.
#[doc(hidden)]
#[inline(always)]
#[must_use]
pub fn has_been_set() -> bool {
    current::has_been_set()
}

/// Calls `f` with the dispatcher of this thread, unless the thread is inside one of its callbacks.
#[doc(hidden)]
#[inline(always)]
pub fn get_current<T>(f: impl FnOnce(&Dispatch) -> T) -> Option<T> {
    current::try_get(f)
}

/// Calls `f` with the dispatcher of this thread, to hand over a record. For facades: as [`get_default`], with a bound
/// on records made inside each other also where the dispatcher is the global one.
///
/// ```
/// let id = tracing_core::dispatcher::deliver(|dispatch| dispatch.current_span().into_inner());
/// assert!(id.is_none());
/// ```
#[inline]
pub fn deliver<T>(f: impl FnOnce(&Dispatch) -> T) -> T {
    current::deliver(f)
}

/// Says that a global dispatcher was set before.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher::set_global_default};
///
/// let _ = set_global_default(Dispatch::none());
/// let error = set_global_default(Dispatch::none()).unwrap_err();
/// assert!(error.to_string().contains("already been set"));
/// ```
pub struct SetGlobalDefaultError(&'static str);

impl SetGlobalDefaultError {
    const MESSAGE: &'static str = "a global default trace dispatcher has already been set";

    pub(crate) fn new() -> Self {
        SetGlobalDefaultError(Self::MESSAGE)
    }
}

impl fmt::Debug for SetGlobalDefaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SetGlobalDefaultError").field(&self.0).finish()
    }
}

impl fmt::Display for SetGlobalDefaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl core::error::Error for SetGlobalDefaultError {}

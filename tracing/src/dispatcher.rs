//! This thread's subscriber and the global one, behind handles. Forwards to [`tracing_core::dispatcher`].
//!
//! Applications set the global subscriber once; tests set one for a thread. [`subscriber`](crate::subscriber) has the
//! same functions for subscribers that are not in a [`Dispatch`] yet.
//!
//! ```
//! # use test_support::Recorder;
//! use tracing::{Dispatch, dispatcher};
//!
//! let recorder = Recorder::new();
//! dispatcher::with_default(&Dispatch::new(recorder.clone()), || {
//!     tracing::info!("to the subscriber above");
//! });
//! assert_eq!(recorder.tree(), "INFO to the subscriber above");
//! ```

#[doc(hidden)]
pub use tracing_core::dispatcher::has_been_set;
#[cfg(feature = "std")]
#[doc(inline)]
pub use tracing_core::dispatcher::{DefaultGuard, set_default, with_default};
#[doc(inline)]
pub use tracing_core::dispatcher::{Dispatch, SetGlobalDefaultError, WeakDispatch, get_default, set_global_default};

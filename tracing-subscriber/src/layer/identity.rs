//! A layer that does nothing.

use tracing_core::Subscriber;

use super::{Attention, Layer};

/// A layer that does nothing.
///
/// ```
/// use tracing_subscriber::{layer::Identity, prelude::*};
///
/// let _guard = tracing_subscriber::registry().with(Identity::new()).set_default();
/// assert!(tracing::enabled!(tracing::Level::TRACE), "it keeps nothing off");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Identity {
    _private: (),
}

impl Identity {
    /// Makes a layer that does nothing.
    ///
    /// ```
    /// use tracing_subscriber::{layer::Identity, prelude::*};
    ///
    /// let subscriber = tracing_subscriber::registry().with(Identity::new());
    /// assert!(subscriber.is::<Identity>());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { _private: () }
    }
}

impl<S: Subscriber> Layer<S> for Identity {
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

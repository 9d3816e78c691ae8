//! The subscriber of those who have none.

use crate::{Event, Interest, Metadata, Subscriber, span};

/// A subscriber that drops everything.
///
/// ```
/// use tracing_core::{Dispatch, subscriber::NoSubscriber};
///
/// assert!(Dispatch::none().is::<NoSubscriber>());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSubscriber(());

impl NoSubscriber {
    pub(crate) const NEW: Self = NoSubscriber(());

    /// Makes a subscriber that drops everything.
    ///
    /// ```
    /// use tracing_core::{Dispatch, subscriber::NoSubscriber};
    ///
    /// static NOBODY: NoSubscriber = NoSubscriber::new();
    /// assert!(Dispatch::new(NOBODY).max_level_hint().is_none());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self::NEW
    }
}

impl Subscriber for NoSubscriber {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::never()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(0xdead)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event_enabled(&self, _: &Event<'_>) -> bool {
        false
    }

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

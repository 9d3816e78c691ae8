//! The contract of a subscriber: who calls it, when, and what it may do. Called through a `Dispatch` alone.
//!
//! ```
//! use tracing_core::{Dispatch, subscriber::{NoSubscriber, Subscriber}};
//!
//! let subscriber: Box<dyn Subscriber + Send + Sync> = Box::new(NoSubscriber::default());
//! assert!(Dispatch::new(subscriber).is::<NoSubscriber>());
//! ```

use core::any::{Any, TypeId};

use crate::{Dispatch, Event, LevelFilter, Metadata, span};
pub use crate::{interest::Interest, verdict::Verdict};

/// Receives what a program records.
///
/// # For implementors
///
/// - **Threads.** Every method is called on the thread that records, often on many at once.
/// - **Locks.** None of this crate's locks is held during a call. A method may record, make spans, or set dispatchers.
///   What it records itself is dropped where this subscriber is the thread's own, and is delivered, to a depth of
///   four, where it is the global one.
/// - **Panics** pass through to the place of the record, and leave the thread usable. Those of `register_callsite` and
///   `max_level_hint`, which may be called on behalf of others, are held up and taken for "ask each time".
/// - **Order.** [`on_register_dispatch`](Self::on_register_dispatch) comes first, once.
///   [`register_callsite`](Self::register_callsite) has returned before the first record of that callsite comes; it
///   may be called again at any time, and by several threads at once. Then, for each record: [`enabled`](Self::enabled)
///   if the interest is "sometimes", and, if that is true, [`new_span`](Self::new_span), or
///   [`event_enabled`](Self::event_enabled) and [`event`](Self::event).
/// - **Ids** are the subscriber's to choose. [`try_close`](Self::try_close) is called once for the id that `new_span`
///   gave and once for each [`clone_span`](Self::clone_span).
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use tracing_core::{Event, Metadata, Subscriber, span};
///
/// /// Counts events.
/// #[derive(Default)]
/// struct Count(AtomicUsize);
///
/// impl Subscriber for Count {
///     fn enabled(&self, metadata: &Metadata<'_>) -> bool {
///         metadata.is_event()
///     }
///     fn event(&self, _: &Event<'_>) {
///         self.0.fetch_add(1, Ordering::Relaxed);
///     }
///     fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
///         span::Id::from_u64(1)
///     }
///     fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
///     fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
///     fn enter(&self, _: &span::Id) {}
///     fn exit(&self, _: &span::Id) {}
/// }
/// ```
pub trait Subscriber: 'static {
    /// Is told that a [`Dispatch`] now refers to this subscriber. Keep a
    /// [`WeakDispatch`](crate::dispatcher::WeakDispatch) of it, if any: a `Dispatch` kept here would never be dropped.
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = subscriber;
    }

    /// Says whether the records of a callsite are wanted: never, always, or it must be asked each time.
    ///
    /// By default `enabled` decides once and for all.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    /// Says whether a record is wanted now, on this thread. A pure question: it may be asked without a record.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool;

    /// As [`enabled`](Self::enabled), and writes down what each filter inside said, which comes back with the record.
    ///
    /// A subscriber that wraps one other passes this on; one that wraps several does not, for their filters have the
    /// same numbers.
    fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
        let _ = verdict;
        self.enabled(metadata)
    }

    /// Gives the most verbose level that this subscriber may ever want, if there is such a bound. Asked again when the
    /// interest of all callsites is ([`rebuild_interest_cache`](crate::callsite::rebuild_interest_cache)).
    fn max_level_hint(&self) -> Option<LevelFilter> {
        None
    }

    /// Records a new span, and gives it an id. The span may have no parent, an explicit one, or the current one.
    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id;

    /// Records values on a span.
    fn record(&self, span: &span::Id, values: &span::Record<'_>);

    /// Records that `span` follows from `follows`.
    fn record_follows_from(&self, span: &span::Id, follows: &span::Id);

    /// Says whether an event is wanted, now that its values are known.
    fn event_enabled(&self, event: &Event<'_>) -> bool {
        let _ = event;
        true
    }

    /// Records an event.
    fn event(&self, event: &Event<'_>);

    /// Records that this thread has entered a span.
    fn enter(&self, span: &span::Id);

    /// Records that this thread has left a span.
    fn exit(&self, span: &span::Id);

    /// Records that one more handle refers to a span, and gives the id for that handle.
    fn clone_span(&self, id: &span::Id) -> span::Id {
        id.clone()
    }

    /// Records that a handle of a span was dropped.
    #[deprecated(since = "0.1.2", note = "use `Subscriber::try_close` instead")]
    fn drop_span(&self, id: span::Id) {
        let _ = id;
    }

    /// Records that a handle of a span was dropped, and says whether it was the last one.
    fn try_close(&self, id: span::Id) -> bool {
        #[expect(deprecated, reason = "subscribers of old implement that one")]
        self.drop_span(id);
        false
    }

    /// Gives the span that this thread is in, if the subscriber keeps track.
    fn current_span(&self) -> span::Current {
        span::Current::unknown()
    }

    /// Tells whether the subscriber bounds what is recorded inside of its callbacks about spans; else it is done for it.
    #[doc(hidden)]
    #[inline]
    fn private_is_bounded(&self) -> bool {
        false
    }

    /// Gives a pointer to the part of this subscriber that is of the type `id`.
    ///
    /// # Safety
    ///
    /// The pointer, if any, must point to a value of exactly that type, and stay valid as long as `self` is borrowed.
    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        (id == TypeId::of::<Self>()).then_some(core::ptr::from_ref(self).cast())
    }
}

impl dyn Subscriber {
    /// Tells whether this subscriber is a `T`, or has one to give.
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// Gives this subscriber, or a part of it, if it is a `T` or has one to give.
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        downcast(self)
    }
}

impl dyn Subscriber + Send {
    /// Tells whether this subscriber is a `T`, or has one to give.
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// Gives this subscriber, or a part of it, if it is a `T` or has one to give.
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        downcast(self)
    }
}

impl dyn Subscriber + Sync {
    /// Tells whether this subscriber is a `T`, or has one to give.
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// Gives this subscriber, or a part of it, if it is a `T` or has one to give.
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        downcast(self)
    }
}

impl dyn Subscriber + Send + Sync {
    /// Tells whether this subscriber is a `T`, or has one to give.
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// Gives this subscriber, or a part of it, if it is a `T` or has one to give.
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        downcast(self)
    }
}

#[allow(unsafe_code, reason = "the one use of `downcast_raw`")]
fn downcast<T: Any>(subscriber: &dyn Subscriber) -> Option<&T> {
    // SAFETY: asking is harmless; what the answer promises is used below.
    let part = unsafe { subscriber.downcast_raw(TypeId::of::<T>()) }?;
    if part.is_null() {
        return None;
    }
    // SAFETY: `downcast_raw` promises a valid `T` for as long as the subscriber is borrowed.
    Some(unsafe { &*part.cast::<T>() })
}

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

//! The handle to a subscriber. Held by spans and guards; called by facades.

use alloc::{
    boxed::Box,
    sync::{Arc, Weak},
};
use core::{any::Any, fmt, ptr};

use crate::{
    Event, Interest, LevelFilter, Metadata, Subscriber,
    callsite::ROSTER,
    forward::Registered,
    span,
    subscriber::{NoSubscriber, Verdict},
};

type Shared = dyn Subscriber + Send + Sync;

/// A handle to a [`Subscriber`], cheap to clone, that sends on what is recorded.
///
/// The handle of the global subscriber is a plain reference; another is reference counted, and its clones made on a
/// thread that has it as its default share a count of that thread.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher, subscriber::NoSubscriber};
///
/// let dispatch = Dispatch::new(NoSubscriber::default());
/// dispatcher::with_default(&dispatch, || {
///     // what is recorded here goes to that subscriber
/// });
/// ```
#[derive(Clone)]
pub struct Dispatch(Kind);

#[derive(Clone)]
enum Kind {
    /// It lives as long as the program.
    Global(&'static Shared),
    /// It is reference counted.
    Scoped(Arc<Shared>),
    /// As `Scoped`, with a count that other threads than the one it was made for seldom touch; see
    /// [`Dispatch::lease`].
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "only a thread's own dispatcher is leased"))]
    Leased(Arc<Arc<Shared>>),
}

/// A handle that does not keep its subscriber alive; see [`Dispatch::downgrade`].
///
/// A subscriber that is handed its own [`Dispatch`] in `on_register_dispatch` keeps one of these, for a `Dispatch`
/// would keep the subscriber alive for ever.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher::WeakDispatch, subscriber::NoSubscriber};
///
/// let dispatch = Dispatch::new(NoSubscriber::default());
/// let weak: WeakDispatch = dispatch.downgrade();
/// assert!(weak.upgrade().unwrap().ptr_eq(&dispatch));
/// ```
#[derive(Clone)]
pub struct WeakDispatch(Weakly);

#[derive(Clone)]
enum Weakly {
    Global(&'static Shared),
    Scoped(Weak<Shared>),
}

/// What [`Dispatch::none`] refers to.
pub(crate) static NONE: Dispatch = Dispatch(Kind::Global(&NoSubscriber::NEW));

impl Dispatch {
    /// Makes a handle to no subscriber: what is recorded is dropped.
    #[inline]
    #[must_use]
    pub fn none() -> Self {
        NONE.clone()
    }

    /// Makes a handle to `subscriber`, and settles which callsites it wants.
    ///
    /// Calls [`Subscriber::on_register_dispatch`], and then
    /// [`register_callsite`](Subscriber::register_callsite) of every live subscriber for every registered callsite.
    pub fn new<S>(subscriber: S) -> Self
    where
        S: Subscriber + Send + Sync + 'static,
    {
        let dispatch = Dispatch(Kind::Scoped(Arc::new(Registered::new(subscriber))));
        dispatch.subscriber().on_register_dispatch(&dispatch);
        ROSTER.add_dispatcher(&dispatch);
        dispatch
    }

    /// Makes a handle that does not keep the subscriber alive.
    #[must_use]
    pub fn downgrade(&self) -> WeakDispatch {
        WeakDispatch(match &self.0 {
            Kind::Global(subscriber) => Weakly::Global(*subscriber),
            Kind::Scoped(subscriber) => Weakly::Scoped(Arc::downgrade(subscriber)),
            Kind::Leased(lease) => Weakly::Scoped(Arc::downgrade(lease)),
        })
    }

    /// Makes the handle one that lives as long as the program.
    pub(crate) fn leak(self) -> Self {
        Dispatch(match self.0 {
            Kind::Scoped(subscriber) => Kind::Global(&**Box::leak(Box::new(subscriber))),
            Kind::Leased(lease) => Kind::Global(&**Box::leak(Box::new(Arc::clone(&lease)))),
            Kind::Global(subscriber) => Kind::Global(subscriber),
        })
    }

    /// Gives the handle a count of its own, for a thread that makes it its default: each span holds a handle, and two
    /// threads that make spans would else pass one count back and forth.
    // 2026-11: without it a span costs several times as much at two threads as at one, see benches/.
    #[cfg(feature = "std")]
    pub(crate) fn lease(&self) -> Self {
        Dispatch(match &self.0 {
            Kind::Scoped(subscriber) => Kind::Leased(Arc::new(subscriber.clone())),
            Kind::Leased(lease) => Kind::Leased(Arc::new(Arc::clone(lease))),
            Kind::Global(subscriber) => Kind::Global(*subscriber),
        })
    }

    #[inline(always)]
    fn subscriber(&self) -> &Shared {
        match &self.0 {
            Kind::Global(subscriber) => *subscriber,
            Kind::Scoped(subscriber) => &**subscriber,
            Kind::Leased(lease) => &***lease,
        }
    }

    /// Tells whether both handles are to one and the same subscriber.
    ///
    /// ```
    /// use tracing_core::{Dispatch, subscriber::NoSubscriber};
    ///
    /// let dispatch = Dispatch::new(NoSubscriber::default());
    /// assert!(dispatch.ptr_eq(&dispatch.clone()));
    /// ```
    #[must_use]
    pub fn ptr_eq(&self, other: &Dispatch) -> bool {
        ptr::addr_eq(self.subscriber(), other.subscriber())
    }

    /// Asks for the subscriber's interest in a callsite; see [`Subscriber::register_callsite`].
    #[inline]
    pub fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.subscriber().register_callsite(metadata)
    }

    /// Asks for the most verbose level that the subscriber may want; see [`Subscriber::max_level_hint`].
    #[inline]
    #[must_use]
    pub fn max_level_hint(&self) -> Option<LevelFilter> {
        self.subscriber().max_level_hint()
    }

    /// Records a new span; see [`Subscriber::new_span`].
    #[inline]
    #[must_use]
    pub fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.subscriber().new_span(span)
    }

    /// Records values on a span; see [`Subscriber::record`].
    #[inline]
    pub fn record(&self, span: &span::Id, values: &span::Record<'_>) {
        self.subscriber().record(span, values);
    }

    /// Records that `span` follows from `follows`; see [`Subscriber::record_follows_from`].
    #[inline]
    pub fn record_follows_from(&self, span: &span::Id, follows: &span::Id) {
        self.subscriber().record_follows_from(span, follows);
    }

    /// Asks whether a record would be wanted now; see [`Subscriber::enabled`].
    #[inline]
    #[must_use]
    pub fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.subscriber().enabled(metadata)
    }

    /// Asks whether a record would be wanted now, and who wants it; see [`Subscriber::verdict`].
    #[inline]
    #[must_use]
    pub fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
        self.subscriber().verdict(metadata, verdict)
    }

    /// Records an event, if the subscriber wants it with these values; see [`Subscriber::event_enabled`] and
    /// [`Subscriber::event`].
    #[inline]
    pub fn event(&self, event: &Event<'_>) {
        let subscriber = self.subscriber();
        if subscriber.event_enabled(event) {
            subscriber.event(event);
        }
    }

    /// Records that a span was entered; see [`Subscriber::enter`].
    #[inline]
    pub fn enter(&self, span: &span::Id) {
        self.subscriber().enter(span);
    }

    /// Records that a span was left; see [`Subscriber::exit`].
    #[inline]
    pub fn exit(&self, span: &span::Id) {
        self.subscriber().exit(span);
    }

    /// Records that one more handle refers to a span; see [`Subscriber::clone_span`].
    #[inline]
    #[must_use]
    pub fn clone_span(&self, id: &span::Id) -> span::Id {
        self.subscriber().clone_span(id)
    }

    /// Records that a handle of a span was dropped.
    #[deprecated(since = "0.1.2", note = "use `Dispatch::try_close` instead")]
    #[inline]
    pub fn drop_span(&self, id: span::Id) {
        #[expect(deprecated, reason = "forwards to the method of the same name")]
        self.subscriber().drop_span(id);
    }

    /// Records that a handle of a span was dropped; true if it was the last one. See [`Subscriber::try_close`].
    #[inline]
    pub fn try_close(&self, id: span::Id) -> bool {
        self.subscriber().try_close(id)
    }

    /// Gives the span that the subscriber sees this thread in; see [`Subscriber::current_span`].
    #[inline]
    #[must_use]
    pub fn current_span(&self) -> span::Current {
        self.subscriber().current_span()
    }

    /// Tells whether the subscriber is a `T`, or has one to give.
    #[inline]
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        <Shared>::is::<T>(self.subscriber())
    }

    /// Gives the subscriber, or a part of it, if it is a `T` or has one to give.
    #[inline]
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        <Shared>::downcast_ref(self.subscriber())
    }
}

impl WeakDispatch {
    /// Gives a handle, unless the subscriber is gone.
    ///
    /// ```
    /// use tracing_core::{Dispatch, subscriber::NoSubscriber};
    ///
    /// let dispatch = Dispatch::new(NoSubscriber::default());
    /// let weak = dispatch.downgrade();
    /// assert!(weak.upgrade().is_some());
    /// drop(dispatch);
    /// assert!(weak.upgrade().is_none());
    /// ```
    #[must_use]
    pub fn upgrade(&self) -> Option<Dispatch> {
        Some(Dispatch(match &self.0 {
            Weakly::Global(subscriber) => Kind::Global(*subscriber),
            Weakly::Scoped(subscriber) => Kind::Scoped(subscriber.upgrade()?),
        }))
    }

    pub(crate) fn is_alive(&self) -> bool {
        match &self.0 {
            Weakly::Global(_) => true,
            Weakly::Scoped(subscriber) => subscriber.strong_count() > 0,
        }
    }
}

impl Default for Dispatch {
    /// Gives the dispatcher of this thread; see [`get_default`](crate::dispatcher::get_default).
    fn default() -> Self {
        crate::dispatcher::get_default(Clone::clone)
    }
}

impl<S> From<S> for Dispatch
where
    S: Subscriber + Send + Sync + 'static,
{
    #[inline]
    fn from(subscriber: S) -> Self {
        Dispatch::new(subscriber)
    }
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if matches!(self.0, Kind::Global(_)) { "Global" } else { "Scoped" };
        write!(f, "Dispatch::{kind}({:p})", ptr::from_ref(self.subscriber()).cast::<()>())
    }
}

impl fmt::Debug for WeakDispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Weakly::Global(subscriber) => {
                write!(f, "WeakDispatch::Global({:p})", ptr::from_ref(*subscriber).cast::<()>())
            }
            Weakly::Scoped(subscriber) => write!(f, "WeakDispatch::Scoped({:p})", subscriber.as_ptr().cast::<()>()),
        }
    }
}

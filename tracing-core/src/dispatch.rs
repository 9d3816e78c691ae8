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
/// # use test_support::sample::*;
/// use tracing_core::{Dispatch, dispatcher};
///
/// let recorder = Recorder::new();
/// dispatcher::with_default(&Dispatch::new(recorder.clone()), || {
///     Event::dispatch(&SERVED, &ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]));
/// });
/// assert_eq!(recorder.tree(), r#"INFO path="/index""#);
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
    ///
    /// ```
    /// use tracing_core::{Dispatch, subscriber::NoSubscriber};
    ///
    /// assert!(Dispatch::none().is::<NoSubscriber>());
    /// ```
    #[inline]
    #[must_use]
    pub fn none() -> Self {
        NONE.clone()
    }

    /// Makes a handle to `subscriber`, and settles which callsites it wants.
    ///
    /// Calls [`Subscriber::on_register_dispatch`], and then
    /// [`register_callsite`](Subscriber::register_callsite) of every live subscriber for every registered callsite.
    ///
    /// ```
    /// use tracing_core::{Dispatch, dispatcher, subscriber::NoSubscriber};
    ///
    /// let dispatch = Dispatch::new(NoSubscriber::new());
    /// dispatcher::with_default(&dispatch, || {
    ///     assert!(Dispatch::default().ptr_eq(&dispatch));
    /// });
    /// ```
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
    ///
    /// ```
    /// use tracing_core::{Dispatch, subscriber::NoSubscriber};
    ///
    /// let dispatch = Dispatch::new(NoSubscriber::new());
    /// let weak = dispatch.downgrade();
    /// drop(dispatch);
    /// assert!(weak.upgrade().is_none());
    /// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().max_level(Level::INFO).dispatch();
    /// assert!(dispatch.register_callsite(&SERVED).is_always());
    /// assert!(dispatch.register_callsite(&REQUEST).is_never());
    /// ```
    #[inline]
    pub fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.subscriber().register_callsite(metadata)
    }

    /// Asks for the most verbose level that the subscriber may want; see [`Subscriber::max_level_hint`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().max_level(Level::INFO).dispatch();
    /// assert_eq!(dispatch.max_level_hint(), Some(LevelFilter::INFO));
    /// ```
    #[inline]
    #[must_use]
    pub fn max_level_hint(&self) -> Option<LevelFilter> {
        self.subscriber().max_level_hint()
    }

    /// Records a new span; see [`Subscriber::new_span`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let recorder = Recorder::new();
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index")]);
    /// let id = recorder.dispatch().new_span(&Attributes::new(&REQUEST, &values));
    /// assert_eq!(recorder.tree(), r#"request{path="/index"}"#);
    /// ```
    #[inline]
    #[must_use]
    pub fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.subscriber().new_span(span)
    }

    /// Records values on a span; see [`Subscriber::record`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let (recorder, fields) = (Recorder::new(), REQUEST.fields());
    /// let dispatch = recorder.dispatch();
    /// let id = dispatch.new_span(&Attributes::new(&REQUEST, &ValueSet::from_refs(fields, &[])));
    /// let values = ValueSet::from_refs(fields, &[ValueRef::Empty, ValueRef::U64(512)]);
    /// dispatch.record(&id, &Record::new(&values));
    /// assert_eq!(recorder.tree(), "request{size=512}");
    /// ```
    #[inline]
    pub fn record(&self, span: &span::Id, values: &span::Record<'_>) {
        self.subscriber().record(span, values);
    }

    /// Records that `span` follows from `follows`; see [`Subscriber::record_follows_from`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let (recorder, values) = (Recorder::new(), ValueSet::from_refs(REQUEST.fields(), &[]));
    /// let dispatch = recorder.dispatch();
    /// let cause = dispatch.new_span(&Attributes::new_root(&REQUEST, &values));
    /// let effect = dispatch.new_span(&Attributes::new_root(&REQUEST, &values));
    /// dispatch.record_follows_from(&effect, &cause);
    /// assert_eq!(recorder.calls(), "new request\nnew request\nrequest follows request");
    /// ```
    #[inline]
    pub fn record_follows_from(&self, span: &span::Id, follows: &span::Id) {
        self.subscriber().record_follows_from(span, follows);
    }

    /// Asks whether a record would be wanted now; see [`Subscriber::enabled`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().max_level(Level::INFO).dispatch();
    /// assert!(dispatch.enabled(&SERVED) && !dispatch.enabled(&REQUEST));
    /// ```
    #[inline]
    #[must_use]
    pub fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.subscriber().enabled(metadata)
    }

    /// Asks whether a record would be wanted now, and who wants it; see [`Subscriber::verdict`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().dispatch();
    /// let mut verdict = Verdict::UNASKED;
    /// assert!(dispatch.verdict(&SERVED, &mut verdict));
    /// assert_eq!(verdict, Verdict::UNASKED, "a recorder has no filters of its own");
    /// ```
    #[inline]
    #[must_use]
    pub fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
        self.subscriber().verdict(metadata, verdict)
    }

    /// Records an event, if the subscriber wants it with these values; see [`Subscriber::event_enabled`] and
    /// [`Subscriber::event`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let recorder = Recorder::new();
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]);
    /// recorder.dispatch().event(&Event::new(&SERVED, &values));
    /// assert_eq!(recorder.tree(), r#"INFO path="/index""#);
    /// ```
    #[inline]
    pub fn event(&self, event: &Event<'_>) {
        let subscriber = self.subscriber();
        if subscriber.event_enabled(event) {
            subscriber.event(event);
        }
    }

    /// Records that a span was entered; see [`Subscriber::enter`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let recorder = Recorder::new();
    /// let dispatch = recorder.dispatch();
    /// let id = dispatch.new_span(&Attributes::new(&REQUEST, &ValueSet::from_refs(REQUEST.fields(), &[])));
    /// dispatch.enter(&id);
    /// assert_eq!(dispatch.current_span().id(), Some(&id));
    /// ```
    #[inline]
    pub fn enter(&self, span: &span::Id) {
        self.subscriber().enter(span);
    }

    /// Records that a span was left; see [`Subscriber::exit`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let recorder = Recorder::new();
    /// let dispatch = recorder.dispatch();
    /// let id = dispatch.new_span(&Attributes::new(&REQUEST, &ValueSet::from_refs(REQUEST.fields(), &[])));
    /// dispatch.enter(&id);
    /// dispatch.exit(&id);
    /// assert_eq!(recorder.calls(), "new request\nenter request\nexit request");
    /// ```
    #[inline]
    pub fn exit(&self, span: &span::Id) {
        self.subscriber().exit(span);
    }

    /// Records that one more handle refers to a span; see [`Subscriber::clone_span`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().dispatch();
    /// let id = dispatch.new_span(&Attributes::new(&REQUEST, &ValueSet::from_refs(REQUEST.fields(), &[])));
    /// let second = dispatch.clone_span(&id);
    /// assert!(!dispatch.try_close(id), "there is another handle");
    /// assert!(dispatch.try_close(second));
    /// ```
    #[inline]
    #[must_use]
    pub fn clone_span(&self, id: &span::Id) -> span::Id {
        self.subscriber().clone_span(id)
    }

    /// Records that a handle of a span was dropped.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// #[derive(Default)]
    /// struct Dropped(std::sync::atomic::AtomicU64);
    /// impl Subscriber for Dropped {
    ///     fn drop_span(&self, id: Id) {
    ///         self.0.store(id.into_u64(), std::sync::atomic::Ordering::Relaxed);
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let dispatch = Dispatch::new(Dropped::default());
    /// # #[allow(deprecated)]
    /// dispatch.drop_span(Id::from_u64(7));
    /// assert_eq!(dispatch.downcast_ref::<Dropped>().unwrap().0.load(std::sync::atomic::Ordering::Relaxed), 7);
    /// ```
    #[deprecated(since = "0.1.2", note = "use `Dispatch::try_close` instead")]
    #[inline]
    pub fn drop_span(&self, id: span::Id) {
        #[expect(deprecated, reason = "forwards to the method of the same name")]
        self.subscriber().drop_span(id);
    }

    /// Records that a handle of a span was dropped; true if it was the last one. See [`Subscriber::try_close`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().dispatch();
    /// let id = dispatch.new_span(&Attributes::new(&REQUEST, &ValueSet::from_refs(REQUEST.fields(), &[])));
    /// assert!(dispatch.try_close(id), "it was the only handle");
    /// ```
    #[inline]
    pub fn try_close(&self, id: span::Id) -> bool {
        self.subscriber().try_close(id)
    }

    /// Gives the span that the subscriber sees this thread in; see [`Subscriber::current_span`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().dispatch();
    /// assert!(dispatch.current_span().is_known());
    /// assert_eq!(dispatch.current_span().id(), None);
    /// assert!(!Dispatch::none().current_span().is_known());
    /// ```
    #[inline]
    #[must_use]
    pub fn current_span(&self) -> span::Current {
        self.subscriber().current_span()
    }

    /// Tells whether the subscriber is a `T`, or has one to give.
    ///
    /// ```
    /// use tracing_core::{Dispatch, subscriber::NoSubscriber};
    ///
    /// assert!(Dispatch::new(NoSubscriber::new()).is::<NoSubscriber>());
    /// assert!(!Dispatch::none().is::<String>());
    /// ```
    #[inline]
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        <Shared>::is::<T>(self.subscriber())
    }

    /// Gives the subscriber, or a part of it, if it is a `T` or has one to give.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let dispatch = Recorder::new().dispatch();
    /// let recorder = dispatch.downcast_ref::<Recorder>().unwrap();
    /// assert_eq!(recorder.tree(), "");
    /// ```
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

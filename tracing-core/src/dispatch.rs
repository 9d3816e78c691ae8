//! The handle to a subscriber. Held by spans and guards; called by facades.

#![expect(unsafe_code, reason = "a handle reaches its subscriber in one step, whoever keeps it alive")]

use alloc::sync::{Arc, Weak};
use core::{
    any::Any,
    fmt,
    mem::ManuallyDrop,
    ptr::{self, NonNull},
};

use crate::{
    Event, Interest, LevelFilter, Metadata, Subscriber,
    callsite::ROSTER,
    forward::{Held, Registered},
    span,
    subscriber::{NoSubscriber, Verdict, downcast},
};

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
pub struct Dispatch {
    /// The subscriber itself, not what counts its handles: a call finds it with no look at `keeper`.
    subscriber: NonNull<dyn Held>,
    keeper: Keeper,
}

/// What keeps the subscriber of a handle alive, in one word.
///
/// - null: it lives as long as the program;
/// - [`Keeper::COUNTED`]: the handle is one of those that the subscriber's own `Arc` counts;
/// - else what `Arc::into_raw` gave for an `Arc` around that one: as before, with a count that other threads than the one
///   it was made for seldom touch; see [`Dispatch::lease`].
#[derive(Clone, Copy, PartialEq, Eq)]
struct Keeper(*const Arc<dyn Held>);

impl Keeper {
    const FOREVER: Keeper = Keeper(ptr::null());
    const COUNTED: Keeper = Keeper(ptr::dangling());
}

// SAFETY: a `Held` is `Send` and `Sync`, and so is an `Arc` of it; the pointers lead nowhere else.
unsafe impl Send for Dispatch {}
// SAFETY: as above.
unsafe impl Sync for Dispatch {}

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
    Global(&'static dyn Held),
    Scoped(Weak<dyn Held>),
}

/// What [`Dispatch::none`] refers to.
pub(crate) static NONE: Dispatch = Dispatch::forever(&NoSubscriber::NEW);

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
    /// [`register_callsite`](Subscriber::register_callsite) for every registered callsite. Other subscribers are asked
    /// only about callsites above the level of all that were there before.
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
        let dispatch = Dispatch::counted(Arc::new(Registered::new(subscriber)));
        dispatch.subscriber().on_register_dispatch(&dispatch);
        ROSTER.add_dispatcher(&dispatch);
        dispatch
    }

    const fn forever(subscriber: &'static dyn Held) -> Self {
        // SAFETY: it comes from a reference, which is not null.
        let subscriber = unsafe { NonNull::new_unchecked(ptr::from_ref(subscriber).cast_mut()) };
        Dispatch { subscriber, keeper: Keeper::FOREVER }
    }

    fn counted(subscriber: Arc<dyn Held>) -> Self {
        // SAFETY: what an `Arc` points to has an address.
        let subscriber = unsafe { NonNull::new_unchecked(Arc::into_raw(subscriber).cast_mut()) };
        Dispatch { subscriber, keeper: Keeper::COUNTED }
    }

    /// The `Arc` around the subscriber, borrowed; `None` if it lives as long as the program.
    fn arc(&self) -> Option<ManuallyDrop<Arc<dyn Held>>> {
        if self.keeper == Keeper::FOREVER {
            return None;
        }
        Some(ManuallyDrop::new(if self.keeper == Keeper::COUNTED {
            // SAFETY: the pointer came from `Arc::into_raw`, and this handle is one of those that are counted; the `Arc`
            // made here is not dropped.
            unsafe { Arc::from_raw(self.subscriber.as_ptr().cast_const()) }
        } else {
            // SAFETY: as above, for the outer `Arc`. The copy of the inner one is not dropped, and is gone before the
            // outer one, for those who call this let go of it before they return.
            unsafe { ptr::read(self.keeper.0) }
        }))
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
        WeakDispatch(match self.arc() {
            Some(subscriber) => Weakly::Scoped(Arc::downgrade(&subscriber)),
            // SAFETY: it lives as long as the program, see `Keeper`.
            None => Weakly::Global(unsafe { &*self.subscriber.as_ptr() }),
        })
    }

    /// Makes a handle for the rest of the program.
    ///
    /// # Safety
    ///
    /// If the new handle is used, this one is never dropped.
    pub(crate) unsafe fn as_global(&self) -> Self {
        Dispatch { subscriber: self.subscriber, keeper: Keeper::FOREVER }
    }

    /// Gives the handle a count of its own, for a thread that makes it its default, or for a future that is polled under
    /// it: each span holds a handle, and two threads that make spans would else pass one count back and forth.
    // 2026-11: without it a span costs several times as much at two threads as at one, see benches/.
    #[doc(hidden)]
    #[must_use]
    pub fn private_lease(&self) -> Self {
        match self.arc() {
            Some(subscriber) => Dispatch {
                subscriber: self.subscriber,
                keeper: Keeper(Arc::into_raw(Arc::new(Arc::clone(&subscriber)))),
            },
            None => self.clone(),
        }
    }

    #[inline(always)]
    pub(crate) fn subscriber(&self) -> &dyn Held {
        // SAFETY: the subscriber lives as long as this handle does, see `Keeper`.
        unsafe { self.subscriber.as_ref() }
    }

    /// The address of the subscriber, good for as long as this handle lives.
    #[cfg(feature = "std")]
    pub(crate) const fn held(&self) -> NonNull<dyn Held> {
        self.subscriber
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

    /// Takes another handle of the span that the subscriber sees this thread in.
    #[doc(hidden)]
    #[inline]
    pub fn private_hold_current(&self) -> Option<(span::Id, &'static Metadata<'static>)> {
        let (_, held, metadata) = self.subscriber().private_hold_current()?;
        Some((held, metadata))
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
        self.downcast_ref::<T>().is_some()
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
        downcast(self.subscriber())
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
        Some(match &self.0 {
            Weakly::Global(subscriber) => Dispatch::forever(*subscriber),
            Weakly::Scoped(subscriber) => Dispatch::counted(subscriber.upgrade()?),
        })
    }

    /// Whether `dispatch` is a handle to the same subscriber.
    pub(crate) fn is(&self, dispatch: &Dispatch) -> bool {
        match &self.0 {
            Weakly::Global(subscriber) => ptr::addr_eq(*subscriber, dispatch.subscriber()),
            Weakly::Scoped(subscriber) => ptr::addr_eq(subscriber.as_ptr(), dispatch.subscriber()),
        }
    }

    pub(crate) fn is_alive(&self) -> bool {
        match &self.0 {
            Weakly::Global(_) => true,
            Weakly::Scoped(subscriber) => subscriber.strong_count() > 0,
        }
    }
}

impl Clone for Dispatch {
    #[inline]
    fn clone(&self) -> Self {
        if self.keeper != Keeper::FOREVER {
            self.count();
        }
        Dispatch { subscriber: self.subscriber, keeper: self.keeper }
    }
}

impl Drop for Dispatch {
    #[inline]
    fn drop(&mut self) {
        if self.keeper != Keeper::FOREVER {
            self.uncount();
        }
    }
}

impl Dispatch {
    /// Counts one more handle of a subscriber whose handles are counted.
    #[inline(never)]
    fn count(&self) {
        if self.keeper == Keeper::COUNTED {
            // SAFETY: see `Keeper`; this handle is one of those that are counted.
            unsafe { Arc::increment_strong_count(self.subscriber.as_ptr().cast_const()) }
        } else {
            // SAFETY: as above.
            unsafe { Arc::increment_strong_count(self.keeper.0) }
        }
    }

    /// Counts one handle less of a subscriber whose handles are counted.
    #[inline(never)]
    fn uncount(&mut self) {
        if self.keeper == Keeper::COUNTED {
            // SAFETY: see `Keeper`; this handle is one of those that are counted, and is gone after this.
            unsafe { Arc::decrement_strong_count(self.subscriber.as_ptr().cast_const()) }
        } else {
            // SAFETY: as above.
            unsafe { Arc::decrement_strong_count(self.keeper.0) }
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
        let kind = if self.keeper == Keeper::FOREVER { "Global" } else { "Scoped" };
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

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
pub use crate::{interest::Interest, no_subscriber::NoSubscriber, verdict::Verdict};

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
/// use tracing_core::{Dispatch, Event, Metadata, Subscriber, dispatcher, span};
/// # use test_support::sample::{SERVED, ValueSet};
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
///
/// let dispatch = Dispatch::new(Count::default());
/// dispatcher::with_default(&dispatch, || Event::dispatch(&SERVED, &ValueSet::from_refs(SERVED.fields(), &[])));
/// assert_eq!(dispatch.downcast_ref::<Count>().unwrap().0.load(Ordering::Relaxed), 1);
/// ```
pub trait Subscriber: 'static {
    /// Is told that a [`Dispatch`] now refers to this subscriber. Keep a
    /// [`WeakDispatch`](crate::dispatcher::WeakDispatch) of it, if any: a `Dispatch` kept here would never be dropped.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::OnceLock;
    ///
    /// struct Own(OnceLock<WeakDispatch>);
    /// impl Subscriber for Own {
    ///     fn on_register_dispatch(&self, subscriber: &Dispatch) {
    ///         let _ = self.0.set(subscriber.downgrade());
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let dispatch = Dispatch::new(Own(OnceLock::new()));
    /// let own = dispatch.downcast_ref::<Own>().and_then(|own| own.0.get()?.upgrade());
    /// assert!(own.unwrap().ptr_eq(&dispatch));
    /// ```
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = subscriber;
    }

    /// Says whether the records of a callsite are wanted: never, always, or it must be asked each time.
    ///
    /// By default `enabled` decides once and for all.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Web;
    /// impl Subscriber for Web {
    ///     fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    ///         if metadata.target().starts_with("app::web") { Interest::always() } else { Interest::never() }
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// assert!(Web.register_callsite(&SERVED).is_always());
    /// ```
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    /// Says whether a record is wanted now, on this thread. A pure question: it may be asked without a record.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Events;
    /// impl Subscriber for Events {
    ///     fn enabled(&self, metadata: &Metadata<'_>) -> bool {
    ///         metadata.is_event()
    ///     }
    /// #   test_support::stub!(new_span record record_follows_from event enter exit);
    /// }
    /// assert!(Events.enabled(&SERVED) && !Events.enabled(&REQUEST));
    /// ```
    fn enabled(&self, metadata: &Metadata<'_>) -> bool;

    /// As [`enabled`](Self::enabled), and writes down what each filter inside said, which comes back with the record.
    ///
    /// A subscriber that wraps one other passes this on; one that wraps several does not, for their filters have the
    /// same numbers.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// /// Passes everything on.
    /// struct Wrapper<S>(S);
    /// impl<S: Subscriber> Subscriber for Wrapper<S> {
    ///     fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
    ///         self.0.verdict(metadata, verdict)
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let mut verdict = Verdict::UNASKED;
    /// assert!(!Wrapper(NoSubscriber::new()).verdict(&SERVED, &mut verdict));
    /// ```
    fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
        let _ = verdict;
        self.enabled(metadata)
    }

    /// Gives the most verbose level that this subscriber may ever want, if there is such a bound. Asked again when the
    /// interest of all callsites is ([`rebuild_interest_cache`](crate::callsite::rebuild_interest_cache)).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Errors;
    /// impl Subscriber for Errors {
    ///     fn max_level_hint(&self) -> Option<LevelFilter> {
    ///         Some(LevelFilter::ERROR)
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let dispatch = Dispatch::new(Errors);
    /// assert_eq!(LevelFilter::current(), LevelFilter::ERROR);
    /// # drop(dispatch);
    /// ```
    fn max_level_hint(&self) -> Option<LevelFilter> {
        None
    }

    /// Records a new span, and gives it an id. The span may have no parent, an explicit one, or the current one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    ///
    /// struct Numbered(AtomicU64);
    /// impl Subscriber for Numbered {
    ///     fn new_span(&self, _: &Attributes<'_>) -> Id {
    ///         Id::from_u64(self.0.fetch_add(1, Relaxed) + 1)
    ///     }
    /// #   test_support::stub!(enabled record record_follows_from event enter exit);
    /// }
    /// let (subscriber, values) = (Numbered(AtomicU64::new(0)), ValueSet::from_refs(REQUEST.fields(), &[]));
    /// assert_eq!(subscriber.new_span(&Attributes::new(&REQUEST, &values)), Id::from_u64(1));
    /// assert_eq!(subscriber.new_span(&Attributes::new(&REQUEST, &values)), Id::from_u64(2));
    /// ```
    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id;

    /// Records values on a span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// #[derive(Default)]
    /// struct Added(std::sync::Mutex<String>);
    /// impl Subscriber for Added {
    ///     fn record(&self, span: &Id, values: &Record<'_>) {
    ///         *self.0.lock().unwrap() += &format!("{}: {}", span.into_u64(), values.values());
    ///     }
    /// #   test_support::stub!(enabled new_span record_follows_from event enter exit);
    /// }
    /// let subscriber = Added::default();
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index")]);
    /// subscriber.record(&Id::from_u64(1), &Record::new(&values));
    /// assert_eq!(*subscriber.0.lock().unwrap(), r#"1: {path: "/index"}"#);
    /// ```
    fn record(&self, span: &span::Id, values: &span::Record<'_>);

    /// Records that `span` follows from `follows`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// #[derive(Default)]
    /// struct Links(std::sync::Mutex<Vec<(u64, u64)>>);
    /// impl Subscriber for Links {
    ///     fn record_follows_from(&self, span: &Id, follows: &Id) {
    ///         self.0.lock().unwrap().push((span.into_u64(), follows.into_u64()));
    ///     }
    /// #   test_support::stub!(enabled new_span record event enter exit);
    /// }
    /// let subscriber = Links::default();
    /// subscriber.record_follows_from(&Id::from_u64(2), &Id::from_u64(1));
    /// assert_eq!(*subscriber.0.lock().unwrap(), [(2, 1)]);
    /// ```
    fn record_follows_from(&self, span: &span::Id, follows: &span::Id);

    /// Says whether an event is wanted, now that its values are known.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// /// Wants events that say how large the answer was.
    /// struct Sized;
    /// impl Subscriber for Sized {
    ///     fn event_enabled(&self, event: &Event<'_>) -> bool {
    ///         event.values().iter().any(|(field, _)| field.name() == "size")
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]);
    /// assert!(!Sized.event_enabled(&Event::new(&SERVED, &values)));
    /// ```
    fn event_enabled(&self, event: &Event<'_>) -> bool {
        let _ = event;
        true
    }

    /// Records an event.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// #[derive(Default)]
    /// struct Lines(std::sync::Mutex<String>);
    /// impl Subscriber for Lines {
    ///     fn event(&self, event: &Event<'_>) {
    ///         // Formatted before the lock is taken: a value's `Debug` may record, too.
    ///         let line = format!("{} {}\n", event.metadata().level(), event.values());
    ///         *self.0.lock().unwrap() += &line;
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from enter exit);
    /// }
    /// let subscriber = Lines::default();
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]);
    /// subscriber.event(&Event::new(&SERVED, &values));
    /// assert_eq!(*subscriber.0.lock().unwrap(), "INFO {path: \"/index\"}\n");
    /// ```
    fn event(&self, event: &Event<'_>);

    /// Records that this thread has entered a span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use std::cell::RefCell;
    /// thread_local!(static INSIDE: RefCell<Vec<Id>> = RefCell::default());
    ///
    /// struct Stack;
    /// impl Subscriber for Stack {
    ///     fn enter(&self, span: &Id) {
    ///         INSIDE.with_borrow_mut(|spans| spans.push(span.clone()));
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event exit);
    /// }
    /// Stack.enter(&Id::from_u64(7));
    /// assert_eq!(INSIDE.take(), [Id::from_u64(7)]);
    /// ```
    fn enter(&self, span: &span::Id);

    /// Records that this thread has left a span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use std::cell::RefCell;
    /// thread_local!(static INSIDE: RefCell<Vec<Id>> = RefCell::new(vec![Id::from_u64(7), Id::from_u64(8)]));
    ///
    /// struct Stack;
    /// impl Subscriber for Stack {
    ///     fn exit(&self, span: &Id) {
    ///         // Spans may be left in another order than they were entered in.
    ///         INSIDE.with_borrow_mut(|spans| spans.retain(|inside| inside != span));
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter);
    /// }
    /// Stack.exit(&Id::from_u64(7));
    /// assert_eq!(INSIDE.take(), [Id::from_u64(8)]);
    /// ```
    fn exit(&self, span: &span::Id);

    /// Records that one more handle refers to a span, and gives the id for that handle.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    ///
    /// /// Counts the handles of its only span.
    /// struct Handles(AtomicUsize);
    /// impl Subscriber for Handles {
    ///     fn clone_span(&self, id: &Id) -> Id {
    ///         self.0.fetch_add(1, Relaxed);
    ///         id.clone()
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let subscriber = Handles(AtomicUsize::new(1));
    /// subscriber.clone_span(&Id::from_u64(7));
    /// assert_eq!(subscriber.0.load(Relaxed), 2);
    /// ```
    fn clone_span(&self, id: &span::Id) -> span::Id {
        id.clone()
    }

    /// Records that a handle of a span was dropped.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Old;
    /// impl Subscriber for Old {
    ///     fn drop_span(&self, id: Id) {
    ///         assert_eq!(id, Id::from_u64(7));
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// assert!(!Old.try_close(Id::from_u64(7)), "which by default calls the other");
    /// ```
    #[deprecated(since = "0.1.2", note = "use `Subscriber::try_close` instead")]
    fn drop_span(&self, id: span::Id) {
        let _ = id;
    }

    /// Records that a handle of a span was dropped, and says whether it was the last one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::atomic::{AtomicUsize, Ordering::AcqRel};
    ///
    /// /// Counts the handles of its only span.
    /// struct Handles(AtomicUsize);
    /// impl Subscriber for Handles {
    ///     fn try_close(&self, _: Id) -> bool {
    ///         self.0.fetch_sub(1, AcqRel) == 1
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let subscriber = Handles(AtomicUsize::new(2));
    /// assert!(!subscriber.try_close(Id::from_u64(7)));
    /// assert!(subscriber.try_close(Id::from_u64(7)));
    /// ```
    fn try_close(&self, id: span::Id) -> bool {
        #[expect(deprecated, reason = "subscribers of old implement that one")]
        self.drop_span(id);
        false
    }

    /// Gives the span that this thread is in, if the subscriber keeps track.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Inside;
    /// impl Subscriber for Inside {
    ///     fn current_span(&self) -> Current {
    ///         Current::new(Id::from_u64(7), &REQUEST)
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// assert_eq!(Dispatch::new(Inside).current_span().id(), Some(&Id::from_u64(7)));
    /// ```
    fn current_span(&self) -> span::Current {
        span::Current::unknown()
    }

    /// Takes another handle of the span that the subscriber sees this thread in: both calls in one. Gives the span's id, the
    /// one that the handle has, and what is known of the span.
    #[doc(hidden)]
    #[inline]
    fn private_hold_current(&self) -> Option<(span::Id, span::Id, &'static Metadata<'static>)> {
        let (id, metadata) = self.current_span().into_inner()?;
        let held = self.clone_span(&id);
        Some((id, held, metadata))
    }

    /// Tells whether the subscriber bounds what is recorded inside of its callbacks about spans; else it is done for it.
    #[doc(hidden)]
    #[inline]
    fn private_is_bounded(&self) -> bool {
        false
    }

    /// Gives a pointer to the part of this subscriber that is of the type `id`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::any::TypeId;
    ///
    /// struct Wrapper(NoSubscriber);
    /// impl Subscriber for Wrapper {
    ///     unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
    ///         if id == TypeId::of::<Self>() {
    ///             return Some(std::ptr::from_ref(self).cast());
    ///         }
    ///         // SAFETY: what is inside of this lives as long as this, and keeps the promise, too.
    ///         unsafe { self.0.downcast_raw(id) }
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from event enter exit);
    /// }
    /// let dispatch = Dispatch::new(Wrapper(NoSubscriber::new()));
    /// assert!(dispatch.is::<Wrapper>() && dispatch.is::<NoSubscriber>());
    /// ```
    ///
    /// # Safety
    ///
    /// The pointer, if any, must point to a value of exactly that type, and stay valid as long as `self` is borrowed.
    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        (id == TypeId::of::<Self>()).then_some(core::ptr::from_ref(self).cast())
    }
}

macro_rules! questions {
    ($($subscriber:ty),*) => {$(
        impl $subscriber {
            /// Tells whether this subscriber is a `T`, or has one to give.
            ///
            /// ```
            /// use tracing_core::subscriber::{NoSubscriber, Subscriber};
            ///
            #[doc = concat!("let subscriber: Box<", stringify!($subscriber), "> = Box::new(NoSubscriber::new());")]
            /// assert!(subscriber.is::<NoSubscriber>() && !subscriber.is::<String>());
            /// ```
            #[must_use]
            pub fn is<T: Any>(&self) -> bool {
                self.downcast_ref::<T>().is_some()
            }

            /// Gives this subscriber, or a part of it, if it is a `T` or has one to give.
            ///
            /// ```
            /// use tracing_core::subscriber::{NoSubscriber, Subscriber};
            ///
            #[doc = concat!("let subscriber: Box<", stringify!($subscriber), "> = Box::new(NoSubscriber::new());")]
            /// assert!(subscriber.downcast_ref::<NoSubscriber>().is_some());
            /// ```
            #[must_use]
            pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
                downcast(self)
            }
        }
    )*};
}

questions! { dyn Subscriber, dyn Subscriber + Send, dyn Subscriber + Sync, dyn Subscriber + Send + Sync }

#[allow(unsafe_code, reason = "the one use of `downcast_raw`")]
pub(crate) fn downcast<T: Any>(subscriber: &(impl Subscriber + ?Sized)) -> Option<&T> {
    // SAFETY: asking is harmless; what the answer promises is used below.
    let part = unsafe { subscriber.downcast_raw(TypeId::of::<T>()) }?;
    if part.is_null() {
        return None;
    }
    // SAFETY: `downcast_raw` promises a valid `T` for as long as the subscriber is borrowed.
    Some(unsafe { &*part.cast::<T>() })
}

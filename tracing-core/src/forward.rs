//! Subscribers that pass everything on to another one: boxes, `Arc`s, and the one inside a `Dispatch`.
//!
//! All are written from one list of methods, and clippy refuses a list with a gap. The last is a [`Held`] too: what a
//! `Dispatch` calls.

use alloc::{boxed::Box, sync::Arc};
use core::any::TypeId;

use crate::{
    Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber,
    callsite::ROSTER,
    current::{self, Here},
    span,
    subscriber::{NoSubscriber, Verdict},
};

/// What a [`Dispatch`] refers to: a subscriber, with what the way of a record asks of it.
///
/// Who calls these has seen that the record may be handed over; that it is being handed over is noted here, where the
/// subscriber's own code is often in line. So who calls them has nothing left to do, and nothing to save.
// 2026-11: with the note made by the caller, a question took 37 instructions.
pub(crate) trait Held: Subscriber + Send + Sync {
    /// Asks whether a record would be wanted now, and who wants it.
    fn ask(&self, metadata: &Metadata<'_>, here: Here<'_>) -> Verdict;

    /// Records an event, if the subscriber wants it with these values. Tells whether the thread's state is unusual
    /// afterwards.
    fn tell(&self, event: &Event<'_>, here: Here<'_>) -> bool;
}

impl<S: Subscriber + Send + Sync> Held for Registered<S> {
    fn ask(&self, metadata: &Metadata<'_>, here: Here<'_>) -> Verdict {
        let _handing = here.begin();
        let mut verdict = Verdict::UNASKED;
        if self.subscriber.verdict(metadata, &mut verdict) { verdict } else { Verdict::REFUSED }
    }

    fn tell(&self, event: &Event<'_>, here: Here<'_>) -> bool {
        {
            let _handing = here.begin();
            if self.subscriber.event_enabled(event) {
                self.subscriber.event(event);
            }
        }
        here.is_unusual()
    }
}

impl Held for NoSubscriber {
    fn ask(&self, _: &Metadata<'_>, _: Here<'_>) -> Verdict {
        Verdict::REFUSED
    }

    fn tell(&self, _: &Event<'_>, _: Here<'_>) -> bool {
        false
    }
}

/// A subscriber as it lives in a [`Dispatch`]: when it goes, all callsites are settled without it.
pub(crate) struct Registered<S> {
    subscriber: S,
}

impl<S> Registered<S> {
    pub(crate) fn new(subscriber: S) -> Self {
        Registered { subscriber }
    }
}

impl<S> Drop for Registered<S> {
    fn drop(&mut self) {
        // No handle can be had any more, so the answers are now those of the others. See callsite/README.md,
        // "dispatcher-goes".
        ROSTER.remove_dead();
    }
}

/// Calls a subscriber about a span that it has.
#[inline(always)]
fn direct<S: ?Sized, T>(subscriber: &S, call: impl FnOnce(&S) -> T) -> T {
    call(subscriber)
}

/// The same, with a bound on what the subscriber records meanwhile, unless it sees to that itself. Which of them is known
/// at compile time, nearly always.
#[inline(always)]
fn bounded<S: Subscriber, T>(subscriber: &S, call: impl FnOnce(&S) -> T) -> T {
    if subscriber.private_is_bounded() { call(subscriber) } else { current::inside(|| call(subscriber)) }
}

/// The last argument is how to call the one inside about a span.
macro_rules! forward_subscriber {
    ([$($generics:tt)*] $ty:ty, $this:ident => $inner:expr, $call:path) => {
        #[deny(clippy::missing_trait_methods)]
        impl<$($generics)*> Subscriber for $ty {
            #[inline]
            fn on_register_dispatch(&self, dispatch: &Dispatch) {
                let $this = self;
                $inner.on_register_dispatch(dispatch);
            }
            #[inline]
            fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
                let $this = self;
                $inner.register_callsite(metadata)
            }
            #[inline]
            fn enabled(&self, metadata: &Metadata<'_>) -> bool {
                let $this = self;
                $inner.enabled(metadata)
            }
            #[inline]
            fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
                let $this = self;
                $inner.verdict(metadata, verdict)
            }
            #[inline]
            fn max_level_hint(&self) -> Option<LevelFilter> {
                let $this = self;
                $inner.max_level_hint()
            }
            #[inline]
            fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
                let $this = self;
                $inner.new_span(span)
            }
            #[inline]
            fn record(&self, span: &span::Id, values: &span::Record<'_>) {
                let $this = self;
                $call(&$inner, |inner| inner.record(span, values));
            }
            #[inline]
            fn record_follows_from(&self, span: &span::Id, follows: &span::Id) {
                let $this = self;
                $call(&$inner, |inner| inner.record_follows_from(span, follows));
            }
            #[inline]
            fn event_enabled(&self, event: &Event<'_>) -> bool {
                let $this = self;
                $inner.event_enabled(event)
            }
            #[inline]
            fn event(&self, event: &Event<'_>) {
                let $this = self;
                $inner.event(event);
            }
            #[inline]
            fn enter(&self, span: &span::Id) {
                let $this = self;
                $call(&$inner, |inner| inner.enter(span));
            }
            #[inline]
            fn exit(&self, span: &span::Id) {
                let $this = self;
                $call(&$inner, |inner| inner.exit(span));
            }
            #[inline]
            fn clone_span(&self, id: &span::Id) -> span::Id {
                let $this = self;
                $inner.clone_span(id)
            }
            #[inline]
            #[allow(deprecated, reason = "forwards to the method of the same name")]
            fn drop_span(&self, id: span::Id) {
                let $this = self;
                $inner.drop_span(id);
            }
            #[inline]
            fn try_close(&self, id: span::Id) -> bool {
                let $this = self;
                $call(&$inner, |inner| inner.try_close(id))
            }
            #[inline]
            fn current_span(&self) -> span::Current {
                let $this = self;
                $inner.current_span()
            }
            #[inline]
            fn private_hold_current(&self) -> Option<(span::Id, span::Id, &'static Metadata<'static>)> {
                let $this = self;
                $inner.private_hold_current()
            }
            #[inline]
            fn private_is_bounded(&self) -> bool {
                let $this = self;
                $inner.private_is_bounded()
            }
            #[inline]
            #[allow(unsafe_code, reason = "the contract of `downcast_raw`")]
            unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
                // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
                let $this = self;
                if id == TypeId::of::<Self>() {
                    return Some(core::ptr::from_ref(self).cast());
                }
                // SAFETY: passed on as it came; the caller keeps the contract.
                unsafe { $inner.downcast_raw(id) }
            }
        }
    };
}

forward_subscriber!([S: Subscriber + ?Sized] Box<S>, this => (**this), direct);
forward_subscriber!([S: Subscriber + ?Sized] Arc<S>, this => (**this), direct);
forward_subscriber!([S: Subscriber] Registered<S>, this => this.subscriber, bounded);

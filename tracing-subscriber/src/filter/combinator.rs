//! The types that [`FilterExt`](super::FilterExt) makes.
//!
//! ```
//! # use test_support::sample::*;
//! use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, filter_fn}};
//!
//! let mine = filter_fn(|metadata| metadata.target().starts_with("app"));
//! let filter = FilterExt::<Registry>::and(mine, FilterExt::<Registry>::not(LevelFilter::WARN));
//! assert_eq!(tracing_subscriber::layer::Filter::max_level_hint(&filter), None);
//! ```

use core::fmt;
use core::marker::PhantomData;

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Interest, Metadata};

use super::{Filter, LevelFilter, Refused};
use crate::layer::{Attention, Context};
use crate::util;

/// Admits what both of two filters admit. Made by [`FilterExt::and`](super::FilterExt::and).
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, combinator::And}, layer::Filter};
///
/// let both: And<_, _, Registry> = LevelFilter::INFO.and(LevelFilter::WARN);
/// assert_eq!(both.max_level_hint(), Some(LevelFilter::WARN));
/// ```
pub struct And<A, B, S> {
    a: A,
    b: B,
    _subscriber: PhantomData<fn(S)>,
}

/// Admits what either of two filters admits. Made by [`FilterExt::or`](super::FilterExt::or).
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, combinator::Or}, layer::Filter};
///
/// let either: Or<_, _, Registry> = LevelFilter::INFO.or(LevelFilter::WARN);
/// assert_eq!(either.max_level_hint(), Some(LevelFilter::INFO));
/// ```
pub struct Or<A, B, S> {
    a: A,
    b: B,
    _subscriber: PhantomData<fn(S)>,
}

/// Admits what a filter does not admit. Made by [`FilterExt::not`](super::FilterExt::not).
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{Registry, filter::{FilterExt, FilterFn, combinator::Not, filter_fn}, layer::Filter};
///
/// let events: Not<FilterFn<_>, Registry> = filter_fn(|metadata| metadata.is_span()).not();
/// assert!(events.callsite_enabled(&SERVED).is_always());
/// assert!(events.callsite_enabled(&REQUEST).is_never());
/// ```
pub struct Not<A, S> {
    a: A,
    _subscriber: PhantomData<fn(S)>,
}

/// What happens to spans is told to both, for either may count on it.
macro_rules! tell_both {
    () => {
        fn on_register_dispatch(&self, subscriber: &Dispatch) {
            self.a.on_register_dispatch(subscriber);
            self.b.on_register_dispatch(subscriber);
        }

        fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
            self.a.on_new_span(attrs, id, ctx.clone());
            self.b.on_new_span(attrs, id, ctx);
        }

        fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
            self.a.on_record(id, values, ctx.clone());
            self.b.on_record(id, values, ctx);
        }

        fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
            self.a.on_enter(id, ctx.clone());
            self.b.on_enter(id, ctx);
        }

        fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
            self.a.on_exit(id, ctx.clone());
            self.b.on_exit(id, ctx);
        }

        fn on_close(&self, id: Id, ctx: Context<'_, S>) {
            self.a.on_close(id.clone(), ctx.clone());
            self.b.on_close(id, ctx);
        }

        #[inline]
        fn private_attention(&self) -> Attention {
            self.a.private_attention() | self.b.private_attention()
        }

        fn on_refused(&self, span: Refused<'_>) {
            self.a.on_refused(span);
            self.b.on_refused(span);
        }
    };
}

impl<A, B, S> And<A, B, S> {
    pub(super) fn new(a: A, b: B) -> Self {
        Self { a, b, _subscriber: PhantomData }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<A: Filter<S>, B: Filter<S>, S> Filter<S> for And<A, B, S> {
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.a.enabled(meta, cx) && self.b.enabled(meta, cx)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        // Both are asked in any case, for a filter may use the call to look at the callsite.
        let (a, b) = (self.a.callsite_enabled(meta), self.b.callsite_enabled(meta));
        if a.is_never() || b.is_never() {
            Interest::never()
        } else if a.is_always() && b.is_always() {
            Interest::always()
        } else {
            Interest::sometimes()
        }
    }

    fn event_enabled(&self, event: &Event<'_>, cx: &Context<'_, S>) -> bool {
        self.a.event_enabled(event, cx) && self.b.event_enabled(event, cx)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        match (self.a.max_level_hint(), self.b.max_level_hint()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            // What one of them does not admit, both do not.
            (a, b) => a.or(b),
        }
    }

    fn hides(&self, id: &Id) -> bool {
        self.a.hides(id) || self.b.hides(id)
    }

    tell_both! {}
}

impl<A, B, S> Or<A, B, S> {
    pub(super) fn new(a: A, b: B) -> Self {
        Self { a, b, _subscriber: PhantomData }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<A: Filter<S>, B: Filter<S>, S> Filter<S> for Or<A, B, S> {
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.a.enabled(meta, cx) || self.b.enabled(meta, cx)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        let (a, b) = (self.a.callsite_enabled(meta), self.b.callsite_enabled(meta));
        if a.is_always() || b.is_always() {
            Interest::always()
        } else if a.is_never() && b.is_never() {
            Interest::never()
        } else {
            Interest::sometimes()
        }
    }

    fn event_enabled(&self, event: &Event<'_>, cx: &Context<'_, S>) -> bool {
        // A filter that did not admit the callsite has no say about the values; it is asked only if that matters.
        match (self.a.event_enabled(event, cx), self.b.event_enabled(event, cx)) {
            (true, true) => true,
            (true, false) => util::judge(event, |metadata| self.a.enabled(metadata, cx)),
            (false, true) => util::judge(event, |metadata| self.b.enabled(metadata, cx)),
            (false, false) => false,
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.a.max_level_hint()?.max(self.b.max_level_hint()?))
    }

    fn hides(&self, _: &Id) -> bool {
        // The one that does not hide it may be the one that wants it.
        false
    }

    tell_both! {}
}

impl<A, S> Not<A, S> {
    pub(super) fn new(a: A) -> Self {
        Self { a, _subscriber: PhantomData }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<A: Filter<S>, S> Filter<S> for Not<A, S> {
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        !self.a.enabled(meta, cx)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        let a = self.a.callsite_enabled(meta);
        if a.is_always() {
            Interest::never()
        } else if a.is_never() {
            Interest::always()
        } else {
            a
        }
    }

    fn event_enabled(&self, _: &Event<'_>, _: &Context<'_, S>) -> bool {
        // What comes here was not admitted by the filter, whatever it would say of the values.
        true
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        // A filter that admits something at a level need not admit everything there.
        None
    }

    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.a.on_register_dispatch(subscriber);
    }

    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        self.a.on_new_span(attrs, id, ctx);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        self.a.on_record(id, values, ctx);
    }

    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        self.a.on_enter(id, ctx);
    }

    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        self.a.on_exit(id, ctx);
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        self.a.on_close(id, ctx);
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        self.a.private_attention()
    }

    fn hides(&self, _: &Id) -> bool {
        false
    }

    fn on_refused(&self, span: Refused<'_>) {
        self.a.on_refused(span);
    }
}

impl<A: Clone, B: Clone, S> Clone for And<A, B, S> {
    fn clone(&self) -> Self {
        Self::new(self.a.clone(), self.b.clone())
    }
}

impl<A: Clone, B: Clone, S> Clone for Or<A, B, S> {
    fn clone(&self) -> Self {
        Self::new(self.a.clone(), self.b.clone())
    }
}

impl<A: Clone, S> Clone for Not<A, S> {
    fn clone(&self) -> Self {
        Self::new(self.a.clone())
    }
}

impl<A: fmt::Debug, B: fmt::Debug, S> fmt::Debug for And<A, B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("And").field("a", &self.a).field("b", &self.b).finish()
    }
}

impl<A: fmt::Debug, B: fmt::Debug, S> fmt::Debug for Or<A, B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Or").field("a", &self.a).field("b", &self.b).finish()
    }
}

impl<A: fmt::Debug, S> fmt::Debug for Not<A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Not").field(&self.a).finish()
    }
}

//! A layer on top of a subscriber, or of another layer. Called as either; calls what is inside, then the layer.

use core::any::{Any, TypeId};
use core::fmt;
use core::marker::PhantomData;

use tracing_core::dispatcher::private_inside;
use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

use super::{Attention, Context, Layer, Opinion, Reach, Stance};
use crate::filter::FilterId;
#[cfg(feature = "registry")]
use crate::registry::Maker;
use crate::registry::{Close, LookupSpan};

/// A layer on top of a subscriber, or of another layer.
///
/// Made by [`SubscriberExt::with`], [`Layer::with_subscriber`] and [`Layer::and_then`].
///
/// ```
/// use tracing_subscriber::{Registry, filter::LevelFilter, layer::Layered, prelude::*};
///
/// let stack: Layered<LevelFilter, Registry> = tracing_subscriber::registry().with(LevelFilter::INFO);
/// assert!(stack.is::<LevelFilter>() && stack.is::<Registry>());
/// ```
#[derive(Clone)]
pub struct Layered<L, I, S = I> {
    layer: L,
    inner: I,
    _subscriber: PhantomData<fn(S)>,
}

impl<L: Layer<S>, S: Subscriber> Layered<L, S> {
    pub(crate) fn of_subscriber(layer: L, inner: S) -> Self {
        Self { layer, inner, _subscriber: PhantomData }
    }

    /// Tells whether this is, or has in it, a subscriber or layer of type `T`.
    ///
    /// ```
    /// use tracing_subscriber::{filter::LevelFilter, prelude::*};
    ///
    /// let stack = tracing_subscriber::registry().with(LevelFilter::INFO);
    /// assert!(stack.is::<LevelFilter>() && !stack.is::<String>());
    /// ```
    pub fn is<T: Any>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// Gives the subscriber or layer of type `T` that this is, or has in it.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, filter::LevelFilter, prelude::*};
    ///
    /// let stack = tracing_subscriber::registry().with(LevelFilter::INFO);
    /// assert!(stack.downcast_ref::<LevelFilter>().is_some() && stack.is::<Registry>());
    /// ```
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        (self as &dyn Subscriber).downcast_ref()
    }

    #[inline]
    fn ctx(&self) -> Context<'_, S> {
        Context::new(&self.inner)
    }

    /// What the whole stack has to say about a record.
    #[inline]
    fn opinion(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> Opinion {
        let layer = self.layer.verdict(metadata, self.ctx(), verdict);
        if layer == Opinion::Vetoes {
            return layer;
        }
        layer.and(Opinion::of_subscriber(|| self.inner.verdict(metadata, verdict)))
    }
}

impl<L, I, S> Layered<L, I, S> {
    pub(crate) fn of_layers(layer: L, inner: I) -> Self {
        Self { layer, inner, _subscriber: PhantomData }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<L: Layer<S>, S: Subscriber> Subscriber for Layered<L, S> {
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.inner.on_register_dispatch(subscriber);
        self.layer.on_register_dispatch(subscriber);
    }

    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        // Both are asked, also if the first says never: to be told of a callsite is of use to more than filters.
        let layer = self.layer.interest(metadata);
        let inner = Stance::of_subscriber(|| self.inner.register_callsite(metadata));
        layer.and(inner).note().settle()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.verdict(metadata, &mut Verdict::default())
    }

    #[inline]
    fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
        self.opinion(metadata, verdict).note().admits()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        let layer = self.layer.reach();
        let inner = Reach::of_subscriber(|| self.inner.max_level_hint());
        layer.and(inner).note().settle()
    }

    #[inline]
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.inner.new_span(span);
        self.layer.on_new_span(span, &id, self.ctx());
        id
    }

    #[inline]
    fn record(&self, span: &Id, values: &Record<'_>) {
        self.inner.record(span, values);
        private_inside(|| self.layer.on_record(span, values, self.ctx()));
    }

    #[inline]
    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.inner.record_follows_from(span, follows);
        private_inside(|| self.layer.on_follows_from(span, follows, self.ctx()));
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>) -> bool {
        self.layer.event_enabled(event, self.ctx()) && self.inner.event_enabled(event)
    }

    #[inline]
    fn event(&self, event: &Event<'_>) {
        self.inner.event(event);
        self.layer.on_event(event, self.ctx());
    }

    #[inline]
    fn enter(&self, span: &Id) {
        self.inner.enter(span);
        if self.layer.private_attention().enters() {
            private_inside(|| self.layer.on_enter(span, self.ctx()));
        }
    }

    #[inline]
    fn exit(&self, span: &Id) {
        self.inner.exit(span);
        if self.layer.private_attention().exits() {
            private_inside(|| self.layer.on_exit(span, self.ctx()));
        }
    }

    #[inline]
    fn clone_span(&self, old: &Id) -> Id {
        let new = self.inner.clone_span(old);
        if new != *old {
            private_inside(|| self.layer.on_id_change(old, &new, self.ctx()));
        }
        new
    }

    #[inline]
    fn private_hold_current(&self) -> Option<(Id, Id, &'static Metadata<'static>)> {
        let (old, new, metadata) = self.inner.private_hold_current()?;
        if new != old {
            private_inside(|| self.layer.on_id_change(&old, &new, self.ctx()));
        }
        Some((old, new, metadata))
    }

    fn drop_span(&self, id: Id) {
        self.try_close(id);
    }

    #[inline]
    fn try_close(&self, id: Id) -> bool {
        if !self.layer.private_attention().closes() {
            return self.inner.try_close(id);
        }
        let close = Close::begin();
        let closed = self.inner.try_close(id.clone());
        if closed {
            close.callback(|| private_inside(|| self.layer.on_close(id, self.ctx())));
            close.end(|parent| {
                self.try_close(parent);
            });
        }
        closed
    }

    #[inline]
    fn current_span(&self) -> Current {
        self.inner.current_span()
    }

    #[inline]
    fn private_is_bounded(&self) -> bool {
        // This one's own layer is, above.
        self.inner.private_is_bounded()
    }

    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() {
            return Some(core::ptr::from_ref(self).cast());
        }
        // SAFETY: a question, forwarded under the caller's promise.
        let layer = unsafe { self.layer.downcast_raw(id) };
        // SAFETY: as above.
        layer.or_else(|| unsafe { self.inner.downcast_raw(id) })
    }
}

#[deny(clippy::missing_trait_methods)]
impl<S, A, B> Layer<S> for Layered<A, B, S>
where
    A: Layer<S>,
    B: Layer<S>,
    S: Subscriber,
{
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.layer.on_register_dispatch(subscriber);
        self.inner.on_register_dispatch(subscriber);
    }

    fn on_layer(&mut self, subscriber: &mut S) {
        self.layer.on_layer(subscriber);
        self.inner.on_layer(subscriber);
    }

    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata).veto()
    }

    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        self.verdict(metadata, ctx, &mut Verdict::default()) != Opinion::Vetoes
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.reach().settle()
    }

    #[inline]
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        self.inner.on_new_span(attrs, id, ctx.clone());
        self.layer.on_new_span(attrs, id, ctx);
    }

    #[inline]
    fn on_record(&self, span: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        self.inner.on_record(span, values, ctx.clone());
        self.layer.on_record(span, values, ctx);
    }

    #[inline]
    fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, S>) {
        self.inner.on_follows_from(span, follows, ctx.clone());
        self.layer.on_follows_from(span, follows, ctx);
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, S>) -> bool {
        self.layer.event_enabled(event, ctx.clone()) && self.inner.event_enabled(event, ctx)
    }

    #[inline]
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        self.inner.on_event(event, ctx.clone());
        self.layer.on_event(event, ctx);
    }

    #[inline]
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        self.inner.on_enter(id, ctx.clone());
        self.layer.on_enter(id, ctx);
    }

    #[inline]
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        self.inner.on_exit(id, ctx.clone());
        self.layer.on_exit(id, ctx);
    }

    #[inline]
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        self.inner.on_close(id.clone(), ctx.clone());
        self.layer.on_close(id, ctx);
    }

    #[inline]
    fn on_id_change(&self, old: &Id, new: &Id, ctx: Context<'_, S>) {
        self.inner.on_id_change(old, new, ctx.clone());
        self.layer.on_id_change(old, new, ctx);
    }

    fn and_then<L>(self, layer: L) -> Layered<L, Self, S>
    where
        L: Layer<S>,
    {
        Layered::of_layers(layer, self)
    }

    fn with_subscriber(mut self, mut inner: S) -> Layered<Self, S> {
        self.on_layer(&mut inner);
        Layered::of_subscriber(self, inner)
    }

    #[cfg(feature = "registry")]
    fn with_filter<F: super::Filter<S>>(self, filter: F) -> crate::filter::Filtered<Self, F, S> {
        crate::filter::Filtered::new(self, filter)
    }

    fn boxed(self) -> alloc::boxed::Box<dyn Layer<S> + Send + Sync + 'static>
    where
        Self: Send + Sync,
    {
        alloc::boxed::Box::new(self)
    }

    fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, verdict: &mut Verdict) -> Opinion {
        let layer = self.layer.verdict(metadata, ctx.clone(), verdict);
        if layer == Opinion::Vetoes {
            return layer;
        }
        layer.and(self.inner.verdict(metadata, ctx, verdict))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        let layer = self.layer.interest(metadata);
        layer.and(self.inner.interest(metadata))
    }

    fn reach(&self) -> Reach {
        self.layer.reach().and(self.inner.reach())
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        self.layer.private_attention() | self.inner.private_attention()
    }

    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() {
            return Some(core::ptr::from_ref(self).cast());
        }
        // SAFETY: a question, forwarded under the caller's promise.
        let layer = unsafe { self.layer.downcast_raw(id) };
        // SAFETY: as above.
        layer.or_else(|| unsafe { self.inner.downcast_raw(id) })
    }
}

impl<'a, L, S> LookupSpan<'a> for Layered<L, S>
where
    S: Subscriber + LookupSpan<'a>,
{
    type Data = S::Data;

    #[inline]
    fn span_data(&'a self, id: &Id) -> Option<Self::Data> {
        self.inner.span_data(id)
    }

    fn register_filter(&mut self) -> FilterId {
        self.inner.register_filter()
    }

    #[cfg(feature = "registry")]
    fn private_offer(&mut self, maker: Maker) -> bool {
        self.inner.private_offer(maker)
    }
}

impl<A: fmt::Debug, B: fmt::Debug, S> fmt::Debug for Layered<A, B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layered").field("layer", &self.layer).field("inner", &self.inner).finish()
    }
}

/// Puts layers on top of subscribers.
///
/// ```
/// use tracing_subscriber::{filter::LevelFilter, layer::SubscriberExt};
///
/// let subscriber = tracing_subscriber::registry().with(LevelFilter::INFO);
/// assert_eq!(tracing_core::Dispatch::new(subscriber).max_level_hint(), Some(LevelFilter::INFO));
/// ```
pub trait SubscriberExt: Subscriber + Sealed {
    /// Puts a layer on top of this subscriber.
    ///
    /// ```
    /// use tracing_subscriber::{filter::LevelFilter, layer::{Identity, SubscriberExt}};
    ///
    /// let subscriber = tracing_subscriber::registry().with(LevelFilter::INFO).with(Identity::new());
    /// assert!(subscriber.is::<LevelFilter>() && subscriber.is::<Identity>());
    /// ```
    fn with<L>(self, layer: L) -> Layered<L, Self>
    where
        L: Layer<Self>,
        Self: Sized,
    {
        layer.with_subscriber(self)
    }
}

impl<S: Subscriber> SubscriberExt for S {}

/// Keeps [`SubscriberExt`] to this crate.
pub trait Sealed {}

impl<S: Subscriber> Sealed for S {}

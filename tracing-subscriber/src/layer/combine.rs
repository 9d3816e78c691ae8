//! Containers that are layers: a box, an option, a vector. Each hands on every method, so that what is inside does not
//! notice.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::TypeId;

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

use super::{Attention, Context, Layer, Layered, Opinion, Reach, Stance, forward_layer};

/// The methods that are made of others, and so need no forwarding.
macro_rules! composing_methods {
    ($subscriber:ty) => {
        fn and_then<M: Layer<$subscriber>>(self, layer: M) -> Layered<M, Self, $subscriber>
        where
            Self: Sized,
        {
            Layered::of_layers(layer, self)
        }

        fn with_subscriber(mut self, mut inner: $subscriber) -> Layered<Self, $subscriber>
        where
            Self: Sized,
        {
            self.on_layer(&mut inner);
            Layered::of_subscriber(self, inner)
        }

        #[cfg(feature = "registry")]
        fn with_filter<F: super::Filter<$subscriber>>(self, filter: F) -> crate::filter::Filtered<Self, F, $subscriber>
        where
            Self: Sized,
        {
            crate::filter::Filtered::new(self, filter)
        }

        fn boxed(self) -> Box<dyn Layer<$subscriber> + Send + Sync + 'static>
        where
            Self: Sized + Send + Sync,
        {
            Box::new(self)
        }
    };
}

#[deny(clippy::missing_trait_methods)]
impl<L: Layer<S>, S: Subscriber> Layer<S> for Box<L> {
    forward_layer! { S, |this| (**this), |this| (**this) }
    composing_methods! { S }

    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() {
            return Some(core::ptr::from_ref(self).cast());
        }
        // SAFETY: a question, forwarded under the caller's promise.
        unsafe { (**self).downcast_raw(id) }
    }
}

#[deny(clippy::missing_trait_methods)]
impl<S: Subscriber> Layer<S> for Box<dyn Layer<S> + Send + Sync> {
    forward_layer! { S, |this| (**this), |this| (**this) }
    composing_methods! { S }

    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() {
            return Some(core::ptr::from_ref(self).cast());
        }
        // SAFETY: a question, forwarded under the caller's promise.
        unsafe { (**self).downcast_raw(id) }
    }
}

/// What several layers that lie side by side do.
macro_rules! side_by_side {
    ($subscriber:ty) => {
        fn on_register_dispatch(&self, subscriber: &Dispatch) {
            self.iter().for_each(|layer| layer.on_register_dispatch(subscriber));
        }

        fn on_layer(&mut self, subscriber: &mut $subscriber) {
            self.iter_mut().for_each(|layer| layer.on_layer(subscriber));
        }

        fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
            self.interest(metadata).veto()
        }

        fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, $subscriber>) -> bool {
            self.verdict(metadata, ctx, &mut Verdict::default()) != Opinion::Vetoes
        }

        fn max_level_hint(&self) -> Option<LevelFilter> {
            self.reach().settle()
        }

        fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_new_span(attrs, id, ctx.clone()));
        }

        fn on_record(&self, span: &Id, values: &Record<'_>, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_record(span, values, ctx.clone()));
        }

        fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_follows_from(span, follows, ctx.clone()));
        }

        fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, $subscriber>) -> bool {
            self.iter().all(|layer| layer.event_enabled(event, ctx.clone()))
        }

        fn on_event(&self, event: &Event<'_>, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_event(event, ctx.clone()));
        }

        fn on_enter(&self, id: &Id, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_enter(id, ctx.clone()));
        }

        fn on_exit(&self, id: &Id, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_exit(id, ctx.clone()));
        }

        fn on_close(&self, id: Id, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_close(id.clone(), ctx.clone()));
        }

        fn on_id_change(&self, old: &Id, new: &Id, ctx: Context<'_, $subscriber>) {
            self.iter().for_each(|layer| layer.on_id_change(old, new, ctx.clone()));
        }

        fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, $subscriber>, verdict: &mut Verdict) -> Opinion {
            let mut all = Opinion::Absent;
            for layer in self.iter() {
                all = all.and(layer.verdict(metadata, ctx.clone(), verdict));
                if all == Opinion::Vetoes {
                    break;
                }
            }
            all
        }

        fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
            self.iter().fold(Stance::ABSENT, |all, layer| all.and(layer.interest(metadata)))
        }

        fn reach(&self) -> Reach {
            self.iter().fold(Reach::ABSENT, |all, layer| all.and(layer.reach()))
        }

        fn private_attention(&self) -> Attention {
            self.iter().fold(Attention::NONE, |all, layer| all | layer.private_attention())
        }

        #[allow(unsafe_code, reason = "the signature is the published one")]
        unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
            // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
            if id == TypeId::of::<Self>() {
                return Some(core::ptr::from_ref(self).cast());
            }
            // SAFETY: a question, forwarded under the caller's promise.
            self.iter().find_map(|layer| unsafe { layer.downcast_raw(id) })
        }
    };
}

/// `None` is no layer.
#[deny(clippy::missing_trait_methods)]
impl<L: Layer<S>, S: Subscriber> Layer<S> for Option<L> {
    side_by_side! { S }
    composing_methods! { S }
}

/// The layers lie side by side, the first innermost; an empty vector is no layer.
#[deny(clippy::missing_trait_methods)]
impl<L: Layer<S>, S: Subscriber> Layer<S> for Vec<L> {
    side_by_side! { S }
    composing_methods! { S }
}

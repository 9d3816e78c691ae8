//! The one list of the methods of a filter that holds another filter; and the boxes, which are such.

use alloc::boxed::Box;
use alloc::sync::Arc;

use tracing_core::{
    Dispatch, Event, Interest, Metadata,
    span::{Attributes, Id, Record},
};

use super::{Filter, LevelFilter, Refused};
use crate::layer::{Attention, Context, hand_on};

/// Writes `impl Filter` methods that hand on each call to the filter inside.
macro_rules! forward_filter {
    () => {
        hand_on! {
            |this| (**this);
            fn enabled(meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool;
            fn callsite_enabled(meta: &'static Metadata<'static>) -> Interest;
            fn event_enabled(event: &Event<'_>, cx: &Context<'_, S>) -> bool;
            fn max_level_hint() -> Option<LevelFilter>;
            fn on_register_dispatch(subscriber: &Dispatch);
            fn on_new_span(attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>);
            fn on_record(id: &Id, values: &Record<'_>, ctx: Context<'_, S>);
            fn on_enter(id: &Id, ctx: Context<'_, S>);
            fn on_exit(id: &Id, ctx: Context<'_, S>);
            fn on_close(id: Id, ctx: Context<'_, S>);
            fn private_attention() -> Attention;
            fn hides(id: &Id) -> bool;
            fn on_refused(span: Refused<'_>);
        }
    };
}

#[deny(clippy::missing_trait_methods)]
impl<S> Filter<S> for Box<dyn Filter<S> + Send + Sync + 'static> {
    forward_filter! {}
}

#[deny(clippy::missing_trait_methods)]
impl<S> Filter<S> for Arc<dyn Filter<S> + Send + Sync + 'static> {
    forward_filter! {}
}

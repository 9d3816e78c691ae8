//! The one list of the methods of a filter that holds another filter; and the boxes, which are such.

use alloc::boxed::Box;
use alloc::sync::Arc;

use super::Filter;

/// Writes `impl Filter` methods that hand on each call. The closure borrows the filter inside.
macro_rules! forward_filter {
    // forward_filter! { S, |this| (**this) }
    ($subscriber:ty, |$this:ident| $inner:expr) => {
        #[inline]
        fn enabled(&self, meta: &::tracing_core::Metadata<'_>, cx: &$crate::layer::Context<'_, $subscriber>) -> bool {
            let $this = self;
            $inner.enabled(meta, cx)
        }

        fn callsite_enabled(&self, meta: &'static ::tracing_core::Metadata<'static>) -> ::tracing_core::Interest {
            let $this = self;
            $inner.callsite_enabled(meta)
        }

        #[inline]
        fn event_enabled(
            &self,
            event: &::tracing_core::Event<'_>,
            cx: &$crate::layer::Context<'_, $subscriber>,
        ) -> bool {
            let $this = self;
            $inner.event_enabled(event, cx)
        }

        fn max_level_hint(&self) -> Option<$crate::filter::LevelFilter> {
            let $this = self;
            $inner.max_level_hint()
        }

        fn on_register_dispatch(&self, subscriber: &::tracing_core::Dispatch) {
            let $this = self;
            $inner.on_register_dispatch(subscriber);
        }

        #[inline]
        fn on_new_span(
            &self,
            attrs: &::tracing_core::span::Attributes<'_>,
            id: &::tracing_core::span::Id,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) {
            let $this = self;
            $inner.on_new_span(attrs, id, ctx);
        }

        #[inline]
        fn on_record(
            &self,
            id: &::tracing_core::span::Id,
            values: &::tracing_core::span::Record<'_>,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) {
            let $this = self;
            $inner.on_record(id, values, ctx);
        }

        #[inline]
        fn on_enter(&self, id: &::tracing_core::span::Id, ctx: $crate::layer::Context<'_, $subscriber>) {
            let $this = self;
            $inner.on_enter(id, ctx);
        }

        #[inline]
        fn on_exit(&self, id: &::tracing_core::span::Id, ctx: $crate::layer::Context<'_, $subscriber>) {
            let $this = self;
            $inner.on_exit(id, ctx);
        }

        #[inline]
        fn on_close(&self, id: ::tracing_core::span::Id, ctx: $crate::layer::Context<'_, $subscriber>) {
            let $this = self;
            $inner.on_close(id, ctx);
        }

        #[inline]
        fn private_attention(&self) -> $crate::layer::Attention {
            let $this = self;
            $inner.private_attention()
        }
    };
}

#[deny(clippy::missing_trait_methods)]
impl<S> Filter<S> for Box<dyn Filter<S> + Send + Sync + 'static> {
    forward_filter! { S, |this| (**this) }
}

#[deny(clippy::missing_trait_methods)]
impl<S> Filter<S> for Arc<dyn Filter<S> + Send + Sync + 'static> {
    forward_filter! { S, |this| (**this) }
}

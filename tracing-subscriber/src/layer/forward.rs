//! The one list of the methods of a layer that holds another layer. Used by every container of layers.

/// Writes `impl Layer` methods that hand on each call. The first closure borrows the layer inside, the second borrows it to be
/// changed.
macro_rules! forward_layer {
    // forward_layer! { Box<L>, |this| &**this, |this| &mut **this }
    ($subscriber:ty, |$this:ident| $inner:expr, |$this_mut:ident| $inner_mut:expr) => {
        fn on_register_dispatch(&self, subscriber: &::tracing_core::Dispatch) {
            let $this = self;
            $inner.on_register_dispatch(subscriber);
        }

        fn on_layer(&mut self, subscriber: &mut $subscriber) {
            let $this_mut = self;
            $inner_mut.on_layer(subscriber);
        }

        $crate::layer::forward_layer! { @shared $subscriber, |$this| $inner }
    };
    (@shared $subscriber:ty, |$this:ident| $inner:expr) => {
        fn register_callsite(&self, metadata: &'static ::tracing_core::Metadata<'static>) -> ::tracing_core::Interest {
            let $this = self;
            $inner.register_callsite(metadata)
        }

        fn enabled(
            &self,
            metadata: &::tracing_core::Metadata<'_>,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) -> bool {
            let $this = self;
            $inner.enabled(metadata, ctx)
        }

        fn max_level_hint(&self) -> Option<::tracing_core::LevelFilter> {
            let $this = self;
            $inner.max_level_hint()
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
            span: &::tracing_core::span::Id,
            values: &::tracing_core::span::Record<'_>,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) {
            let $this = self;
            $inner.on_record(span, values, ctx);
        }

        #[inline]
        fn on_follows_from(
            &self,
            span: &::tracing_core::span::Id,
            follows: &::tracing_core::span::Id,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) {
            let $this = self;
            $inner.on_follows_from(span, follows, ctx);
        }

        #[inline]
        fn event_enabled(
            &self,
            event: &::tracing_core::Event<'_>,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) -> bool {
            let $this = self;
            $inner.event_enabled(event, ctx)
        }

        #[inline]
        fn on_event(&self, event: &::tracing_core::Event<'_>, ctx: $crate::layer::Context<'_, $subscriber>) {
            let $this = self;
            $inner.on_event(event, ctx);
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
        fn on_id_change(
            &self,
            old: &::tracing_core::span::Id,
            new: &::tracing_core::span::Id,
            ctx: $crate::layer::Context<'_, $subscriber>,
        ) {
            let $this = self;
            $inner.on_id_change(old, new, ctx);
        }

        #[inline]
        fn verdict(
            &self,
            metadata: &::tracing_core::Metadata<'_>,
            ctx: $crate::layer::Context<'_, $subscriber>,
            verdict: &mut ::tracing_core::subscriber::Verdict,
        ) -> $crate::layer::Opinion {
            let $this = self;
            $inner.verdict(metadata, ctx, verdict)
        }

        fn interest(&self, metadata: &'static ::tracing_core::Metadata<'static>) -> $crate::layer::Stance {
            let $this = self;
            $inner.interest(metadata)
        }

        fn reach(&self) -> $crate::layer::Reach {
            let $this = self;
            $inner.reach()
        }

        #[inline]
        fn private_attention(&self) -> $crate::layer::Attention {
            let $this = self;
            $inner.private_attention()
        }
    };
}

pub(crate) use forward_layer;

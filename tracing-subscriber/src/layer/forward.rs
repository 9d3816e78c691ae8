//! The one list of the methods of a layer that holds another layer. Used by every container of layers.

/// Writes methods that hand on each call. The closure borrows what they are handed to.
macro_rules! hand_on {
    // hand_on! { |this| (**this); fn on_exit(id: &Id, ctx: Context<'_, S>); fn reach() -> Reach; }
    (|$this:ident| $inner:expr; $(fn $method:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        $(
            #[inline]
            fn $method(&self $(, $argument: $type)*) $(-> $result)? {
                let $this = self;
                $inner.$method($($argument),*)
            }
        )*
    };
}

/// Writes `impl Layer` methods that hand on each call. The first closure borrows the layer inside, the second borrows it to be
/// changed.
macro_rules! forward_layer {
    // forward_layer! { Box<L>, |this| &**this, |this| &mut **this }
    ($subscriber:ty, |$this:ident| $inner:expr, |$this_mut:ident| $inner_mut:expr) => {
        $crate::layer::hand_on! {
            |$this| $inner;
            fn on_register_dispatch(subscriber: &::tracing_core::Dispatch);
        }

        fn on_layer(&mut self, subscriber: &mut $subscriber) {
            let $this_mut = self;
            $inner_mut.on_layer(subscriber);
        }

        $crate::layer::forward_layer! { @shared $subscriber, |$this| $inner }
    };
    (@shared $subscriber:ty, |$this:ident| $inner:expr) => {
        $crate::layer::hand_on! {
            |$this| $inner;
            fn register_callsite(metadata: &'static ::tracing_core::Metadata<'static>) -> ::tracing_core::Interest;
            fn enabled(metadata: &::tracing_core::Metadata<'_>, ctx: $crate::layer::Context<'_, $subscriber>) -> bool;
            fn max_level_hint() -> Option<::tracing_core::LevelFilter>;
            fn on_new_span(
                attrs: &::tracing_core::span::Attributes<'_>,
                id: &::tracing_core::span::Id,
                ctx: $crate::layer::Context<'_, $subscriber>
            );
            fn on_record(
                span: &::tracing_core::span::Id,
                values: &::tracing_core::span::Record<'_>,
                ctx: $crate::layer::Context<'_, $subscriber>
            );
            fn on_follows_from(
                span: &::tracing_core::span::Id,
                follows: &::tracing_core::span::Id,
                ctx: $crate::layer::Context<'_, $subscriber>
            );
            fn event_enabled(event: &::tracing_core::Event<'_>, ctx: $crate::layer::Context<'_, $subscriber>) -> bool;
            fn on_event(event: &::tracing_core::Event<'_>, ctx: $crate::layer::Context<'_, $subscriber>);
            fn on_enter(id: &::tracing_core::span::Id, ctx: $crate::layer::Context<'_, $subscriber>);
            fn on_exit(id: &::tracing_core::span::Id, ctx: $crate::layer::Context<'_, $subscriber>);
            fn on_close(id: ::tracing_core::span::Id, ctx: $crate::layer::Context<'_, $subscriber>);
            fn on_id_change(
                old: &::tracing_core::span::Id,
                new: &::tracing_core::span::Id,
                ctx: $crate::layer::Context<'_, $subscriber>
            );
            fn verdict(
                metadata: &::tracing_core::Metadata<'_>,
                ctx: $crate::layer::Context<'_, $subscriber>,
                verdict: &mut ::tracing_core::subscriber::Verdict
            ) -> $crate::layer::Opinion;
            fn interest(metadata: &'static ::tracing_core::Metadata<'static>) -> $crate::layer::Stance;
            fn reach() -> $crate::layer::Reach;
            fn private_attention() -> $crate::layer::Attention;
        }
    };
}

pub(crate) use {forward_layer, hand_on};

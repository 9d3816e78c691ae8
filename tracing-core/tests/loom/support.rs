//! What the programs that run under loom share: callsites, a way to record, and the model's bounds.

use tracing_core::{
    Callsite, Event, Interest, Kind, Level, Metadata,
    callsite::{DefaultCallsite, Identifier},
    field::{FieldSet, ValueSet},
};

/// Loom's atomics cannot be made in a static, so a callsite is made in each run, and its metadata names another one.
pub fn callsite(level: Level) -> &'static DefaultCallsite {
    struct Elsewhere;
    static ELSEWHERE: Elsewhere = Elsewhere;
    impl Callsite for Elsewhere {
        fn set_interest(&self, _: Interest) {}
        fn metadata(&self) -> &Metadata<'_> {
            unreachable!("it is never registered")
        }
    }
    let fields = FieldSet::new(&[], Identifier(&ELSEWHERE));
    let metadata = Metadata::new("loom", "loom", level, None, None, None, fields, Kind::EVENT);
    Box::leak(Box::new(DefaultCallsite::new(Box::leak(Box::new(metadata)))))
}

/// Records at a callsite as a facade does.
pub fn event(site: &'static DefaultCallsite) {
    if !site.is_never() && !site.ask().is_refused() {
        let metadata = site.describe();
        Event::dispatch(metadata, &ValueSet::from_refs(metadata.fields(), &[]));
    }
}

/// Runs a scenario in every order of its threads, with at most two forced switches from one to another.
pub fn model(scenario: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(scenario);
}

/// The methods of a subscriber that is told of events alone.
macro_rules! no_spans {
    () => {
        fn new_span(&self, _: &tracing_core::span::Attributes<'_>) -> tracing_core::span::Id {
            tracing_core::span::Id::from_u64(1)
        }
        fn record(&self, _: &tracing_core::span::Id, _: &tracing_core::span::Record<'_>) {}
        fn record_follows_from(&self, _: &tracing_core::span::Id, _: &tracing_core::span::Id) {}
        fn enter(&self, _: &tracing_core::span::Id) {}
        fn exit(&self, _: &tracing_core::span::Id) {}
    };
}
pub(crate) use no_spans;

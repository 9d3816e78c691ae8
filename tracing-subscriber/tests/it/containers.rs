//! Boxes, options, vectors, `reload`: a layer behind each of them is told and asked the same.

use tracing::subscriber::with_default;
use tracing::{Dispatch, info, info_span};
use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::{Event, Interest, LevelFilter, Metadata, Subscriber};
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry, reload};

use crate::tape::{Tape, Without};

/// Writes down every call.
#[derive(Clone)]
struct Every(Tape);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Every {
    fn on_register_dispatch(&self, _: &Dispatch) {
        self.0.say("on_register_dispatch");
    }
    fn on_layer(&mut self, _: &mut S) {
        self.0.say("on_layer");
    }
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == "every" {
            self.0.say("register_callsite");
        }
        Interest::sometimes()
    }
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.0.say(format!("enabled {}", metadata.name()));
        true
    }
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }
    fn on_new_span(&self, _: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.0.say("on_new_span");
    }
    fn on_record(&self, _: &Id, _: &Record<'_>, _: Context<'_, S>) {
        self.0.say("on_record");
    }
    fn on_follows_from(&self, _: &Id, _: &Id, _: Context<'_, S>) {
        self.0.say("on_follows_from");
    }
    fn event_enabled(&self, _: &Event<'_>, _: Context<'_, S>) -> bool {
        self.0.say("event_enabled");
        true
    }
    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        self.0.say("on_event");
    }
    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        self.0.say("on_enter");
    }
    fn on_exit(&self, _: &Id, _: Context<'_, S>) {
        self.0.say("on_exit");
    }
    fn on_close(&self, _: Id, _: Context<'_, S>) {
        self.0.say("on_close");
    }
    fn on_id_change(&self, _: &Id, _: &Id, _: Context<'_, S>) {
        self.0.say("on_id_change");
    }
}

/// Gives each clone of a span another id.
struct Renaming(Registry);

impl Subscriber for Renaming {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.new_span(span)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        self.0.record(span, values);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, span: &Id) {
        self.0.enter(span);
    }
    fn exit(&self, span: &Id) {
        self.0.exit(span);
    }
    fn clone_span(&self, id: &Id) -> Id {
        self.0.clone_span(id);
        Id::from_u64(id.into_u64() | 1 << 63)
    }
    fn try_close(&self, id: Id) -> bool {
        self.0.try_close(Id::from_u64(id.into_u64() & !(1 << 63)))
    }
    fn current_span(&self) -> Current {
        self.0.current_span()
    }
}

impl<'a> LookupSpan<'a> for Renaming {
    type Data = <Registry as LookupSpan<'a>>::Data;
    fn span_data(&'a self, id: &Id) -> Option<Self::Data> {
        self.0.span_data(id)
    }
    fn register_filter(&mut self) -> tracing_subscriber::filter::FilterId {
        self.0.register_filter()
    }
}

/// What a layer in some container is told and asked. Registrations may come again when other tests make dispatchers, so one is
/// enough.
fn calls<L: Layer<Renaming> + Send + Sync>(contain: impl FnOnce(Every) -> L) -> Vec<String> {
    let tape = Tape::default();
    with_default(Renaming(tracing_subscriber::registry()).with(contain(Every(tape.clone()))), || {
        let a = info_span!(target: "every", "a", x = tracing::field::Empty);
        a.record("x", 1);
        let b = info_span!(target: "every", "b");
        b.follows_from(&a);
        drop(b.clone());
        a.in_scope(|| {
            drop(tracing::Span::current());
            info!(name: "e", target: "every", "");
        });
    });
    let calls = tape.take();
    assert!(calls.iter().any(|call| call == "register_callsite"));
    calls.into_iter().filter(|call| call != "register_callsite").collect()
}

#[test]
fn a_layer_behind_each_container_sees_the_same() {
    let bare = calls(|layer| layer);
    let expected = [
        "on_layer",
        "on_register_dispatch",
        "enabled a",
        "on_new_span",
        "on_record",
        "enabled b",
        "on_new_span",
        "on_follows_from",
        "on_id_change",
        "on_enter",
        "on_id_change",
        "enabled e",
        "event_enabled",
        "on_event",
        "on_exit",
        "on_close",
        "on_close",
    ];
    assert_eq!(bare, expected);
    assert_eq!(calls(Box::new), bare, "Box");
    assert_eq!(calls(Layer::<Renaming>::boxed), bare, "Box<dyn Layer>");
    assert_eq!(calls(Some), bare, "Option");
    assert_eq!(calls(|layer| vec![layer]), bare, "Vec");
    assert_eq!(calls(|layer| Some(vec![Layer::<Renaming>::boxed(Some(layer))])), bare, "one in the other");
    assert_eq!(calls(|layer| layer.and_then(None::<Every>)), bare, "Layered, beside nothing");
    assert_eq!(calls(|layer| Layer::<Renaming>::and_then(Vec::<Every>::new(), layer)), bare, "Layered, on nothing");
    // Whether a filter may be reloaded later or not, it does not come into it.
    let reloaded = calls(|layer| reload::Layer::new(layer).0);
    assert_eq!(reloaded, bare, "reload");
}

#[test]
fn filters_work_behind_each_container() {
    let refused: &[&str] = &["refused"];
    let scene = || {
        info!(target: "refused", "");
        let _s = info_span!(target: "refused", "refused").entered();
        info_span!("s").in_scope(|| info!(target: "e", ""));
    };
    fn run<L: Layer<Registry> + Send + Sync>(
        contain: impl FnOnce(Box<dyn Layer<Registry> + Send + Sync>) -> L,
        filter: Without,
        scene: impl FnOnce(),
    ) -> Vec<String> {
        let tape = Tape::default();
        let filtered = tape.layer("A").with_filter(filter).boxed();
        with_default(tracing_subscriber::registry().with(contain(filtered)).with(tape.layer("B")), scene);
        tape.take_of("A")
    }
    for filter in [Without::asked(refused), Without::fixed(refused)] {
        let bare = run(|layer| layer, filter.clone(), scene);
        assert_eq!(bare, ["new s", "enter s", "event e in s", "exit s", "close s"]);
        assert_eq!(run(|layer| vec![layer], filter.clone(), scene), bare);
        assert_eq!(run(Some, filter.clone(), scene), bare);
        assert_eq!(run(|layer| vec![Some(Box::new(layer))], filter.clone(), scene), bare);
        assert_eq!(run(|layer| reload::Layer::new(layer).0, filter.clone(), scene), bare);
    }
}

#[test]
fn an_empty_vector_and_none_are_as_if_they_were_not_there() {
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(Vec::<Every>::new())
        .with(tape.layer("A"))
        .with(Vec::<Every>::new())
        .with(None::<Every>);
    with_default(stack, || info!(target: "e", ""));
    assert_eq!(tape.take(), ["A: event e in -"]);

    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(Without::asked(&["no"])))
        .with(Vec::<Every>::new())
        .with(None::<Every>);
    with_default(stack, || {
        info!(target: "e", "");
        info!(target: "no", "");
    });
    assert_eq!(tape.take(), ["A: event e in -"]);
}

/// A container of somebody else's, which knows the methods that have been there for long.
struct Foreign<L>(L);

impl<S: Subscriber, L: Layer<S>> Layer<S> for Foreign<L> {
    fn on_layer(&mut self, subscriber: &mut S) {
        self.0.on_layer(subscriber);
    }
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.0.register_callsite(metadata)
    }
    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        self.0.enabled(metadata, ctx)
    }
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        self.0.on_new_span(attrs, id, ctx);
    }
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        self.0.on_enter(id, ctx);
    }
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        self.0.on_exit(id, ctx);
    }
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        self.0.on_close(id, ctx);
    }
    fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, S>) -> bool {
        self.0.event_enabled(event, ctx)
    }
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        self.0.on_event(event, ctx);
    }
}

#[test]
fn a_foreign_container_of_filtered_layers_vetoes_nothing() {
    for (a, b) in [
        (Without::asked(&["a"]), Without::asked(&["b"])),
        (Without::fixed(&["a"]), Without::fixed(&["b"])),
        (Without::fixed(&["a"]), Without::asked(&["b"])),
    ] {
        let tape = Tape::default();
        let pair = tape.layer("A").with_filter(a).and_then(tape.layer("B").with_filter(b));
        let stack = tracing_subscriber::registry().with(Foreign(pair)).with(tape.layer("C"));
        with_default(stack, || {
            info!(target: "a", "");
            info!(target: "b", "");
        });
        let expected = ["B: event a in -", "C: event a in -", "A: event b in -", "C: event b in -"];
        assert_eq!(tape.take(), expected);
    }
}

//! Layers: in which order they are told and asked, and what their context tells them.

use tracing::subscriber::with_default;
use tracing::{Dispatch, Level, dispatcher, info, info_span};
use tracing_core::span::Id;
use tracing_core::{Event, Interest, LevelFilter, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, FilterFn, Filtered, filter_fn};
use tracing_subscriber::layer::{Context, Identity};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry, layer};

use crate::tape::Tape;

fn scene() {
    let a = info_span!("a", x = tracing::field::Empty);
    a.record("x", 1);
    let b = info_span!("b");
    b.follows_from(&a);
    let entered = a.enter();
    info!(target: "e", "");
    drop(entered);
    drop(a);
    drop(b);
}

fn told(names: &[&str]) -> Vec<String> {
    let calls =
        ["new a", "record a", "new b", "b follows a", "enter a", "event e in a", "exit a", "close a", "close b"];
    calls.iter().flat_map(|call| names.iter().map(move |name| format!("{name}: {call}"))).collect()
}

#[test]
fn what_happened_is_told_from_the_inside_out() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("A")).with(tape.layer("B")), scene);
    assert_eq!(tape.take(), told(&["A", "B"]));
    with_default(tracing_subscriber::registry().with(tape.layer("A").and_then(tape.layer("B"))), scene);
    assert_eq!(tape.take(), told(&["A", "B"]));
    with_default(tape.layer("A").with_subscriber(tracing_subscriber::registry()), scene);
    assert_eq!(tape.take(), told(&["A"]));
}

/// Writes down what it is asked, and answers.
struct Asked {
    name: &'static str,
    tape: Tape,
    enabled: bool,
    event_enabled: bool,
}

impl Asked {
    fn new(name: &'static str, tape: &Tape) -> Self {
        Self { name, tape: tape.clone(), enabled: true, event_enabled: true }
    }
}

impl<S: Subscriber> Layer<S> for Asked {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.tape.say(format!("{}: enabled", self.name));
        self.enabled
    }

    fn event_enabled(&self, _: &Event<'_>, _: Context<'_, S>) -> bool {
        self.tape.say(format!("{}: event_enabled", self.name));
        self.event_enabled
    }

    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        self.tape.say(format!("{}: event", self.name));
    }
}

#[test]
fn what_should_happen_is_asked_from_the_outside_in() {
    let tape = Tape::default();
    let stack = tracing_subscriber::registry().with(Asked::new("A", &tape)).with(Asked::new("B", &tape));
    with_default(stack, || info!("asked"));
    let expected = ["B: enabled", "A: enabled", "B: event_enabled", "A: event_enabled", "A: event", "B: event"];
    assert_eq!(tape.take(), expected);
}

#[test]
fn a_veto_holds_for_all_and_ends_the_question() {
    let tape = Tape::default();
    let no = Asked { enabled: false, ..Asked::new("B", &tape) };
    with_default(tracing_subscriber::registry().with(Asked::new("A", &tape)).with(no), || info!("vetoed"));
    assert_eq!(tape.take(), ["B: enabled"]);

    let no = Asked { event_enabled: false, ..Asked::new("B", &tape) };
    with_default(tracing_subscriber::registry().with(Asked::new("A", &tape)).with(no), || info!("vetoed"));
    assert_eq!(tape.take(), ["B: enabled", "A: enabled", "B: event_enabled"]);
}

#[test]
fn an_event_of_a_layers_own_goes_to_what_is_inside() {
    struct Echo;
    impl<S: Subscriber> Layer<S> for Echo {
        fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
            if event.metadata().target() == "first" {
                assert!(ctx.enabled(event.metadata()));
                ctx.event(event);
            }
        }
    }
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("in")).with(Echo).with(tape.layer("out")), || {
        info!(target: "first", "");
    });
    assert_eq!(tape.take(), ["in: event first in -", "in: event first in -", "out: event first in -"]);
}

#[test]
fn the_context_knows_spans_and_the_current_one() {
    struct Look;
    impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Look {
        fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
            let current = ctx.lookup_current().unwrap();
            assert_eq!((current.name(), current.parent().unwrap().name()), ("inner", "outer"));
            assert_eq!(ctx.current_span().id(), Some(&current.id()));
            assert!(ctx.exists(&current.id()) && !ctx.exists(&Id::from_u64(u64::MAX)));
            assert_eq!(ctx.metadata(&current.id()).unwrap().name(), "inner");
            assert_eq!(ctx.event_span(event).unwrap().id(), current.id());
            let from_root: Vec<_> = ctx.event_scope(event).unwrap().from_root().map(|span| span.name()).collect();
            assert_eq!(from_root, ["outer", "inner"]);
            let scope: Vec<_> = ctx.span_scope(&current.id()).unwrap().map(|span| span.name()).collect();
            assert_eq!(scope, ["inner", "outer"]);
            current.extensions_mut().insert("seen");
        }
    }
    let dispatch = Dispatch::new(tracing_subscriber::registry().with(Look).with(Identity::new()));
    dispatcher::with_default(&dispatch, || {
        let _outer = info_span!("outer").entered();
        let inner = info_span!("inner").entered();
        info!("look");
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        let inner = registry.span(&inner.id().unwrap()).unwrap();
        assert_eq!(inner.extensions().get::<&str>(), Some(&"seen"));
    });
}

#[test]
fn attached_values_are_one_per_type() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    dispatcher::with_default(&dispatch, || {
        let span = info_span!("a");
        let span = dispatch.downcast_ref::<Registry>().unwrap().span(&span.id().unwrap()).unwrap();
        let mut extensions = span.extensions_mut();
        extensions.insert(1_u32);
        assert_eq!(extensions.replace(2_u32), Some(1));
        *extensions.get_mut::<u32>().unwrap() += 1;
        extensions.insert(String::from("two"));
        extensions.insert(4_u32);
        assert_eq!(extensions.remove::<u32>(), Some(4), "inserted twice is replaced");
        assert_eq!(extensions.remove::<u32>(), None);
        drop(extensions);
        assert_eq!(span.extensions().get::<String>().map(String::as_str), Some("two"));
        assert!(span.extensions().get::<u32>().is_none());
    });
}

#[test]
fn parts_of_a_stack_are_found_by_type() {
    let stack = tracing_subscriber::registry()
        .with(LevelFilter::INFO)
        .with(Identity::new().with_filter(LevelFilter::WARN))
        .with(Some(vec![Identity::new().boxed()]));
    assert!(stack.is::<Registry>() && stack.is::<LevelFilter>() && stack.is::<Identity>());
    assert!(!stack.is::<Tape>());
    let dispatch = Dispatch::new(stack);
    assert!(dispatch.is::<Registry>());
    assert_eq!(dispatch.downcast_ref::<LevelFilter>(), Some(&LevelFilter::WARN), "from the outside in");
}

fn hint<S: Subscriber>(stack: S) -> Option<LevelFilter> {
    stack.max_level_hint()
}

#[test]
fn level_hints_of_stacks() {
    struct Hints(Option<LevelFilter>);
    impl<S: Subscriber> Layer<S> for Hints {
        fn max_level_hint(&self) -> Option<LevelFilter> {
            self.0
        }
    }
    let registry = tracing_subscriber::registry;
    let plain = Hints;
    fn filtered<S>(level: LevelFilter) -> Filtered<Identity, LevelFilter, S> {
        Filtered::new(Identity::new(), level)
    }
    fn unknown<S>() -> Filtered<Identity, FilterFn, S> {
        Filtered::new(Identity::new(), FilterFn::new(|_| true))
    }
    let none = || None::<Hints>;
    const OFF: Option<LevelFilter> = Some(LevelFilter::OFF);
    const WARN: Option<LevelFilter> = Some(LevelFilter::WARN);
    const INFO: Option<LevelFilter> = Some(LevelFilter::INFO);
    const DEBUG: Option<LevelFilter> = Some(LevelFilter::DEBUG);
    let (info, debug) = (LevelFilter::INFO, LevelFilter::DEBUG);

    // Layers without a filter.
    assert_eq!(hint(registry()), None);
    assert_eq!(hint(registry().with(plain(INFO))), INFO);
    assert_eq!(hint(registry().with(plain(None)).with(plain(INFO))), INFO);
    assert_eq!(hint(registry().with(plain(INFO)).with(plain(None))), INFO);
    assert_eq!(hint(registry().with(plain(INFO)).with(plain(DEBUG))), DEBUG);
    assert_eq!(hint(registry().with(plain(None)).with(info)), INFO);

    // Layers with a filter of their own.
    assert_eq!(hint(registry().with(filtered(info))), INFO);
    assert_eq!(hint(registry().with(filtered(info)).with(filtered(debug))), DEBUG);
    assert_eq!(hint(registry().with(filtered(info)).with(plain(None))), None);
    assert_eq!(hint(registry().with(plain(None)).with(filtered(info))), None);
    assert_eq!(hint(registry().with(filtered(info)).with(unknown())), None);
    assert_eq!(hint(registry().with(plain(WARN)).with(filtered(info))), INFO);
    assert_eq!(hint(registry().with(info).with(unknown())), INFO);
    assert_eq!(hint(registry().with(filtered(debug).with_filter(info))), INFO);

    // Layers that are not there.
    assert_eq!(hint(registry().with(none())), OFF);
    assert_eq!(hint(registry().with(Vec::<Hints>::new())), OFF);
    assert_eq!(hint(registry().with(none()).with(plain(None))), None);
    assert_eq!(hint(registry().with(plain(None)).with(Vec::<Hints>::new())), None);
    assert_eq!(hint(registry().with(plain(None).and_then(none()))), None);
    assert_eq!(hint(registry().with(none()).with(filtered(info))), INFO);
    assert_eq!(hint(registry().with(filtered(info)).with(none())), INFO);
    assert_eq!(hint(registry().with(info).with(none())), INFO);
    assert_eq!(hint(registry().with(Some(info)).with(None::<LevelFilter>)), INFO);

    // Layers side by side.
    assert_eq!(hint(registry().with(vec![filtered(info), filtered(debug)])), DEBUG);
    let mixed: Vec<Box<dyn Layer<Registry> + Send + Sync>> = vec![filtered(info).boxed(), plain(None).boxed()];
    assert_eq!(hint(registry().with(mixed)), None);
    assert_eq!(hint(registry().with(Some(filtered(info).boxed()))), INFO);

    // Filters that are joined.
    let joined = |filter: Box<dyn layer::Filter<Registry> + Send + Sync>| {
        hint(registry().with(Identity::new().with_filter(filter)))
    };
    let any = || filter_fn(|_| true);
    assert_eq!(joined(FilterExt::<Registry>::and(info, debug).boxed()), INFO);
    assert_eq!(joined(FilterExt::<Registry>::or(info, debug).boxed()), DEBUG);
    assert_eq!(joined(FilterExt::<Registry>::and(info, any()).boxed()), INFO);
    assert_eq!(joined(FilterExt::<Registry>::or(info, any()).boxed()), None);
    assert_eq!(joined(FilterExt::<Registry>::not(info).boxed()), None);
    assert_eq!(joined(FilterExt::boxed(None::<LevelFilter>)), None);
}

#[test]
fn the_level_of_the_process_follows_what_is_wanted() {
    // Other tests of this process have their own subscribers, so only what must be at least is compared.
    let _guard = tracing_subscriber::registry().with(Identity::new().with_filter(LevelFilter::DEBUG)).set_default();
    assert!(LevelFilter::current() >= LevelFilter::DEBUG);
    assert!(tracing::enabled!(Level::DEBUG) && !tracing::enabled!(Level::TRACE));
}

/// Layers and filters that make nothing of what happens to spans are passed over; those around them are not.
#[test]
fn layers_that_do_not_listen_to_spans_are_in_nobodys_way() {
    let tape = Tape::default();
    let heard = told(&["A"]);
    let registry = tracing_subscriber::registry;
    fn deaf<S: Subscriber>() -> impl Layer<S> + Send + Sync {
        Identity::new().and_then(LevelFilter::TRACE).and_then(filter_fn(|_| true))
    }
    with_default(registry().with(deaf()).with(tape.layer("A")), scene);
    assert_eq!(tape.take(), heard);
    with_default(registry().with(tape.layer("A")).with(deaf()), scene);
    assert_eq!(tape.take(), heard);
    with_default(registry().with(deaf().and_then(tape.layer("A")).and_then(deaf())), scene);
    assert_eq!(tape.take(), heard);
    with_default(registry().with(vec![deaf().boxed(), tape.layer("A").boxed()]).with(deaf().boxed()), scene);
    assert_eq!(tape.take(), heard);
    with_default(registry().with(Some(tape.layer("A"))).with(None::<Identity>), scene);
    assert_eq!(tape.take(), heard);
    with_default(registry().with(tape.layer("A").with_filter(LevelFilter::TRACE)).with(deaf()), scene);
    assert_eq!(tape.take(), heard);
}

#[test]
fn a_filter_that_listens_to_spans_is_told_whatever_its_layer_does() {
    #[derive(Clone)]
    struct Told(Tape);
    impl<S> layer::Filter<S> for Told {
        fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
            true
        }
        fn on_enter(&self, _: &Id, _: Context<'_, S>) {
            self.0.say("enter");
        }
        fn on_exit(&self, _: &Id, _: Context<'_, S>) {
            self.0.say("exit");
        }
        fn on_close(&self, _: Id, _: Context<'_, S>) {
            self.0.say("close");
        }
    }

    fn check(told: &Tape, filter: impl layer::Filter<Registry> + Send + Sync + 'static) {
        with_default(tracing_subscriber::registry().with(Identity::new().with_filter(filter)), || {
            info_span!("a").in_scope(|| ());
        });
        assert_eq!(told.take(), ["enter", "exit", "close"]);
    }

    let tape = Tape::default();
    let told = || Told(tape.clone());
    check(&tape, told());
    check(&tape, Some(told()));
    check(&tape, FilterExt::boxed(told()) as Box<dyn layer::Filter<Registry> + Send + Sync>);
    check(&tape, told().and(LevelFilter::TRACE));
    check(&tape, LevelFilter::TRACE.or(told()));
    check(&tape, LevelFilter::TRACE.or(told().not().not()));
}

#[cfg(feature = "fmt")]
#[test]
fn a_formatting_layer_may_begin_to_listen_to_spans_that_are_open() {
    use tracing_subscriber::fmt::{self, format::FmtSpan};

    let sink = crate::sink::Sink::default();
    let layer = fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(sink.clone());
    let (layer, handle) = tracing_subscriber::reload::Layer::new(layer);
    with_default(tracing_subscriber::registry().with(layer), || {
        let span = info_span!("span");
        span.in_scope(|| ());
        handle.modify(|layer| layer.set_span_events(FmtSpan::FULL)).unwrap();
        span.in_scope(|| ());
        drop(span);
    });
    assert_eq!(sink.lines(), [" INFO span: enter", " INFO span: exit", " INFO span: close"]);
}

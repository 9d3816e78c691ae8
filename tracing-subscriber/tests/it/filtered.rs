//! Filters of single layers: each layer sees what its own filter admits, whatever the others do.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use tracing::subscriber::with_default;
use tracing::{Level, debug, info, info_span, warn};
use tracing_core::span::{Attributes, Id};
use tracing_core::{Event, LevelFilter, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, dynamic_filter_fn, filter_fn};
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, reload};

use crate::tape::{Tape, Without};

#[test]
fn a_question_does_not_make_the_next_record_vanish() {
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(Without::asked(&["refused"])))
        .with(tape.layer("B").with_filter(Without::asked(&["refused"])));
    with_default(stack, || {
        for _ in 0..2 {
            assert!(!tracing::enabled!(target: "refused", Level::INFO));
            info!(target: "e", "");
            assert!(tracing::enabled!(target: "e", Level::INFO));
            let _s = info_span!(target: "refused", "s");
            assert!(!tracing::span_enabled!(target: "refused", Level::INFO));
            let _t = info_span!("t");
            assert!(!tracing::event_enabled!(target: "refused", Level::INFO));
        }
    });
    let expected = ["A: event e in -", "B: event e in -", "A: new t", "B: new t", "A: close t", "B: close t"];
    assert_eq!(tape.take(), [expected, expected].concat());
}

#[test]
fn a_record_made_for_the_message_of_another_has_its_own_verdict() {
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(Without::asked(&["inner"])))
        .with(tape.layer("B").with_filter(Without::asked(&["outer"])));
    let inner = || {
        info!(target: "inner", "");
        let _s = info_span!(target: "inner", "s");
        "text"
    };
    with_default(stack, || {
        debug!(target: "outer", "{}", inner());
        let _span = info_span!(target: "outer", "span", value = inner());
    });
    let seen = tape.take();
    let of = |name: &str| seen.iter().filter(|line| line.starts_with(name)).cloned().collect::<Vec<_>>();
    assert_eq!(of("A"), ["A: event outer in -", "A: new span", "A: close span"]);
    let inner = ["B: event inner in -", "B: new s", "B: close s"];
    assert_eq!(of("B"), [inner, inner].concat());
}

#[test]
fn layers_do_not_affect_each_other() {
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(tape.layer("few").with_filter(LevelFilter::WARN))
        .with(tape.layer("all"))
        .with(tape.layer("some").with_filter(filter_fn(|metadata| metadata.target() != "noise")));
    with_default(stack, || {
        let outer = info_span!(target: "noise", "outer");
        let _in_outer = outer.enter();
        let inner = tracing::warn_span!("inner");
        let _in_inner = inner.enter();
        info!(target: "noise", "");
        warn!(target: "news", "");
    });
    let seen = tape.take();
    let of = |name: &str| {
        let prefix = format!("{name}: ");
        seen.iter().filter_map(|line| line.strip_prefix(&prefix).map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(of("few"), ["new inner", "enter inner", "event news in inner", "exit inner", "close inner"]);
    assert_eq!(of("some"), of("few"));
    let all = [
        "new outer",
        "enter outer",
        "new inner<outer",
        "enter inner<outer",
        "event noise in inner<outer",
        "event news in inner<outer",
        "exit inner<outer",
        "close inner<outer",
        "exit outer",
        "close outer",
    ];
    assert_eq!(of("all"), all);
}

#[test]
fn an_explicit_parent_that_the_layer_does_not_see_is_skipped() {
    let tape = Tape::default();
    struct Parents(Tape);
    impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Parents {
        fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
            let named = attrs.parent().map(|parent| ctx.span(parent).map(|span| span.name()));
            let seen = ctx.span(id).unwrap().parent().map(|parent| parent.name());
            self.0.say(format!("{}: named {named:?}, seen {seen:?}", attrs.metadata().name()));
        }
    }
    let stack = tracing_subscriber::registry()
        .with(Parents(tape.clone()).with_filter(Without::asked(&["hidden"])))
        .with(Parents(Tape::default()));
    with_default(stack, || {
        let root = info_span!("root");
        let hidden = info_span!(target: "hidden", parent: &root, "hidden");
        let _child = info_span!(parent: &hidden, "child");
    });
    assert_eq!(tape.take(), ["root: named None, seen None", r#"child: named Some(None), seen Some("root")"#]);
}

#[test]
fn an_event_is_in_the_nearest_span_that_the_layer_sees() {
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(Without::asked(&["hidden"])))
        .with(tape.layer("B"));
    with_default(stack, || {
        let _root = info_span!("root").entered();
        // Not a child of the root, but entered inside of it.
        let hidden = info_span!(target: "hidden", parent: None, "hidden").entered();
        info!(target: "contextual", "");
        info!(target: "explicit", parent: hidden.id(), "");
    });
    let seen: Vec<_> = tape.take().into_iter().filter(|line| line.contains("event")).collect();
    let expected = [
        "A: event contextual in root",
        "B: event contextual in hidden",
        "A: event explicit in -",
        "B: event explicit in hidden",
    ];
    assert_eq!(seen, expected);
}

#[test]
fn each_filter_is_asked_once_per_record() {
    let tape = Tape::default();
    let (a, b) = (Without::asked(&["b"]), Without::asked(&["a"]));
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(a.clone()))
        .with(tape.layer("B").with_filter(b.clone()));
    with_default(stack, || {
        info!(target: "a", "");
        info!(target: "b", "");
        info_span!(target: "a", "s").in_scope(|| ());
    });
    for filter in [a, b] {
        assert_eq!(*filter.asked.lock().unwrap(), ["a", "b", "a"]);
    }
}

#[test]
fn a_filter_whose_answer_is_fixed_is_not_asked_also_where_layers_disagree() {
    let tape = Tape::default();
    let (a, b) = (Without::fixed(&["b"]), Without::fixed(&["a"]));
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(a.clone()))
        .with(tape.layer("B").with_filter(b.clone()));
    with_default(stack, || {
        for _ in 0..3 {
            info!(target: "a", "");
            info!(target: "b", "");
        }
    });
    for filter in [a, b] {
        assert!(filter.asked.lock().unwrap().is_empty());
    }
    assert_eq!(tape.take(), ["A: event a in -", "B: event b in -"].repeat(3));
}

#[test]
fn fields_of_what_nobody_wants_are_not_evaluated() {
    let tape = Tape::default();
    let evaluated = Cell::new(0);
    let value = || evaluated.replace(evaluated.get() + 1);
    let (layer, _handle) = reload::Layer::new(tape.layer("C").with_filter(Without::asked(&["no"])));
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(Without::asked(&["no"])))
        .with(vec![tape.layer("B").with_filter(Without::fixed(&["no"])).boxed()])
        .with(layer)
        .with(Some(LevelFilter::DEBUG));
    with_default(stack, || {
        info!(target: "no", x = value());
        let _s = info_span!(target: "no", "s", x = value());
        tracing::trace!(x = value());
    });
    assert_eq!(evaluated.get(), 0);
    assert!(tape.take().is_empty());
}

#[test]
fn a_filter_can_look_at_the_values_of_an_event() {
    struct OnlyLong;
    impl<S> Filter<S> for OnlyLong {
        fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
            true
        }
        fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
            event.values().iter().any(|(_, value)| format!("{value:?}").len() > 5)
        }
    }
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(tape.layer("A").with_filter(OnlyLong))
        .with(tape.layer("B").with_filter(FilterExt::or(OnlyLong, filter_fn(|metadata| metadata.target() == "t"))));
    with_default(stack, || {
        info!(target: "s", "short");
        info!(target: "l", "long enough");
        info!(target: "t", "short");
    });
    assert_eq!(tape.take(), ["A: event l in -", "B: event l in -", "B: event t in -"]);
}

#[test]
fn a_filter_sees_the_context_of_its_layer() {
    let tape = Tape::default();
    let in_span = dynamic_filter_fn(|metadata, ctx| {
        (metadata.is_span() && metadata.target() != "hidden") || ctx.lookup_current().is_some()
    });
    let stack = tracing_subscriber::registry().with(tape.layer("A").with_filter(in_span)).with(tape.layer("B"));
    with_default(stack, || {
        info!(target: "outside", "");
        info_span!(target: "hidden", "hidden").in_scope(|| info!(target: "in hidden", ""));
        info_span!("s").in_scope(|| info!(target: "inside", ""));
    });
    assert_eq!(tape.take_of("A"), ["new s", "enter s", "event inside in s", "exit s", "close s"]);
}

#[test]
fn a_filter_inside_a_filter_sees_what_both_admit() {
    let tape = Tape::default();
    let nested = tape.layer("A").with_filter(Without::asked(&["inner"])).with_filter(Without::asked(&["outer"]));
    let pair = tape
        .layer("B")
        .with_filter(Without::fixed(&["b"]))
        .and_then(tape.layer("C").with_filter(Without::asked(&["c"])))
        .with_filter(Without::asked(&["outer"]));
    with_default(tracing_subscriber::registry().with(nested).with(pair).with(tape.layer("D")), || {
        for span in [
            info_span!(target: "inner", "i"),
            info_span!(target: "outer", "o"),
            info_span!(target: "b", "b"),
            info_span!(target: "c", "c"),
        ] {
            let _entered = span.enter();
            info!(target: "e", "");
        }
    });
    let seen = tape.take();
    let events = |name: &str| {
        let prefix = format!("{name}: event e in ");
        seen.iter().filter_map(|line| line.strip_prefix(&prefix)).collect::<Vec<_>>()
    };
    assert_eq!(events("A"), ["-", "-", "b", "c"]);
    assert_eq!(events("B"), ["i", "-", "-", "c"]);
    assert_eq!(events("C"), ["i", "-", "b", "-"]);
    assert_eq!(events("D"), ["i", "o", "b", "c"]);
}

#[test]
fn more_filters_than_a_word_has_bits() {
    let seen: Arc<Mutex<Vec<(usize, String)>>> = Arc::default();
    struct Numbered(usize, Arc<Mutex<Vec<(usize, String)>>>);
    impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Numbered {
        fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
            assert!(ctx.exists(id));
            self.1.lock().unwrap().push((self.0, attrs.metadata().target().to_owned()));
        }
        fn on_enter(&self, _: &Id, _: Context<'_, S>) {
            self.1.lock().unwrap().push((self.0, "enter".to_owned()));
        }
        fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
            let scope = ctx.event_scope(event).map_or(0, Iterator::count);
            self.1.lock().unwrap().push((self.0, format!("event in {scope}")));
        }
    }
    // Every third refuses the one target, every fifth the other; some of the answers are fixed.
    let filter = |number: usize| {
        let targets: &'static [&'static str] = match (number % 3, number % 5) {
            (0, 0) => &["three", "five"],
            (0, _) => &["three"],
            (_, 0) => &["five"],
            _ => &[],
        };
        if number % 2 == 0 { Without::fixed(targets) } else { Without::asked(targets) }
    };
    let layers: Vec<_> = (0..200).map(|number| Numbered(number, seen.clone()).with_filter(filter(number))).collect();
    with_default(tracing_subscriber::registry().with(layers), || {
        for _ in 0..2 {
            let _three = info_span!(target: "three", "s").entered();
            let _five = info_span!(target: "five", "s").entered();
            info!("");
        }
    });
    let seen = seen.lock().unwrap();
    for number in 0..200 {
        let mine: Vec<_> = seen.iter().filter(|(at, _)| *at == number).map(|(_, what)| what.as_str()).collect();
        let spans: Vec<_> = [("three", number % 3), ("five", number % 5)]
            .iter()
            .filter(|(_, rest)| *rest != 0)
            .flat_map(|(target, _)| [*target, "enter"])
            .collect();
        let event = format!("event in {}", spans.len() / 2);
        let round: Vec<_> = spans.into_iter().chain([event.as_str()]).collect();
        assert_eq!(mine, [round.clone(), round].concat(), "layer {number}");
    }
}

#[test]
fn a_filtered_layer_may_come_later_by_reload() {
    let tape = Tape::default();
    let (layer, handle) = reload::Layer::new(tape.layer("A").with_filter(Without::asked(&["a"])));
    with_default(tracing_subscriber::registry().with(layer).with(tape.layer("Z")), || {
        let old = info_span!(target: "a", "old");
        handle.reload(tape.layer("B").with_filter(Without::asked(&["b"]))).unwrap();
        let new = info_span!(target: "b", "new");
        tape.take();
        old.in_scope(|| ());
        new.in_scope(|| info!(target: "e", ""));
        info!(target: "b", "");
    });
    let seen = tape.take();
    assert!(seen.contains(&"B: event e in -".to_owned()), "{seen:?}");
    assert!(!seen.iter().any(|line| line.contains("B: enter new") || line.contains("B: event b")), "{seen:?}");
}

/// What is asked, or recorded, with metadata that borrows the identity of a callsite is judged by itself: so bridges from other
/// loggers do, which have no callsites.
#[test]
fn metadata_that_borrows_an_identity_does_not_get_its_answer() {
    use tracing_core::callsite::DefaultCallsite;
    use tracing_core::field::{FieldSet, ValueRef, ValueSet};
    use tracing_core::{Dispatch, Kind, identify_callsite};

    static LENDER: DefaultCallsite = DefaultCallsite::new(&LENDER_METADATA);
    static LENDER_METADATA: Metadata<'static> = of("lender");
    static WANTED: Metadata<'static> = of("wanted");
    static REFUSED: Metadata<'static> = of("refused");
    const fn of(target: &'static str) -> Metadata<'static> {
        let fields = FieldSet::new(&["message"], identify_callsite!(&LENDER));
        Metadata::new("borrowed", target, Level::INFO, None, None, None, fields, Kind::EVENT)
    }

    for (lender_is_refused, targets) in [(false, &["refused"][..]), (true, &["refused", "lender"])] {
        let tape = Tape::default();
        let layer = tape.layer("A").with_filter(Without::fixed(targets));
        let other = tape.layer("B").with_filter(Without::asked(targets));
        let dispatch = Dispatch::new(tracing_subscriber::registry().with(layer).with(other));
        tracing::dispatcher::with_default(&dispatch, || {
            let _ = LENDER.interest();
            let enabled = [&LENDER_METADATA, &WANTED, &REFUSED].map(|metadata| dispatch.enabled(metadata));
            assert_eq!(enabled, [!lender_is_refused, true, false]);
            for metadata in [&WANTED, &REFUSED] {
                let values = [ValueRef::Str("")];
                dispatch.event(&Event::new(metadata, &ValueSet::from_refs(metadata.fields(), &values)));
            }
        });
        assert_eq!(tape.take(), ["A: event wanted in -", "B: event wanted in -"]);
    }
}

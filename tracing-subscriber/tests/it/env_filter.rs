//! `EnvFilter` does what its documentation says: the table of cases in it is run, and then what no table can show.

use std::sync::{Arc, Mutex};

use tracing::field::Empty;
use tracing_core::span::{Attributes, Id};
use tracing_core::{Dispatch, Event, LevelFilter, Subscriber};
use tracing_subscriber::filter::{Directive, FilterExt};
use tracing_subscriber::layer::Context;
use tracing_subscriber::{EnvFilter, Layer, Registry, prelude::*, reload};

/// Counts what comes through.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<&'static str>>>);

impl Seen {
    fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.0.lock().unwrap().push(attributes.metadata().name());
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.lock().unwrap().push(event.metadata().target());
    }
}

/// Calls `f` inside of the spans that a cell of the table names.
fn inside(cell: &str, f: &mut dyn FnMut()) {
    let words: Vec<&str> = cell.split('`').filter(|word| !word.trim_matches([' ', ',']).is_empty()).collect();
    match &words[..] {
        [] => f(),
        ["late", then @ ..] => {
            let span = tracing::info_span!(target: "app", "late", id = Empty);
            for word in then {
                match *word {
                    ", then " => {}
                    "id=7" => drop(span.record("id", 7)),
                    "id=8" => drop(span.record("id", 8)),
                    _ => panic!("{word}"),
                }
            }
            span.in_scope(f);
        }
        [span, rest @ ..] => {
            let span = match *span {
                "request{id=7}" => tracing::info_span!(target: "app", "request", id = 7),
                "request{id=8}" => tracing::info_span!(target: "app", "request", id = 8),
                r#"request{path="/healthcheck"}"# => {
                    tracing::info_span!(target: "app", "request", path = "/healthcheck")
                }
                r#"request{path="/"}"# => tracing::info_span!(target: "app", "request", path = "/"),
                "noisy" => tracing::info_span!(target: "app", "noisy"),
                _ => panic!("{span}"),
            };
            span.in_scope(|| inside(&rest.iter().map(|word| format!("`{word}`")).collect::<String>(), f));
        }
    }
}

/// Makes the record that a cell of the table names.
fn record(cell: &str) {
    match cell {
        "ERROR app" => tracing::error!(target: "app", "."),
        "WARN app" => tracing::warn!(target: "app", "."),
        "INFO app" => tracing::info!(target: "app", "."),
        "DEBUG app" => tracing::debug!(target: "app", "."),
        "TRACE app" => tracing::trace!(target: "app", "."),
        "WARN app::db" => tracing::warn!(target: "app::db", "."),
        "INFO app::db" => tracing::info!(target: "app::db", "."),
        "ERROR hyper" => tracing::error!(target: "hyper", "."),
        "DEBUG hyper" => tracing::debug!(target: "hyper", "."),
        "TRACE hyper" => tracing::trace!(target: "hyper", "."),
        "INFO tokio" => tracing::info!(target: "tokio", "."),
        "INFO tokio_util" => tracing::info!(target: "tokio_util", "."),
        "INFO app id=7" => tracing::info!(target: "app", id = 7),
        "INFO app id=8" => tracing::info!(target: "app", id = 8),
        "DEBUG app id=7" => tracing::debug!(target: "app", id = 7),
        "DEBUG app id=8" => tracing::debug!(target: "app", id = 8),
        r#"DEBUG app name="bob""# => tracing::debug!(target: "app", name = "bob"),
        "span INFO plain" => drop(tracing::info_span!(target: "app", "plain")),
        "span INFO request{id=8}" => drop(tracing::info_span!(target: "app", "request", id = 8)),
        _ => panic!("{cell}"),
    }
}

#[test]
fn the_documented_cases_hold_for_all_layers_and_for_one() {
    let mut cases = 0;
    for line in include_str!("../../docs/env_filter.md").lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", filter, spans, made, answer @ ("yes" | "no"), ""] = &cells[..] else { continue };
        cases += 1;
        let filter = || EnvFilter::builder().parse(filter.trim_matches('`')).unwrap();
        let seen = Seen::default();
        let stacks = [
            Dispatch::new(Registry::default().with(seen.clone()).with(filter())),
            Dispatch::new(Registry::default().with(filter()).with(seen.clone())),
            Dispatch::new(Registry::default().with(seen.clone().with_filter(filter()))),
            Dispatch::new(Registry::default().with(seen.clone().with_filter(reload::Layer::new(filter()).0))),
            Dispatch::new(Registry::default().with(seen.clone().with_filter(filter().or(LevelFilter::OFF)))),
            Dispatch::new(Registry::default().with(vec![Layer::boxed(filter()), Layer::boxed(seen.clone())])),
        ];
        for (n, stack) in stacks.iter().enumerate() {
            tracing::dispatcher::with_default(stack, || {
                // The answer does not depend on whether a callsite was met before the span.
                for round in 0..2 {
                    inside(spans, &mut || {
                        seen.take();
                        record(made.trim_matches('`'));
                        let count = seen.take().len();
                        assert_eq!(count, usize::from(*answer == "yes"), "stack {n}, round {round}: {line}");
                    });
                }
            });
        }
    }
    assert!(cases > 50, "the table was not found");
}

/// Runs `f` under a filter and gives what came through.
fn under(filter: &str, f: impl FnOnce()) -> Vec<&'static str> {
    let seen = Seen::default();
    let filter = EnvFilter::builder().parse(filter).unwrap();
    tracing::subscriber::with_default(Registry::default().with(seen.clone()).with(filter), f);
    seen.take()
}

#[test]
fn a_muted_tree_has_its_children_by_explicit_parent_too() {
    let seen = under("info,[request{path=\"/healthcheck\"}]=off", || {
        let muted = tracing::info_span!("request", path = "/healthcheck");
        let child = tracing::info_span!(parent: &muted, "child");
        child.in_scope(|| tracing::error!(target: "in the child", "."));
        tracing::error!(target: "by parent", parent: &muted, ".");
        let other = tracing::info_span!("request", path = "/");
        tracing::error!(target: "by the other parent", parent: &other, ".");
    });
    assert_eq!(seen, ["request", "child", "request", "by the other parent"]);
}

#[test]
fn spans_entered_on_another_thread_count_there_and_nowhere_else() {
    let seen = Seen::default();
    let filter = EnvFilter::new("[request{id=7}]=debug");
    let dispatch = Dispatch::new(Registry::default().with(seen.clone()).with(filter));
    tracing::dispatcher::with_default(&dispatch, || {
        let span = tracing::info_span!("request", id = 7);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                tracing::dispatcher::with_default(&dispatch, || {
                    span.in_scope(|| tracing::debug!(target: "there", "."));
                    tracing::debug!(target: "there, outside", ".");
                });
            });
        });
        tracing::debug!(target: "here", ".");
    });
    assert_eq!(seen.take(), ["request", "there"]);
}

#[test]
fn guards_may_be_dropped_in_any_order() {
    let seen = under("[a]=debug,[b]=trace", || {
        let a = tracing::info_span!("a").entered();
        let b = tracing::info_span!("b").entered();
        drop(a);
        tracing::trace!(target: "in b", ".");
        drop(b);
        tracing::debug!(target: "in none", ".");
    });
    assert_eq!(seen, ["a", "b", "in b"]);
}

#[test]
fn two_filters_on_a_thread_do_not_mix() {
    let (one, two) = (Seen::default(), Seen::default());
    let subscriber = Registry::default()
        .with(one.clone().with_filter(EnvFilter::new("[a]=debug")))
        .with(two.clone().with_filter(EnvFilter::new("[b]=debug")));
    tracing::subscriber::with_default(subscriber, || {
        tracing::info_span!("a").in_scope(|| tracing::debug!(target: "in a", "."));
        tracing::info_span!("b").in_scope(|| tracing::debug!(target: "in b", "."));
    });
    assert_eq!((one.take(), two.take()), (vec!["a", "in a"], vec!["b", "in b"]));
}

#[test]
fn a_field_whose_debug_logs_does_no_harm() {
    struct Loud;
    impl std::fmt::Debug for Loud {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            tracing::error!(target: "from inside", ".");
            f.write_str("loud")
        }
    }
    let seen = under("info,[{v=loud}]=debug", || {
        let span = tracing::info_span!("s", v = ?Loud);
        span.in_scope(|| tracing::debug!(target: "in s", "."));
    });
    assert!(seen.contains(&"in s"), "{seen:?}");
}

#[test]
fn the_highest_level_covers_what_can_be_let_through() {
    for (filter, hint) in [
        ("", LevelFilter::OFF),
        ("off", LevelFilter::OFF),
        ("info,hyper=debug", LevelFilter::DEBUG),
        ("hyper=debug,hyper=warn", LevelFilter::WARN),
        ("info,[request]=debug", LevelFilter::DEBUG),
        ("info,[request{id=7}]=debug", LevelFilter::TRACE),
        ("spans=debug,warn", LevelFilter::DEBUG),
    ] {
        assert_eq!(EnvFilter::builder().parse(filter).unwrap().max_level_hint(), Some(hint), "{filter}");
    }
}

/// What a filter lets through does not depend on who else is there.
#[test]
fn spans_above_the_highest_level_are_not_made_beside_a_more_verbose_subscriber() {
    for (filter, expected) in [
        ("[plain]=warn", &["plain", "in warn"][..]),
        ("[plain]=warn,h=info", &["plain", "in info", "plain", "in warn"]),
    ] {
        let program = || {
            tracing::info_span!("plain").in_scope(|| tracing::warn!(target: "in info", "."));
            tracing::warn_span!("plain").in_scope(|| tracing::warn!(target: "in warn", "."));
        };
        let verbose = Dispatch::new(Registry::default().with(LevelFilter::TRACE));
        let beside = under(filter, program);
        drop(verbose);
        assert_eq!(beside, expected, "{filter}");
    }
}

#[test]
fn a_value_that_is_recorded_counts_at_once() {
    let seen = under("[late{id=7}]=debug", || {
        let late = tracing::info_span!("late", id = Empty).entered();
        tracing::debug!(target: "before", ".");
        late.record("id", 7);
        tracing::debug!(target: "after", ".");
        late.record("id", 8);
        tracing::debug!(target: "after another", ".");
    });
    assert_eq!(seen, ["late", "after"]);
}

#[test]
fn directives_are_printed_as_they_are_read() {
    for text in [
        "off",
        "info",
        "foo=trace",
        "foo::*=debug,info",
        "=foo=debug",
        "*::sql=warn",
        "[span]=trace",
        "[{a=1.0,b=-7,c=true,d=NaN,e=inf}]=debug",
        "foo[bar{baz=\"a,b\"}]=debug",
        "foo[bar{baz=x{2,3}}]=debug",
        "spans=info,warn",
        "spans:=foo=info,events:bar=debug",
        "sqlx::query=debug,hyper=warn,info,my_app[request{id=7}]=trace",
    ] {
        let filter = EnvFilter::builder().parse(text).unwrap();
        assert_eq!(EnvFilter::builder().parse(filter.to_string()).unwrap().to_string(), filter.to_string(), "{text}");
    }
    assert_eq!(EnvFilter::new("info,foo=debug").to_string(), "foo=debug,info");
    assert_eq!(EnvFilter::new("info, foo = debug ,").to_string(), "foo=debug,info");
    assert_eq!(
        EnvFilter::new("info").add_directive("foo[bar]=warn".parse().unwrap()).to_string(),
        "info,foo[bar]=warn"
    );
}

#[test]
fn errors_name_the_directive_and_the_place_in_it() {
    for (text, directive, position) in [
        ("info,hyper=loud", "hyper=loud", 6),
        ("info,foo[bar,baz=info", "foo[bar", 3),
        ("[span]x=info", "[span]x=info", 6),
        ("[{}]=info", "[{}]=info", 2),
        ("[{a,}]=info", "[{a,}]=info", 4),
        ("[s{f}][s{g}]=info", "[s{f}][s{g}]=info", 4),
        ("[{path=(}]=info", "[{path=(}]=info", 7),
        ("=info", "=info", 1),
        ("!foo=info", "!foo=info", 4),
        ("\"foo\"=info", "\"foo\"=info", 0),
        (" , x, (", " (", 1),
    ] {
        let error = EnvFilter::builder().parse(text).unwrap_err();
        assert_eq!((error.directive(), error.position()), (directive, position), "{text}: {error}");
        assert!(error.to_string().contains(&*directive.escape_debug().to_string()), "{error}");
        assert!(!EnvFilter::builder().parse_lossy(text).to_string().contains(directive));
    }
    assert!("a,b".parse::<Directive>().is_err());
}

#[test]
fn a_lossy_filter_keeps_what_is_valid() {
    assert_eq!(EnvFilter::new("info,foo=loud,bar=debug").to_string(), "bar=debug,info");
    assert_eq!(EnvFilter::new("foo=loud").to_string(), "error");
    assert_eq!(EnvFilter::default().to_string(), "");
}

#[test]
fn no_pattern_is_compiled_unless_one_is_given() {
    let debug =
        |text: &str| format!("{:?}", EnvFilter::builder().parse(text).unwrap().add_directive("x".parse().unwrap()));
    for text in ["info,hyper=warn,sqlx::query=debug,my_app[request{id=7}]=trace", "[{path=/health,name=\"bob\"}]=off"] {
        assert!(!debug(text).contains("Regex"), "{text}");
    }
    assert!(debug("[{path=/health.*}]=off").contains("Regex"));
}

#[test]
fn the_more_specific_directive_comes_first() {
    let mut directives: Vec<Directive> =
        ["info", "[s]", "app", "[s{f}]", "app[s]", "[{f=1}]", "application"].map(|d| d.parse().unwrap()).into();
    directives.sort();
    let sorted: Vec<String> = directives.iter().map(ToString::to_string).collect();
    let expected = ["application", "app[s]", "app", "[s{f}]", "[s]", "[{f=1}]"].map(|d| format!("{d}=trace"));
    assert_eq!(sorted[..6], expected);
    let directive = |text: &str| text.parse::<Directive>().unwrap();
    assert_eq!(directive("app=info"), directive("app=INFO"));
    assert_ne!(directive("app=info"), directive("app=warn"));
    assert_eq!(EnvFilter::new("[s]=info").add_directive(directive("[s]=warn")).to_string(), "[s]=warn");
}

#[test]
fn a_filter_over_a_subscriber_without_a_registry_follows_spans() {
    let recorder = test_support::Recorder::new();
    let dispatch = Dispatch::new(EnvFilter::new("[request{id=7}]=debug").with_subscriber(recorder.clone()));
    tracing::dispatcher::with_default(&dispatch, || {
        tracing::info_span!("request", id = 7).in_scope(|| tracing::debug!("seen"));
        tracing::info_span!("request", id = 8).in_scope(|| tracing::debug!("not seen"));
    });
    assert_eq!(recorder.tree(), "request{id=7}\n  DEBUG seen\nrequest{id=8}");
}

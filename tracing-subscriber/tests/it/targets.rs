//! `Targets` lets through what its pairs say, as a filter of all layers and of one, and reads what it prints.

use std::sync::{Arc, Mutex};

use tracing_core::{Event, Level, LevelFilter, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::{Layer, Registry, prelude::*};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Seen {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.lock().unwrap().push(format!("{} {}", event.metadata().level(), event.metadata().target()));
    }
}

fn program() {
    tracing::info!(target: "app", ".");
    tracing::debug!(target: "app", ".");
    tracing::debug!(target: "app::noisy", ".");
    tracing::error!(target: "app::noisy", ".");
    tracing::error!(target: "hyper", ".");
    tracing::warn!(target: "tokio_util", ".");
}

fn seen_through(targets: &Targets) -> Vec<String> {
    let (all, one) = (Seen::default(), Seen::default());
    tracing::subscriber::with_default(Registry::default().with(all.clone()).with(targets.clone()), program);
    tracing::subscriber::with_default(Registry::default().with(one.clone().with_filter(targets.clone())), program);
    let (all, one) = (all.0.lock().unwrap().clone(), one.0.lock().unwrap().clone());
    assert_eq!(all, one);
    all
}

#[test]
fn the_longest_target_decides() {
    let targets = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("app", Level::INFO)
        .with_target("app::noisy", LevelFilter::OFF);
    assert_eq!(seen_through(&targets), ["INFO app", "ERROR hyper", "WARN tokio_util"]);
    assert!(targets.would_enable("app::db", &Level::INFO));
    assert!(!targets.would_enable("app::noisy::x", &Level::ERROR));
}

#[test]
fn without_pairs_nothing_is_let_through() {
    assert_eq!(seen_through(&Targets::new()), [] as [String; 0]);
    assert_eq!(Targets::new(), Targets::default());
}

#[test]
fn a_boundary_an_exact_target_a_wildcard_and_an_exclusion_can_be_asked_for() {
    let read = |text: &str| seen_through(&text.parse().unwrap());
    assert_eq!(read("tokio=warn"), ["WARN tokio_util"]);
    assert_eq!(read("tokio::*=warn"), [] as [String; 0]);
    assert_eq!(read("=app=debug"), ["INFO app", "DEBUG app"]);
    assert_eq!(read("*::noisy=error"), ["ERROR app::noisy"]);
    assert_eq!(read("error,!hyper"), ["ERROR app::noisy"]);
    assert_eq!(read("events=error"), ["ERROR app::noisy", "ERROR hyper"]);
    assert_eq!(read("spans=trace"), [] as [String; 0]);
}

#[test]
fn text_is_read_as_the_methods_would_make_it() {
    let targets: Targets = "info,app=debug,app::noisy=off,hyper".parse().unwrap();
    let made = Targets::new().with_default(LevelFilter::INFO).with_targets([
        ("app", LevelFilter::DEBUG),
        ("app::noisy", LevelFilter::OFF),
        ("hyper", LevelFilter::TRACE),
    ]);
    assert_eq!(targets, made);
    assert_eq!(targets.default_level(), Some(LevelFilter::INFO));
    assert_eq!(targets.to_string(), "app::noisy=off,hyper=trace,app=debug,info");
    assert_eq!(targets.to_string().parse::<Targets>().unwrap(), targets);
    assert_ne!(targets, made.with_target("hyper", LevelFilter::INFO));
}

#[test]
fn pairs_go_in_and_out() {
    let pairs = [("a", LevelFilter::INFO), ("b", LevelFilter::WARN)];
    let mut targets: Targets = pairs.into_iter().collect();
    targets.extend([("a", Level::ERROR)]);
    let mut out: Vec<(String, LevelFilter)> = targets.clone().into_iter().collect();
    out.sort();
    assert_eq!(out, [("a".to_owned(), LevelFilter::ERROR), ("b".to_owned(), LevelFilter::WARN)]);
    assert_eq!(targets.iter().count(), 2);
    assert_eq!(targets.with_default(LevelFilter::INFO).into_iter().count(), 2);
}

#[test]
fn errors_name_the_directive_and_the_place_in_it() {
    for (text, directive, position) in [
        ("info,app=loud", "app=loud", 4),
        ("a=info=debug", "a=info=debug", 6),
        ("a[{b=info", "a[{b=info", 1),
        ("!a=info", "!a=info", 2),
    ] {
        let error = text.parse::<Targets>().unwrap_err();
        assert_eq!((error.directive(), error.position()), (directive, position), "{error}");
    }
}

//! Layers and filters that record things themselves, in every method. What they record goes to whichever subscriber the
//! thread has that asks them, so these tests have a process of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::subscriber::with_default;
use tracing::{Dispatch, info, info_span};
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Event, Interest, Metadata, Subscriber, callsite};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::prelude::*;

use tape::Tape;

#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
#[path = "it/tape.rs"]
mod tape;

/// Makes a span and an event in every method.
#[derive(Clone, Default)]
struct Talkative(Arc<AtomicUsize>);

impl Talkative {
    fn talk(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
        let _span = info_span!("talk").entered();
        info!("talk");
    }
}

impl<S: Subscriber> Layer<S> for Talkative {
    fn on_register_dispatch(&self, _: &Dispatch) {
        self.talk();
    }
    fn on_layer(&mut self, _: &mut S) {
        self.talk();
    }
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        self.talk();
        Interest::sometimes()
    }
    fn enabled(&self, _: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.talk();
        true
    }
    fn on_new_span(&self, _: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.talk();
    }
    fn on_record(&self, _: &Id, _: &Record<'_>, _: Context<'_, S>) {
        self.talk();
    }
    fn event_enabled(&self, _: &Event<'_>, _: Context<'_, S>) -> bool {
        self.talk();
        true
    }
    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        self.talk();
    }
    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        self.talk();
    }
    fn on_exit(&self, _: &Id, _: Context<'_, S>) {
        self.talk();
    }
    fn on_close(&self, _: Id, _: Context<'_, S>) {
        self.talk();
    }
}

impl<S> Filter<S> for Talkative {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        self.talk();
        true
    }
    fn callsite_enabled(&self, _: &'static Metadata<'static>) -> Interest {
        self.talk();
        Interest::sometimes()
    }
    fn event_enabled(&self, _: &Event<'_>, _: &Context<'_, S>) -> bool {
        self.talk();
        true
    }
    fn on_new_span(&self, _: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.talk();
    }
    fn on_close(&self, _: Id, _: Context<'_, S>) {
        self.talk();
    }
}

fn layers_and_filters_that_talk_in_every_method_come_to_an_end() {
    let talkative = Talkative::default();
    let tape = Tape::default();
    let stack =
        tracing_subscriber::registry().with(talkative.clone()).with(tape.layer("A").with_filter(talkative.clone()));
    with_default(stack, || {
        let span = info_span!("s", x = tracing::field::Empty);
        span.record("x", 1);
        span.in_scope(|| info!(target: "e", ""));
    });
    assert!(talkative.0.load(Ordering::Relaxed) > 10);
    let seen = tape.take();
    for line in ["A: new s", "A: record s", "A: enter s", "A: event e in s", "A: exit s", "A: close s"] {
        assert!(seen.iter().any(|seen| seen == line), "{line} in {seen:?}");
    }
}

fn a_layer_that_talks_when_it_is_dropped_does_no_harm() {
    struct Farewell(Arc<AtomicUsize>);
    impl<S: Subscriber> Layer<S> for Farewell {}
    impl Drop for Farewell {
        fn drop(&mut self) {
            info!("farewell");
            let _span = info_span!("farewell").entered();
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let dropped = Arc::new(AtomicUsize::new(0));
    for _ in 0..10 {
        with_default(tracing_subscriber::registry().with(Farewell(dropped.clone())), || {
            // A new dispatcher in between: interest is computed again.
            drop(Dispatch::new(tracing_subscriber::registry()));
            info!("hello");
        });
        callsite::rebuild_interest_cache();
    }
    assert_eq!(dropped.load(Ordering::Relaxed), 10);
}

/// A subscriber for the process: what is recorded inside of its callbacks passes, to a bounded depth.
fn a_talkative_subscriber_of_the_process_comes_to_an_end() {
    let talkative = Talkative::default();
    let tape = Tape::default();
    tracing_subscriber::registry().with(talkative.clone()).with(tape.layer("A").with_filter(talkative.clone())).init();
    let before = talkative.0.load(Ordering::Relaxed);
    let span = info_span!("s", x = tracing::field::Empty);
    span.record("x", 1);
    span.in_scope(|| info!(target: "e", ""));
    drop(span);
    assert!(talkative.0.load(Ordering::Relaxed) > before + 10);
    let seen = tape.take();
    for line in ["A: new s", "A: record s", "A: enter s", "A: event e in s", "A: exit s", "A: close s"] {
        assert_eq!(seen.iter().filter(|seen| *seen == line).count(), 1, "{line} in {seen:?}");
    }
    assert!(seen.iter().any(|line| line.contains("new talk<")), "what the layer says is heard too: {seen:?}");
}

/// One after the other, on one thread.
#[test]
fn talking_does_no_harm() {
    layers_and_filters_that_talk_in_every_method_come_to_an_end();
    a_layer_that_talks_when_it_is_dropped_does_no_harm();
    a_talkative_subscriber_of_the_process_comes_to_an_end();
}

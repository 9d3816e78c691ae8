//! Interest and dispatchers, as far as stacks of layers have a part in them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use tracing::subscriber::with_default;
use tracing::{Dispatch, dispatcher, info, info_span};
use tracing_core::callsite::{self, Callsite};
use tracing_core::field::{FieldSet, ValueSet};
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Event, Interest, Kind, Level, Metadata, Subscriber, identify_callsite};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::prelude::*;

use crate::tape::{Tape, Without};

#[test]
fn a_callsite_met_first_where_nobody_listens_is_heard_later() {
    fn met() {
        info!(target: "met", "");
    }
    thread::spawn(met).join().unwrap();
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("A").with_filter(Without::fixed(&[]))), met);
    assert_eq!(tape.take(), ["A: event met in -"]);
}

#[test]
fn each_subscriber_gets_what_it_wants_of_a_shared_callsite() {
    fn shared() {
        info!(target: "shared", "");
    }
    let (a, b) = (Tape::default(), Tape::default());
    let wants = Dispatch::new(tracing_subscriber::registry().with(a.layer("A").with_filter(Without::fixed(&[]))));
    let refuses =
        Dispatch::new(tracing_subscriber::registry().with(b.layer("B").with_filter(Without::fixed(&["shared"]))));
    for _ in 0..2 {
        dispatcher::with_default(&refuses, shared);
        dispatcher::with_default(&wants, shared);
    }
    assert_eq!(a.take().len(), 2);
    assert!(b.take().is_empty());
}

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

#[test]
fn layers_and_filters_that_talk_in_every_method_come_to_an_end() {
    let talkative = Talkative::default();
    let tape = Tape::default();
    let stack = tracing_subscriber::registry()
        .with(talkative.clone())
        .with(tape.layer("A").with_filter(talkative.clone()));
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

#[test]
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

/// A callsite of somebody else's, which is not one of the core's own type.
struct Own;

static OWN: Own = Own;
static OWN_METADATA: Metadata<'static> = Metadata::new(
    "own",
    "own",
    Level::INFO,
    None,
    None,
    None,
    FieldSet::new(&["message"], identify_callsite!(&OWN)),
    Kind::EVENT,
);

impl Callsite for Own {
    fn set_interest(&self, _: Interest) {}
    fn metadata(&self) -> &Metadata<'_> {
        &OWN_METADATA
    }
}

#[test]
fn events_of_foreign_callsites_are_filtered_layer_by_layer() {
    let values = [(OWN_METADATA.fields().field("message").unwrap(), tracing_core::field::ValueRef::Str("x"))];
    let values = ValueSet::from_named(OWN_METADATA.fields(), &values);
    for is_registered in [false, true] {
        let tape = Tape::default();
        let stack = tracing_subscriber::registry()
            .with(tape.layer("A").with_filter(Without::fixed(&["own"])))
            .with(tape.layer("B").with_filter(Without::fixed(&[])))
            .with(tape.layer("C").with_filter(Without::asked(&["own"])));
        if is_registered {
            callsite::register(&OWN);
        }
        with_default(stack, || {
            dispatcher::get_default(|dispatch| {
                if dispatch.enabled(&OWN_METADATA) {
                    dispatch.event(&Event::new(&OWN_METADATA, &values));
                }
            });
        });
        assert_eq!(tape.take(), ["B: event own in -"], "registered: {is_registered}");
    }
}

#[test]
fn many_threads_meet_the_same_callsites_at_once() {
    let counts: Arc<Mutex<Vec<usize>>> = Arc::default();
    thread::scope(|scope| {
        for number in 0..8 {
            let counts = counts.clone();
            scope.spawn(move || {
                for _ in 0..20 {
                    let tape = Tape::default();
                    let filter = if number % 2 == 0 { Without::fixed(&["odd"]) } else { Without::fixed(&["even"]) };
                    with_default(tracing_subscriber::registry().with(tape.layer("A").with_filter(filter)), || {
                        info!(target: "odd", "");
                        info!(target: "even", "");
                        info_span!(target: "odd", "s").in_scope(|| ());
                    });
                    counts.lock().unwrap().push(tape.take().len() + number % 2);
                }
            });
        }
    });
    let counts = counts.lock().unwrap();
    assert_eq!(counts.len(), 160);
    assert!(counts.iter().all(|count| *count == 1 || *count == 6), "{counts:?}");
}

//! Interest and dispatchers, as far as stacks of layers have a part in them.

use std::sync::{Arc, Mutex};
use std::thread;

use tracing::subscriber::with_default;
use tracing::{Dispatch, dispatcher, info, info_span};
use tracing_core::callsite::{self, Callsite};
use tracing_core::field::{FieldSet, ValueSet};
use tracing_core::{Event, Interest, Kind, Level, Metadata, identify_callsite};
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

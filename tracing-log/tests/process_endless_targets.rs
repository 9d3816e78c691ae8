//! Targets that are made up as the program goes use up the callsites, and are filtered all the same. They stay used
//! up, so this has a process for itself.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tracing_core::{Dispatch, Event, Interest, Metadata, Subscriber, dispatcher, span};
use tracing_log::{LogTracer, NormalizeEvent};

static REGISTERED: AtomicUsize = AtomicUsize::new(0);
static ASKED: AtomicUsize = AtomicUsize::new(0);
static EVENTS: AtomicUsize = AtomicUsize::new(0);

/// Wants the targets that end with 7.
struct Sevens;

fn wanted(metadata: &Metadata<'_>) -> bool {
    metadata.target().ends_with('7')
}

impl Subscriber for Sevens {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        REGISTERED.fetch_add(1, Relaxed);
        if wanted(metadata) { Interest::always() } else { Interest::never() }
    }
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        ASKED.fetch_add(1, Relaxed);
        wanted(metadata)
    }
    fn event(&self, event: &Event<'_>) {
        assert!(wanted(&event.normalized_metadata().expect("a log record")));
        EVENTS.fetch_add(1, Relaxed);
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[test]
fn the_callsites_are_bounded_and_every_record_is_judged() {
    log::set_max_level(log::LevelFilter::Trace);
    let tracer = LogTracer::new();
    dispatcher::with_default(&Dispatch::new(Sevens), || {
        for number in 0..10_000 {
            log::info!(logger: tracer, target: &format!("made-up-{number}"), "x");
        }
        assert_eq!(EVENTS.load(Relaxed), 1000);
        let registered = REGISTERED.load(Relaxed);
        assert!((1000..4000).contains(&registered), "{registered}");
        assert_eq!(registered + ASKED.load(Relaxed), 10_000, "each is judged once, as a callsite or as a record");

        // A record of the program's own still finds a place.
        for _ in 0..2 {
            log::info!(logger: tracer, "x");
        }
        assert_eq!(REGISTERED.load(Relaxed), registered + 1);
    });
}

//! A subscriber that writes each event as a log record, under a logger that makes an event of each record, comes to an
//! end. It needs the one logger and the global subscriber.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tracing_core::{Dispatch, Event, Metadata, Subscriber, dispatcher, span};
use tracing_log::LogTracer;

static EVENTS: AtomicUsize = AtomicUsize::new(0);

struct BackToLog;

impl Subscriber for BackToLog {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn event(&self, _: &Event<'_>) {
        EVENTS.fetch_add(1, Relaxed);
        log::info!("again");
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
fn both_directions_at_once_come_to_an_end() {
    LogTracer::init().unwrap();

    // The thread's own subscriber does not hear itself.
    dispatcher::with_default(&Dispatch::new(BackToLog), || log::info!("once"));
    assert_eq!(EVENTS.swap(0, Relaxed), 1);

    // The global one hears what it logs, to a depth that is not for the caller to choose, but small.
    dispatcher::set_global_default(Dispatch::new(BackToLog)).unwrap();
    log::info!("a few times");
    let events = EVENTS.load(Relaxed);
    assert!((1..10).contains(&events), "{events}");
}

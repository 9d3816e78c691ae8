//! With the cache of answers, a subscriber that wants to be asked is asked once per level and target. The choice is the
//! process's, so this has one for itself.
#![cfg(feature = "interest-cache")]

use std::sync::Mutex;

use log::{debug, info};
use tracing_core::{
    Dispatch, Event, Interest, Level, Metadata, Subscriber, callsite::rebuild_interest_cache, dispatcher, span,
};
use tracing_log::{InterestCacheConfig, LogTracer, NormalizeEvent};

static ASKED: Mutex<Vec<String>> = Mutex::new(Vec::new());
static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Wants the targets that are not `no`, and wants to be asked each time.
struct Asked;

impl Subscriber for Asked {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        ASKED.lock().unwrap().push(metadata.target().to_owned());
        metadata.target() != "no"
    }
    fn event(&self, event: &Event<'_>) {
        let normalized = event.normalized_metadata().expect("a log record");
        EVENTS.lock().unwrap().push(normalized.target().to_owned());
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

fn take(list: &Mutex<Vec<String>>) -> Vec<String> {
    std::mem::take(&mut list.lock().unwrap())
}

#[test]
fn a_subscriber_is_asked_once_per_level_and_target() {
    let config = InterestCacheConfig::default().with_min_verbosity(Level::DEBUG).with_lru_cache_size(2);
    LogTracer::builder().with_interest_cache(config).init().unwrap();
    let _guard = dispatcher::set_default(&Dispatch::new(Asked));

    for _ in 0..3 {
        debug!(target: "no", "one place");
        debug!(target: "no", "another place");
        debug!(target: "yes", "x");
    }
    assert_eq!(take(&ASKED), ["no", "yes"]);
    assert_eq!(take(&EVENTS), ["yes"; 3]);

    // Less verbose than the answers that are kept.
    for _ in 0..2 {
        info!(target: "no", "x");
    }
    assert_eq!(take(&ASKED), ["no"; 2]);

    // There is room for two, and `yes` was needed last.
    debug!(target: "third", "x");
    debug!(target: "yes", "x");
    assert_eq!(take(&ASKED), ["third"]);
    debug!(target: "no", "x");
    assert_eq!(take(&ASKED), ["no"]);

    // A subscriber that changes its mind is asked again.
    rebuild_interest_cache();
    debug!(target: "no", "x");
    assert_eq!(take(&ASKED), ["no"]);

    // Each thread keeps its own.
    let dispatch = Dispatch::default();
    std::thread::spawn(move || dispatcher::with_default(&dispatch, || debug!(target: "no", "x"))).join().unwrap();
    assert_eq!(take(&ASKED), ["no"]);
}

//! The installed logger: what is ignored, and a maximum level that follows the subscribers. One logger per process.

use std::sync::Mutex;

use log::{LevelFilter, debug, info, trace, warn};
use tracing_core::{Dispatch, Event, Metadata, Subscriber, callsite::rebuild_interest_cache, dispatcher, span};
use tracing_log::{LogTracer, NormalizeEvent};

static LEVEL: Mutex<tracing_core::LevelFilter> = Mutex::new(tracing_core::LevelFilter::INFO);
static TARGETS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Targets;

impl Subscriber for Targets {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn max_level_hint(&self) -> Option<tracing_core::LevelFilter> {
        Some(*LEVEL.lock().unwrap())
    }
    fn event(&self, event: &Event<'_>) {
        let normalized = event.normalized_metadata().expect("a log record");
        TARGETS.lock().unwrap().push(normalized.target().to_owned());
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

fn targets() -> Vec<String> {
    std::mem::take(&mut TARGETS.lock().unwrap())
}

/// A test of its own would race for the one logger, so this is one story.
#[test]
fn the_installed_logger() {
    LogTracer::builder().ignore_crate("one").ignore_all(["two", "three"]).init().unwrap();
    assert_eq!(log::max_level(), LevelFilter::Trace, "nothing is known of what subscribers want");
    assert!(LogTracer::init().is_err(), "there can be one logger");
    warn!("nobody listens");

    let _guard = dispatcher::set_default(&Dispatch::new(Targets));
    assert_eq!(log::max_level(), LevelFilter::Info);
    info!(target: "app", "x");
    debug!(target: "app", "x");
    for ignored in ["one", "one::inner", "onerous", "two", "three"] {
        warn!(target: ignored, "x");
        assert!(!log::log_enabled!(target: ignored, log::Level::Warn));
    }
    assert!(log::log_enabled!(target: "app", log::Level::Warn));
    assert_eq!(targets(), ["app"]);

    *LEVEL.lock().unwrap() = tracing_core::LevelFilter::TRACE;
    rebuild_interest_cache();
    assert_eq!(log::max_level(), LevelFilter::Trace, "a subscriber that wants more gets more");
    trace!(target: "app", "x");
    assert_eq!(targets(), ["app"]);

    log::set_max_level(LevelFilter::Warn);
    rebuild_interest_cache();
    assert_eq!(log::max_level(), LevelFilter::Warn, "what the program sets by itself stays");
    info!(target: "app", "x");
    assert!(targets().is_empty());

    *LEVEL.lock().unwrap() = tracing_core::LevelFilter::ERROR;
    rebuild_interest_cache();
    assert_eq!(log::max_level(), LevelFilter::Error);
}

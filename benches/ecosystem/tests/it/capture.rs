//! tracing-capture: spans and events kept for assertions.

use tracing::{info, info_span, warn};
use tracing_capture::{CaptureLayer, SharedStorage};
use tracing_subscriber::prelude::*;

#[test]
fn the_tree_and_the_values_are_captured() {
    let storage = SharedStorage::default();
    let subscriber = tracing_subscriber::registry().with(CaptureLayer::new(&storage));
    tracing::subscriber::with_default(subscriber, || {
        let span = info_span!("outer", num = 4, late = tracing::field::Empty);
        span.in_scope(|| {
            warn!(answer = 42, "inside");
            info_span!("inner").in_scope(|| info!("deeper"));
        });
        span.record("late", true);
    });
    let storage = storage.lock();
    let outer = storage.all_spans().find(|span| span.metadata().name() == "outer").unwrap();
    assert_eq!(outer["num"], 4_i64);
    assert_eq!(outer["late"], true);
    assert!(outer.stats().is_closed);
    let event = outer.events().next().unwrap();
    assert_eq!(event["answer"], 42_i64);
    assert_eq!(event.message(), Some("inside"));
    assert_eq!(outer.children().map(|child| child.metadata().name()).collect::<Vec<_>>(), ["inner"]);
}

//! tracing-fluent-assertions: how often a span was entered and closed.

use tracing::info_span;
use tracing_fluent_assertions::{AssertionRegistry, AssertionsLayer};
use tracing_subscriber::{Registry, prelude::*};

#[test]
fn the_life_of_spans_is_counted() {
    let assertions = AssertionRegistry::default();
    let subscriber = Registry::default().with(AssertionsLayer::new(&assertions));
    let twice = assertions.build().with_name("twice").was_entered_exactly(2).was_closed_exactly(1).finalize();
    let inside = assertions.build().with_name("inside").with_span_field("id").with_parent_name("twice").was_closed().finalize();
    tracing::subscriber::with_default(subscriber, || {
        let span = info_span!("twice");
        span.in_scope(|| info_span!("inside", id = 1).in_scope(|| ()));
        span.in_scope(|| ());
    });
    twice.assert();
    inside.assert();
}

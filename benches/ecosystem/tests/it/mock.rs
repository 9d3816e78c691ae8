//! tracing-mock: a subscriber and a layer that expect what comes, in order.

use tracing::{info, info_span};
use tracing_mock::{expect, layer, subscriber};
use tracing_subscriber::prelude::*;

#[test]
fn a_subscriber_sees_what_it_expects() {
    let span = expect::span().named("outer").at_level(tracing::Level::INFO);
    let (subscriber, handle) = subscriber::mock()
        .new_span(span.clone().with_fields(expect::field("id").with_value(&7_u64).only()))
        .enter(&span)
        .event(expect::event().with_fields(expect::field("n").with_value(&1_i64).and(expect::msg("hello")).only()))
        .exit(&span)
        .drop_span(&span)
        .only()
        .run_with_handle();
    tracing::subscriber::with_default(subscriber, || {
        info_span!("outer", id = 7_u64).in_scope(|| info!(n = 1_i64, "hello"));
    });
    handle.assert_finished();
}

#[test]
fn a_layer_sees_the_scope_of_an_event() {
    let (layer, handle) = layer::mock()
        .new_span(expect::span().named("outer"))
        .enter(expect::span().named("outer"))
        .event(expect::event().with_target("here").in_scope([expect::span().named("outer")]))
        .exit(expect::span().named("outer"))
        .only()
        .run_with_handle();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        info_span!("outer").in_scope(|| info!(target: "here", "hello"));
    });
    handle.assert_finished();
}

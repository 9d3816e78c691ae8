//! The same work on one, two and four threads.

use harness::{Bench, Scenario, scenario};
use tracing::{Dispatch, Subscriber, info_span};
use tracing_subscriber::registry;

use crate::{
    format::{event, plain},
    install::{on_thread, with_dispatch},
    registry::span_three_fields,
};

pub const SCENARIOS: [Scenario; 12] = [
    scenario("contention/spans_threads_1", |bench| run(bench, 1, registry(), span)),
    scenario("contention/spans_threads_2", |bench| run(bench, 2, registry(), span)).target(0.35),
    scenario("contention/spans_threads_4", |bench| run(bench, 4, registry(), span)),
    scenario("contention/spans_three_fields_threads_1", |bench| run(bench, 1, registry(), span_three_fields)),
    scenario("contention/spans_three_fields_threads_2", |bench| run(bench, 2, registry(), span_three_fields))
        .target(0.35),
    scenario("contention/spans_three_fields_threads_4", |bench| run(bench, 4, registry(), span_three_fields)),
    scenario("contention/events_threads_1", |bench| run(bench, 1, plain().finish(), event)),
    scenario("contention/events_threads_2", |bench| run(bench, 2, plain().finish(), event)).target(0.25),
    scenario("contention/events_threads_4", |bench| run(bench, 4, plain().finish(), event)),
    scenario("contention/shared_span_threads_1", |bench| shared(bench, 1)),
    scenario("contention/shared_span_threads_2", |bench| shared(bench, 2)),
    scenario("contention/shared_span_threads_4", |bench| shared(bench, 4)),
];

fn run(bench: &mut Bench<'_>, threads: usize, subscriber: impl Subscriber + Send + Sync, operation: fn()) {
    let dispatch = Dispatch::new(subscriber);
    with_dispatch(&dispatch, || bench.threads(threads, || on_thread(&dispatch), operation));
}

/// Every thread clones, enters and drops the same span.
fn shared(bench: &mut Bench<'_>, threads: usize) {
    let dispatch = Dispatch::new(registry());
    with_dispatch(&dispatch, || {
        let shared = info_span!("shared");
        bench.threads(threads, || on_thread(&dispatch), || drop(shared.clone().entered()));
    });
}

fn span() {
    let _span = info_span!("span").entered();
}

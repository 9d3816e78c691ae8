//! What a span or an event costs that nobody wants.

use std::hint::black_box;

use harness::{Scenario, scenario};
use tracing::{Level, debug, debug_span, enabled};
use tracing_subscriber::{filter::LevelFilter, prelude::*, registry};

use crate::{
    install::with,
    silent::{NEVER, REFUSES},
};

pub const SCENARIOS: [Scenario; 9] = [
    scenario("disabled/event_no_subscriber", |bench| bench.iter(event)).target(1.0),
    scenario("disabled/span_no_subscriber", |bench| bench.iter(span)).target(1.0),
    scenario("disabled/event_by_level", |bench| with(registry().with(LevelFilter::INFO), || bench.iter(event)))
        .target(1.0),
    scenario("disabled/span_by_level", |bench| with(registry().with(LevelFilter::INFO), || bench.iter(span)))
        .target(1.0),
    scenario("disabled/event_by_interest", |bench| with(NEVER, || bench.iter(event))).target(1.0),
    scenario("disabled/span_by_interest", |bench| with(NEVER, || bench.iter(span))).target(1.0),
    scenario("disabled/event_sometimes", |bench| with(REFUSES, || bench.iter(event))).target(0.5),
    scenario("disabled/span_sometimes", |bench| with(REFUSES, || bench.iter(span))).target(0.5),
    scenario("disabled/question_sometimes", |bench| with(REFUSES, || bench.iter(|| enabled!(Level::DEBUG))))
        .target(0.5),
];

fn event() {
    debug!(id = black_box(7_u64), name = black_box("name"), "request done");
}

fn span() {
    let _span = debug_span!("request", id = black_box(7_u64), name = black_box("name")).entered();
}

//! Futures inside spans: what one poll costs.

use std::{hint::black_box, io, pin::pin};

use harness::{Idle, Scenario, poll_once, scenario};
use tracing::{Instrument, info_span, instrument, instrument::WithSubscriber};
use tracing_subscriber::{fmt, prelude::*, registry};

use crate::install::with;

pub const SCENARIOS: [Scenario; 6] = [
    scenario("async/poll", |bench| {
        with(registry(), || {
            let mut future = pin!(Idle.instrument(info_span!("task")));
            bench.iter(|| poll_once(future.as_mut()));
        });
    })
    .target(0.50),
    scenario("async/poll_fmt", |bench| {
        with(registry().with(fmt::layer().with_writer(io::sink)), || {
            let mut future = pin!(Idle.instrument(info_span!("task")));
            bench.iter(|| poll_once(future.as_mut()));
        });
    }),
    scenario("async/poll_attribute", |bench| {
        with(registry(), || {
            let mut future = pin!(attribute(black_box(7)));
            bench.iter(|| poll_once(future.as_mut()));
        });
    })
    .target(0.50),
    scenario("async/poll_with_subscriber", |bench| {
        with(registry(), || {
            let mut future = pin!(Idle.with_current_subscriber());
            bench.iter(|| poll_once(future.as_mut()));
        });
    }),
    scenario("async/call_attribute", |bench| {
        with(registry(), || bench.iter(|| poll_once(pin!(ready(black_box(7), black_box("name"))))));
    }),
    scenario("async/call_attribute_sync", |bench| {
        with(registry(), || bench.iter(|| synchronous(black_box(7), black_box("name"))));
    }),
];

#[instrument]
async fn attribute(id: u64) {
    Idle.await;
}

#[instrument]
async fn ready(id: u64, name: &str) -> u64 {
    id
}

#[instrument]
fn synchronous(id: u64, name: &str) -> u64 {
    id
}

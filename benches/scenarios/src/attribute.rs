//! `#[instrument]`: what a call and a poll of such a function cost.

use std::{hint::black_box, pin::pin};

use harness::{Idle, Scenario, poll_once, scenario};
use tracing::instrument;
use tracing_subscriber::registry;

use crate::install::with;

pub const SCENARIOS: [Scenario; 3] = [
    scenario("attribute/poll", |bench| {
        with(registry(), || {
            let mut future = pin!(waits(black_box(7)));
            bench.iter(|| poll_once(future.as_mut()));
        });
    })
    .target(0.50),
    scenario("attribute/call_async", |bench| {
        with(registry(), || bench.iter(|| poll_once(pin!(ready(black_box(7), black_box("name"))))));
    }),
    scenario("attribute/call", |bench| {
        with(registry(), || bench.iter(|| synchronous(black_box(7), black_box("name"))));
    }),
];

#[instrument]
async fn waits(id: u64) {
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

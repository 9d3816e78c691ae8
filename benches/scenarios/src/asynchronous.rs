//! Futures inside spans: what one poll costs.

use std::{io, pin::pin};

use harness::{Idle, Scenario, poll_once, scenario};
use tracing::{Instrument, info_span, instrument::WithSubscriber};
use tracing_subscriber::{fmt, prelude::*, registry};

use crate::install::with;

pub const SCENARIOS: [Scenario; 3] = [
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
    scenario("async/poll_with_subscriber", |bench| {
        with(registry(), || {
            let mut future = pin!(Idle.with_current_subscriber());
            bench.iter(|| poll_once(future.as_mut()));
        });
    }),
];

//! Layers and filters that can be exchanged while the program runs: what that costs the records, and the exchange itself.

use std::{hint::black_box, io};

use harness::{Scenario, scenario};
use tracing::{info, info_span, trace};
use tracing_subscriber::{EnvFilter, fmt, prelude::*, registry, reload};

use crate::install::with;

pub const SCENARIOS: [Scenario; 4] = [
    scenario("reload/event", |bench| {
        let (layer, _handle) = reload::Layer::new(fmt::layer().with_ansi(false).with_writer(io::sink));
        with(registry().with(layer), || bench.iter(|| info!(id = black_box(7), "admitted")));
    }),
    scenario("reload/span", |bench| {
        let (layer, _handle) = reload::Layer::new(fmt::layer().with_ansi(false).with_writer(io::sink));
        with(registry().with(layer), || bench.iter(|| drop(info_span!("request", id = black_box(7)).entered())));
    }),
    scenario("reload/disabled_by_env_filter", |bench| {
        let (filter, _handle) = reload::Layer::new(EnvFilter::new("info"));
        with(registry().with(filter), || bench.iter(|| trace!(id = black_box(7), "refused")));
    }),
    scenario("reload/exchange", |bench| {
        let (filter, handle) = reload::Layer::new(EnvFilter::new("info"));
        with(registry().with(filter), || {
            info!("a callsite to be asked about");
            bench.iter(|| handle.reload(EnvFilter::new(black_box("debug"))).expect("the layer lives"));
        });
    }),
];

//! `EnvFilter` and `Targets`: what they cost those that they refuse, those that they let pass, and at start.

use std::{hint::black_box, io};

use harness::{Scenario, scenario};
use tracing::{debug, info, info_span, trace};
use tracing_subscriber::{EnvFilter, filter::Targets, fmt, prelude::*, registry};

use crate::install::with;

/// The directives of a program that was tuned for a while.
const TYPICAL: &str = "info,hyper=warn,sqlx::query=debug,my_app[request{id=7}]=trace";

pub const SCENARIOS: [Scenario; 13] = [
    scenario("filter/disabled_by_env_filter", |bench| with(env("info"), || bench.iter(refused))).target(0.5),
    scenario("filter/disabled_by_env_filter_target", |bench| {
        with(env("info,other=trace"), || bench.iter(refused));
    })
    .target(0.5),
    scenario("filter/disabled_unrelated_dynamic", |bench| {
        with(env("info,other[request{id=7}]=trace"), || bench.iter(refused))
    })
    .target(0.5),
    scenario("filter/disabled_unrelated_dynamic_in_span", |bench| {
        with(env("info,[other{id=7}]=trace"), || {
            let _span = info_span!("request", id = 8).entered();
            bench.iter(refused);
        });
    })
    .target(0.25),
    scenario("filter/enabled_by_dynamic_in_span", |bench| {
        with(env("info,[request{id=7}]=trace"), || {
            let _span = info_span!("request", id = 7).entered();
            bench.iter(refused);
        });
    }),
    scenario("filter/span_while_unrelated_dynamic", |bench| {
        with(env("info,[other{id=7}]=trace"), || {
            bench.iter(|| drop(info_span!("request", id = black_box(8)).entered()))
        });
    }),
    scenario("filter/enabled_by_env_filter", |bench| with(env("info,hyper=warn"), || bench.iter(admitted))),
    scenario("filter/disabled_by_targets", |bench| {
        with(registry().with(targets()), || bench.iter(|| trace!(target: "hyper", "refused")));
    }),
    scenario("filter/layer_filter_disabled", |bench| {
        let layer = fmt::layer().with_ansi(false).with_writer(io::sink).with_filter(EnvFilter::new("info"));
        with(registry().with(layer), || bench.iter(refused));
    }),
    scenario("filter/layer_filter_event", |bench| {
        let layer = fmt::layer().with_ansi(false).with_writer(io::sink).with_filter(EnvFilter::new("info,hyper=warn"));
        with(registry().with(layer), || bench.iter(admitted));
    }),
    scenario("filter/parse_typical", |bench| bench.iter(|| EnvFilter::new(black_box(TYPICAL)))).target(0.10),
    scenario("filter/parse_static", |bench| {
        bench.iter(|| EnvFilter::new(black_box("info,hyper=warn,sqlx::query=debug")))
    }),
    scenario("filter/parse_targets", |bench| {
        bench.iter(|| black_box("info,hyper=warn,sqlx::query=debug").parse::<Targets>());
    }),
];

fn env(directives: &str) -> impl tracing::Subscriber + Send + Sync {
    registry().with(EnvFilter::new(directives))
}

fn targets() -> Targets {
    "info,hyper=warn,sqlx::query=debug".parse().expect("the directives are right")
}

fn refused() {
    debug!(id = black_box(7_u64), "refused");
}

fn admitted() {
    info!(id = black_box(7_u64), "admitted");
}

//! Records of the `log` crate that become events.

use std::hint::black_box;

use harness::{Scenario, scenario};
use tracing_log::LogTracer;
use tracing_subscriber::{EnvFilter, filter::LevelFilter, prelude::*, registry};

use crate::{format::plain, install::with, silent::ALWAYS};

pub const SCENARIOS: [Scenario; 7] = [
    scenario("log/disabled", |bench| {
        with(registry().with(LevelFilter::INFO), || {
            let logger = logger();
            bench.iter(|| log::debug!(logger: logger, "request {} done", black_box(7)));
        });
    })
    .target(0.25),
    scenario("log/disabled_by_target", |bench| {
        let filter = EnvFilter::new(concat!("info,", module_path!(), "=warn"));
        with(registry().with(filter), || {
            let logger = logger();
            bench.iter(|| log::info!(logger: logger, "request {} done", black_box(7)));
        });
    })
    .target(0.25),
    scenario("log/enabled", |bench| {
        with(ALWAYS, || {
            let logger = logger();
            bench.iter(|| log::info!(logger: logger, "request {} done", black_box(7)));
        });
    })
    .target(0.5),
    scenario("log/enabled_fmt", |bench| {
        with(plain().finish(), || {
            let logger = logger();
            bench.iter(|| log::info!(logger: logger, "request {} done", black_box(7)));
        });
    })
    .target(0.5),
    scenario("log/enabled_key_values", |bench| {
        with(ALWAYS, || {
            let logger = logger();
            bench.iter(|| log::info!(logger: logger, id = black_box(7), name = "name"; "request done"));
        });
    }),
    scenario("log/installed_disabled", |bench| {
        installed(|| {
            with(registry().with(LevelFilter::INFO), || bench.iter(|| log::debug!("request {} done", black_box(7))));
        });
    })
    .target(0.25),
    scenario("log/installed_enabled", |bench| {
        installed(|| with(ALWAYS, || bench.iter(|| log::info!("request {} done", black_box(7)))));
    })
    .target(0.5),
];

/// What a program has: the bridge is installed, and `log` passes what the bridge lets pass.
fn installed(scenario: impl FnOnce()) {
    if harness::is_global_default() {
        LogTracer::init().expect("one scenario a process");
        scenario();
    }
}

/// A logger that is not installed: one process holds the scenarios of two implementations.
fn logger() -> LogTracer {
    // The static check of `log` must let the record through to the bridge.
    log::set_max_level(log::LevelFilter::Trace);
    LogTracer::new()
}

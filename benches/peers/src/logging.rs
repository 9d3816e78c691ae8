//! log with env_logger, which writes to a sink.

use std::{hint::black_box, io};

use env_logger::{Builder, Logger, Target, WriteStyle};
use harness::{Scenario, scenario};
use log::LevelFilter;

pub const SCENARIOS: [Scenario; 5] = [
    scenario("disabled/event_by_level", |bench| {
        // As in a program: the level is a global of the `log` crate.
        log::set_max_level(LevelFilter::Info);
        bench.iter(|| log::debug!(id = black_box(7), name = black_box("name"); "request done"));
    }),
    scenario("fmt/event_plain", |bench| {
        let logger = logger(Builder::new());
        bench.iter(|| log::info!(logger: logger, "request done"));
    }),
    scenario("fmt/event_plain_no_time", |bench| {
        let mut builder = Builder::new();
        builder.format_timestamp(None);
        let logger = logger(builder);
        bench.iter(|| log::info!(logger: logger, "request done"));
    }),
    scenario("fmt/event_two_fields", |bench| {
        let logger = logger(Builder::new());
        bench.iter(|| log::info!(logger: logger, id = black_box(7), name = black_box("name"); "request done"));
    }),
    scenario("fmt/event_formatted", |bench| {
        let logger = logger(Builder::new());
        bench.iter(|| log::info!(logger: logger, "request {} done in {}", black_box(7), black_box("time")));
    }),
];

fn logger(mut builder: Builder) -> Logger {
    log::set_max_level(LevelFilter::Trace);
    builder
        .filter_level(LevelFilter::Info)
        .write_style(WriteStyle::Never)
        .target(Target::Pipe(Box::new(io::sink())))
        .build()
}

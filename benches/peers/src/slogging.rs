//! slog with its terminal and JSON drains, which write to a sink.

use std::{hint::black_box, io, sync::Mutex};

use harness::{Scenario, scenario};
use slog::{Drain, Logger, debug, info, o};

pub const SCENARIOS: [Scenario; 6] = [
    scenario("disabled/event_by_level", |bench| {
        let logger = Logger::root(slog::LevelFilter::new(text(), slog::Level::Info).fuse(), o!());
        bench.iter(|| debug!(logger, "request done"; "id" => black_box(7), "name" => black_box("name")));
    }),
    scenario("fmt/event_plain", |bench| {
        let logger = Logger::root(text(), o!());
        bench.iter(|| info!(logger, "request done"));
    }),
    scenario("fmt/event_two_fields", |bench| {
        let logger = Logger::root(text(), o!());
        bench.iter(|| info!(logger, "request done"; "id" => black_box(7), "name" => black_box("name")));
    }),
    scenario("fmt/event_in_three_spans", |bench| {
        let logger = nested(&Logger::root(text(), o!()));
        bench.iter(|| info!(logger, "request done"; "id" => black_box(7), "name" => black_box("name")));
    }),
    scenario("fmt/json_event", |bench| {
        let logger = Logger::root(json(), o!());
        bench.iter(|| info!(logger, "request done"; "id" => black_box(7), "name" => black_box("name")));
    }),
    scenario("fmt/json_in_three_spans", |bench| {
        let logger = nested(&Logger::root(json(), o!()));
        bench.iter(|| info!(logger, "request done"; "id" => black_box(7), "name" => black_box("name")));
    }),
];

fn text() -> impl Drain<Ok = (), Err = slog::Never> {
    let decorator = slog_term::PlainSyncDecorator::new(io::sink());
    slog_term::FullFormat::new(decorator).use_utc_timestamp().build().fuse()
}

fn json() -> impl Drain<Ok = (), Err = slog::Never> {
    Mutex::new(slog_json::Json::default(io::sink())).fuse()
}

/// What three spans are to slog: loggers made from loggers.
fn nested(root: &Logger) -> Logger {
    let outer = root.new(o!("peer" => "10.0.0.1:5000", "tls" => true));
    let middle = outer.new(o!("request_id" => 7, "method" => "GET", "path" => "/users/7"));
    middle.new(o!("table" => "users", "rows" => 12))
}

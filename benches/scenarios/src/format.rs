//! Events and spans written as text to a sink.

use std::{hint::black_box, io};

use harness::{Scenario, scenario};
use tracing::{error, info, info_span};
use tracing_subscriber::fmt;

use crate::{install::with, registry::span_three_fields};

pub const SCENARIOS: [Scenario; 17] = [
    scenario("fmt/event_plain", |bench| with(plain().finish(), || bench.iter(message))).target(0.20),
    scenario("fmt/event_plain_no_time", |bench| with(plain().without_time().finish(), || bench.iter(message)))
        .target(0.20),
    scenario("fmt/event_two_fields", |bench| with(plain().finish(), || bench.iter(event))).target(0.20),
    scenario("fmt/event_two_fields_no_time", |bench| with(plain().without_time().finish(), || bench.iter(event)))
        .target(0.20),
    scenario("fmt/event_two_fields_ansi", |bench| with(plain().with_ansi(true).finish(), || bench.iter(event)))
        .target(0.20),
    scenario("fmt/event_formatted", |bench| {
        with(plain().finish(), || bench.iter(|| info!("request {} done in {}", black_box(7), black_box("time"))));
    }),
    scenario("fmt/event_debug_fields", |bench| {
        with(plain().finish(), || {
            bench.iter(|| info!(id = ?black_box(Some(7)), name = %black_box("name"), "request done"))
        });
    }),
    scenario("fmt/event_in_three_spans", |bench| with(plain().finish(), || in_spans(|| bench.iter(event))))
        .target(0.15),
    scenario("fmt/event_in_three_spans_ansi", |bench| {
        with(plain().with_ansi(true).finish(), || in_spans(|| bench.iter(event)));
    })
    .target(0.15),
    scenario("fmt/event_in_three_spans_no_time", |bench| {
        with(plain().without_time().finish(), || in_spans(|| bench.iter(event)));
    })
    .target(0.15),
    scenario("fmt/compact_in_three_spans", |bench| with(plain().compact().finish(), || in_spans(|| bench.iter(event)))),
    scenario("fmt/pretty_in_three_spans", |bench| with(plain().pretty().finish(), || in_spans(|| bench.iter(event)))),
    scenario("fmt/json_event", |bench| with(plain().json().finish(), || bench.iter(event))),
    scenario("fmt/json_in_three_spans", |bench| with(plain().json().finish(), || in_spans(|| bench.iter(event))))
        .target(0.06),
    scenario("fmt/span", |bench| with(plain().finish(), || bench.iter(|| drop(info_span!("span").entered())))),
    scenario("fmt/span_three_fields", |bench| with(plain().finish(), || bench.iter(span_three_fields))).target(0.15),
    scenario("fmt/event_error", |bench| {
        with(plain().finish(), || {
            let problem = io::Error::other("disk is full");
            let source: &(dyn std::error::Error + 'static) = &problem;
            bench.iter(|| error!(error = source, "request failed"));
        });
    }),
];

pub fn plain() -> fmt::SubscriberBuilder<
    fmt::format::DefaultFields,
    fmt::format::Format<fmt::format::Full>,
    tracing_subscriber::filter::LevelFilter,
    fn() -> io::Sink,
> {
    fmt().with_ansi(false).with_writer(io::sink as fn() -> io::Sink)
}

fn message() {
    info!("request done");
}

pub fn event() {
    info!(id = black_box(7_u64), name = black_box("name"), "request done");
}

fn in_spans(scenario: impl FnOnce()) {
    let _outer = info_span!("connection", peer = "10.0.0.1:5000", tls = true).entered();
    let _middle = info_span!("request", id = 7_u64, method = "GET", path = "/users/7").entered();
    let _inner = info_span!("query", table = "users", rows = 12).entered();
    scenario();
}

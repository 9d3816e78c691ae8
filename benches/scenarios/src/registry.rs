//! Spans stored by the registry alone, and by two layers that want different things.

use std::{hint::black_box, io};

use harness::{Scenario, scenario};
use tracing::{Span, debug, info, info_span, level_filters::LevelFilter};
use tracing_subscriber::{filter::Targets, fmt, prelude::*, registry};

use crate::install::with;

pub const SCENARIOS: [Scenario; 12] = [
    scenario("registry/span", |bench| with(registry(), || bench.iter(span))).target(0.40),
    scenario("registry/span_three_fields", |bench| with(registry(), || bench.iter(span_three_fields))).target(0.45),
    scenario("registry/eight_nested_spans", |bench| with(registry(), || bench.iter(nested))).target(0.35).batch(8),
    scenario("registry/enter_exit", |bench| {
        with(registry(), || {
            let span = info_span!("span");
            bench.iter(|| drop(span.enter()));
        });
    })
    .target(0.50),
    scenario("registry/clone_drop", |bench| {
        with(registry(), || {
            let span = info_span!("span");
            bench.iter(|| span.clone());
        });
    })
    .target(0.45),
    scenario("registry/current", |bench| {
        with(registry(), || {
            let _span = info_span!("span").entered();
            bench.iter(Span::current);
        });
    })
    .target(0.35),
    scenario("registry/record", |bench| {
        with(registry(), || {
            let span = info_span!("span", n = tracing::field::Empty);
            bench.iter(|| span.record("n", black_box(7)).is_none());
        });
    }),
    scenario("registry/event_in_span", |bench| {
        with(registry(), || {
            let _span = info_span!("span").entered();
            bench.iter(|| info!(id = black_box(7_u64), "request done"));
        });
    }),
    scenario("registry/two_filtered_fmt_event", |bench| with(two_layers(), || bench.iter(event))).target(0.25),
    scenario("registry/two_filtered_fmt_span", |bench| with(two_layers(), || bench.iter(span_three_fields)))
        .target(0.25),
    scenario("registry/two_filtered_fmt_event_of_one", |bench| with(two_layers(), || bench.iter(debug_event))),
    scenario("registry/scope_of_event", |bench| {
        with(registry().with(Walk), || {
            let _outer = info_span!("outer").entered();
            let _middle = info_span!("middle").entered();
            let _inner = info_span!("inner").entered();
            bench.iter(|| info!("request done"));
        });
    }),
];

fn span() {
    let _span = info_span!("span").entered();
}

pub fn span_three_fields() {
    let _span =
        info_span!("request", id = black_box(7_u64), method = black_box("GET"), retry = black_box(true)).entered();
}

fn nested() {
    let _one = info_span!("one").entered();
    let _two = info_span!("two").entered();
    let _three = info_span!("three").entered();
    let _four = info_span!("four").entered();
    let _five = info_span!("five").entered();
    let _six = info_span!("six").entered();
    let _seven = info_span!("seven").entered();
    let _eight = info_span!("eight").entered();
}

fn event() {
    info!(id = black_box(7_u64), name = black_box("name"), "request done");
}

fn debug_event() {
    debug!(id = black_box(7_u64), name = black_box("name"), "request done");
}

/// Two formatters that agree on `INFO` of this program and on nothing else.
fn two_layers() -> impl tracing::Subscriber + Send + Sync {
    let target = module_path!().split(':').next().expect("a crate has a name");
    let first = fmt::layer().with_ansi(false).with_writer(io::sink).with_filter(LevelFilter::INFO);
    let second = fmt::layer()
        .with_ansi(false)
        .with_writer(io::sink)
        .with_filter(Targets::new().with_target(target, LevelFilter::DEBUG));
    registry().with(first).with(second)
}

/// Looks at every span around an event.
struct Walk;

impl<S> tracing_subscriber::Layer<S> for Walk
where
    S: tracing::Subscriber + for<'a> registry::LookupSpan<'a>,
{
    fn on_event(&self, event: &tracing::Event<'_>, ctx: tracing_subscriber::layer::Context<'_, S>) {
        for span in ctx.event_scope(event).into_iter().flatten() {
            black_box(span.name());
        }
    }
}

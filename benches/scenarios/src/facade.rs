//! What the facade itself costs when everything is wanted and nothing is kept.

use std::hint::black_box;

use harness::{Scenario, scenario};
use tracing::{Span, dispatcher, info, info_span};

use crate::{
    install::with,
    silent::{ALWAYS, SOMETIMES},
};

pub const SCENARIOS: [Scenario; 10] = [
    scenario("facade/event_message", |bench| with(ALWAYS, || bench.iter(|| info!("request done")))),
    scenario("facade/event_two_fields", |bench| with(ALWAYS, || bench.iter(event))),
    scenario("facade/event_two_fields_sometimes", |bench| with(SOMETIMES, || bench.iter(event))),
    scenario("facade/event_formatted", |bench| {
        with(ALWAYS, || bench.iter(|| info!("request {} done in {}", black_box(7), black_box("time"))));
    }),
    scenario("facade/span_no_fields", |bench| with(ALWAYS, || bench.iter(|| info_span!("span")))),
    scenario("facade/span_four_fields", |bench| {
        with(ALWAYS, || bench.iter(|| info_span!("span", foo = "foo", bar = "bar", baz = 3, quuux = 0.99)));
    }),
    scenario("facade/enter_exit", |bench| {
        with(ALWAYS, || {
            let span = info_span!("span");
            bench.iter(|| span.in_scope(|| ()));
        });
    }),
    scenario("facade/span_repeated", |bench| {
        with(ALWAYS, || {
            let mut n = 0;
            bench.iter(|| {
                n = black_box(n + 1);
                repeated(n)
            });
        });
    }),
    scenario("facade/dispatch_get", |bench| with(ALWAYS, || bench.iter(|| dispatcher::get_default(|d| d.is::<u8>())))),
    scenario("facade/dispatch_clone", |bench| with(ALWAYS, || bench.iter(|| dispatcher::get_default(Clone::clone)))),
];

fn event() {
    info!(id = black_box(7_u64), name = black_box("name"), "request done");
}

#[inline(never)]
fn repeated(n: u64) -> Span {
    info_span!("span", n)
}

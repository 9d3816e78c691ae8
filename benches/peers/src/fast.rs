//! fastrace with a reporter that drops everything. Its spans are cheap because a thread collects them in a line that is
//! handed over when the root ends, so a scenario counts its share of the root.

use std::{hint::black_box, sync::Once};

use fastrace::{
    collector::{Config, Reporter, SpanRecord},
    local::LocalSpan,
    prelude::{Span, SpanContext},
};
use harness::{Scenario, scenario};

/// Spans below one root; the line of a thread holds some ten thousand.
const SPANS: u64 = 100;

pub const SCENARIOS: [Scenario; 5] = [
    scenario("disabled/span_no_subscriber", |bench| {
        collect();
        bench.iter(|| LocalSpan::enter_with_local_parent("request"));
    }),
    scenario("registry/span", |bench| {
        collect();
        bench.iter(|| rooted(|| drop(LocalSpan::enter_with_local_parent("span"))));
    })
    .batch(SPANS),
    scenario("registry/span_three_fields", |bench| {
        collect();
        bench.iter(|| {
            rooted(|| {
                let _span = LocalSpan::enter_with_local_parent("request").with_properties(|| {
                    [("id", black_box(7).to_string()), ("method", "GET".to_owned()), ("retry", "true".to_owned())]
                });
            });
        });
    })
    .batch(SPANS),
    scenario("registry/eight_nested_spans", |bench| {
        collect();
        bench.iter(|| {
            let root = Span::root("one", SpanContext::random());
            let _one = root.set_local_parent();
            let _two = LocalSpan::enter_with_local_parent("two");
            let _three = LocalSpan::enter_with_local_parent("three");
            let _four = LocalSpan::enter_with_local_parent("four");
            let _five = LocalSpan::enter_with_local_parent("five");
            let _six = LocalSpan::enter_with_local_parent("six");
            let _seven = LocalSpan::enter_with_local_parent("seven");
            let _eight = LocalSpan::enter_with_local_parent("eight");
        });
    })
    .batch(8),
    scenario("registry/event_in_span", |bench| {
        collect();
        bench.iter(|| {
            rooted(|| LocalSpan::add_event(fastrace::Event::new("request done").with_property(|| ("id", "7"))));
        });
    })
    .batch(SPANS),
];

fn rooted(operation: impl Fn()) {
    let root = Span::root("root", SpanContext::random());
    let _parent = root.set_local_parent();
    for _ in 0..SPANS {
        operation();
    }
}

struct Drops;

impl Reporter for Drops {
    fn report(&mut self, spans: Vec<SpanRecord>) {
        drop(spans);
    }
}

fn collect() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| fastrace::set_reporter(Drops, Config::default()));
}

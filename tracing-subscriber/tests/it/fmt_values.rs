//! Values whose `Debug` or `Display` does what it should not.

use std::fmt;

use tracing::{error, info, info_span, subscriber::with_default};
use tracing_subscriber::{prelude::*, registry::LookupSpan};

use crate::sink::Sink;

fn written(program: impl FnOnce()) -> Vec<String> {
    let sink = Sink::default();
    let subscriber =
        tracing_subscriber::fmt().without_time().with_target(false).with_ansi(false).with_writer(sink.clone()).finish();
    with_default(subscriber, program);
    sink.lines()
}

struct Does<F>(F);

impl<F: Fn()> fmt::Debug for Does<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("before ")?;
        (self.0)();
        f.write_str("after")
    }
}

#[test]
fn a_value_that_panics_costs_its_own_text_alone() {
    let lines = written(|| {
        info!(bad = ?Does(|| panic!("on purpose")), good = 1, "first");
        info!("{:?}", Does(|| panic!("on purpose")));
        info!("second");
    });
    assert_eq!(lines[0], " INFO first bad=before <panicked> good=1");
    assert_eq!(lines[1], " INFO before <panicked>");
    assert_eq!(lines[2], " INFO second");
}

#[test]
fn a_value_of_a_span_that_panics_costs_its_own_text_alone() {
    let lines = written(|| {
        let span = info_span!("span", bad = ?Does(|| panic!("on purpose")), late = tracing::field::Empty, good = 1);
        span.record("late", tracing::field::debug(Does(|| panic!("on purpose"))));
        let _span = span.entered();
        info!("inside");
    });
    assert_eq!(lines, [" INFO span{bad=before <panicked> good=1 late=before <panicked>}: inside"]);
}

#[test]
fn an_error_that_is_its_own_source_comes_to_an_end() {
    #[derive(Debug)]
    struct Round;
    impl fmt::Display for Round {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("round")
        }
    }
    impl std::error::Error for Round {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&Self)
        }
    }
    let lines = written(|| {
        let round = &Round as &(dyn std::error::Error + 'static);
        error!(round, "failed");
        info_span!("span", round).in_scope(|| info!("inside"));
    });
    assert!(lines[0].starts_with("ERROR failed round=round round.sources=[round, round, "), "{}", lines[0]);
    assert!(lines[0].ends_with(", round, …]") && lines[1].ends_with("]}: inside"), "{lines:?}");
}

#[test]
fn a_value_that_logs_makes_no_hang() {
    // Records made inside of a scoped subscriber are left out; the line itself is whole.
    let lines = written(|| info!(v = ?Does(|| error!("inner")), "outer"));
    assert_eq!(lines.last().unwrap(), " INFO outer v=before after");
}

#[test]
fn a_value_that_makes_and_enters_spans_makes_no_hang() {
    let lines = written(|| {
        let span = info_span!("outer", v = ?Does(|| drop(info_span!("inner").entered())));
        span.in_scope(|| info!("inside"));
    });
    assert_eq!(lines, [" INFO outer{v=before after}: inside"]);
}

#[test]
fn a_value_that_reads_the_span_it_is_recorded_in_makes_no_hang() {
    let sink = Sink::default();
    let stack = tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().without_time().with_ansi(false).with_writer(sink.clone()));
    with_default(stack, || {
        let span = info_span!("span", a = 1, b = tracing::field::Empty);
        let id = span.id().unwrap();
        let reads = Does(|| {
            tracing::dispatcher::get_default(|dispatch| {
                if let Some(registry) = dispatch.downcast_ref::<tracing_subscriber::Registry>() {
                    let span = registry.span(&id).unwrap();
                    assert!(span.values().get("a").is_some());
                    span.extensions_mut().replace(7_u8);
                }
            });
        });
        span.record("b", tracing::field::debug(&reads));
        span.in_scope(|| info!(v = ?reads, "inside"));
    });
    assert!(sink.text().contains("span{a=1 b=before after}:"), "{}", sink.text());
    assert!(sink.text().ends_with("inside v=before after\n"), "{}", sink.text());
}

#[test]
fn an_event_that_cannot_be_formatted_is_named_or_left_out() {
    struct Fails;
    impl fmt::Debug for Fails {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }
    for named in [true, false] {
        let sink = Sink::default();
        let subscriber = tracing_subscriber::fmt().log_internal_errors(named).with_writer(sink.clone()).finish();
        let before = tracing_subscriber::report::count();
        with_default(subscriber, || info!(v = ?Fails));
        assert!(tracing_subscriber::report::count() > before);
        let expected =
            if named { "Unable to format the following event. Name: event tracing-subscriber/tests" } else { "" };
        assert!(sink.text().starts_with(expected), "{}", sink.text());
        assert_eq!(sink.lines().len(), usize::from(named));
    }
}

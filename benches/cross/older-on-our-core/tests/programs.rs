//! Programs of the generation before: `tracing-subscriber` 0.2 with its layers, filters and formats, and span traces of
//! `tracing-error` 0.1.

use std::{error::Error, io};

use tracing::{Instrument, debug, info, info_span, instrument, trace, warn};
use tracing_error::{ErrorLayer, ExtractSpanTrace, InstrumentError, SpanTrace};
use tracing_subscriber::{EnvFilter, Registry, fmt, prelude::*};

use page::Page;

#[path = "../../shared/page.rs"]
mod page;

#[test]
fn events_and_spans_are_printed() {
    let page = Page::default();
    let subscriber = fmt().with_ansi(false).without_time().with_target(false).with_writer(page.writer()).finish();
    tracing::subscriber::with_default(subscriber, || {
        info!(id = 7, name = "n", "hello");
        let span = info_span!("outer", late = tracing::field::Empty);
        span.record("late", 5);
        span.in_scope(|| info!("inside"));
    });
    assert_eq!(page.take(), " INFO hello id=7 name=\"n\"\n INFO outer{late=5}: inside\n");
}

#[test]
fn env_filters_choose_by_target_span_and_field() {
    let page = Page::default();
    let lines = fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(page.writer());
    let subscriber = Registry::default().with(EnvFilter::new("warn,special=debug,[deep{id=7}]=trace")).with(lines);
    tracing::subscriber::with_default(subscriber, || {
        debug!("refused");
        warn!("kept");
        trace!(target: "special", "refused");
        debug!(target: "special", "kept by target");
        info_span!("deep", id = 8).in_scope(|| trace!("refused"));
        info_span!("deep", id = 7).in_scope(|| trace!("kept by field"));
    });
    assert_eq!(page.take(), " WARN kept\nDEBUG kept by target\nTRACE deep{id=7}: kept by field\n");
}

#[test]
fn json_is_written() {
    let page = Page::default();
    let subscriber = fmt().json().without_time().with_target(false).with_writer(page.writer()).finish();
    tracing::subscriber::with_default(subscriber, || info_span!("outer", id = 1).in_scope(|| info!(n = 2, "hello")));
    let line = page.take();
    assert!(line.starts_with('{') && line.ends_with("}\n"), "{line}");
    for part in [r#""level":"INFO""#, r#""message":"hello""#, r#""n":2"#, r#""name":"outer""#, r#""id":1"#] {
        assert!(line.contains(part), "{part} is missing in {line}");
    }
}

#[test]
fn futures_carry_their_span() {
    let page = Page::default();
    let subscriber = fmt().with_ansi(false).without_time().with_target(false).with_writer(page.writer()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let future = async { info!("polled") }.instrument(info_span!("task", n = 1));
        let mut future = std::pin::pin!(future);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(future.as_mut().poll(&mut context).is_ready());
    });
    assert_eq!(page.take(), " INFO task{n=1}: polled\n");
}

#[test]
fn span_traces_name_the_spans_and_their_fields() {
    #[instrument]
    fn outer(id: u32) -> SpanTrace {
        inner("x")
    }
    #[instrument]
    fn inner(name: &str) -> SpanTrace {
        SpanTrace::capture()
    }
    let trace = tracing::subscriber::with_default(Registry::default().with(ErrorLayer::default()), || outer(7));
    let mut spans = Vec::new();
    trace.with_spans(|metadata, fields| {
        spans.push(format!("{} {fields}", metadata.name()));
        true
    });
    assert_eq!(spans, ["inner name=\"x\"", "outer id=7"]);
}

#[test]
fn errors_carry_their_span_trace() {
    #[instrument]
    fn fails() -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(InstrumentError::in_current_span(io::Error::other("broken")))?
    }
    let error = tracing::subscriber::with_default(Registry::default().with(ErrorLayer::default()), fails).unwrap_err();
    let error: &(dyn Error + 'static) = &*error;
    let trace = error.span_trace().or_else(|| error.source().and_then(|source| source.span_trace()));
    assert!(trace.expect("a span trace was captured").to_string().contains("fails"));
}

//! tracing-error: span traces in errors, whatever layers stand between.

use tracing::instrument;
use tracing_error::{ErrorLayer, SpanTrace, SpanTraceStatus, TracedError};
use tracing_subscriber::{EnvFilter, Layer, filter::LevelFilter, fmt, prelude::*};

use crate::page::Page;

#[instrument]
fn outer(id: u32) -> SpanTrace {
    inner("x")
}

#[instrument(skip_all, fields(name = name))]
fn inner(name: &str) -> SpanTrace {
    SpanTrace::capture()
}

fn names_and_fields(trace: &SpanTrace) -> Vec<String> {
    let mut spans = Vec::new();
    trace.with_spans(|metadata, fields| {
        spans.push(format!("{}({fields})", metadata.name()));
        true
    });
    spans
}

#[test]
fn a_trace_names_spans_with_their_fields() {
    let subscriber = tracing_subscriber::registry().with(ErrorLayer::default());
    let trace = tracing::subscriber::with_default(subscriber, || outer(7));
    assert_eq!(trace.status(), SpanTraceStatus::CAPTURED);
    assert_eq!(names_and_fields(&trace), ["inner(name=\"x\")", "outer(id=7)"]);
    let text = trace.to_string();
    assert!(text.contains("with name=\"x\"") && text.contains("with id=7") && text.contains("error.rs"), "{text}");
}

#[test]
fn colours_of_another_layer_do_not_show() {
    let page = Page::default();
    let writer = page.clone();
    let coloured = fmt::layer().with_ansi(true).with_writer(move || writer.clone()).with_filter(LevelFilter::INFO);
    let subscriber =
        tracing_subscriber::registry().with(EnvFilter::new("info")).with(coloured).with(ErrorLayer::default());
    let trace = tracing::subscriber::with_default(subscriber, || outer(7));
    assert!(!trace.to_string().contains('\u{1b}'), "{trace}");
    assert_eq!(names_and_fields(&trace), ["inner(name=\"x\")", "outer(id=7)"]);
}

#[test]
fn without_the_layer_there_is_no_trace() {
    let trace = tracing::subscriber::with_default(tracing_subscriber::registry(), || outer(7));
    assert_eq!(trace.status(), SpanTraceStatus::UNSUPPORTED);
    let subscriber = tracing_subscriber::registry().with(ErrorLayer::default());
    let trace = tracing::subscriber::with_default(subscriber, SpanTrace::capture);
    assert_eq!(trace.status(), SpanTraceStatus::EMPTY);
}

#[test]
fn an_error_carries_its_trace_up() {
    use tracing_error::{ExtractSpanTrace, prelude::*};

    #[instrument]
    fn reads(path: &str) -> Result<(), TracedError<std::io::Error>> {
        Err(std::io::Error::other("broken")).in_current_span()
    }
    let subscriber = tracing_subscriber::registry().with(ErrorLayer::default());
    let error = tracing::subscriber::with_default(subscriber, || reads("/tmp/x")).unwrap_err();
    let chain = std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |error| error.source());
    let trace = chain.into_iter().find_map(|error| error.span_trace()).unwrap();
    assert_eq!(names_and_fields(trace), ["reads(path=\"/tmp/x\")"]);
}

//! tracing-error: a span trace tells where an error was made.

use tracing::{info_span, subscriber};
use tracing_error::{ErrorLayer, SpanTrace, SpanTraceStatus};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{fmt, registry};

use crate::program::Text;

#[test]
fn a_span_trace_has_the_spans_and_their_fields() {
    let listener = registry().with(ErrorLayer::default());
    let trace = subscriber::with_default(listener, || {
        let _outer = info_span!("outer", id = 7).entered();
        info_span!("inner", name = "a b").in_scope(SpanTrace::capture)
    });
    assert_eq!(trace.status(), SpanTraceStatus::CAPTURED);
    let mut spans = Vec::new();
    trace.with_spans(|metadata, fields| {
        spans.push((metadata.name(), fields.to_owned()));
        true
    });
    assert_eq!(spans, [("inner", "name=\"a b\"".to_owned()), ("outer", "id=7".to_owned())]);
}

#[test]
fn colours_of_a_terminal_stay_out_of_span_traces() {
    let coloured = fmt::layer().with_ansi(true).with_writer({
        let text = Text::default();
        move || text.clone()
    });
    let listener = registry().with(coloured).with(ErrorLayer::default());
    let trace = subscriber::with_default(listener, || {
        info_span!("outer", id = 7).in_scope(|| {
            tracing::info!("the coloured layer formats the span");
            SpanTrace::capture()
        })
    });
    assert!(trace.to_string().contains("id=7") && !trace.to_string().contains('\x1b'), "{trace}");
}

//! tracing-opentelemetry: spans with their parents, attributes and events.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use crate::program::heard_by;

#[test]
fn spans_have_parents_attributes_and_events() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    heard_by(registry().with(tracing_opentelemetry::layer().with_tracer(provider.tracer("test"))));
    provider.force_flush().unwrap();

    let spans = exporter.get_finished_spans().unwrap();
    let span = |name: &str| spans.iter().find(|span| span.name == name).expect("the span");
    let (outer, inner) = (span("outer"), span("inner"));
    assert_eq!(spans.len(), 2);
    assert_eq!(inner.parent_span_id, outer.span_context.span_id());
    assert_eq!(inner.span_context.trace_id(), outer.span_context.trace_id());
    let id = outer.attributes.iter().find(|attribute| attribute.key.as_str() == "id").expect("the field");
    assert_eq!(id.value, opentelemetry::Value::I64(7));
    assert_eq!(outer.events.events[0].name, "begun");
    assert_eq!(inner.events.events[0].name, "late");
}

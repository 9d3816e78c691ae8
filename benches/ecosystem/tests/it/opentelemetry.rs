//! tracing-opentelemetry: spans become spans of a trace, events their events, with types and links.

use opentelemetry::{
    Context, KeyValue, Value,
    trace::{SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags, TraceId, TraceState, TracerProvider},
};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tracing::{Instrument, error, info, info_span, instrument};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::{EnvFilter, Layer, prelude::*};

fn spans_of(program: impl FnOnce()) -> Vec<SpanData> {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("ecosystem")).with_filter(EnvFilter::new("info"));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), program);
    provider.force_flush().unwrap();
    exporter.get_finished_spans().unwrap()
}

fn find<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("{name} is missing"))
}

fn attribute<'a>(span: &'a SpanData, key: &str) -> Option<&'a Value> {
    span.attributes.iter().find(|attribute| attribute.key.as_str() == key).map(|KeyValue { value, .. }| value)
}

#[test]
fn parents_kinds_and_typed_attributes_arrive() {
    let spans = spans_of(|| {
        let outer = info_span!("outer", otel.kind = "server", id = 7_i64, ratio = 0.5, late = tracing::field::Empty);
        outer.in_scope(|| {
            info_span!("inner", name = "x").in_scope(|| info!(rows = 3, "read"));
        });
        outer.record("late", true);
        outer.set_attribute("custom", "yes");
    });
    let (outer, inner) = (find(&spans, "outer"), find(&spans, "inner"));
    assert_eq!(inner.parent_span_id, outer.span_context.span_id());
    assert_eq!(inner.span_context.trace_id(), outer.span_context.trace_id());
    assert_eq!(outer.span_kind, SpanKind::Server);
    assert_eq!(attribute(outer, "id"), Some(&Value::I64(7)));
    assert_eq!(attribute(outer, "ratio"), Some(&Value::F64(0.5)));
    assert_eq!(attribute(outer, "late"), Some(&Value::Bool(true)));
    assert_eq!(attribute(outer, "custom"), Some(&Value::from("yes")));
    assert_eq!(inner.events.events[0].name, "read");
    assert!(attribute(outer, "busy_ns").is_some() && attribute(outer, "idle_ns").is_some());
}

#[test]
fn a_remote_parent_is_taken_and_given() {
    let remote = SpanContext::new(
        TraceId::from(0x42_u128),
        SpanId::from(0x17_u64),
        TraceFlags::SAMPLED,
        true,
        TraceState::default(),
    );
    let mut seen = None;
    let spans = spans_of(|| {
        let span = info_span!("request");
        span.set_parent(Context::new().with_remote_span_context(remote.clone())).unwrap();
        let _entered = span.enter();
        seen = Some(tracing::Span::current().context().span().span_context().clone());
    });
    let span = find(&spans, "request");
    assert_eq!(span.span_context.trace_id(), remote.trace_id());
    assert_eq!(span.parent_span_id, remote.span_id());
    assert_eq!(seen.unwrap().span_id(), span.span_context.span_id());
}

#[test]
fn errors_mark_their_span_and_links_follow() {
    #[instrument(err)]
    fn fails() -> Result<(), std::io::Error> {
        Err(std::io::Error::other("broken"))
    }
    let spans = spans_of(|| {
        let cause = info_span!("cause");
        assert!(fails().is_err());
        let effect = info_span!("effect");
        effect.follows_from(cause.id());
        effect.in_scope(|| error!("late"));
    });
    assert!(matches!(find(&spans, "fails").status, Status::Error { .. }));
    assert_eq!(find(&spans, "effect").links.links[0].span_context.span_id(), find(&spans, "cause").span_context.span_id());
}

#[test]
fn tasks_of_a_runtime_keep_their_trace() {
    let spans = spans_of(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let tasks = (0..4).map(|n| {
                let work = async {
                    tokio::task::yield_now().await;
                    info_span!("step").in_scope(|| ());
                };
                tokio::spawn(work.instrument(info_span!("task", n)))
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await.unwrap();
            }
        });
    });
    for step in spans.iter().filter(|span| span.name == "step") {
        let parent = spans.iter().find(|span| span.span_context.span_id() == step.parent_span_id).unwrap();
        assert_eq!(parent.name, "task");
    }
    assert_eq!(spans.len(), 8);
}

//! A trace as a picture: a line for each span and each event, below the span that it belongs to, whichever process they
//! come from.

use std::collections::HashMap;
use std::fmt::Write as _;

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span};

/// A span, and the process that sent it.
struct Sent {
    service: String,
    span: Span,
}

/// Draws every trace among these spans.
pub(crate) fn draw(received: Vec<ResourceSpans>) -> String {
    let mut spans: Vec<Sent> = received.into_iter().flat_map(of_process).collect();
    spans.sort_by_key(|sent| sent.span.start_time_unix_nano);
    let known: HashMap<Vec<u8>, usize> =
        spans.iter().enumerate().map(|(n, sent)| (sent.span.span_id.clone(), n)).collect();

    let mut out = String::new();
    for sent in spans.iter().filter(|sent| !known.contains_key(&sent.span.parent_span_id)) {
        let id: String = sent.span.trace_id.iter().map(|byte| format!("{byte:02x}")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "trace {id}");
        below(sent, &spans, 1, &mut out);
    }
    out
}

fn of_process(sent: ResourceSpans) -> impl Iterator<Item = Sent> {
    let attributes = sent.resource.map(|resource| resource.attributes).unwrap_or_default();
    let service = text_of(&attributes, "service.name").unwrap_or_else(|| "unknown".to_owned());
    let spans = sent.scope_spans.into_iter().flat_map(|scope| scope.spans);
    spans.map(move |span| Sent { service: service.clone(), span })
}

fn below(sent: &Sent, spans: &[Sent], depth: usize, out: &mut String) {
    let span = &sent.span;
    let micros = span.end_time_unix_nano.saturating_sub(span.start_time_unix_nano) / 1_000;
    let indent = "  ".repeat(depth);
    let _ = writeln!(out, "{indent}{}: {}{} {micros} µs", sent.service, span.name, fields(&span.attributes));
    for event in &span.events {
        let level = text_of(&event.attributes, "level").unwrap_or_default();
        // An event without a message is named for its place.
        let message = if event.name.starts_with("event ") { "" } else { event.name.as_str() };
        let _ = writeln!(out, "{indent}  {level} {message}{}", fields(&event.attributes));
    }
    let children =
        spans.iter().filter(|other| other.span.trace_id == span.trace_id && other.span.parent_span_id == span.span_id);
    for child in children {
        below(child, spans, depth + 1, out);
    }
}

/// Attributes that a program recorded; where in the code, and on which thread, is left out.
fn fields(attributes: &[KeyValue]) -> String {
    let dull = |key: &str| {
        ["code.", "thread.", "busy_ns", "idle_ns", "level", "target"].iter().any(|begin| key.starts_with(begin))
    };
    let shown: Vec<String> = attributes
        .iter()
        .filter(|attribute| !dull(&attribute.key))
        .filter_map(|attribute| Some(format!("{}={}", attribute.key, text(attribute.value.as_ref()?)?)))
        .collect();
    if shown.is_empty() { String::new() } else { format!("{{{}}}", shown.join(" ")) }
}

fn text_of(attributes: &[KeyValue], key: &str) -> Option<String> {
    attributes.iter().find(|attribute| attribute.key == key).and_then(|attribute| text(attribute.value.as_ref()?))
}

fn text(value: &AnyValue) -> Option<String> {
    match value.value.as_ref()? {
        // On one line, whatever it holds.
        Value::StringValue(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Value::BoolValue(value) => Some(value.to_string()),
        Value::IntValue(value) => Some(value.to_string()),
        Value::DoubleValue(value) => Some(value.to_string()),
        _ => None,
    }
}

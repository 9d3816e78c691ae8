//! A trace as a picture: a line for each span and each event, in the order in which they began, below the span that they
//! belong to, whichever process they come from.

use std::collections::HashSet;
use std::fmt::Write as _;

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::Event;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span};

/// A span, and the process that sent it.
struct Sent {
    service: String,
    span: Span,
}

/// What stands below a span.
enum Below<'a> {
    Span(&'a Sent),
    Event(&'a Event),
}

/// Draws every trace that begins with a span of this name, the oldest first.
pub(crate) fn draw(received: Vec<ResourceSpans>, first: &str) -> Vec<String> {
    let mut spans: Vec<Sent> = received.into_iter().flat_map(of_process).collect();
    spans.sort_by_key(|sent| sent.span.start_time_unix_nano);
    let known: HashSet<&[u8]> = spans.iter().map(|sent| sent.span.span_id.as_slice()).collect();

    let roots = spans.iter().filter(|sent| !known.contains(sent.span.parent_span_id.as_slice()));
    roots
        .filter(|root| root.span.name == first)
        .map(|root| {
            let id: String = root.span.trace_id.iter().map(|byte| format!("{byte:02x}")).collect();
            let mut out = format!("trace {id}\n");
            line_and_below(root, &spans, 1, &mut out);
            out
        })
        .collect()
}

fn of_process(sent: ResourceSpans) -> impl Iterator<Item = Sent> {
    let attributes = sent.resource.map(|resource| resource.attributes).unwrap_or_default();
    let service = text_of(&attributes, "service.name").unwrap_or_else(|| "unknown".to_owned());
    let spans = sent.scope_spans.into_iter().flat_map(|scope| scope.spans);
    spans.map(move |span| Sent { service: service.clone(), span })
}

fn line_and_below(sent: &Sent, spans: &[Sent], depth: usize, out: &mut String) {
    let span = &sent.span;
    let micros = span.end_time_unix_nano.saturating_sub(span.start_time_unix_nano) / 1_000;
    let indent = "  ".repeat(depth);
    let fields = fields(&span.attributes);
    let fields = if fields.is_empty() { fields } else { format!("{{{fields}}}") };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{indent}{}: {}{fields} {micros} µs", sent.service, span.name);

    let children =
        spans.iter().filter(|other| other.span.trace_id == span.trace_id && other.span.parent_span_id == span.span_id);
    let children = children.map(|child| (child.span.start_time_unix_nano, Below::Span(child)));
    let events = span.events.iter().map(|event| (event.time_unix_nano, Below::Event(event)));
    let mut below: Vec<(u64, Below<'_>)> = children.chain(events).collect();
    below.sort_by_key(|(time, _)| *time);
    for (_, below) in below {
        match below {
            Below::Span(child) => line_and_below(child, spans, depth + 1, out),
            Below::Event(event) => {
                let _ = writeln!(out, "{indent}  {}", said(event));
            }
        }
    }
}

/// An event as a line of a log: how important, who says it, and what.
fn said(event: &Event) -> String {
    let level = text_of(&event.attributes, "level").unwrap_or_default();
    let target = text_of(&event.attributes, "target").unwrap_or_default();
    // An event without a message is named for its place.
    let message = if event.name.starts_with("event ") { "" } else { event.name.as_str() };
    let fields = fields(&event.attributes);
    let space = if message.is_empty() || fields.is_empty() { "" } else { " " };
    format!("{level} {target}: {message}{space}{fields}")
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
    shown.join(" ")
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

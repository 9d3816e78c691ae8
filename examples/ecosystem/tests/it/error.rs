//! tracing-error: a span trace tells where an error was made.

use tracing::{Event, Subscriber, info_span, subscriber};
use tracing_error::{ErrorLayer, SpanTrace, SpanTraceStatus};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry, fmt, registry};

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

/// What is traced, and what was written by a layer with colours meanwhile.
fn traced<S>(listener: S, text: &Text) -> String
where
    S: tracing::Subscriber + Send + Sync,
{
    let trace = subscriber::with_default(listener, || {
        let outer = info_span!("outer", id = 7, later = tracing::field::Empty);
        let _outer = outer.enter();
        outer.record("later", "recorded");
        info_span!("inner", name = %"\x1b[31mred\x1b[0m").in_scope(|| {
            tracing::info!("the coloured layer formats the spans");
            SpanTrace::capture()
        })
    });
    assert!(text.get().contains("\x1b[3mid\x1b[0m"), "{}", text.get());
    trace.to_string()
}

/// A program's own format, which reads the texts of the spans' fields.
struct Own;

impl<S, N> FormatEvent<S, N> for Own
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
        ctx.visit_spans(|span| match span.extensions().get::<FormattedFields<N>>() {
            Some(fields) => writeln!(writer, "{fields}"),
            None => Err(std::fmt::Error),
        })
    }
}

#[test]
fn colours_of_a_terminal_stay_out_of_span_traces_in_every_order() {
    type Boxed = Box<dyn Layer<Registry> + Send + Sync>;
    let text = Text::default();
    let coloured = |format: &str| -> Boxed {
        let layer = fmt::layer().with_ansi(true).with_span_events(fmt::format::FmtSpan::FULL);
        let text = text.clone();
        let layer = layer.with_writer(move || text.clone());
        match format {
            "full" => layer.boxed(),
            "compact" => layer.compact().boxed(),
            "own" => layer.event_format(Own).boxed(),
            _ => layer.pretty().boxed(),
        }
    };
    for format in ["full", "compact", "pretty", "own"] {
        for order in ["CT", "TC", "CTP", "CPT", "TCP", "TPC", "PCT", "PTC"] {
            let layers = order.chars().map(|layer| -> Boxed {
                match layer {
                    'C' => coloured(format),
                    'T' => ErrorLayer::default().boxed(),
                    _ => fmt::layer().with_ansi(false).with_writer(std::io::sink).boxed(),
                }
            });
            let trace = traced(registry().with(layers.collect::<Vec<_>>()), &text);
            assert!(trace.contains("id=7") && trace.contains("red"), "{format}, {order}: {trace}");
            assert!(!trace.contains('\x1b'), "{format}, {order}: {trace:?}");
        }
    }
}

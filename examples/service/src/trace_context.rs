//! The trace across processes: W3C `traceparent`, read from a request that comes in, written to one that goes out.

use axum::http::HeaderMap;
use opentelemetry::global;
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use tracing::{Span, debug};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Makes `span` a child of the caller's span, in the caller's process. Call it before the span is entered.
pub(crate) fn continue_from(headers: &HeaderMap, span: &Span) {
    let caller = global::get_text_map_propagator(|propagator| propagator.extract(&HeaderExtractor(headers)));
    // Without an exporter there is nothing that a parent could be set on.
    if let Err(error) = span.set_parent(caller) {
        debug!(%error, "the caller's trace is not continued");
    }
}

/// The headers that let the other side continue from `span`.
pub(crate) fn headers_of(span: &Span) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let context = span.context();
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut HeaderInjector(&mut headers))
    });
    headers
}

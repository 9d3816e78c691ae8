//! What both services are wrapped in: a span for each request, and the admin route.

use std::error::Error;
use std::fmt;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::{Level, Span, error, field, info, info_span};
use tracing_subscriber::{EnvFilter, Registry, reload};

use crate::telemetry::Telemetry;
use crate::trace_context;

/// Adds to a service's routes what every service has.
pub(crate) fn service(routes: Router, telemetry: &Telemetry) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(request_span)
        .on_response(DefaultOnResponse::new().level(Level::INFO));
    let admin = Router::new().route("/admin/filter", put(set_filter)).with_state(telemetry.filter());
    routes.layer(trace).merge(admin)
}

/// The request's span, a child of whatever span the caller sent it from.
fn request_span(request: &Request<Body>) -> Span {
    let span = info_span!(
        "request",
        method = %request.method(),
        path = request.uri().path(),
        otel.kind = "server",
        otel.name = field::Empty,
    );
    span.record("otel.name", format!("{} {}", request.method(), request.uri().path()));
    trace_context::continue_from(request.headers(), &span);
    span
}

/// `PUT /admin/filter` with a body like `info,sqlx=debug` changes what is seen from now on.
async fn set_filter(State(filter): State<reload::Handle<EnvFilter, Registry>>, body: String) -> (StatusCode, String) {
    let new = match EnvFilter::builder().parse(body.trim()) {
        Ok(new) => new,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error}\n")),
    };
    match filter.reload(new) {
        Ok(()) => {
            info!(filter = body.trim(), "filter changed");
            (StatusCode::OK, String::new())
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")),
    }
}

/// A request that is not answered as it hoped.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) StatusCode);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Refusal {
        error!(error = &error as &dyn Error, "the database does not answer");
        Refusal(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<reqwest::Error> for Refusal {
    fn from(error: reqwest::Error) -> Refusal {
        match error.status() {
            Some(StatusCode::NOT_FOUND) => Refusal(StatusCode::NOT_FOUND),
            _ => {
                error!(error = &error as &dyn Error, "the other service does not answer");
                Refusal(StatusCode::BAD_GATEWAY)
            }
        }
    }
}

//! The front: takes orders, and asks the store.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tracing::{Instrument as _, info, info_span, instrument, warn};

use crate::http::Refusal;
use crate::process::Serve;
use crate::store::Item;
use crate::telemetry::Telemetry;
use crate::{Failure, http, process, trace_context};

#[derive(Clone)]
struct Store {
    client: reqwest::Client,
    base: String,
}

#[derive(Serialize)]
struct Order {
    item: String,
    accepted: bool,
}

pub(crate) async fn run(serve: Serve, store: String) -> Result<(), Failure> {
    let telemetry = Telemetry::init("front")?;
    let store = Store { client: reqwest::Client::new(), base: store };
    let routes = Router::new().route("/orders/{item}", get(order)).with_state(store);
    process::serve(serve, 8080, http::service(routes, &telemetry)).await?;
    telemetry.finish()
}

#[instrument(skip(store), err)]
async fn order(State(store): State<Store>, Path(item): Path<i64>) -> Result<Json<Order>, Refusal> {
    let Item { name, left } = store.item(item).await?;
    if left == 0 {
        warn!(name, "sold out");
        return Err(Refusal(StatusCode::CONFLICT));
    }
    info!(name, "accepted");
    Ok(Json(Order { item: name, accepted: true }))
}

impl Store {
    async fn item(&self, item: i64) -> Result<Item, reqwest::Error> {
        let url = format!("{}/items/{item}", self.base);
        let span = info_span!("ask_store", url, otel.kind = "client");
        let request = self.client.get(url).headers(trace_context::headers_of(&span));
        async { request.send().await?.error_for_status()?.json().await }.instrument(span).await
    }
}

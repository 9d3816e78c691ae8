//! tracing-serde: what crosses the core's types is serialised.

use std::sync::Mutex;

use serde_json::{Value, json};
use tracing::{info, info_span};
use tracing_serde::AsSerde;
use tracing_subscriber::{Layer, layer::Context, prelude::*};

static SEEN: Mutex<Vec<Value>> = Mutex::new(Vec::new());

struct Serialise;

impl<S: tracing::Subscriber> Layer<S> for Serialise {
    fn on_new_span(&self, attributes: &tracing::span::Attributes<'_>, id: &tracing::Id, _: Context<'_, S>) {
        let value = json!({ "attributes": attributes.as_serde(), "has_id": json!(id.as_serde())["id"].is_array() });
        SEEN.lock().unwrap().push(value);
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        SEEN.lock().unwrap().push(json!(event.as_serde()));
    }
}

#[test]
fn spans_and_events_are_maps() {
    tracing::subscriber::with_default(tracing_subscriber::registry().with(Serialise), || {
        let _span = info_span!("outer", id = 7).entered();
        info!(target: "here", yes = true, "hello");
    });
    let seen = SEEN.lock().unwrap();
    let (span, event) = (&seen[0], &seen[1]);
    assert_eq!(span["attributes"]["metadata"]["name"], "outer");
    assert_eq!(span["attributes"]["id"], 7);
    assert_eq!(event["metadata"]["target"], "here");
    assert_eq!(event["metadata"]["level"], "INFO");
    assert_eq!(event["metadata"]["is_event"], true);
    assert_eq!((&event["yes"], &event["message"]), (&json!(true), &json!("hello")));
}

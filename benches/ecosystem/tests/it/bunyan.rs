//! tracing-bunyan-formatter: a JSON line per event and span, with the fields of the spans around.

use serde_json::Value;
use tracing::{info, info_span};
use tracing_bunyan_formatter::{BunyanFormattingLayer, JsonStorageLayer};
use tracing_subscriber::prelude::*;

use crate::page::Page;

#[test]
fn events_inherit_the_fields_of_their_spans() {
    let page = Page::default();
    let writer = page.clone();
    let layer = BunyanFormattingLayer::new("app".to_owned(), move || writer.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(JsonStorageLayer).with(layer), || {
        let span = info_span!("outer", id = 7, late = tracing::field::Empty).entered();
        span.record("late", "x");
        info!(n = 1, "hello");
    });
    let text = page.take();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let event = lines.iter().find(|line| line["msg"].as_str().unwrap().contains("hello")).unwrap();
    assert_eq!((&event["id"], &event["late"], &event["n"]), (&7.into(), &"x".into(), &1.into()));
    assert!(lines.last().unwrap()["msg"].as_str().unwrap().contains("END"));
}

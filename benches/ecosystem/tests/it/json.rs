//! json-subscriber: JSON of one's own shape, from a layer that keeps span fields itself.

use serde_json::Value;
use tracing::{info, info_span};
use tracing_subscriber::prelude::*;

use crate::page::Page;

#[test]
fn lines_parse_and_hold_the_span_s_fields() {
    let page = Page::default();
    let writer = page.clone();
    let layer = json_subscriber::layer().with_writer(move || writer.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _span = info_span!("outer", id = 7).entered();
        info!(n = 1, "hello");
    });
    let line: Value = serde_json::from_str(page.take().trim()).unwrap();
    assert_eq!(line["fields"]["message"], "hello");
    assert_eq!(line["fields"]["n"], 1);
    assert_eq!(line["span"]["id"], 7);
    assert_eq!(line["level"], "INFO");
}

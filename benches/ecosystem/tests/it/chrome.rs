//! tracing-chrome: a trace for the browser's viewer, which must parse.

use serde_json::Value;
use tracing::{info, info_span};
use tracing_chrome::ChromeLayerBuilder;
use tracing_subscriber::prelude::*;

use crate::page::Page;

#[test]
fn the_trace_parses_and_holds_begin_and_end_of_each_span() {
    let page = Page::default();
    let (layer, guard) = ChromeLayerBuilder::new().writer(page.clone()).include_args(true).build();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _outer = info_span!("outer", id = 7).entered();
        let _inner = info_span!("inner").entered();
        info!(n = 1, "hello");
    });
    drop(guard);
    let trace: Vec<Value> = serde_json::from_str(&page.take()).unwrap();
    let phases = |name: &str| -> Vec<String> {
        let own = trace.iter().filter(|entry| entry["name"] == name);
        own.map(|entry| entry["ph"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(phases("outer"), ["B", "E"]);
    assert_eq!(phases("inner"), ["B", "E"]);
    let begin = trace.iter().find(|entry| entry["name"] == "outer").unwrap();
    assert_eq!(begin["args"]["id"].to_string().trim_matches('"'), "7");
    assert!(trace.iter().any(|entry| entry["ph"] == "i"));
}

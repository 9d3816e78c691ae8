//! tracing-chrome: a trace that Chrome's viewer can load, spans opened and closed in order.

use serde_json::Value;
use tracing_chrome::ChromeLayerBuilder;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use crate::program::{Text, heard_by};

#[test]
fn the_trace_parses_and_its_spans_nest() {
    let text = Text::default();
    let (layer, guard) = ChromeLayerBuilder::new().writer(text.clone()).include_args(true).build();
    heard_by(registry().with(layer));
    drop(guard);

    let trace: Vec<Value> = serde_json::from_str(&text.get()).expect("valid JSON");
    let steps: Vec<(&str, &str)> = trace
        .iter()
        .filter_map(|entry| Some((entry["ph"].as_str()?, entry["name"].as_str()?)))
        .filter(|(phase, _)| ["B", "E", "i"].contains(phase))
        .collect();
    let phases: String = steps.iter().map(|(phase, _)| *phase).collect();
    assert_eq!(phases, "BiBiEE", "{trace:?}");
    assert_eq!((steps[0].1, steps[2].1, steps[4].1, steps[5].1), ("outer", "inner", "inner", "outer"));
    let outer = trace.iter().find(|entry| entry["ph"] == "B" && entry["name"] == "outer").unwrap();
    assert_eq!(outer["args"]["id"], "7");
}

//! tracing-serde: records as anything that serde writes.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tracing::{Event, Subscriber};
use tracing_serde::AsSerde as _;
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{Layer, registry};

use crate::program::heard_by;

struct Records(Arc<Mutex<Vec<Value>>>);

impl<S: Subscriber> Layer<S> for Records {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let record = json!({ "event": event.as_serde(), "level": event.metadata().level().as_serde() });
        self.0.lock().unwrap().push(record);
    }
}

#[test]
fn an_event_serializes_with_its_fields_and_types() {
    let records = Arc::new(Mutex::new(Vec::new()));
    heard_by(registry().with(Records(records.clone())));
    let records = records.lock().unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["level"], "INFO");
    assert_eq!(records[0]["event"]["message"], "begun");
    assert_eq!(records[0]["event"]["rows"], 3);
    assert_eq!(records[1]["event"]["metadata"]["level"], "WARN");
}

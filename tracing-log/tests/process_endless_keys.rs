//! Keys that are made up as the program goes use up the names, and are delivered all the same. They stay used up, so
//! this has a process for itself.

use std::sync::Mutex;

use log::{Log, Record};
use tracing_core::{Dispatch, Event, Metadata, Subscriber, dispatcher, field::ValueRef, span};
use tracing_log::LogTracer;

/// The last field of each event.
static LAST: Mutex<Vec<(&str, i64)>> = Mutex::new(Vec::new());

struct Last;

impl Subscriber for Last {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn event(&self, event: &Event<'_>) {
        if let Some((field, ValueRef::I64(value))) = event.values().iter().last() {
            LAST.lock().unwrap().push((field.name(), value));
        }
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

fn log(key: &str, value: i64) {
    LogTracer::new().log(&Record::builder().args(format_args!("x")).key_values(&[(key, value)]).build());
}

#[test]
fn the_names_are_bounded_and_no_value_is_lost() {
    dispatcher::with_default(&Dispatch::new(Last), || {
        log(&"long".repeat(100), -1);
        for number in 0..5000 {
            log(&format!("made-up-{number}"), number);
        }
        log("made-up-0", 0);
    });
    let last = LAST.lock().unwrap();
    assert_eq!(last[0], ("kv.other", -1));
    assert_eq!(last[1], ("made-up-0", 0));
    assert_eq!(last[5001], ("made-up-0", 0));
    for (number, (name, value)) in (0..).zip(&last[1..5001]) {
        assert_eq!(*value, number);
        assert!(*name == format!("made-up-{number}") || *name == "kv.other");
    }
    let others = last.iter().filter(|(name, _)| *name == "kv.other").count();
    assert!((2900..5000).contains(&others), "{others}");
}

//! A program that has a logger of its own: the subscriber is installed all the same.
#![cfg(all(feature = "registry", feature = "tracing-log"))]

use std::sync::atomic::{AtomicUsize, Ordering};

use tracing_core::{Event, Subscriber};
use tracing_log::log::{self, LevelFilter, Log, Metadata, Record};
use tracing_subscriber::layer::Context;
use tracing_subscriber::{Layer, Registry, prelude::*};

static RECORDS: AtomicUsize = AtomicUsize::new(0);
static EVENTS: AtomicUsize = AtomicUsize::new(0);

struct Own;

impl Log for Own {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn log(&self, _: &Record<'_>) {
        RECORDS.fetch_add(1, Ordering::Relaxed);
    }
    fn flush(&self) {}
}

struct Counts;

impl<S: Subscriber> Layer<S> for Counts {
    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        EVENTS.fetch_add(1, Ordering::Relaxed);
    }
}

fn emit() -> (usize, usize) {
    tracing::info!("an event");
    log::info!("a record");
    (EVENTS.load(Ordering::Relaxed), RECORDS.load(Ordering::Relaxed))
}

#[test]
fn the_subscriber_is_installed_and_the_logger_stays() {
    log::set_logger(&Own).unwrap();
    log::set_max_level(LevelFilter::Info);
    let error = Registry::default().with(Counts).try_init().unwrap_err();
    assert!(error.to_string().contains("logger"), "{error}");
    assert_eq!(emit(), (1, 1));

    // A second one changes nothing, and its error is about the first.
    let error = Registry::default().try_init().unwrap_err();
    assert!(error.to_string().contains("global default"), "{error}");
    assert_eq!(log::max_level(), LevelFilter::Info);
    assert_eq!(emit(), (2, 2));
}

//! `log_enabled!` is a question to the subscriber and nothing more.

use log::{Level, Log, Metadata};
use tracing_log::LogTracer;

use crate::support::{Journal, Recorder, with};

#[test]
fn enabled_is_what_the_subscriber_says() {
    let log = Journal::default();
    with(Recorder::settled(&log, |metadata| metadata.target() != "no"), |_| {
        let tracer = LogTracer::default();
        let enabled = |target| tracer.enabled(&Metadata::builder().level(Level::Info).target(target).build());
        assert!(enabled("yes"));
        assert!(!enabled("no"));
    });
    assert_eq!(log.take("enabled"), ["\"log record\" INFO \"yes\" - -:0", "\"log record\" INFO \"no\" - -:0"]);
}

#[test]
fn a_question_leaves_no_trace() {
    let log = Journal::default();
    with(Recorder::asked(&log), |tracer| {
        assert!(log::log_enabled!(logger: tracer, target: "asked", Level::Info));
        log::info!(logger: tracer, target: "asked", "x");
    });
    assert_eq!(log.take("values").len(), 1);
}

//! A record becomes one event, which looks as programs expect.

use log::{Level, Log, Record, info};
use tracing_log::format_trace;

use crate::support::{Journal, Recorder, journal, with};

#[test]
fn the_event_says_log_and_the_values_say_the_rest() {
    let lines = journal("", |tracer| info!(logger: tracer, "hello {}", 1));
    let line = line!() - 1;
    let place = format!("log.file=str:{:?} log.line=u64:{line}", file!());
    let module = "log.target=str:\"it::events\" log.module_path=str:\"it::events\"";
    assert!(lines.contains(&"event \"log event\" INFO \"log\" - -:0".to_owned()), "{lines:#?}");
    assert!(lines.contains(&format!("values message=debug:hello 1 {module} {place}")), "{lines:#?}");
    assert!(lines.contains(&"is_log true".to_owned()), "{lines:#?}");
}

#[test]
fn subscribers_judge_by_the_records_own_metadata() {
    let lines = journal("", |tracer| info!(logger: tracer, target: "db", "x"));
    let place = format!("it::events {}:{}", file!(), line!() - 1);
    for question in ["register", "enabled"] {
        assert!(lines.contains(&format!("{question} \"log record\" INFO \"db\" {place}")), "{lines:#?}");
    }
    assert!(lines.contains(&format!("normalized \"log event\" INFO \"db\" {place}")), "{lines:#?}");
}

#[test]
fn a_callsite_is_registered_once_and_not_asked_for_again() {
    let log = Journal::default();
    with(Recorder::settled(&log, |_| true), |tracer| {
        for _ in 0..3 {
            info!(logger: tracer, target: "always wanted", "again");
        }
    });
    let lines = log.take("");
    let count =
        |kind: &str| lines.iter().filter(|line| line.starts_with(kind) && line.contains("always wanted")).count();
    // Other tests' subscribers come and go meanwhile; with each of them it is registered anew.
    assert!(count("register") >= 1, "{lines:#?}");
    assert_eq!(count("normalized"), 3, "{lines:#?}");
}

#[test]
fn what_a_record_leaves_out_the_event_leaves_out() {
    let values = journal("values", |tracer| tracer.log(&Record::builder().args(format_args!("bare")).build()));
    assert_eq!(values, ["message=debug:bare log.target=str:\"\""]);
}

#[test]
fn a_record_built_by_hand_keeps_all_it_says() {
    let lines = journal("normalized", |tracer| {
        let target = String::from("made up");
        let record = Record::builder()
            .level(Level::Warn)
            .target(&target)
            .file(Some("a.rs"))
            .line(Some(3))
            .module_path(Some("m"))
            .args(format_args!("x"))
            .build();
        tracer.log(&record);
    });
    assert_eq!(lines, ["\"log event\" WARN \"made up\" m a.rs:3"]);
}

#[test]
fn format_trace_makes_an_event() {
    let values = journal("values", |_| {
        format_trace(&Record::builder().target("t").args(format_args!("x")).build()).unwrap();
    });
    assert_eq!(values, ["message=debug:x log.target=str:\"t\""]);
}

#[test]
fn a_value_that_logs_while_it_is_shown_is_shown() {
    struct Chatty;
    impl std::fmt::Display for Chatty {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            info!(logger: tracing_log::LogTracer::new(), "inner");
            f.write_str("outer")
        }
    }
    let values = journal("values", |tracer| info!(logger: tracer, "{Chatty}")).concat();
    assert!(values.contains("message=debug:outer"), "{values}");
}

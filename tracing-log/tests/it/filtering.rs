//! Filters judge log records as they judge events.

use log::{Level, info};

use crate::support::{Journal, Recorder, with};

#[test]
fn one_line_with_two_targets_is_two_callsites() {
    let log = Journal::default();
    with(Recorder::settled(&log, |metadata| metadata.target() != "silent"), |tracer| {
        for target in ["silent", "loud", "silent", "loud"] {
            info!(logger: tracer, target: target, "x");
        }
    });
    let values = log.take("values");
    assert_eq!(values.len(), 2);
    assert!(values.iter().all(|values| values.contains("log.target=str:\"loud\"")), "{values:?}");
}

#[test]
fn one_line_with_two_levels_is_two_callsites() {
    let log = Journal::default();
    with(Recorder::settled(&log, |metadata| *metadata.level() == tracing_core::Level::WARN), |tracer| {
        for level in [Level::Info, Level::Warn, Level::Info, Level::Warn] {
            log::log!(logger: tracer, level, "x");
        }
    });
    assert_eq!(log.take("values").len(), 2);
}

/// One buffer holds one target after the other, so its address says nothing.
#[test]
fn a_target_is_known_by_its_text_and_not_by_its_place() {
    let log = Journal::default();
    with(Recorder::settled(&log, |metadata| metadata.target() != "odd"), |tracer| {
        let mut target = String::with_capacity(3);
        for round in 0..10 {
            target.clear();
            target.push_str(if round % 2 == 0 { "evn" } else { "odd" });
            info!(logger: tracer, target: &target, "x");
        }
    });
    let values = log.take("values");
    assert_eq!(values.len(), 5);
    assert!(values.iter().all(|values| values.contains("log.target=str:\"evn\"")), "{values:?}");
}

#[test]
fn one_callsite_is_found_again_by_every_thread() {
    let log = Journal::default();
    with(Recorder::settled(&log, |metadata| metadata.target() != "b"), |_| {
        let dispatch = tracing_core::Dispatch::default();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let tracer = tracing_log::LogTracer::new();
                    tracing_core::dispatcher::with_default(&dispatch, || {
                        for round in 0..1000 {
                            info!(logger: tracer, target: ["a", "b"][round % 2], "x");
                        }
                    });
                });
            }
        });
    });
    let lines = log.take("");
    assert_eq!(lines.iter().filter(|line| line.starts_with("event")).count(), 2000);
    assert_eq!(lines.iter().filter(|line| line.starts_with("normalized") && line.contains("\"a\"")).count(), 2000);
}

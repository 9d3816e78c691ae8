//! Records for the `log` crate, in a process that never sets a subscriber until the end. With the feature `log`.

#![cfg(feature = "log")]

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::Mutex,
    task::{Context, Poll, Waker},
};

use tracing::{
    Instrument, Span, debug, event, field, info, info_span, instrument, record_all, subscriber, trace, trace_span,
};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.target() != "ignored"
    }

    fn log(&self, record: &log::Record<'_>) {
        assert_eq!(record.module_path(), Some(module_path!()));
        assert_eq!(record.file(), Some(file!()));
        assert!(record.line().is_some());
        let target = if record.target() == module_path!() { "here" } else { record.target() };
        LINES.lock().unwrap().push(format!("{} {target}: {}", record.level(), record.args()));
    }

    fn flush(&self) {}
}

#[track_caller]
fn check<T>(f: impl FnOnce() -> T, expected: &[&str]) {
    f();
    assert_eq!(std::mem::take(&mut *LINES.lock().unwrap()), expected);
}

async fn pause() {
    let mut paused = false;
    poll_fn(|_| if std::mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

#[instrument]
async fn work(n: u8) {
    pause().await;
    info!("text");
}

/// Stays an `async fn`, for the attribute below.
#[instrument]
#[must_use]
async fn answer(n: u8) -> u8 {
    pause().await;
    n
}

#[instrument]
fn now(n: u8) {
    info!("text");
}

/// Polls a future to its end, and keeps it for a while after that.
fn poll_and_keep(future: impl Future) {
    let mut future = pin!(future);
    while future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {}
    info!("kept");
}

/// One test, for there is one logger in a process.
#[test]
fn records_for_log() {
    log::set_logger(&Logger).unwrap();
    log::set_max_level(log::LevelFilter::Debug);
    let (x, s) = (5, "str");

    // Events: the text, then the other fields.
    check(|| info!("text"), &["INFO here: text"]);
    check(|| info!(x, ?s, "text {}", x), &["INFO here: text 5 x=5 s=\"str\""]);
    check(|| info!(x, a = %s, b = s, c = true, d = 1.5), &["INFO here: x=5 a=str b=\"str\" c=true d=1.5"]);
    check(|| info!(message = "a field", x), &["INFO here: a field x=5"]);
    check(|| info!(name: "n", target: "there", parent: None, "text"), &["INFO there: text"]);
    check(|| info!(a = field::Empty, b = None::<u8>, "text"), &["INFO here: text"]);
    check(|| info!(a = 1, ..[("b", 2)], "text"), &["INFO here: text a=1 b=2"]);
    check(|| event!(if x > 3 { tracing::Level::WARN } else { tracing::Level::INFO }, "text"), &["WARN here: text"]);
    check(|| debug!("text"), &["DEBUG here: text"]);
    check(|| trace!("above the level of log"), &[]);
    check(|| info!(target: "ignored", "text"), &[]);

    // Spans: what they are when they begin and when values are recorded, and their lives.
    check(
        || {
            let span = info_span!("s", x, s, later = field::Empty);
            assert!(span.is_disabled() && !span.is_none());
            span.record("later", 7).record("unknown", 8);
            drop(span.enter());
            span.in_scope(|| ());
            record_all!(span, x = 1, later = %s);
        },
        &[
            "INFO here: s; x=5 s=\"str\"",
            "INFO here: s; later=7",
            "TRACE tracing::span::active: -> s;",
            "TRACE tracing::span::active: <- s;",
            "TRACE tracing::span::active: -> s;",
            "TRACE tracing::span::active: <- s;",
            "INFO here: s; x=1 later=str",
            "TRACE tracing::span: -- s;",
        ],
    );
    check(
        || drop(info_span!("bare").entered()),
        &[
            "INFO tracing::span: bare;",
            "TRACE tracing::span::active: -> bare;",
            "TRACE tracing::span::active: <- bare;",
            "TRACE tracing::span: -- bare;",
        ],
    );
    // Its field counts, though it has no value yet.
    check(|| drop(info_span!("later", later = field::Empty)), &["INFO here: later;", "TRACE tracing::span: -- later;"]);
    check(
        || info_span!(target: "there", parent: None, "s", "text {x}"),
        &["INFO there: s; message=text 5", "TRACE tracing::span: -- s;"],
    );
    check(|| drop(trace_span!("above the level of log", x).entered()), &[]);
    check(|| drop(Span::none().entered()), &[]);
    check(
        || drop(async {}.instrument(info_span!("future"))),
        &[
            "INFO tracing::span: future;",
            "TRACE tracing::span::active: -> future;",
            "TRACE tracing::span::active: <- future;",
            "TRACE tracing::span: -- future;",
        ],
    );

    // Functions. A future does not enter its span for the log alone, and the span ends with the future.
    check(
        || now(1),
        &[
            "INFO here: now; n=1",
            "TRACE tracing::span::active: -> now;",
            "INFO here: text",
            "TRACE tracing::span::active: <- now;",
            "TRACE tracing::span: -- now;",
        ],
    );
    check(
        || poll_and_keep(work(1)),
        &["INFO here: work; n=1", "INFO here: text", "TRACE tracing::span: -- work;", "INFO here: kept"],
    );
    check(
        || poll_and_keep(answer(1)),
        &["INFO here: answer; n=1", "TRACE tracing::span: -- answer;", "INFO here: kept"],
    );
    check(|| drop(work(1)), &[]);

    // A process that ever had a subscriber is silent, unless it asked for more.
    let recorder = test_support::Recorder::new();
    let event: &[&str] = if cfg!(feature = "log-always") { &["INFO here: text x=5"] } else { &[] };
    check(|| subscriber::with_default(recorder.clone(), || info!(x, "text")), event);
    assert_eq!(recorder.calls(), "event INFO text x=5");
    check(|| info!(x, "text"), event);
    let span = subscriber::with_default(recorder, || info_span!("s", x));
    let id = span.id().unwrap().into_u64();
    let line = format!("INFO here: ++ s; x=5 span={id}");
    let expected: &[&str] = if cfg!(feature = "log-always") { &[&line] } else { &[] };
    check(|| (), expected);
    let last = format!("TRACE tracing::span: -- s; span={id}");
    let expected: &[&str] = if cfg!(feature = "log-always") { &[&last] } else { &[] };
    check(|| drop(span), expected);
}

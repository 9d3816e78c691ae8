//! How instrumented futures ended: seen by layers, and by the line that `FmtSpan::CLOSE` writes.

use std::future::{self, Future};
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use tracing::{Instrument, info_span};
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that are written when spans close.
fn closing(f: impl FnOnce()) -> Vec<String> {
    let text = Text::default();
    let writer = text.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .finish();
    tracing::subscriber::with_default(subscriber, f);
    let text = String::from_utf8(text.0.lock().unwrap().clone()).unwrap();
    text.lines().map(|line| line.split(" time.busy").next().unwrap().trim().to_owned()).collect()
}

fn poll_once(future: impl Future) {
    let _ = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
}

#[test]
fn a_future_tells_on_request_how_it_ended() {
    let lines = closing(|| {
        poll_once(async {}.instrument(info_span!("one", id = 1)).with_outcome());
        poll_once(future::pending::<()>().instrument(info_span!("two", id = 2)).with_outcome());
        drop(async {}.instrument(info_span!("three")).with_outcome());
        let fails = async { panic!("as the test wants") }.instrument(info_span!("four")).with_outcome();
        assert!(panic::catch_unwind(AssertUnwindSafe(|| poll_once(fails))).is_err());
        let declared = info_span!("five", future.outcome = tracing::field::Empty, last = 1);
        poll_once(async {}.instrument(declared).with_outcome());
    });
    let expected = [
        "INFO one{id=1 future.outcome=\"completed\"}: close",
        "INFO two{id=2 future.outcome=\"cancelled\"}: close",
        "INFO three{future.outcome=\"cancelled\"}: close",
        "INFO four{future.outcome=\"panicked\"}: close",
        "INFO five{last=1 future.outcome=\"completed\"}: close",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_a_cancelled_future_drops_is_inside_of_its_span() {
    struct Drops;
    impl Drop for Drops {
        fn drop(&mut self) {
            tracing::info!("dropped");
        }
    }
    let lines = closing(|| {
        let held = Drops;
        let future = async move {
            future::pending::<()>().await;
            drop(held);
        };
        poll_once(future.instrument(info_span!("job")).with_outcome());
    });
    assert_eq!(lines[0], "INFO job{future.outcome=\"cancelled\"}: dropped");
}

/// Of the whole program, so the one test that asks for it looks at its own spans alone.
#[test]
fn all_futures_tell_how_they_ended_once_it_is_asked_for() {
    #[tracing::instrument(level = "info")]
    async fn function(wait: bool) {
        if wait {
            future::pending::<()>().await;
        }
    }
    let lines = closing(|| {
        tracing::instrument::record_outcomes(true);
        poll_once(function(false));
        poll_once(function(true));
        tracing::instrument::record_outcomes(false);
        poll_once(function(false));
    });
    let expected = [
        "INFO function{wait=false future.outcome=\"completed\"}: close",
        "INFO function{wait=true future.outcome=\"cancelled\"}: close",
        "INFO function{wait=false}: close",
    ];
    assert_eq!(lines, expected);
}

//! Asynchronous functions under the global subscriber, whose spans need no handle to it. In a process of its own.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, Waker},
};

use test_support::Recorder;
use tracing::{info, instrument};

#[instrument]
async fn outer(n: u8) {
    inner().await;
    info!("between");
    inner().await;
}

#[instrument]
async fn inner() {
    let mut waited = false;
    poll_fn(|_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

#[test]
fn each_poll_and_the_drop_enter_the_span() {
    let recorder = Recorder::new();
    tracing::subscriber::set_global_default(recorder.clone()).expect("it is the first");
    let mut future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(outer(1));
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_pending());
    assert!(future.as_mut().poll(&mut context).is_pending());
    // Within the second call of `inner`.
    drop(future);
    info!("outside");
    assert_eq!(recorder.tree(), "outer{n=1}\n  inner\n  INFO between\n  inner\nINFO outside");
    let calls = recorder.calls();
    for (call, times) in [("enter outer", 3), ("exit outer", 3), ("enter inner", 5), ("exit inner", 5)] {
        assert_eq!(calls.lines().filter(|line| line.starts_with(call)).count(), times, "{call}:\n{calls}");
    }
    assert_eq!(calls.lines().filter(|line| line.starts_with("close")).count(), 3, "{calls}");
}

//! Futures and streams that are polled here and there, move in between, panic, and lie inside of each other.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context as Polled, Poll, Waker};
use std::thread;

use futures::{FutureExt, SinkExt, StreamExt, channel::mpsc, stream};
use tokio::task::yield_now;
use tracing::{Instrument, info, instrument};

use crate::{AssertSend, OnDrop, Part, holding, holds, inside};

/// Polls once, with a task that nobody wakes.
pub(crate) fn poll(future: &mut Part) -> Poll<()> {
    future.as_mut().poll(&mut Polled::from_waker(Waker::noop()))
}

pub(crate) async fn polled_anywhere(must: String) {
    let mut future = holds(&must, 6);
    assert!(poll(&mut future).is_pending());
    info!(must);
    let (span, inner) = inside(&must);
    span.in_scope(|| {
        assert!(poll(&mut future).is_pending());
        info!(must = inner);
    });
    let on_thread = move || {
        let (span, must) = inside("");
        let _guard = span.enter();
        assert!(poll(&mut future).is_pending());
        info!(must);
        future
    };
    let mut future = thread::spawn(on_thread).join().expect("no panic");
    // Inside of another, which holds guards, too.
    let (span, outer) = inside(&must);
    let around = async move {
        let (span, must) = inside(&outer);
        let _guard = span.enter();
        assert!(poll(&mut future).is_pending());
        info!(must);
        yield_now().await;
        assert!(poll(&mut future).is_pending());
        info!(must);
        Some(future)
    };
    let future = AssertSend(around).instrument(span).await;
    info!(must);
    let on_thread = || {
        drop(future);
        info!(must = "");
    };
    thread::spawn(on_thread).join().expect("no panic");

    drop(holds(&must, 1));
    info!(must);
    let (span, _) = inside(&must);
    let mut wrapped = Box::pin(async {}).instrument(span);
    assert!(wrapped.inner_mut().as_mut().now_or_never().is_some());
    drop(wrapped.into_inner());
    info!(must);
}

/// Makes events and panics when it is dropped, unless the thread panics.
struct FailsOnDrop(String);

impl Drop for FailsOnDrop {
    fn drop(&mut self) {
        info!(must = self.0);
        let (span, must) = inside(&self.0);
        span.in_scope(|| info!(must));
        assert!(thread::panicking(), "as the test wants");
    }
}

pub(crate) async fn panics(must: String) {
    let fails = |must: &str, on_drop: bool| {
        let (span, outer) = inside(must);
        let fails = async move {
            let (span, must) = inside(&outer);
            let _guard = span.entered();
            let _fails = on_drop.then(|| FailsOnDrop(must.clone()));
            let _last = OnDrop(must.clone());
            yield_now().await;
            info!(must);
            if on_drop {
                pending::<()>().await;
            }
            assert!(on_drop, "as the test wants");
        };
        Box::pin(AssertSend(fails).instrument(span)) as Part
    };
    assert!(AssertUnwindSafe(fails(&must, false)).catch_unwind().await.is_err());
    info!(must);

    // Caught inside of another that holds guards.
    let (span, outer) = inside(&must);
    let catches = async {
        let (span, must) = inside(&outer);
        let _guard = span.enter();
        assert!(AssertUnwindSafe(fails(&must, false)).catch_unwind().await.is_err());
        info!(must);
        yield_now().await;
        info!(must);
    };
    catches.instrument(span).await;
    info!(must);

    let mut future = fails(&must, true);
    assert!(poll(&mut future).is_pending());
    info!(must);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(future))).is_err());
    info!(must);
    yield_now().await;
    info!(must);

    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let (span, must) = inside(&must);
        let _guard = span.enter();
        let _last = OnDrop(must.clone());
        let mut future = holds(&must, 3);
        assert!(poll(&mut future).is_pending());
        info!(must);
        panic!("as the test wants");
    }));
    assert!(unwound.is_err());
    info!(must);
}

pub(crate) async fn streams(must: String) {
    // Its guard is part of what it keeps from item to item.
    let (span, outer) = inside(&must);
    let items = stream::unfold((0, None), move |(item, held)| {
        let outer = outer.clone();
        async move {
            drop(held);
            info!(must = outer);
            let (span, must) = inside(&outer);
            let guard = span.entered();
            yield_now().await;
            info!(must);
            Some((item, (item + 1, Some((OnDrop(must), guard)))))
        }
    });
    let mut items = Box::pin(AssertSend(items).instrument(span));
    while let Some(item) = items.next().await {
        info!(must);
        yield_now().await;
        info!(must);
        if item == 3 {
            break;
        }
    }
    drop(items);
    info!(must);

    let (mut sender, mut receiver) = mpsc::channel::<usize>(0);
    let (of_sender, outer) = inside(&must);
    let sends = async move {
        let (span, must) = inside(&outer);
        let _guard = span.enter();
        for item in 0..4 {
            sender.send(item).await.expect("somebody receives");
            info!(must);
        }
    };
    let (of_receiver, outer) = inside(&must);
    let receives = async move {
        let (span, must) = inside(&outer);
        let _guard = span.enter();
        while receiver.next().await.is_some() {
            info!(must);
            yield_now().await;
        }
    };
    futures::join!(sends.instrument(of_sender), receives.instrument(of_receiver));
    info!(must);
}

#[instrument(name = "f", skip_all)]
async fn function(of: String, depth: usize) {
    let must = format!("{of}/f");
    info!(must);
    let (span, inner) = inside(&must);
    let guard = span.enter();
    yield_now().await;
    if depth > 0 {
        Box::pin(function(inner.clone(), depth - 1)).await;
    }
    info!(must = inner);
    drop(guard);
    holding(must.clone(), 1).await;
    info!(must);
}

pub(crate) async fn nested(must: String) {
    let (outer, of_outer) = inside(&must);
    let (inner, of_inner) = outer.in_scope(|| inside(&of_outer));
    let nested: Part = Box::pin(AssertSend(holding(of_inner, 2)).instrument(inner).instrument(outer));
    Box::new(nested).await;
    info!(must);
    let (span, outer) = inside(&must);
    let around = async {
        let (span, must) = inside(&outer);
        let _guard = span.enter();
        function(must.clone(), 2).await;
        info!(must);
        // Polled once, and dropped.
        assert!(function(must.clone(), 1).now_or_never().is_none());
        info!(must);
    };
    around.instrument(span).await;
    info!(must);
}

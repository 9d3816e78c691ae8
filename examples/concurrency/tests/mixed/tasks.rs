//! Tasks of runtimes: in sets, with time limits, on one thread, in runtimes inside of runtimes, under two subscribers.

use std::future::pending;
use std::mem;
use std::time::Duration;

use futures::stream::{self, FuturesUnordered, StreamExt};
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc;
use tokio::task::{self, JoinSet, LocalSet, yield_now};
use tokio::time::timeout;
use tracing::context::{self, Carried, Context};
use tracing::dispatcher::{set_default, with_default};
use tracing::instrument::WithSubscriber;
use tracing::{Dispatch, Instrument, info};

use crate::{AssertSend, OnDrop, holding, holds, inside, root};

pub(crate) async fn unordered(must: String) {
    let (span, inner) = inside(&must);
    let _guard = span.enter();
    let mut some: FuturesUnordered<_> = (0..6).map(|times| holds(&inner, times % 3)).collect();
    for _ in 0..4 {
        some.next().await.expect("there are more");
        info!(must = inner);
    }
    drop(some);
    info!(must = inner);
    let mut buffered = stream::iter(0..6).map(|times| holds(&inner, times % 3)).buffer_unordered(3);
    while buffered.next().await.is_some() {
        info!(must = inner);
    }
    for times in 0..4 {
        tokio::select! { biased; () = holds(&inner, times) => {}, () = holds(&inner, 1) => {} }
        info!(must = inner);
    }
}

pub(crate) async fn sets(must: String) {
    let fails = |must: &str| {
        let (span, outer) = inside(must);
        let fails = async move {
            let (span, must) = inside(&outer);
            let _guard = span.entered();
            let _last = OnDrop(must);
            yield_now().await;
            panic!("as the test wants");
        };
        AssertSend(fails).instrument(span)
    };
    let mut set = JoinSet::new();
    for times in 0..6 {
        set.spawn(holds(&must, times));
        set.spawn(fails(&must));
    }
    yield_now().await;
    let _ = set.join_next().await;
    set.abort_all();
    while set.join_next().await.is_some() {
        info!(must);
    }
    for times in 0..4 {
        set.spawn(holds(&must, times));
    }
    yield_now().await;
    drop(set);
    info!(must);
}

pub(crate) async fn timeouts(must: String) {
    let (span, outer) = inside(&must);
    let never = async move {
        let (span, must) = inside(&outer);
        let _guard = span.enter();
        let _last = OnDrop(must.clone());
        info!(must);
        pending::<()>().await;
    };
    assert!(timeout(Duration::ZERO, never.instrument(span)).await.is_err());
    info!(must);
    let (span, inner) = inside(&must);
    let _guard = span.enter();
    // It may be done in time.
    let _ = timeout(Duration::from_micros(50), holds(&inner, 3)).await;
    info!(must = inner);
}

pub(crate) async fn local_tasks_of_a_blocking_thread(must: String) {
    let (span, inner) = inside(&must);
    let _guard = span.enter();
    let of_job = inner.clone();
    let job = context::bind(move || {
        info!(must = of_job);
        let (span, must) = inside(&of_job);
        let _guard = span.enter();
        let runtime = Builder::new_current_thread().build().expect("a runtime");
        LocalSet::new().block_on(&runtime, async {
            let tasks = (0..8).map(|at| {
                let (span, must) = if at % 2 == 0 { inside(&must) } else { root() };
                task::spawn_local(holding(must, at).instrument(span))
            });
            let tasks: Vec<_> = tasks.collect();
            tasks[5].abort();
            for task in tasks {
                // One was aborted.
                let _ = task.await;
                info!(must);
            }
        });
        info!(must);
    });
    task::spawn_blocking(job).await.expect("no panic");
    info!(must = inner);
}

pub(crate) async fn runtimes_inside_of_runtimes(must: String) {
    let (span, inner) = inside(&must);
    let guard = span.enter();
    task::block_in_place(|| {
        Handle::current().block_on(holds(&inner, 2));
        info!(must = inner);
        let (root, of_root) = root();
        Handle::current().block_on(holding(of_root, 2).instrument(root));
        info!(must = inner);
        futures::executor::block_on(async { futures::join!(holds(&inner, 0), holds(&inner, 0)) }.in_current_span());
        info!(must = inner);
    });
    yield_now().await;
    info!(must = inner);
    drop(guard);
    info!(must);
}

pub(crate) async fn forgotten_guards(must: String) {
    let (forgotten, of_forgotten) = inside(&must);
    let kept = forgotten.clone();
    let (span, _) = inside(&must);
    let forgets = async move {
        // One that the other's span does not outlive.
        let forgotten = Box::leak(Box::new(forgotten.clone()));
        mem::forget(forgotten.enter());
        info!(must = of_forgotten);
        yield_now().await;
        info!(must = of_forgotten);
        // SAFETY: it was leaked above; the guard that borrows it is forgotten.
        drop(unsafe { Box::from_raw(forgotten) });
        String::from("a result")
    };
    tokio::spawn(AssertSend(forgets).instrument(span)).await.expect("no panic");
    info!(must);
    // Wherever it runs, it is in no span.
    tokio::spawn(async { info!(must = "") }).await.expect("no panic");
    drop(kept);
}

pub(crate) async fn messages(must: String) {
    let (sender, mut receiver) = mpsc::unbounded_channel::<Carried<String>>();
    let (span, of_worker) = inside(&must);
    let works = async move {
        let (span, must) = inside(&of_worker);
        let _guard = span.enter();
        while let Some(message) = receiver.recv().await {
            info!(must);
            let (context, of_sender) = message.into_parts();
            context.run(|| info!(must = of_sender));
            context.instrument(AssertSend(holding(of_sender, 2))).await;
            info!(must);
        }
    };
    let worker = tokio::spawn(AssertSend(works).instrument(span));
    for _ in 0..3 {
        let (span, must) = inside(&must);
        let _guard = span.enter();
        sender.send(Context::current().carry(must.clone())).expect("the worker waits");
        yield_now().await;
        info!(must);
    }
    drop(sender);
    worker.await.expect("no panic");
    info!(must);
}

pub(crate) async fn two_subscribers(must: String, other: Dispatch) {
    let (span, inner) = inside(&must);
    let _guard = span.enter();
    let holds_there = |times| {
        let holds = async move { holds("", times).await };
        AssertSend(async move {
            info!(must = "");
            let (span, must) = inside("");
            let _guard = span.entered();
            yield_now().await;
            info!(must);
            Context::root().run(|| info!(must = ""));
            Context::root().instrument(holds).await;
            info!(must);
        })
    };
    holds_there(2).with_subscriber(other.clone()).await;
    info!(must = inner);
    let task = tokio::spawn(holds_there(9).with_subscriber(other.clone()));
    yield_now().await;
    task.abort();
    // It may have been done.
    let _ = task.await;
    info!(must = inner);
    {
        let _other = set_default(&other);
        info!(must = "");
        let (span, must) = inside("");
        let _guard = span.enter();
        info!(must);
    }
    let mine = Dispatch::default();
    let of_other = || {
        info!(must = "");
        let (span, must) = inside("");
        let _guard = span.enter();
        let there = || info!(must);
        // A job of the one subscriber that turns to the other is in none of the spans that its thread waits in.
        tracing_rayon::join(there, || with_default(&mine, || info!(must = "")));
    };
    task::block_in_place(|| tracing_rayon::join(|| with_default(&other, of_other), || info!(must = inner)));
    info!(must = inner);
}

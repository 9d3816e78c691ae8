//! Guards across awaits, with many tasks on a runtime of many threads: without the watch contexts mix, with it none does.
#![expect(unsafe_code, reason = "a future with a guard in it is sent all the same, which is the mistake that is shown")]

use std::cell::Cell;
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use concurrency::Scopes;
use tracing::{Instrument, info, info_span, instrument};
use tracing_subscriber::prelude::*;

const TASKS: usize = 200;
const STEPS: usize = 5;

/// Lets a future that has a guard in it move between threads.
struct AssertSend<F>(F);

// SAFETY: the guards of this library touch nothing of another thread; that a guard is dropped elsewhere is what the test
// is about. Nothing else in the future is not `Send`.
unsafe impl<F> Send for AssertSend<F> {}

impl<F: Future> Future for AssertSend<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the field is pinned with the whole, and is never moved.
        unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll(context)
    }
}

async fn task(id: usize) {
    let outer = format!("task={id}");
    for _ in 0..STEPS {
        let guard = info_span!("step", id).entered();
        let must = format!("{outer}/step={id}");
        info!(must);
        tokio::task::yield_now().await;
        info!(must);
        let borrowed = info_span!("part");
        let inner = borrowed.enter();
        tokio::task::yield_now().await;
        info!(must = format!("{must}/part"));
        drop(inner);
        info!(must);
        drop(guard);
        info!(must = outer);
    }
}

async fn run_all() {
    let tasks: Vec<_> = (0..TASKS)
        .map(|id| tokio::spawn(AssertSend(task(id)).instrument(info_span!(parent: None, "task", id))))
        .collect();
    for task in tasks {
        task.await.expect("no task panics");
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().expect("a runtime")
}

#[test]
fn contexts_mix_without_the_watch_and_do_not_with_it() {
    let scopes = Scopes::default();
    tracing_subscriber::registry().with(scopes.clone()).init();

    instrument::check_guards(false);
    runtime().block_on(run_all());
    assert!(!scopes.take_wrong().is_empty(), "guards across awaits do harm when nothing is done against it");
    drop((scopes.take_right(), scopes.take_other()));

    instrument::check_guards(true);
    runtime().block_on(run_all());
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{} events in a wrong scope, such as {:?}", wrong.len(), wrong[0]);
    assert_eq!(scopes.take_right(), TASKS * STEPS * 5);

    let reports = scopes.take_other();
    assert_eq!(reports.len(), 2, "each place is reported once: {reports:#?}");
    for (report, name) in reports.iter().zip(["step", "part"]) {
        assert!(report.contains("tracing::guard") && report.contains(&format!("span=\"{name}\"")), "{report}");
        assert!(report.contains("process_guards.rs\"") && report.contains("line="), "{report}");
    }

    instrumented_functions(&scopes);
    on_another_thread(&scopes);
    moved_into_a_future(&scopes);
    dropped_by_a_panic(&scopes);
    left_behind(&scopes);
    left_behind_by_what_gives_a_result(&scopes);
    dropped_elsewhere_after_it_has_moved(&scopes);
}

/// The future of an instrumented function is watched as any other.
fn instrumented_functions(scopes: &Scopes) {
    #[tracing::instrument]
    async fn function(id: usize) {
        let must = format!("function={id}/held");
        let _held = info_span!("held").entered();
        for _ in 0..3 {
            info!(must);
            tokio::task::yield_now().await;
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async { tokio::join!(function(1), function(2), function(3)) });
    info!(must = "");
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!((scopes.take_right(), scopes.take_other().len()), (10, 1));
}

/// A guard that is dropped on another thread exits nothing there; its own thread finds out.
fn on_another_thread(scopes: &Scopes) {
    let _here = info_span!("here").entered();
    let moved = info_span!("moved");
    let guard = AssertSend(moved.clone().entered());
    std::thread::spawn(move || {
        let guard = guard;
        let _there = info_span!("there").entered();
        drop(guard);
        info!(must = "there");
    })
    .join()
    .expect("the thread ends");
    info!(must = "here");
    info_span!("part").in_scope(|| info!(must = "here/part"));
    let next = info_span!("next").entered();
    info!(must = "here/next");
    drop(next);
    info!(must = "here");
    assert!(scopes.take_wrong().is_empty());
    let reports = scopes.take_other();
    assert!(reports.len() == 1 && reports[0].contains("another thread"), "{reports:#?}");
}

/// A guard that was made before its future is found when the future drops it.
fn moved_into_a_future(scopes: &Scopes) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let guard = info_span!("early").entered();
    let future = async move {
        tokio::task::yield_now().await;
        drop(guard);
    };
    runtime.block_on(future.instrument(info_span!("job")));
    info!(must = "");
    assert!(scopes.take_wrong().is_empty());
    let reports = scopes.take_other();
    assert!(reports.len() == 1 && reports[0].contains("was made outside"), "{reports:#?}");
}

/// A poll that panics leaves nothing behind, nor does a future that is dropped half way.
fn dropped_by_a_panic(scopes: &Scopes) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let fails = async {
            let _guard = info_span!("held").entered();
            tokio::join!(
                async {
                    let _sibling = info_span!("sibling").entered();
                    std::future::pending::<()>().await;
                },
                async {
                    tokio::task::yield_now().await;
                    panic!("as the test wants");
                }
            );
        };
        let failed = tokio::task::spawn_local(fails.instrument(info_span!("failing")));
        assert!(failed.await.expect_err("it panics").is_panic());
        info!(must = "");

        let waits = async {
            let _guard = info_span!("waiting").entered();
            std::future::pending::<()>().await;
        };
        let waiting = tokio::task::spawn_local(waits.instrument(info_span!("cancelled")));
        tokio::task::yield_now().await;
        info!(must = "");
        waiting.abort();
        assert!(waiting.await.expect_err("it is cancelled").is_cancelled());
        info!(must = "");
    });
    info!(must = "");
    assert!(scopes.take_wrong().is_empty());
}

/// A future that is gone leaves nobody inside of the spans of guards that it forgot or put away.
fn left_behind(scopes: &Scopes) {
    let _before = scopes.take_right();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    let kept = Rc::new(Cell::new(None));
    let keeps = kept.clone();
    local.block_on(&runtime, async {
        let ends = async move {
            let forgotten = info_span!("forgotten");
            mem::forget(forgotten.enter());
            async { keeps.set(Some(info_span!("kept").entered())) }.instrument(info_span!("inner")).await;
            info!(must = "ends/forgotten");
        };
        tokio::task::spawn_local(ends.instrument(info_span!("ends"))).await.expect("it ends");
        info!(must = "");

        let waits = async {
            let span = info_span!("forgotten");
            mem::forget(span.enter());
            tokio::task::yield_now().await;
            info!(must = "cancelled/forgotten");
            std::future::pending::<()>().await;
        };
        let waiting = tokio::task::spawn_local(waits.instrument(info_span!("cancelled")));
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        waiting.abort();
        assert!(waiting.await.expect_err("it is cancelled").is_cancelled());
        info!(must = "");
    });
    let next = info_span!("next").entered();
    drop(kept.take());
    info!(must = "next");
    drop(next);
    info!(must = "");
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(scopes.take_right(), 6);
    let reports = scopes.take_other();
    assert_eq!(reports.iter().filter(|report| report.contains("left behind")).count(), 2, "{reports:#?}");

    // One that is in the result is the caller's.
    let guard = runtime.block_on(async { info_span!("given").entered() }.instrument(info_span!("gives")));
    info!(must = "gives/given");
    drop(guard);
    info!(must = "");
    assert!(scopes.take_wrong().is_empty() && scopes.take_other().is_empty());
}

/// Where a result cannot hold guards, those that were forgotten are left behind, be it a future's or a job's.
fn left_behind_by_what_gives_a_result(scopes: &Scopes) {
    let span = info_span!("forgotten");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let gives = async {
        mem::forget(span.enter());
        info!(must = "forgotten");
        String::from("a result that is dropped, and `Send`")
    };
    runtime.block_on(gives.instrument(info_span!("gives")));
    info!(must = "");

    let before = info_span!("before");
    let guard = before.clone().entered();
    let outer = info_span!("outer").entered();
    tracing::context::Context::root().run(|| {
        drop(guard);
        info!(must = "");
    });
    info!(must = "before/outer");
    drop(outer);
    info!(must = "");

    let outer = info_span!("outer").entered();
    let result = tracing::context::Context::of(info_span!("job")).run(|| {
        mem::forget(span.enter());
        info!(must = "forgotten");
        vec![1]
    });
    info!(must = "outer");
    drop((result, outer));
    info!(must = "");
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{wrong:?}");
    let reports = scopes.take_other();
    assert!(reports.len() == 2 && reports.iter().all(|report| report.contains("left behind")), "{reports:#?}");
}

/// A guard that a poll has entered again on another thread, and that is dropped on a third one: it is the second that is to
/// know.
fn dropped_elsewhere_after_it_has_moved(scopes: &Scopes) {
    let _before = scopes.take_right();
    let span = info_span!("span");
    let of_future = span.clone();
    let future = async move {
        let guard = AssertSend(of_future.entered());
        tokio::task::yield_now().await;
        info!(must = "span");
        std::thread::spawn(move || drop(guard)).join().expect("the thread ends");
        info!(must = "future");
        tokio::task::yield_now().await;
        info!(must = "future");
    };
    let mut future = Box::pin(AssertSend(future).instrument(info_span!("future")));
    for is_last in [false, false, true] {
        let polled = std::thread::spawn(move || {
            let is_ready = future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
            info!(must = "");
            (is_ready, future)
        });
        let is_ready;
        (is_ready, future) = polled.join().expect("the thread ends");
        assert_eq!(is_ready, is_last);
    }
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(scopes.take_right(), 6);
    assert_eq!(scopes.take_other().len(), 1, "its place is reported");
}

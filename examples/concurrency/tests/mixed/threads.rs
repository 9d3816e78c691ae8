//! Rayon's jobs, threads that end, and guards that are dropped on another thread.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use rayon::prelude::*;
use tokio::sync::oneshot;
use tokio::task::{self, yield_now};
use tracing::context::{self, Context};
use tracing::span::EnteredSpan;
use tracing::{Span, info};
use tracing_rayon::ParallelIteratorExt;

use crate::futures_by_hand::poll;
use crate::{AssertSend, OnDrop, Part, holds, inside, root};

pub(crate) async fn jobs(must: String) {
    let (span, inner) = inside(&must);
    let guard = span.enter();
    yield_now().await;
    task::block_in_place(|| {
        tracing_rayon::join(|| job(&inner, 2), || job(&inner, 2));
        info!(must = inner);
        (0..20).par_bridge().in_context(Context::current()).for_each(|_| info!(must = inner));
    });
    yield_now().await;
    let (done, is_done) = oneshot::channel();
    let last = inner.clone();
    tracing_rayon::spawn(move || {
        job(&last, 1);
        done.send(()).expect("somebody waits");
    });
    is_done.await.expect("the job is done");
    info!(must = inner);
    drop(guard);
    info!(must);
}

/// Waits inside of a span for jobs, which take up others, and polls a future in some of them.
fn job(must: &str, depth: usize) {
    info!(must);
    let (span, inner) = inside(must);
    let _guard = span.enter();
    let _last = OnDrop(inner.clone());
    let mut future = holds(&inner, 4);
    assert!(poll(&mut future).is_pending());
    let many = || {
        let each = |_| {
            info!(must = inner);
            if depth > 0 {
                job(&inner, depth - 1);
            }
        };
        (0..6).into_par_iter().map(each).in_context(Context::current()).count()
    };
    let polls = || {
        assert!(poll(&mut future).is_pending());
        info!(must = inner);
        future
    };
    let (count, mut future) = tracing_rayon::join(many, polls);
    assert_eq!(count, 6);
    info!(must = inner);

    let in_scope = || {
        tracing_rayon::scope(|scope| {
            scope.spawn(|scope| {
                let (span, must) = inside(&inner);
                let _guard = span.enter();
                scope.spawn(move |_| info!(must));
            });
            scope.spawn(|_| {
                let (span, must) = inside(&inner);
                let _guard = span.enter();
                let _last = OnDrop(must);
                panic!("as the test wants");
            });
            scope.spawn(move |_| {
                assert!(poll(&mut future).is_pending());
                drop(future);
            });
        });
    };
    assert!(catch_unwind(AssertUnwindSafe(in_scope)).is_err());
    info!(must = inner);
    thread::scope(|threads| {
        threads.spawn(context::bind(|| info!(must = inner)));
        threads.spawn(|| info!(must = ""));
    });
    info!(must = inner);
}

/// What is left to the end of a thread: a future that holds guards, a span, and the context of another place.
struct AtTheEnd {
    future: Option<Part>,
    span: Option<Span>,
    context: Context,
    of_context: String,
}

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        info!(must = "");
        if let Some(mut future) = self.future.take() {
            assert!(poll(&mut future).is_pending());
            info!(must = "");
        }
        let (span, must) = inside("");
        let guard = span.enter();
        info!(must);
        self.context.run(|| {
            info!(must = self.of_context);
            let (span, must) = inside(&self.of_context);
            span.in_scope(|| info!(must));
        });
        info!(must);
        drop((guard, self.span.take()));
        info!(must = "");
    }
}

pub(crate) async fn destructors(must: String) {
    thread_local! {
        static FIRST: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
        static SECOND: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
        static WHOLE_LIFE: RefCell<Option<(OnDrop, EnteredSpan)>> = const { RefCell::new(None) };
    }
    let (span, inner) = inside(&must);
    let _guard = span.enter();
    let at_the_end = || {
        let mut future = holds(&inner, 5);
        assert!(poll(&mut future).is_pending());
        let (context, of_context) = (Context::current(), inner.clone());
        AtTheEnd { future: Some(future), span: Some(span.clone()), context, of_context }
    };
    for speaks_before in [false, true] {
        let (first, second) = (at_the_end(), at_the_end());
        let thread = thread::spawn(move || {
            // Else the library's own thread-locals are made behind these, and are destroyed before them.
            if speaks_before {
                info!(must = "");
            }
            FIRST.set(Some(first));
            info!(must = "");
            SECOND.set(Some(second));
        });
        thread.join().expect("no panic");
        info!(must = inner);
    }
    let thread = thread::spawn(|| {
        let (span, must) = root();
        WHOLE_LIFE.set(Some((OnDrop(must.clone()), span.entered())));
        info!(must);
    });
    thread.join().expect("no panic");
    info!(must = inner);
}

pub(crate) async fn guards_dropped_elsewhere(must: String) {
    for waits in [false, true] {
        let (span, inner) = inside(&must);
        let guard = AssertSend(span.clone().entered());
        info!(must = inner);
        if waits {
            // It goes from thread to thread.
            for _ in 0..5 {
                yield_now().await;
                info!(must = inner);
            }
        }
        let drops = || {
            drop(guard);
            info!(must = "");
        };
        thread::spawn(drops).join().expect("no panic");
        info!(must);
        yield_now().await;
        info!(must);
    }
}

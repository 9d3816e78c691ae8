//! All of it at once: guards across awaits, cancelled and panicking tasks, jobs that are stolen, messages, threads that end.
//!
//! Runs for two seconds, or for as many as the variable `SOAK_SECONDS` says. No event may be in a wrong scope, and no
//! span may be left open.
#![expect(unsafe_code, reason = "a future with a guard in it is sent all the same, which is the mistake that is shown")]

use std::cell::RefCell;
use std::env;
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context as Polled, Poll};
use std::thread;
use std::time::{Duration, Instant};

use concurrency::Scopes;
use rayon::prelude::*;
use tokio::runtime;
use tokio::task::{self, yield_now};
use tracing::context::{self, Carried, Context};
use tracing::span::EnteredSpan;
use tracing::{Dispatch, Instrument, info, info_span, instrument};
use tracing_rayon::prelude::*;
use tracing_subscriber::Registry;
use tracing_subscriber::prelude::*;

/// Lets a future that has a guard in it move between threads.
struct AssertSend<F>(F);

// SAFETY: the guards of this library touch nothing of another thread; nothing else in the futures is not `Send`.
unsafe impl<F> Send for AssertSend<F> {}

impl<F: Future> Future for AssertSend<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Polled<'_>) -> Poll<F::Output> {
        // SAFETY: the field is pinned with the whole, and is never moved.
        unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll(context)
    }
}

/// Makes an event when it is dropped.
struct OnDrop(String);

impl Drop for OnDrop {
    fn drop(&mut self) {
        info!(must = self.0);
    }
}

type Jobs = mpsc::Sender<Carried<usize>>;

#[test]
fn every_event_is_in_its_own_scope() {
    let seconds = env::var("SOAK_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(2);
    let until = Instant::now() + Duration::from_secs(seconds);
    let scopes = Scopes::default();
    tracing_subscriber::registry().with_times(true).with(scopes.clone()).init();
    instrument::record_outcomes(true);
    std::panic::set_hook(Box::new(|_| ()));

    let (jobs, received) = mpsc::channel::<Carried<usize>>();
    let worker = thread::spawn(move || {
        let _worker = info_span!("worker").entered();
        for job in received {
            job.run(|id| info!(must = format!("round={id}/sent")));
            info!(must = "worker");
        }
    });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool");
    let runtime = runtime::Builder::new_multi_thread().worker_threads(3).build().expect("a runtime");

    let mut rounds = 0;
    while rounds < 3 || Instant::now() < until {
        let tasks = (0..40).map(|at| {
            let id = rounds * 40 + at;
            let jobs = jobs.clone();
            runtime.spawn(AssertSend(round(id, jobs)).instrument(info_span!(parent: None, "round", id)))
        });
        let tasks: Vec<_> = tasks.collect();
        pool.install(|| stolen(rounds));
        for (at, task) in tasks.into_iter().enumerate() {
            // One kind of task panics.
            assert_eq!(runtime.block_on(task).is_err(), at % 8 == 2);
            info!(must = "");
        }
        rounds += 1;
    }
    drop(jobs);
    worker.join().expect("the worker ends");
    drop((runtime, pool));

    let (right, wrong) = (scopes.take_right(), scopes.take_wrong());
    assert!(wrong.is_empty(), "{} events of {right} in a wrong scope, such as {:?}", wrong.len(), wrong[0]);
    assert!(right > 1000, "{right}");
    let open = Dispatch::default().downcast_ref::<Registry>().expect("the registry").open_forest();
    assert!(open.is_empty(), "{open}");
}

async fn round(id: usize, jobs: Jobs) {
    let must = format!("round={id}");
    match id % 8 {
        0 => held(&must).await,
        1 => cancelled(&must).await,
        2 => {
            let _held = info_span!("held").entered();
            yield_now().await;
            let _last = OnDrop(format!("{must}/held"));
            panic!("as the test wants");
        }
        3 => {
            let _held = info_span!("held").entered();
            let inside = format!("{must}/held");
            let job = context::bind(move || info!(must = inside));
            task::spawn_blocking(job).await.expect("no panic");
        }
        4 => {
            let sent = info_span!("sent").entered();
            jobs.send(Context::current().carry(id)).expect("the worker lives");
            drop(sent);
        }
        5 => ending_thread(),
        6 => siblings(&must).await,
        _ => {
            // Aborted half way, while its guard is suspended.
            let held = async {
                let _held = info_span!("aborted").entered();
                std::future::pending::<()>().await;
            };
            let task = tokio::spawn(AssertSend(held).in_current_span());
            yield_now().await;
            task.abort();
            assert!(task.await.expect_err("it is aborted").is_cancelled());
        }
    }
    info!(must);
}

async fn held(must: &str) {
    for depth in 0..3 {
        let outer = info_span!("outer", id = depth).entered();
        yield_now().await;
        let inner = info_span!("inner").entered();
        yield_now().await;
        info!(must = format!("{must}/outer={depth}/inner"));
        // In the wrong order, on purpose.
        drop(outer);
        yield_now().await;
        info!(must = format!("{must}/outer={depth}/inner"));
        drop(inner);
        yield_now().await;
        info!(must);
    }
}

async fn cancelled(must: &str) {
    let inside = format!("{must}/request/held");
    let waits = async {
        let _held = info_span!("held").entered();
        let _last = OnDrop(inside);
        std::future::pending::<()>().await;
    };
    tokio::select! {
        biased;
        () = waits.instrument(info_span!("request")) => {}
        () = async { yield_now().await; yield_now().await } => info!(must),
    }
}

async fn siblings(must: &str) {
    let one = |id: usize| {
        let must = format!("{must}/sibling={id}");
        let sibling = async move {
            let _held = info_span!("held").entered();
            for _ in 0..4 {
                info!(must = format!("{must}/held"));
                yield_now().await;
            }
        };
        sibling.instrument(info_span!("sibling", id))
    };
    tokio::join!(one(1), one(2), one(3));
}

/// A thread whose locals record while they are destroyed.
fn ending_thread() {
    thread_local! {
        static LAST: RefCell<Option<OnDrop>> = const { RefCell::new(None) };
        /// The event is made first, still inside of the span.
        static WHOLE_LIFE: RefCell<Option<(OnDrop, EnteredSpan)>> = const { RefCell::new(None) };
    }
    let job = context::bind(|| LAST.set(Some(OnDrop(String::new()))));
    let thread = thread::spawn(move || {
        job();
        info!(must = "");
    });
    thread.join().expect("the thread ends");
    let thread = thread::spawn(|| {
        let life = info_span!("life").entered();
        WHOLE_LIFE.set(Some((OnDrop("life".to_owned()), life)));
        Context::root().run(|| info!(must = ""));
        info!(must = "life");
    });
    thread.join().expect("the thread ends");
}

/// Iterators whose threads wait for each other and take up each other's work.
fn stolen(round: usize) {
    let _stolen = info_span!("stolen", id = round).entered();
    (0..24_usize)
        .into_par_iter()
        .map(|id| {
            let must = format!("stolen={round}/item={id}");
            let _item = info_span!("item", id).entered();
            let (left, right) = tracing_rayon::join(
                || (0..8).into_par_iter().in_context(Context::current()).map(|_| info!(must)).count(),
                || {
                    info!(must);
                    info_span!("right").in_scope(|| info!(must = format!("{must}/right")));
                    1
                },
            );
            info!(must);
            left + right
        })
        .in_context(Context::current())
        .for_each(|count| assert_eq!(count, 9));
    info!(must = format!("stolen={round}"));
}

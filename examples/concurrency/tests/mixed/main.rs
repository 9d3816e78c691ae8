//! One program that mixes whatever can go wrong, and says of each event where it must be: guards across awaits, futures that
//! are polled by hand, moved, cancelled, forgotten, or panic, runtimes inside of runtimes, stolen jobs, destructors of
//! thread-locals, and two subscribers.
//!
//! Each part is a task that carries the scope that it is in. Runs as many rounds as the variable `MIXED_ROUNDS` says, or 4.
//! No event may be in a wrong scope, no thread may stay inside of a span, and no span may stay open.
#![expect(
    unsafe_code,
    reason = "a future with a guard in it is sent all the same, which is the mistake that is mended"
)]

mod futures_by_hand;
mod tasks;
mod threads;

use std::collections::HashMap;
use std::env;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::{Context as Polled, Poll};
use std::thread::{self, ThreadId};

use concurrency::Scopes;
use futures::Stream;
use tokio::runtime::Builder;
use tokio::task::yield_now;
use tracing::span::Id;
use tracing::{Dispatch, Instrument, Span, Subscriber, info, info_span};
use tracing_subscriber::layer::Context;
use tracing_subscriber::{Layer, Registry, prelude::*};

/// Lets what has a guard in it move between threads.
struct AssertSend<F>(F);

// SAFETY: the guards of this library touch nothing of another thread; nothing else that is wrapped here is not `Send`.
unsafe impl<F> Send for AssertSend<F> {}

impl<F> AssertSend<F> {
    fn inner(self: Pin<&mut Self>) -> Pin<&mut F> {
        // SAFETY: the field is pinned with the whole, and is never moved.
        unsafe { self.map_unchecked_mut(|this| &mut this.0) }
    }
}

impl<F: Future> Future for AssertSend<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Polled<'_>) -> Poll<F::Output> {
        self.inner().poll(context)
    }
}

impl<F: Stream> Stream for AssertSend<F> {
    type Item = F::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Polled<'_>) -> Poll<Option<F::Item>> {
        self.inner().poll_next(context)
    }
}

/// Makes an event when it is dropped.
struct OnDrop(String);

impl Drop for OnDrop {
    fn drop(&mut self) {
        info!(must = self.0);
    }
}

type Part = Pin<Box<dyn Future<Output = ()> + Send>>;

static LAST: AtomicU64 = AtomicU64::new(0);

/// A new span in the current one, and the scope of what is inside of it.
fn inside(of: &str) -> (Span, String) {
    // Relaxed: a number alone.
    let id = LAST.fetch_add(1, Relaxed);
    let separator = if of.is_empty() { "" } else { "/" };
    (info_span!("s", id), format!("{of}{separator}s={id}"))
}

/// A new span without a parent.
fn root() -> (Span, String) {
    let id = LAST.fetch_add(1, Relaxed);
    (info_span!(parent: None, "root", id), format!("root={id}"))
}

/// A future inside of a new span, with guards across its awaits. It waits once more than it is told.
fn holds(of: &str, times: usize) -> Part {
    let (span, must) = inside(of);
    Box::pin(AssertSend(holding(must, times)).instrument(span))
}

async fn holding(outer: String, times: usize) {
    info!(must = outer);
    let (span, must) = inside(&outer);
    let guard = span.entered();
    let last = OnDrop(must.clone());
    for _ in 0..times {
        info!(must);
        yield_now().await;
        info!(must);
    }
    let (span, inner) = inside(&must);
    let deeper = span.enter();
    yield_now().await;
    info!(must = inner);
    drop(deeper);
    info!(must);
    drop(last);
    drop(guard);
    info!(must = outer);
}

/// Counts how often threads are inside of spans.
#[derive(Clone, Debug, Default)]
struct Entered(Arc<Mutex<HashMap<(ThreadId, u64), usize>>>);

impl<S: Subscriber> Layer<S> for Entered {
    fn on_enter(&self, id: &Id, _: Context<'_, S>) {
        let key = (thread::current().id(), id.into_u64());
        *self.0.lock().expect("not poisoned").entry(key).or_default() += 1;
    }

    fn on_exit(&self, id: &Id, _: Context<'_, S>) {
        let key = (thread::current().id(), id.into_u64());
        let mut entered = self.0.lock().expect("not poisoned");
        let times = entered.get_mut(&key).expect("it was entered on this thread");
        *times -= 1;
        if *times == 0 {
            entered.remove(&key);
        }
    }
}

/// A subscriber, and what checks it.
struct Checked {
    scopes: Scopes,
    entered: Entered,
    dispatch: Dispatch,
}

impl Checked {
    fn new() -> Self {
        let (scopes, entered) = (Scopes::default(), Entered::default());
        let subscriber = tracing_subscriber::registry().with(scopes.clone()).with(entered.clone());
        Checked { scopes, entered, dispatch: Dispatch::new(subscriber) }
    }

    /// Gives how many events there were.
    fn check(&self, round: usize) -> usize {
        let wrong = self.scopes.take_wrong();
        assert!(wrong.is_empty(), "round {round}: {} events in a wrong scope: {:?}", wrong.len(), wrong[0]);
        let entered = self.entered.0.lock().expect("not poisoned");
        assert!(entered.is_empty(), "round {round}: threads stay inside of spans: {entered:?}");
        let open = self.dispatch.downcast_ref::<Registry>().expect("the registry").open_forest();
        assert!(open.is_empty(), "round {round}: {open}");
        self.scopes.take_right()
    }
}

/// What happens in one round, each part in the scope that it is given.
fn parts() -> Vec<fn(String, Dispatch) -> Part> {
    vec![
        |must, _| Box::pin(AssertSend(tasks::unordered(must))),
        |must, _| Box::pin(AssertSend(tasks::sets(must))),
        |must, _| Box::pin(AssertSend(tasks::timeouts(must))),
        |must, _| Box::pin(AssertSend(tasks::local_tasks_of_a_blocking_thread(must))),
        |must, _| Box::pin(AssertSend(tasks::runtimes_inside_of_runtimes(must))),
        |must, _| Box::pin(AssertSend(tasks::forgotten_guards(must))),
        |must, _| Box::pin(AssertSend(tasks::messages(must))),
        |must, other| Box::pin(AssertSend(tasks::two_subscribers(must, other))),
        |must, _| Box::pin(AssertSend(futures_by_hand::polled_anywhere(must))),
        |must, _| Box::pin(AssertSend(futures_by_hand::panics(must))),
        |must, _| Box::pin(AssertSend(futures_by_hand::streams(must))),
        |must, _| Box::pin(AssertSend(futures_by_hand::nested(must))),
        |must, _| Box::pin(AssertSend(threads::jobs(must))),
        |must, _| Box::pin(AssertSend(threads::destructors(must))),
        |must, _| Box::pin(AssertSend(threads::guards_dropped_elsewhere(must))),
    ]
}

#[test]
fn every_event_is_where_it_must_be() {
    let rounds = env::var("MIXED_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(4);
    // What panics as it should is silent.
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.payload().downcast_ref().is_none_or(|text: &&str| *text != "as the test wants") {
            loud(panic);
        }
    }));
    let (one, other) = (Checked::new(), Checked::new());
    tracing::dispatcher::set_global_default(one.dispatch.clone()).expect("it is the first");
    let mut right = 0;
    for round in 0..rounds {
        let runtime = Builder::new_multi_thread().worker_threads(4).enable_time().build().expect("a runtime");
        let parts = parts();
        let tasks: Vec<_> = (0..parts.len() * 3)
            .map(|at| {
                let (span, must) = root();
                runtime.spawn(parts[at % parts.len()](must, other.dispatch.clone()).instrument(span))
            })
            .collect();
        for task in tasks {
            runtime.block_on(task).expect("the part does not panic");
            info!(must = "");
        }
        drop(runtime);
        // The last jobs have given their contexts back when all threads of the pool have done this.
        rayon::broadcast(|_| ());
        right += one.check(round) + other.check(round);
    }
    assert!(right > 5000, "{right}");
}

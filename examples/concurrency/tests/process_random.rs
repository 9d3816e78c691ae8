//! Programs made by chance: tasks whose steps nest each other as they come, to any depth. Each event says where it must be.
//!
//! Runs as many programs as the variable `RANDOM_PROGRAMS` says, or 20, each of 40 tasks; a failure names the program. No
//! event may be in a wrong scope, and no span may be left open.
#![expect(
    unsafe_code,
    reason = "a future with a guard in it is sent all the same, which is the mistake that is mended"
)]

use std::cell::RefCell;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context as Polled, Poll};
use std::thread;

use concurrency::Scopes;
use tokio::runtime::Builder;
use tokio::task::{self, yield_now};
use tracing::context::{Context, bind};
use tracing::{Dispatch, Instrument, Span, info, info_span};
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

type Steps = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Makes an event when it is dropped.
struct OnDrop(String);

impl Drop for OnDrop {
    fn drop(&mut self) {
        info!(must = self.0);
    }
}

/// Numbers by chance, the same for a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn another(&mut self) -> Self {
        Chance(self.below(u64::MAX))
    }
}

/// A new span, and the scope of what is inside of it.
fn inside(of: &str) -> (Span, String) {
    static LAST: AtomicU64 = AtomicU64::new(0);
    // Relaxed: a number alone.
    let id = LAST.fetch_add(1, Ordering::Relaxed);
    let separator = if of.is_empty() { "" } else { "/" };
    (info_span!("s", id), format!("{of}{separator}s={id}"))
}

async fn wait(times: u64) {
    for _ in 0..times {
        yield_now().await;
    }
}

fn steps(mut chance: Chance, must: String, depth: u32) -> Steps {
    Box::pin(AssertSend(async move {
        let _last = OnDrop(must.clone());
        for _ in 0..=chance.below(4) {
            step(&mut chance, &must, depth).await;
            info!(must);
        }
    }))
}

async fn step(chance: &mut Chance, must: &str, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return wait(chance.below(3)).await };
    let (span, inner) = inside(must);
    match chance.below(13) {
        0 => wait(chance.below(4)).await,
        1 => steps(chance.another(), inner, depth).instrument(span).await,
        2 => {
            let guard = span.enter();
            let _last = OnDrop(inner.clone());
            for _ in 0..=chance.below(2) {
                Box::pin(step(chance, &inner, depth)).await;
                info!(must = inner);
            }
            drop(_last);
            drop(guard);
        }
        3 => {
            let first = span.entered();
            wait(chance.below(2)).await;
            let (second, innermost) = inside(&inner);
            let second = second.entered();
            drop(first);
            Box::pin(step(chance, &innermost, depth)).await;
            info!(must = innermost);
            drop(second);
        }
        4 => {
            let cancelled = async {
                let _guard = span.entered();
                let _last = OnDrop(inner);
                std::future::pending::<()>().await;
            };
            tokio::select! { biased; () = cancelled => {}, () = wait(chance.below(4)) => {} }
        }
        5 => {
            let cancelled = steps(chance.another(), inner, depth).instrument(span);
            tokio::select! { biased; () = cancelled => {}, () = wait(chance.below(6)) => {} }
        }
        6 => {
            let (other, beside) = inside(must);
            tokio::join!(
                steps(chance.another(), inner, depth).instrument(span),
                steps(chance.another(), beside, depth).instrument(other),
            );
        }
        7 => {
            let alone = steps(chance.another(), inner, depth).instrument(span);
            left_to_itself(chance, alone).await;
        }
        8 => {
            let (forgotten, innermost) = span.in_scope(|| inside(&inner));
            // Else the span were closed, and nobody inside of it.
            let kept = forgotten.clone();
            let forgets = AssertSend(async move {
                std::mem::forget(forgotten.enter());
                wait(2).await;
                info!(must = innermost);
            });
            left_to_itself(chance, forgets.instrument(span)).await;
            // No thread is inside of what was forgotten.
            let _ = task::spawn(async { info!(must = "") }).await;
            drop(kept);
        }
        9 => {
            let (random, within) = (chance.another(), inner.clone());
            let panics = AssertSend(async move {
                let _guard = inside(&within).0.entered();
                wait(random.0 % 3).await;
                resume_unwind(Box::new(()));
            });
            assert!(task::spawn(panics.instrument(span)).await.is_err());
        }
        10 => {
            let (mut random, must) = (chance.another(), must.to_owned());
            let job = task::spawn_blocking(bind(move || job(&mut random, &must, depth)));
            if chance.below(2) == 0 {
                // It is not run if the runtime has ended.
                let _ = job.await;
            }
        }
        11 => {
            let mut moved = Box::pin(steps(chance.another(), inner, depth).instrument(span));
            tokio::select! { biased; () = &mut moved => {}, () = wait(chance.below(3)) => {} }
            thread::spawn(move || drop(moved)).join().expect("the future is dropped");
        }
        _ => task::block_in_place(|| job(chance, must, depth)),
    }
}

/// Spawns a task, and waits for it, or ends it, or does neither.
async fn left_to_itself(chance: &mut Chance, steps: impl Future<Output = ()> + Send + 'static) {
    let task = task::spawn(steps);
    match chance.below(3) {
        0 => task.await.expect("it does not panic"),
        1 => {
            wait(2).await;
            task.abort();
            // It may have ended before.
            let _ = task.await;
        }
        _ => {}
    }
}

/// What does not wait.
fn job(chance: &mut Chance, must: &str, depth: u32) {
    info!(must);
    let Some(depth) = depth.checked_sub(1) else { return };
    let (span, inner) = inside(must);
    match chance.below(5) {
        0 => span.in_scope(|| job(chance, &inner, depth)),
        1 => {
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let _guard = span.entered();
                let _last = OnDrop(inner.clone());
                job(chance, &inner, depth);
                resume_unwind(Box::new(()));
            }));
            assert!(panicked.is_err());
        }
        2 | 3 => {
            let (mut one, mut other) = (chance.another(), chance.another());
            tracing_rayon::join(|| job(&mut one, must, depth), || job(&mut other, must, depth));
        }
        _ => {
            let _guard = span.enter();
            let (context, must) = (Context::current(), inner);
            thread::spawn(move || at_the_end(context, must)).join().expect("the thread ends");
        }
    }
    info!(must);
}

/// Leaves to the end of the thread a span, and what speaks in it.
fn at_the_end(context: Context, must: String) {
    struct Last(Context, String);
    impl Drop for Last {
        fn drop(&mut self) {
            self.0.run(|| {
                let (span, inner) = inside(&self.1);
                span.in_scope(|| info!(must = inner));
                info!(must = self.1);
            });
        }
    }
    thread_local! {
        static LEFT: RefCell<Option<Last>> = const { RefCell::new(None) };
    }
    LEFT.set(Some(Last(context, must)));
    info!(must = "");
}

#[test]
fn programs_made_by_chance_have_every_event_in_its_own_scope() {
    let programs = env::var("RANDOM_PROGRAMS").ok().and_then(|programs| programs.parse().ok()).unwrap_or(20);
    let scopes = Scopes::default();
    tracing_subscriber::registry().with(scopes.clone()).init();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build_global();
    pool.expect("nobody has made the pool");
    let mut right = 0;
    for program in 0..programs {
        let runtime = Builder::new_multi_thread().worker_threads(3).build().expect("a runtime");
        let mut chance = Chance(program);
        let tasks: Vec<_> = (0..40)
            .map(|_| {
                let (span, must) = inside("");
                runtime.spawn(steps(chance.another(), must, 4).instrument(span))
            })
            .collect();
        for task in tasks {
            runtime.block_on(task).expect("no task panics");
        }
        // Ends what was left to itself.
        drop(runtime);
        let wrong = scopes.take_wrong();
        assert!(wrong.is_empty(), "program {program}: {} events in a wrong scope, such as {:?}", wrong.len(), wrong[0]);
        right += scopes.take_right();
    }
    assert!(right > 1000, "{right}");
    let open = Dispatch::default().downcast_ref::<Registry>().expect("the registry").open_forest();
    assert!(open.is_empty(), "{open}");
}

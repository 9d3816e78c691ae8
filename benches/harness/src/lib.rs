//! What a scenario is: a name, a bound, and a function that prepares a world and hands one operation to a [`Bench`].
//! Written by `scenarios` and `peers`; run by criterion, by the instruction counter and by the allocation counter.

pub mod allocations;
pub mod one;

use std::{
    future::Future,
    hint::black_box,
    pin::Pin,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

/// One scenario of one implementation.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// `group/what`; the same name in every implementation.
    pub name: &'static str,
    /// The ratio to the published crates that is aimed at.
    pub target: Option<f64>,
    /// Operations in one call of the measured closure, as in the eight spans of a nest.
    pub batch: u64,
    pub run: fn(&mut Bench<'_>),
}

/// A scenario without a bound; see [`Scenario::target`].
pub const fn scenario(name: &'static str, run: fn(&mut Bench<'_>)) -> Scenario {
    Scenario { name, target: None, batch: 1, run }
}

impl Scenario {
    #[must_use]
    pub const fn target(mut self, ratio: f64) -> Self {
        self.target = Some(ratio);
        self
    }

    #[must_use]
    pub const fn batch(mut self, operations: u64) -> Self {
        self.batch = operations;
        self
    }

    /// Whether several threads run at once; such a scenario has no instruction count.
    pub fn is_threaded(&self) -> bool {
        self.name.contains("_threads_")
    }

    /// Whether it installs what a process has one of; it measures nothing where several scenarios share a process.
    pub fn is_of_the_process(&self) -> bool {
        self.name.contains("/installed_")
    }
}

/// A scenario and whose it is.
pub type Pair = (Scenario, &'static str);

/// All scenarios of several implementations, those of one name together, in the order of their first appearance.
pub fn pairs(implementations: Vec<(&'static str, Vec<Scenario>)>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (implementation, scenarios) in implementations {
        for scenario in scenarios {
            let last = pairs.iter().rposition(|(other, _)| other.name == scenario.name);
            pairs.insert(last.map_or(pairs.len(), |last| last + 1), (scenario, implementation));
        }
    }
    pairs
}

/// Runs the operation a number of times and says how long that took.
pub type Operation<'a> = dyn FnMut(u64) -> Duration + 'a;

/// Hands operations from scenarios to the one who measures.
pub struct Bench<'a> {
    measure: &'a mut dyn FnMut(&mut Operation<'_>),
}

impl<'a> Bench<'a> {
    pub fn new(measure: &'a mut dyn FnMut(&mut Operation<'_>)) -> Self {
        Self { measure }
    }

    /// Measures `operation`. The loop is compiled into the scenario, so that nothing stands between two operations.
    pub fn iter<R>(&mut self, mut operation: impl FnMut() -> R) {
        (self.measure)(&mut |iterations| {
            let start = Instant::now();
            for _ in 0..iterations {
                black_box(operation());
            }
            start.elapsed()
        });
    }

    /// Measures `operation` on several threads at once, each of which runs it as often as asked for. The time is that of
    /// the slowest thread, from a common start. `enter` prepares a thread, as by setting its default subscriber.
    pub fn threads<G>(&mut self, threads: usize, enter: impl Fn() -> G + Sync, operation: impl Fn() + Sync) {
        (self.measure)(&mut |iterations| {
            let barrier = Barrier::new(threads);
            let timed = || {
                let _world = enter();
                operation();
                barrier.wait();
                let start = Instant::now();
                for _ in 0..iterations {
                    operation();
                }
                start.elapsed()
            };
            std::thread::scope(|scope| {
                let handles: Vec<_> = (0..threads).map(|_| scope.spawn(timed)).collect();
                let times = handles.into_iter().map(|handle| handle.join().expect("a measured thread panicked"));
                times.max().unwrap_or_default()
            })
        });
    }
}

impl std::fmt::Debug for Bench<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bench").finish_non_exhaustive()
    }
}

static GLOBAL: AtomicBool = AtomicBool::new(false);

/// Makes scenarios install their subscriber for the whole process, as programs do. Only for a process that runs one
/// scenario; where many run, each is scoped to its thread.
pub fn use_global_default() {
    // Relaxed: set before the scenario starts, on its thread.
    GLOBAL.store(true, Ordering::Relaxed);
}

/// See [`use_global_default`].
pub fn is_global_default() -> bool {
    // Relaxed: as above.
    GLOBAL.load(Ordering::Relaxed)
}

/// A future that is never ready and does nothing: what is measured is what wraps it.
#[derive(Debug)]
pub struct Idle;

impl Future for Idle {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        black_box(Poll::Pending)
    }
}

/// Polls a future once with a waker that does nothing.
#[inline]
pub fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

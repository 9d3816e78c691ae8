//! Single jobs: `join`, `spawn`, `install`. Each takes the context of its caller along.

use rayon::{BroadcastContext, ThreadPool};
use tracing::context::{self, Context};

/// Runs both closures, maybe in parallel, in the context of the caller; as [`rayon::join`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let _sort = info_span!("sort").entered();
/// tracing_rayon::join(|| info!("left"), || 42);
/// # }, "sort\n  INFO left");
/// ```
pub fn join<A, B, RA, RB>(a: A, b: B) -> (RA, RB)
where
    A: FnOnce() -> RA + Send,
    B: FnOnce() -> RB + Send,
    RA: Send,
    RB: Send,
{
    let context = Context::current();
    waiting(|| rayon::join(|| context.run(a), || context.run(b)))
}

/// Runs the closure on the pool, in the context of the caller; as [`rayon::spawn`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let (done, wait) = std::sync::mpsc::channel();
/// info_span!("request").in_scope(|| {
///     tracing_rayon::spawn(move || {
///         info!("inside of the request");
///         done.send(()).unwrap();
///     });
/// });
/// wait.recv().unwrap();
/// # }, "request\n  INFO inside of the request");
/// ```
pub fn spawn<F: FnOnce() + Send + 'static>(f: F) {
    let context = Context::current();
    rayon::spawn(move || context.run(f));
}

/// As [`spawn`], in the order of the calls; as [`rayon::spawn_fifo`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let (done, wait) = std::sync::mpsc::channel();
/// info_span!("request").in_scope(|| {
///     tracing_rayon::spawn_fifo(move || {
///         info!("inside of the request");
///         done.send(()).unwrap();
///     });
/// });
/// wait.recv().unwrap();
/// # }, "request\n  INFO inside of the request");
/// ```
pub fn spawn_fifo<F: FnOnce() + Send + 'static>(f: F) {
    let context = Context::current();
    rayon::spawn_fifo(move || context.run(f));
}

/// Runs the closure on another pool, in the context of the caller; as [`ThreadPool::spawn`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
/// let (done, wait) = std::sync::mpsc::channel();
/// info_span!("request").in_scope(|| {
///     tracing_rayon::spawn_in(&pool, move || {
///         info!("inside of the request");
///         done.send(()).unwrap();
///     });
/// });
/// wait.recv().unwrap();
/// # }, "request\n  INFO inside of the request");
/// ```
pub fn spawn_in<F: FnOnce() + Send + 'static>(pool: &ThreadPool, f: F) {
    let context = Context::current();
    pool.spawn(move || context.run(f));
}

/// Runs the closure on another pool, in the context of the caller, and waits for it; as [`ThreadPool::install`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
/// let _request = info_span!("request").entered();
/// tracing_rayon::install(&pool, || info!("inside of the request"));
/// # }, "request\n  INFO inside of the request");
/// ```
pub fn install<F, R>(pool: &ThreadPool, f: F) -> R
where
    F: FnOnce() -> R + Send,
    R: Send,
{
    let f = context::bind(f);
    waiting(|| pool.install(f))
}

/// Runs the closure once on each thread of the pool, in the context of the caller, and waits for all; as
/// [`rayon::broadcast`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
/// let _request = info_span!("request").entered();
/// let answers = tracing_rayon::install(&pool, || {
///     tracing_rayon::broadcast(|thread| {
///         info!("inside of the request");
///         thread.index()
///     })
/// });
/// assert_eq!(answers, [0]);
/// # }, "request\n  INFO inside of the request");
/// ```
pub fn broadcast<F, R>(f: F) -> Vec<R>
where
    F: Fn(BroadcastContext<'_>) -> R + Sync,
    R: Send,
{
    let context = Context::current();
    waiting(|| rayon::broadcast(|thread| context.run(|| f(thread))))
}

/// Runs what may take up other jobs while it waits: they are not to be inside of what the caller is inside of.
pub(crate) fn waiting<R>(f: impl FnOnce() -> R) -> R {
    Context::root().run(f)
}

//! Scopes: jobs that borrow from the stack, each in the context where it was spawned.

use tracing::context::Context;

use crate::jobs::waiting;

/// Jobs that are done before [`scope()`] returns; made by it.
#[derive(Debug)]
pub struct Scope<'a, 'scope> {
    scope: &'a rayon::Scope<'scope>,
}

/// Calls `f` with a scope, in the context of the caller, and waits for all its jobs; as [`rayon::scope()`].
///
/// ```
/// use tracing::{info, info_span};
///
/// let pages = ["a", "b", "c"];
/// let _crawl = info_span!("crawl").entered();
/// tracing_rayon::scope(|scope| {
///     for page in &pages {
///         scope.spawn(move |_| info!(page, "inside of the crawl"));
///     }
/// });
/// ```
pub fn scope<'scope, F, R>(f: F) -> R
where
    F: FnOnce(&Scope<'_, 'scope>) -> R + Send,
    R: Send,
{
    let context = Context::current();
    waiting(|| rayon::scope(|scope| context.run(|| f(&Scope { scope }))))
}

impl<'scope> Scope<'_, 'scope> {
    /// Runs the closure on the pool, in the context of the caller; as [`rayon::Scope::spawn`].
    pub fn spawn<F>(&self, f: F)
    where
        F: FnOnce(&Scope<'_, 'scope>) + Send + 'scope,
    {
        let context = Context::current();
        self.scope.spawn(move |scope| context.run(|| f(&Scope { scope })));
    }
}

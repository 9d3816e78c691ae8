//! Scopes: jobs that borrow from the stack, each in the context where it was spawned.

use tracing::context::Context;

use crate::jobs::waiting;

/// Jobs that are done before [`scope()`] returns; made by it.
///
/// ```
/// use tracing_rayon::Scope;
///
/// /// Takes its scope along.
/// fn halve<'s>(scope: &Scope<'_, 's>, numbers: &'s mut [u32]) {
///     if let [number] = numbers {
///         *number /= 2;
///     } else {
///         let (left, right) = numbers.split_at_mut(numbers.len() / 2);
///         scope.spawn(|scope| halve(scope, left));
///         halve(scope, right);
///     }
/// }
/// let mut numbers = [2, 4, 6];
/// tracing_rayon::scope(|scope| halve(scope, &mut numbers));
/// assert_eq!(numbers, [1, 2, 3]);
/// ```
#[derive(Debug)]
pub struct Scope<'a, 'scope> {
    scope: &'a rayon::Scope<'scope>,
}

/// Calls `f` with a scope, in the context of the caller, and waits for all its jobs; as [`rayon::scope()`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let pages = ["a"];
/// let _crawl = info_span!("crawl").entered();
/// tracing_rayon::scope(|scope| {
///     for page in &pages {
///         scope.spawn(move |_| info!(page, "inside of the crawl"));
///     }
/// });
/// # }, "crawl\n  INFO inside of the crawl page=\"a\"");
/// ```
pub fn scope<'scope, F, R>(f: F) -> R
where
    F: FnOnce(&Scope<'_, 'scope>) -> R + Send,
    R: Send,
{
    let context = Context::current();
    waiting(|| rayon::scope(|scope| context.run(|| f(&Scope { scope }))))
}

/// Calls `f` with a scope, on this thread, and waits for all its jobs; as [`rayon::in_place_scope()`].
///
/// ```
/// use tracing::{info, info_span};
///
/// # test_support::check(|| {
/// let pages = std::rc::Rc::new(["a"]); // need not be `Send`
/// let _crawl = info_span!("crawl").entered();
/// tracing_rayon::in_place_scope(|scope| {
///     for page in *pages {
///         scope.spawn(move |_| info!(page, "inside of the crawl"));
///     }
/// });
/// # }, "crawl\n  INFO inside of the crawl page=\"a\"");
/// ```
pub fn in_place_scope<'scope, F, R>(f: F) -> R
where
    F: FnOnce(&Scope<'_, 'scope>) -> R,
{
    let context = Context::current();
    waiting(|| rayon::in_place_scope(|scope| context.run(|| f(&Scope { scope }))))
}

impl<'scope> Scope<'_, 'scope> {
    /// Runs the closure on the pool, in the context of the caller; as [`rayon::Scope::spawn`].
    ///
    /// ```
    /// use tracing::{info, info_span};
    ///
    /// # test_support::check(|| {
    /// let page = String::from("a");
    /// let _crawl = info_span!("crawl").entered();
    /// tracing_rayon::scope(|scope| scope.spawn(|_| info!(page, "inside of the crawl")));
    /// # }, r#"crawl
    /// #   INFO inside of the crawl page="a""#);
    /// ```
    pub fn spawn<F>(&self, f: F)
    where
        F: FnOnce(&Scope<'_, 'scope>) + Send + 'scope,
    {
        let context = Context::current();
        self.scope.spawn(move |scope| context.run(|| f(&Scope { scope })));
    }
}

//! Where work belongs, in a form that can be handed to another thread: a span, and the subscriber.
//!
//! A thread knows its own span and subscriber. Work that moves elsewhere, to a thread, to a pool, through a channel,
//! leaves them behind unless it carries them along:
//!
//! ```
//! use tracing::{context, info, info_span};
//!
//! # test_support::check(|| {
//! let _request = info_span!("request", id = 7).entered();
//! let worker = std::thread::spawn(context::bind(|| {
//!     info!("inside of the request, on another thread");
//! }));
//! # worker.join().unwrap();
//! # }, "request{id=7}\n  INFO inside of the request, on another thread");
//! ```
//!
//! | work that moves to | |
//! |---|---|
//! | a thread, `spawn_blocking`, a pool's job | [`bind`] its closure |
//! | the other end of a channel | send a [`Carried`] message: [`Context::carry`] |
//! | another task | [`Instrument`](crate::Instrument), or [`Context::instrument`] for the subscriber too |
//! | rayon | the crate `tracing-rayon` |
//!
//! Work runs in a context *instead of* in what its thread is inside of at the time: a pool's thread that takes up a job
//! while it waits for another is inside of the job's spans alone until the job is done.
//!
//! For that it asks the subscriber which spans the thread is inside of
//! ([`current_span`](crate::Subscriber::current_span)) and exits and enters them; with a subscriber that does not know,
//! the work is inside of both. It asks the one of the context, and two that the work may come back to: the one that the
//! thread has at the time, and the global one.
//!
//! A span that is carried along stays open until the work is done. Work that is only caused by a span, and should not
//! keep it open, takes a [`Cause`] along and makes a span of its own that [follows from](Span::follows_from) it.

use core::{fmt, mem};

use tracing_core::{Dispatch, dispatcher::WeakDispatch, span::Id};

#[doc(hidden)]
pub use crate::frame::InContext;
pub use crate::with_context::WithContext;
use crate::{Span, frame::Frame, held::Job};

/// Lets a closure run in the context of the place where it is bound, wherever it is called.
///
/// ```
/// use tracing::{context, info_span};
///
/// # test_support::check(|| {
/// let span = info_span!("parent").entered();
/// let job = context::bind(|| info_span!("child")); // a child of "parent"
/// # drop(span);
/// let child = std::thread::spawn(job).join().unwrap();
/// # drop(child);
/// # }, "parent\n  child");
/// ```
pub fn bind<T>(f: impl FnOnce() -> T) -> impl FnOnce() -> T {
    Context::current().wrap(f)
}

/// Where work belongs: the span that it is inside of, and the subscriber that it is recorded by.
///
/// ```
/// use tracing::{context::Context, info, info_span};
///
/// # test_support::check(|| {
/// let context = info_span!("request").in_scope(Context::current);
/// context.run(|| info!("inside of the request"));
/// # }, "request\n  INFO inside of the request");
/// ```
#[derive(Clone, Debug)]
pub struct Context {
    span: Span,
    subscriber: Dispatch,
}

impl Context {
    /// Gives the context that this thread is in.
    ///
    /// ```
    /// use tracing::{context::Context, info_span};
    ///
    /// # test_support::check(|| {
    /// let context = info_span!("request").in_scope(Context::current);
    /// assert_eq!(context.span().metadata().unwrap().name(), "request");
    /// # }, "request");
    /// ```
    #[must_use]
    pub fn current() -> Self {
        Context { span: Span::current(), subscriber: Dispatch::default() }
    }

    /// Gives the context of being inside of no span, with this thread's subscriber.
    ///
    /// ```
    /// use tracing::{context::Context, info, info_span};
    ///
    /// # test_support::check(|| {
    /// let _request = info_span!("request").entered();
    /// Context::root().run(|| info!("outside of the request"));
    /// # }, "request\nINFO outside of the request");
    /// ```
    #[must_use]
    pub fn root() -> Self {
        Self::of(Span::none())
    }

    /// Gives the context of being inside of `span`, with its subscriber. If it is disabled: of no span, with this
    /// thread's subscriber.
    ///
    /// ```
    /// use tracing::{context::Context, info, info_span};
    ///
    /// # test_support::check(|| {
    /// Context::of(info_span!("job")).run(|| info!("inside of the job alone"));
    /// # }, "job\n  INFO inside of the job alone");
    /// ```
    #[must_use]
    pub fn of(span: Span) -> Self {
        let subscriber = span.with_subscriber(|(_, subscriber)| subscriber.clone());
        Context { span, subscriber: subscriber.unwrap_or_default() }
    }

    /// Borrows the span.
    ///
    /// ```
    /// use tracing::{context::Context, info_span};
    ///
    /// # test_support::check(|| {
    /// let job = info_span!("job");
    /// assert_eq!(Context::of(job.clone()).span(), &job);
    /// # }, "job");
    /// ```
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Borrows the subscriber.
    ///
    /// ```
    /// use tracing::{Dispatch, context::Context};
    ///
    /// assert!(Context::current().subscriber().ptr_eq(&Dispatch::default()));
    /// ```
    #[must_use]
    pub fn subscriber(&self) -> &Dispatch {
        &self.subscriber
    }

    /// Runs `f` in this context instead of in the one that the thread is in, which is the thread's again afterwards,
    /// also after a panic.
    ///
    /// ```
    /// use tracing::{context::Context, info_span};
    ///
    /// # test_support::check(|| {
    /// let other = Context::of(info_span!("other"));
    /// let _here = info_span!("here").entered();
    /// other.run(|| {
    ///     let child = info_span!("child"); // of "other", not of "here"
    ///     # drop(child);
    /// });
    /// # }, "other\n  child\nhere");
    /// ```
    pub fn run<T>(&self, f: impl FnOnce() -> T) -> T {
        let _inside = Frame::enter(&self.subscriber, &self.span);
        let mut job = Job::begin();
        let result = f();
        job.done::<T>();
        result
    }

    /// Lets a closure run in this context, wherever it is called. If it is not called, what it captures is dropped in the
    /// context.
    ///
    /// ```
    /// use tracing::{context::Context, info, info_span};
    ///
    /// # test_support::check(|| {
    /// let job = Context::of(info_span!("job")).wrap(|| info!("inside of the job"));
    /// std::thread::spawn(job).join().unwrap();
    /// # }, "job\n  INFO inside of the job");
    /// ```
    pub fn wrap<T>(self, f: impl FnOnce() -> T) -> impl FnOnce() -> T {
        let job = self.carry(f);
        move || job.run(|f| f())
    }

    /// Puts a value into this context, to be sent to where it is worked on.
    ///
    /// ```
    /// use std::sync::mpsc;
    ///
    /// use tracing::{context::Context, info, info_span};
    ///
    /// # test_support::check(|| {
    /// let (sender, receiver) = mpsc::channel();
    /// info_span!("request", id = 7).in_scope(|| sender.send(Context::current().carry("work")).unwrap());
    ///
    /// receiver.recv().unwrap().run(|work| info!(work, "inside of the request"));
    /// # }, "request{id=7}\n  INFO inside of the request work=\"work\"");
    /// ```
    pub fn carry<T>(self, value: T) -> Carried<T> {
        Carried { context: self, value: Some(value) }
    }

    /// Lets a future run in this context instead of in what the thread is inside of, each time that it is polled, and when
    /// it is dropped.
    ///
    /// ```
    /// # use test_support::block_on;
    /// use tracing::{context::Context, info, info_span};
    ///
    /// # test_support::check(|| {
    /// let work = Context::of(info_span!("job")).instrument(async { info!("inside of the job") });
    /// block_on(work);
    /// # }, "job\n  INFO inside of the job");
    /// ```
    pub fn instrument<F>(self, future: F) -> WithContext<F> {
        WithContext::new(future, self.span, &self.subscriber)
    }

    /// Gives what a span that was caused by this context takes along of it.
    ///
    /// ```
    /// use tracing::{context::Context, info_span};
    ///
    /// # test_support::check(|| {
    /// let cause = Context::of(info_span!("request")).cause();
    /// cause.leads_to(&info_span!("clean up"));
    /// # }, "request\nclean up\n  follows request");
    /// ```
    #[must_use]
    pub fn cause(&self) -> Cause {
        Cause::of(&self.span)
    }

    /// Replaces the thread's context until the guard is dropped, for adapters that cannot pass a closure.
    ///
    /// Guards may be dropped in any order; the thread is in the context that was entered last until that is left.
    #[doc(hidden)]
    #[must_use = "the context is left when this guard is dropped"]
    pub fn enter(&self) -> InContext {
        InContext::of(Frame::enter(&self.subscriber, &self.span))
    }
}

/// A value together with the context that it came from; made by [`Context::carry`]. If nobody takes the value out, it is
/// dropped in the context.
///
/// ```
/// use tracing::{context::{Carried, Context}, info, info_span};
///
/// /// What a queue of a program holds.
/// fn queue() -> Vec<Carried<u32>> {
///     info_span!("request").in_scope(|| vec![Context::current().carry(7)])
/// }
/// # test_support::check(|| {
/// queue().into_iter().for_each(|work| work.run(|number| info!(number, "inside of the request")));
/// # }, "request\n  INFO inside of the request number=7");
/// ```
#[derive(Clone)]
pub struct Carried<T> {
    context: Context,
    /// `None` once it is taken out, by what consumes the whole.
    value: Option<T>,
}

impl<T> Carried<T> {
    /// Runs `f` on the value, in the context that it came from.
    ///
    /// ```
    /// use tracing::{context::Context, info_span};
    ///
    /// # test_support::check(|| {
    /// let carried = Context::of(info_span!("request")).carry(20);
    /// assert_eq!(carried.run(|number| number + 1), 21);
    /// # }, "request");
    /// ```
    pub fn run<U>(mut self, f: impl FnOnce(T) -> U) -> U {
        let value = self.take();
        self.context.run(|| f(value))
    }

    /// Borrows the context.
    ///
    /// ```
    /// use tracing::context::Context;
    ///
    /// assert!(Context::root().carry("work").context().span().is_none());
    /// ```
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Borrows the value.
    ///
    /// ```
    /// use tracing::context::Context;
    ///
    /// assert_eq!(*Context::current().carry(7).value(), 7);
    /// ```
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "it is there")]
    pub fn value(&self) -> &T {
        self.value.as_ref().expect(TAKEN_BY_WHAT_CONSUMES)
    }

    /// Gives the context and the value, each on its own.
    ///
    /// ```
    /// use tracing::context::Context;
    ///
    /// let (context, value) = Context::current().carry("work").into_parts();
    /// assert_eq!(context.run(|| value.len()), 4);
    /// ```
    #[must_use]
    pub fn into_parts(mut self) -> (Context, T) {
        let nowhere = Context { span: Span::none(), subscriber: Dispatch::none() };
        let value = self.take();
        (mem::replace(&mut self.context, nowhere), value)
    }

    fn take(&mut self) -> T {
        self.value.take().expect(TAKEN_BY_WHAT_CONSUMES)
    }
}

const TAKEN_BY_WHAT_CONSUMES: &str = "the value is taken out by what consumes the whole";

impl<T> Drop for Carried<T> {
    fn drop(&mut self) {
        if mem::needs_drop::<T>() && self.value.is_some() {
            self.context.run(|| self.value = None);
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Carried<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Carried").field("context", &self.context).field("value", self.value()).finish()
    }
}

/// A span as the cause of others: names it without keeping it open.
///
/// ```
/// use tracing::{context::Cause, info_span};
///
/// # test_support::check(|| {
/// let request = info_span!("request").entered();
/// let cause = Cause::current();
/// drop(request); // the request is done: the answer was sent
///
/// std::thread::spawn(move || {
///     let clean_up = info_span!(parent: None, "clean up");
///     cause.leads_to(&clean_up);
/// })
/// # .join().unwrap();
/// # }, "request");
/// ```
#[derive(Clone, Debug)]
pub struct Cause(Option<(Id, WeakDispatch)>);

impl Cause {
    /// Names the span that this thread is in.
    ///
    /// ```
    /// use tracing::{context::Cause, info_span};
    ///
    /// # test_support::check(|| {
    /// let cause = info_span!("request").in_scope(Cause::current);
    /// cause.leads_to(&info_span!("clean up"));
    /// # }, "request\nclean up\n  follows request");
    /// ```
    #[must_use]
    pub fn current() -> Self {
        Self::of(&Span::current())
    }

    /// Names a span.
    ///
    /// ```
    /// use tracing::{context::Cause, info_span};
    ///
    /// # test_support::check(|| {
    /// let request = info_span!("request");
    /// Cause::of(&request).leads_to(&info_span!("clean up"));
    /// # }, "request\nclean up\n  follows request");
    /// ```
    #[must_use]
    pub fn of(span: &Span) -> Self {
        Cause(span.with_subscriber(|(id, subscriber)| (id.clone(), subscriber.downgrade())))
    }

    /// Records that `span` follows from this one, if both are of one subscriber.
    ///
    /// ```
    /// use tracing::{Span, context::Cause, info_span};
    ///
    /// # test_support::check(|| {
    /// let nothing = Cause::of(&Span::none());
    /// nothing.leads_to(&info_span!("clean up")); // records nothing
    /// # }, "clean up");
    /// ```
    pub fn leads_to(&self, span: &Span) {
        let Some((id, subscriber)) = &self.0 else { return };
        let is_same = |other: &Dispatch| subscriber.upgrade().is_some_and(|subscriber| subscriber.ptr_eq(other));
        if span.with_subscriber(|(_, other)| is_same(other)) == Some(true) {
            span.follows_from(id);
        }
    }
}

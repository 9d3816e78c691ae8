//! Futures inside of a span, or under a subscriber. Enter on each poll, and when the future is dropped.
//!
//! ```
//! # use test_support::block_on;
//! use tracing::{Instrument, info, info_span};
//!
//! # test_support::check(|| {
//! let work = async { info!("inside of the job") }.instrument(info_span!("job"));
//! block_on(work);
//! # }, "job\n  INFO inside of the job");
//! ```

#![expect(unsafe_code, reason = "what is wrapped is dropped by hand, in its surroundings")]

use core::{
    fmt,
    future::Future,
    mem::{self, ManuallyDrop},
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;
use tracing_core::Dispatch;

pub use crate::outcome::{OUTCOME, record_outcomes};
use crate::{
    Span,
    held::{self, Held},
    outcome::{Progress, State},
    span::Inside,
};

/// Puts a future inside of a span: [`instrument`](Instrument::instrument).
///
/// ```
/// use tracing::{Instrument, info, info_span};
///
/// async fn fetch(url: &str) {
///     info!(url, "fetching");
/// }
///
/// async fn work() {
///     fetch("https://example.org").instrument(info_span!("fetch")).await;
/// }
/// # test_support::check(|| test_support::block_on(work()), "fetch\n  INFO fetching url=\"https://example.org\"");
/// ```
pub trait Instrument: Sized {
    /// Puts the future inside of `span`: enters it each time that the future is polled, and when it is dropped.
    ///
    /// ```
    /// # use test_support::block_on;
    /// use tracing::{Instrument, debug, info_span};
    ///
    /// # test_support::check(|| {
    /// let future = async { debug!("found") }.instrument(info_span!("answer"));
    /// block_on(future);
    /// # }, "answer\n  DEBUG found");
    /// ```
    fn instrument(self, span: Span) -> Instrumented<Self> {
        Instrumented { inner: ManuallyDrop::new(self), span, held: Held::new(), progress: Progress::new() }
    }

    /// Puts the future inside of the span that this thread is in now. For handing it to another thread or task.
    ///
    /// ```
    /// use tracing::{Instrument, info, info_span};
    ///
    /// # test_support::check(|| {
    /// let work = info_span!("request").in_scope(|| async { info!("inside") }.in_current_span());
    /// # let spawn = test_support::block_on;
    /// spawn(work);
    /// # }, "request\n  INFO inside");
    /// ```
    #[inline]
    fn in_current_span(self) -> Instrumented<Self> {
        self.instrument(Span::current())
    }
}

impl<T: Sized> Instrument for T {}

/// Puts a future under a subscriber: [`with_subscriber`](WithSubscriber::with_subscriber).
///
/// ```
/// use tracing::{info, instrument::WithSubscriber, subscriber::NoSubscriber};
///
/// async fn work() {
///     async { info!("to nobody") }.with_subscriber(NoSubscriber::new()).await;
///     info!("to the thread's own subscriber");
/// }
/// # test_support::check(|| test_support::block_on(work()), "INFO to the thread's own subscriber");
/// ```
pub trait WithSubscriber: Sized {
    /// Puts the future under a subscriber: that is the thread's own each time that the future is polled, and when it
    /// is dropped.
    ///
    /// ```
    /// # use test_support::{Recorder, block_on};
    /// use tracing::{info, instrument::WithSubscriber};
    ///
    /// let recorder = Recorder::new();
    /// block_on(async { info!("late") }.with_subscriber(recorder.clone()));
    /// assert_eq!(recorder.tree(), "INFO late");
    /// ```
    fn with_subscriber<S>(self, subscriber: S) -> WithDispatch<Self>
    where
        S: Into<Dispatch>,
    {
        WithDispatch::new(self, &subscriber.into())
    }

    /// Puts the future under the subscriber that this thread has now. For handing it to another thread or task.
    ///
    /// ```
    /// # use test_support::{Recorder, block_on};
    /// use tracing::{info, instrument::WithSubscriber};
    ///
    /// let recorder = Recorder::new();
    /// let work = recorder.within(|| async { info!("late") }.with_current_subscriber());
    /// std::thread::spawn(|| block_on(work)).join().unwrap();
    /// assert_eq!(recorder.tree(), "INFO late");
    /// ```
    #[inline]
    fn with_current_subscriber(self) -> WithDispatch<Self> {
        WithDispatch::new(self, &Dispatch::default())
    }
}

impl<T: Sized> WithSubscriber for T {}

/// The ways to what is wrapped. `$how` wraps in the examples, `$within` makes a poll in its surroundings, `$note` writes
/// down how far it is, `$release` takes out what else the wrapper owns.
macro_rules! wrapper {
    (
        $name:ident, $how:literal, |$this:ident, $poll:ident| $within:expr, |$state:ident| $note:expr,
        |$owned:ident| $release:expr
    ) => {
        impl<T> $name<T> {
            /// Borrows what is wrapped.
            ///
            /// ```
            /// # use tracing::{Dispatch, Instrument, Span, instrument::WithSubscriber};
            #[doc = concat!("let wrapped = 7", $how, ";")]
            /// assert_eq!(*wrapped.inner(), 7);
            /// ```
            #[must_use]
            pub fn inner(&self) -> &T {
                &self.inner
            }

            /// Borrows what is wrapped, mutably.
            ///
            /// ```
            /// # use tracing::{Dispatch, Instrument, Span, instrument::WithSubscriber};
            #[doc = concat!("let mut wrapped = 7", $how, ";")]
            /// *wrapped.inner_mut() += 1;
            /// assert_eq!(wrapped.into_inner(), 8);
            /// ```
            #[must_use]
            pub fn inner_mut(&mut self) -> &mut T {
                &mut self.inner
            }

            /// Borrows what is wrapped, pinned.
            ///
            /// ```
            /// # use tracing::{Dispatch, Instrument, Span, instrument::WithSubscriber};
            #[doc = concat!("let wrapped = std::pin::pin!(7", $how, ");")]
            /// assert_eq!(*wrapped.as_ref().inner_pin_ref(), 7);
            /// ```
            #[must_use]
            pub fn inner_pin_ref(self: Pin<&Self>) -> Pin<&T> {
                let inner = self.project_ref().inner;
                // SAFETY: `ManuallyDrop<T>` holds the `T` in place, and is itself pinned.
                unsafe { inner.map_unchecked(|inner| &**inner) }
            }

            /// Borrows what is wrapped, pinned and mutably.
            ///
            /// ```
            /// # use tracing::{Dispatch, Instrument, Span, instrument::WithSubscriber};
            #[doc = concat!("let mut wrapped = std::pin::pin!(async { 7 }", $how, ");")]
            /// // Polled without its surroundings.
            /// let polled = std::future::poll_fn(|context| wrapped.as_mut().inner_pin_mut().poll(context));
            /// assert_eq!(test_support::block_on(polled), 7);
            /// ```
            #[must_use]
            pub fn inner_pin_mut(self: Pin<&mut Self>) -> Pin<&mut T> {
                pinned(self.project().inner)
            }

            /// Takes off the wrapper.
            ///
            /// ```
            /// # use tracing::{Dispatch, Instrument, Span, instrument::WithSubscriber};
            #[doc = concat!("let wrapped = 7", $how, ";")]
            /// assert_eq!(wrapped.into_inner(), 7);
            /// ```
            #[must_use]
            pub fn into_inner(self) -> T {
                let mut $owned = self;
                drop(($release, mem::take(&mut $owned.held)));
                // SAFETY: `inner` is not used again, for the wrapper, whose drop would use it, is forgotten below.
                let inner = unsafe { ManuallyDrop::take(&mut $owned.inner) };
                mem::forget($owned);
                inner
            }

            /// Polls what is wrapped, in its surroundings; `is_end` tells from the answer whether it is done.
            #[inline]
            pub(crate) fn step<A>(
                self: Pin<&mut Self>,
                step: impl FnOnce(Pin<&mut T>) -> A,
                is_end: impl FnOnce(&A) -> bool,
            ) -> A {
                let $this = self.project();
                let $poll = || {
                    let mut polling = $this.held.poll();
                    let $state = State::Polled;
                    $note;
                    let answer = step(pinned($this.inner));
                    let is_end = is_end(&answer);
                    if is_end {
                        polling.ready::<A>();
                    }
                    let $state = if is_end { State::Completed } else { State::Waiting };
                    $note;
                    answer
                };
                $within
            }
        }

        impl<T: Future> Future for $name<T> {
            type Output = T::Output;

            #[inline]
            fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Output> {
                self.step(|inner| inner.poll(context), Poll::is_ready)
            }
        }
    };
}

/// Reaches through the `ManuallyDrop` of a pinned field.
#[inline]
fn pinned<T>(inner: Pin<&mut ManuallyDrop<T>>) -> Pin<&mut T> {
    // SAFETY: `ManuallyDrop<T>` holds the `T` in place, and is itself pinned; nothing here moves the `T`.
    unsafe { inner.map_unchecked_mut(|inner| &mut **inner) }
}

pin_project! {
    /// A future inside of a span; made by [`Instrument`].
    ///
    /// ```
    /// use tracing::{Instrument, info_span};
    ///
    /// # test_support::check(|| {
    /// let future = async { 42 }.instrument(info_span!("answer"));
    /// # let _ = future;
    /// # }, "answer");
    /// ```
    #[derive(Clone)]
    #[must_use = "a future does nothing unless it is polled"]
    pub struct Instrumented<T> {
        // Dropped by hand, while the span is entered.
        #[pin]
        inner: ManuallyDrop<T>,
        span: Span,
        held: Held,
        progress: Progress,
    }

    impl<T> PinnedDrop for Instrumented<T> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            let _inside = Inside::of(this.span);
            // Before the future goes, so that what is recorded while it goes is inside of a span that tells.
            this.progress.end(this.span);
            let _dropping = this.held.drop_inside();
            // SAFETY: this is the wrapper's drop, so `inner` is not used again; it is not moved.
            unsafe { ManuallyDrop::drop(this.inner.get_unchecked_mut()) }
        }
    }
}

pin_project! {
    /// A future under a subscriber; made by [`WithSubscriber`].
    ///
    /// ```
    /// use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};
    ///
    /// let future = async { 42 }.with_subscriber(NoSubscriber::default());
    /// assert!(future.dispatcher().is::<NoSubscriber>());
    /// ```
    #[derive(Clone)]
    #[must_use = "a future does nothing unless it is polled"]
    pub struct WithDispatch<T> {
        // Dropped by hand, while the dispatcher is the thread's own.
        #[pin]
        inner: ManuallyDrop<T>,
        dispatcher: Dispatch,
        held: Held,
    }

    impl<T> PinnedDrop for WithDispatch<T> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            let held = this.held;
            let inner = this.inner;
            within(this.dispatcher, || {
                let _dropping = held.drop_inside();
                // SAFETY: this is the wrapper's drop, so `inner` is not used again; it is not moved.
                unsafe { ManuallyDrop::drop(inner.get_unchecked_mut()) }
            });
        }
    }
}

/// Runs `f` with `dispatch` as the thread's own.
#[cfg(feature = "std")]
#[inline]
fn within<T>(dispatch: &Dispatch, f: impl FnOnce() -> T) -> T {
    tracing_core::dispatcher::private_with_borrowed(dispatch, f)
}

/// Without `std` there is the global dispatcher alone.
#[cfg(not(feature = "std"))]
#[inline]
fn within<T>(_: &Dispatch, f: impl FnOnce() -> T) -> T {
    f()
}

wrapper!(
    Instrumented,
    ".instrument(Span::none())",
    |this, poll| {
        let _inside = Inside::of(this.span);
        poll()
    },
    |state| this.progress.set(state),
    |owned| mem::replace(&mut owned.span, Span::none())
);
wrapper!(
    WithDispatch,
    ".with_subscriber(Dispatch::none())",
    |this, poll| within(this.dispatcher, poll),
    |state| _ = state,
    |owned| mem::replace(&mut owned.dispatcher, Dispatch::none())
);

/// Switches the watch over guards, for those that are made from now on. It is on unless switched off.
///
/// A guard of a span that is held across an `.await` would leave its span entered while other tasks run. Where the
/// watch is compiled in, a poll of an instrumented future exits the spans of such guards when it ends, and the next poll
/// of that future enters them again, so that every task stays in its own spans. Each place that makes such guards is
/// reported once, by an event at the level `WARN` with the target `tracing::guard`.
///
/// The watch is compiled in with debug assertions, or with the feature `guard-check`; otherwise it costs nothing, and
/// this does nothing.
///
/// ```
/// tracing::instrument::check_guards(false);
/// ```
pub fn check_guards(on: bool) {
    held::watch(on);
}

impl<T> Instrumented<T> {
    /// Lets the future record how it ended, when it is dropped, in the field [`OUTCOME`] of its span.
    ///
    /// [`record_outcomes`] asks for it for all futures.
    ///
    /// ```
    /// use tracing::{Instrument, info_span};
    ///
    /// # test_support::check(|| {
    /// let future = async { 42 }.instrument(info_span!("answer")).with_outcome();
    /// drop(future); // the span ends with future.outcome="cancelled"
    /// # }, r#"answer{future.outcome="cancelled"}"#);
    /// ```
    pub fn with_outcome(mut self) -> Self {
        self.progress.want();
        self
    }

    /// Borrows the span.
    ///
    /// ```
    /// use tracing::{Instrument, Span};
    ///
    /// let future = async { 42 }.instrument(Span::none());
    /// assert!(future.span().is_none());
    /// ```
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Borrows the span, mutably.
    ///
    /// ```
    /// use tracing::{Instrument, Span, info_span};
    ///
    /// # test_support::check(|| {
    /// let mut future = async { 42 }.instrument(Span::none());
    /// *future.span_mut() = info_span!("answer");
    /// # }, "answer");
    /// ```
    #[must_use]
    pub fn span_mut(&mut self) -> &mut Span {
        &mut self.span
    }
}

impl<T> WithDispatch<T> {
    fn new(inner: T, dispatch: &Dispatch) -> Self {
        // Of its own, so that futures that run on several threads do not pass one count back and forth.
        WithDispatch { inner: ManuallyDrop::new(inner), dispatcher: dispatch.private_lease(), held: Held::new() }
    }

    /// Borrows the handle to the subscriber.
    ///
    /// ```
    /// use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};
    ///
    /// let future = async { 42 }.with_subscriber(NoSubscriber::default());
    /// assert!(future.dispatcher().is::<NoSubscriber>());
    /// ```
    #[must_use]
    pub fn dispatcher(&self) -> &Dispatch {
        &self.dispatcher
    }
}

impl<T: fmt::Debug> fmt::Debug for Instrumented<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instrumented").field("inner", &self.inner).field("span", &self.span).finish()
    }
}

impl<T: fmt::Debug> fmt::Debug for WithDispatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithDispatch").field("inner", &self.inner).field("dispatcher", &self.dispatcher).finish()
    }
}

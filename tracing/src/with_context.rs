//! A future in a context in place of what its thread is inside of. Made by [`Context::instrument`].
//!
//! [`Context::instrument`]: crate::context::Context::instrument

use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;
use tracing_core::Dispatch;

use crate::{Instrument, Span, frame::Frame, instrument::Instrumented};

pin_project! {
    /// A future in a context; made by [`Context::instrument`](crate::context::Context::instrument).
    ///
    /// ```
    /// use tracing::context::{Context, WithContext};
    ///
    /// let future: WithContext<_> = Context::root().instrument(async { 42 });
    /// assert_eq!(test_support::block_on(future), 42);
    /// ```
    #[must_use = "a future does nothing unless it is polled"]
    pub struct WithContext<T> {
        // `None` when it is dropped, which is done in the context.
        #[pin]
        inner: Option<Instrumented<T>>,
        subscriber: Dispatch,
    }

    impl<T> PinnedDrop for WithContext<T> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let _outside = Frame::enter(this.subscriber, &Span::none());
            this.inner.set(None);
        }
    }
}

impl<T> WithContext<T> {
    pub(crate) fn new(inner: T, span: Span, subscriber: &Dispatch) -> Self {
        // A handle of its own, as for `WithDispatch`.
        WithContext { inner: Some(inner.instrument(span)), subscriber: subscriber.private_lease() }
    }

    #[cfg(feature = "stream")]
    pub(crate) fn inner(&self) -> Option<&Instrumented<T>> {
        self.inner.as_ref()
    }

    /// Polls what is wrapped, in the context.
    pub(crate) fn step<A>(self: Pin<&mut Self>, step: impl FnOnce(Pin<&mut Instrumented<T>>) -> A, gone: A) -> A {
        let this = self.project();
        let _outside = Frame::enter(this.subscriber, &Span::none());
        // It is there until the drop.
        this.inner.as_pin_mut().map_or(gone, step)
    }
}

impl<T: Future> Future for WithContext<T> {
    type Output = T::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Output> {
        self.step(|inner| inner.poll(context), Poll::Pending)
    }
}

impl<T: fmt::Debug> fmt::Debug for WithContext<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithContext").field("inner", &self.inner).field("subscriber", &self.subscriber).finish()
    }
}

//! A future whose end is told: `ret`, `err` and `dropped`. Called by the expansion of `#[instrument]`.

use core::{
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

pin_project! {
    /// A future that calls a function once: with its output, or with `None` if it is dropped before it ends.
    #[must_use = "a future does nothing unless it is polled"]
    pub struct Watched<F, H>
    where
        F: Future,
        H: FnOnce(Option<&F::Output>),
    {
        #[pin]
        future: F,
        watch: Watch<F::Output, H>,
    }
}

/// What is left to call. Dropped behind the future.
struct Watch<T, H: FnOnce(Option<&T>)> {
    end: Option<H>,
    polled: bool,
    output: PhantomData<fn(&T)>,
}

impl<F, H> Watched<F, H>
where
    F: Future,
    H: FnOnce(Option<&F::Output>),
{
    #[inline]
    pub fn new(future: F, end: H) -> Self {
        Watched { future, watch: Watch { end: Some(end), polled: false, output: PhantomData } }
    }
}

impl<F, H> Future for Watched<F, H>
where
    F: Future,
    H: FnOnce(Option<&F::Output>),
{
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.watch.polled = true;
        // The span that this is inside of ends with a panic, so that is told at once.
        let mut poll = Polling { watch: this.watch, panics: true };
        let output = this.future.poll(context);
        poll.panics = false;
        let output = ready!(output);
        if let Some(end) = poll.watch.end.take() {
            end(Some(&output));
        }
        Poll::Ready(output)
    }
}

/// One poll, which a panic may end.
struct Polling<'w, T, H: FnOnce(Option<&T>)> {
    watch: &'w mut Watch<T, H>,
    panics: bool,
}

impl<T, H: FnOnce(Option<&T>)> Drop for Polling<'_, T, H> {
    #[inline]
    fn drop(&mut self) {
        if let Some(end) = self.watch.end.take_if(|_| self.panics) {
            end(None);
        }
    }
}

impl<T, H: FnOnce(Option<&T>)> Drop for Watch<T, H> {
    #[inline]
    fn drop(&mut self) {
        // One that was never polled did not begin either.
        if let Some(end) = self.end.take().filter(|_| self.polled) {
            end(None);
        }
    }
}

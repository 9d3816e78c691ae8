//! Streams inside of a span, or under a subscriber: as futures, entered each time that they are polled for an item. A
//! file of the feature `stream`.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

#[cfg(feature = "std")]
use crate::context::WithContext;
use crate::instrument::{Instrumented, WithDispatch};

fn is_end<T>(poll: &Poll<Option<T>>) -> bool {
    matches!(poll, Poll::Ready(None))
}

impl<T: Stream> Stream for Instrumented<T> {
    type Item = T::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T::Item>> {
        self.step(|inner| inner.poll_next(context), is_end)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner().size_hint()
    }
}

impl<T: Stream> Stream for WithDispatch<T> {
    type Item = T::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T::Item>> {
        self.step(|inner| inner.poll_next(context), is_end)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner().size_hint()
    }
}

#[cfg(feature = "std")]
impl<T: Stream> Stream for WithContext<T> {
    type Item = T::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T::Item>> {
        self.step(|inner| inner.poll_next(context), Poll::Ready(None))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner().map_or((0, Some(0)), Stream::size_hint)
    }
}

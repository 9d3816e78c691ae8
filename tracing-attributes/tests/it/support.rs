//! What the tests share: futures, polled by hand, and values that tell when they are dropped.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

/// Polls a future to its end.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
    }
}

/// Polls a future once.
pub fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// A future that is not ready at first.
pub async fn pause() {
    let mut paused = false;
    std::future::poll_fn(|_| {
        if paused {
            return Poll::Ready(());
        }
        paused = true;
        Poll::Pending
    })
    .await;
}

/// A value that makes an event when it is dropped.
pub struct Drops(pub &'static str);

impl Drop for Drops {
    fn drop(&mut self) {
        tracing::info!("drop {}", self.0);
    }
}

//! Runs what is in the crate without std.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

mod recorder;

fn main() {
    tracing::subscriber::set_global_default(recorder::Recorder).unwrap();
    assert_eq!(no_std::add(1, 2), 3);
    assert_eq!(no_std::checked(1, 2), Ok(3));
    let poll = pin!(no_std::waits(1, "two")).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(poll, Poll::Ready(1));
}

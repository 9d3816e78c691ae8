//! Futures inside of a span, or under a subscriber: on each poll, and when they are dropped.

use std::{
    future::{self, Future},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use test_support::{Recorder, check_calls};
use tracing::{
    Instrument, Span, info, info_span,
    instrument::{Instrumented, WithDispatch, WithSubscriber},
    subscriber::NoSubscriber,
};

/// Ready on the second poll; records each poll, and its drop.
struct Twice(bool);

impl Future for Twice {
    type Output = u8;
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u8> {
        info!("poll");
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(3);
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Twice {
    fn drop(&mut self) {
        info!("drop");
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

#[test]
fn a_future_is_polled_and_dropped_inside_of_its_span() {
    check_calls(
        || assert_eq!(block_on(Twice(false).instrument(info_span!("s"))), 3),
        "
        new s
        enter s
        event INFO poll
        exit s
        enter s
        event INFO poll
        exit s
        enter s
        event INFO drop
        exit s
        close s
        ",
    );
}

#[test]
fn a_future_that_is_never_polled_is_dropped_inside_of_its_span() {
    check_calls(
        || drop(Twice(false).instrument(info_span!("s"))),
        "
        new s
        enter s
        event INFO drop
        exit s
        close s
        ",
    );
}

#[test]
fn a_future_in_the_current_span() {
    check_calls(
        || {
            let guard = info_span!("s").entered();
            let future = async { info!("inside") }.in_current_span();
            drop(guard);
            block_on(future);
        },
        "
        new s
        enter s
        clone s
        exit s
        drop s
        enter s
        event INFO inside
        exit s
        enter s
        exit s
        close s
        ",
    );
}

#[test]
fn a_future_under_a_subscriber() {
    let (one, other) = (Recorder::new(), Recorder::new());
    one.within(|| {
        let future = async {
            info!("to the other");
            future::ready(()).await;
            Twice(false).await
        };
        block_on(future.with_subscriber(other.clone()));
        info!("to the one");
        drop(Twice(false).with_subscriber(other.clone()));
    });
    assert_eq!(one.calls(), "event INFO to the one");
    assert_eq!(
        other.calls(),
        "event INFO to the other\nevent INFO poll\nevent INFO poll\nevent INFO drop\nevent INFO drop"
    );
}

#[test]
fn a_future_keeps_the_subscriber_of_its_thread() {
    let recorder = Recorder::new();
    let future = recorder.within(|| async { info!("kept") }.with_current_subscriber());
    block_on(future);
    assert_eq!(recorder.calls(), "event INFO kept");
}

#[test]
fn wrappers_give_access() {
    let mut number: Instrumented<u8> = 3.instrument(Span::none());
    *number.inner_mut() += 1;
    assert_eq!((*number.inner(), *Pin::new(&number).inner_pin_ref()), (4, 4));
    *Pin::new(&mut number).inner_pin_mut().get_mut() += 1;
    assert!(number.span().is_none());
    *number.span_mut() = info_span!("s");
    assert_eq!(number.clone().into_inner(), 5);
    assert!(format!("{number:?}").starts_with("Instrumented { inner: "), "{number:?}");

    let mut number: WithDispatch<u8> = 3.with_subscriber(NoSubscriber::default());
    *number.inner_mut() += 1;
    assert_eq!((*number.inner(), *Pin::new(&number).inner_pin_ref()), (4, 4));
    *Pin::new(&mut number).inner_pin_mut().get_mut() += 1;
    assert!(number.dispatcher().is::<NoSubscriber>());
    assert_eq!(number.clone().into_inner(), 5);
}

#[test]
fn what_is_taken_out_is_dropped_once_and_outside() {
    check_calls(
        || {
            let twice = Twice(false).instrument(info_span!("s")).into_inner();
            info!("taken out");
            drop(twice);
        },
        "
        new s
        close s
        event INFO taken out
        event INFO drop
        ",
    );
    let seen = Recorder::new();
    seen.within(|| drop(Twice(false).with_subscriber(NoSubscriber::default()).into_inner()));
    assert_eq!(seen.calls(), "event INFO drop");
}

#[test]
fn wrappers_are_what_their_content_is() {
    fn is_send_and_sync<T: Send + Sync + Unpin>() {}
    is_send_and_sync::<Instrumented<u8>>();
    is_send_and_sync::<WithDispatch<u8>>();
    is_send_and_sync::<Span>();
    fn is_future<F: Future>(_: &F) {}
    is_future(&Box::pin(async {}).instrument(Span::none()));
}

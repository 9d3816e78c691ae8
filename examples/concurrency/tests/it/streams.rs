//! Streams inside of spans.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use concurrency::Scopes;
use futures_core::Stream;
use tracing::instrument::WithSubscriber;
use tracing::span::EnteredSpan;
use tracing::{Dispatch, Instrument, context, info, info_span};
use tracing_subscriber::prelude::*;

/// Gives three items, and holds a guard from one to the next, as a generator with a guard across a `yield` would.
struct Three {
    next: u32,
    guard: Option<EnteredSpan>,
}

impl Stream for Three {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
        let inside = if self.guard.is_some() { "numbers/item" } else { "numbers" };
        info!(must = inside);
        self.guard = None;
        self.next += 1;
        if self.next > 3 {
            return Poll::Ready(None);
        }
        self.guard = Some(info_span!("item").entered());
        info!(must = "numbers/item");
        Poll::Ready(Some(self.next))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (3, Some(3))
    }
}

/// Takes all items, and checks that the thread is elsewhere while each one is worked on.
fn check<S: Stream<Item = u32>>(wrap: impl FnOnce(Three, Dispatch) -> S, elsewhere: &str) {
    let scopes = Scopes::default();
    let subscriber = Dispatch::new(tracing_subscriber::registry().with(scopes.clone()));
    tracing::dispatcher::with_default(&subscriber, || {
        let mut numbers = Box::pin(wrap(Three { next: 0, guard: None }, subscriber.clone()));
        assert_eq!(numbers.size_hint(), (3, Some(3)));
        let elsewhere_span = (!elsewhere.is_empty()).then(|| info_span!("elsewhere").entered());
        let mut given = Vec::new();
        while let Poll::Ready(Some(number)) = numbers.as_mut().poll_next(&mut Context::from_waker(Waker::noop())) {
            info!(must = elsewhere);
            given.push(number);
        }
        assert_eq!(given, [1, 2, 3]);
        drop(elsewhere_span);
    });
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(scopes.take_right(), 10);
}

#[test]
fn a_stream_is_inside_of_its_span_while_it_is_polled_alone() {
    check(|numbers, subscriber| numbers.instrument(info_span!("numbers")).with_subscriber(subscriber), "");
}

#[test]
fn a_stream_in_a_context_is_in_no_other_span() {
    let wrap = |numbers, _| context::Context::of(info_span!("numbers")).instrument(numbers);
    check(wrap, "elsewhere");
}

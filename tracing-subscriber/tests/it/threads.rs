//! Spans and threads: made on one and closed on another, at the end of a thread, and on very many.

use std::cell::RefCell;
use std::sync::mpsc;
use std::thread;

use tracing::{Dispatch, Span, dispatcher, info, info_span};
use tracing_subscriber::Registry;
use tracing_subscriber::prelude::*;

use crate::tape::Tape;

fn open_count(dispatch: &Dispatch) -> usize {
    dispatch.downcast_ref::<Registry>().unwrap().open_count()
}

#[test]
fn spans_are_closed_on_other_threads() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    let (sender, receiver) = mpsc::channel::<Span>();
    let closer = thread::spawn(move || receiver.into_iter().map(drop).count());
    dispatcher::with_default(&dispatch, || {
        for n in 0..20_000 {
            let parent = info_span!("parent", n);
            let child = info_span!(parent: &parent, "child");
            sender.send(parent).unwrap();
            sender.send(child).unwrap();
        }
    });
    drop(sender);
    assert_eq!(closer.join().unwrap(), 40_000);
    assert_eq!(open_count(&dispatch), 0);
}

#[test]
fn more_threads_than_any_table_has_room_for() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    for _ in 0..100 {
        thread::scope(|scope| {
            for _ in 0..50 {
                scope.spawn(|| {
                    dispatcher::with_default(&dispatch, || {
                        let outer = info_span!("outer").entered();
                        let inner = info_span!("inner", n = 1);
                        let _in_inner = inner.enter();
                        assert_eq!(Span::current().id(), inner.id());
                        drop(outer);
                    });
                });
            }
        });
    }
    assert_eq!(open_count(&dispatch), 0);
}

#[test]
fn a_thread_begins_outside_of_all_spans() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    for _ in 0..20 {
        let dispatch = dispatch.clone();
        thread::spawn(move || {
            dispatcher::with_default(&dispatch, || {
                assert!(Span::current().is_none());
                // The thread ends inside of the span.
                std::mem::forget(info_span!("left entered").entered());
            });
        })
        .join()
        .unwrap();
    }
}

thread_local! {
    static LAST_WORDS: RefCell<Option<LastWords>> = const { RefCell::new(None) };
}

/// Makes spans while its thread ends.
struct LastWords {
    dispatch: Dispatch,
    kept: Option<Span>,
    done: mpsc::Sender<bool>,
}

impl Drop for LastWords {
    fn drop(&mut self) {
        let registry = self.dispatch.downcast_ref::<Registry>().unwrap();
        drop(self.kept.take());
        // Through the subscriber itself: what the macros do at this time is the facade's matter.
        let span = dispatcher::with_default(&self.dispatch, || {
            let outer = info_span!("outer");
            let _in_outer = outer.enter();
            let inner = info_span!("inner");
            inner.in_scope(|| info!("last words"));
            inner
        });
        drop(span);
        let _ = self.done.send(registry.open_count() == 0);
    }
}

#[test]
fn a_destructor_of_a_thread_local_may_make_spans() {
    // The destructors of a thread run in an order that nobody promises, so both are tried.
    for uses_registry_first in [false, true] {
        let dispatch = Dispatch::new(tracing_subscriber::registry());
        let (done, told) = mpsc::channel();
        thread::spawn(move || {
            if uses_registry_first {
                dispatcher::with_default(&dispatch, || info_span!("first").in_scope(|| ()));
            }
            let kept = dispatcher::with_default(&dispatch, || Some(info_span!("kept")));
            LAST_WORDS.with(|words| *words.borrow_mut() = Some(LastWords { dispatch, kept, done }));
        })
        .join()
        .unwrap();
        assert!(told.recv().unwrap());
    }
}

#[test]
fn layers_see_spans_of_all_threads() {
    let tape = Tape::default();
    let dispatch = Dispatch::new(tracing_subscriber::registry().with(tape.layer("L")));
    let span = dispatcher::with_default(&dispatch, || info_span!("far"));
    thread::spawn(move || {
        span.in_scope(|| ());
        drop(span);
    })
    .join()
    .unwrap();
    assert_eq!(tape.take(), ["L: new far", "L: enter far", "L: exit far", "L: close far"]);
}

/// Spans go from hand to hand among threads that come and go; none is lost, and none is left.
#[test]
fn many_threads_pass_spans_around() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    let rounds = 40;
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..8).map(|_| mpsc::channel::<Span>()).unzip();
    thread::scope(|scope| {
        for (me, receiver) in receivers.into_iter().enumerate() {
            let senders = senders.clone();
            let dispatch = &dispatch;
            scope.spawn(move || {
                for round in 0..rounds {
                    // Each round is a thread of its own, so that homes change their tenants.
                    thread::scope(|scope| {
                        scope.spawn(|| {
                            dispatcher::with_default(dispatch, || {
                                for n in 0..50 {
                                    let span = info_span!("passed", n, text = "some text");
                                    let child = info_span!(parent: &span, "child");
                                    span.record("n", n + 1);
                                    let _ = senders[(me + round + n) % 8].send(span);
                                    let _ = senders[(me + n) % 8].send(child.clone());
                                }
                            });
                        });
                    });
                    for span in receiver.try_iter() {
                        let clone = span.clone();
                        drop(span);
                        clone.in_scope(|| ());
                    }
                }
                drop(senders);
                for span in receiver {
                    drop(span);
                }
            });
        }
        drop(senders);
    });
    assert_eq!(open_count(&dispatch), 0);
}

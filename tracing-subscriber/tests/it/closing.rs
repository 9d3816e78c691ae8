//! The end of a span: when layers are told, what they can still read, and what becomes of its parents.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tracing::subscriber::with_default;
use tracing::{Dispatch, Span, dispatcher, info_span};
use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::{Event, Interest, Metadata, Subscriber};
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

use crate::tape::Tape;

fn open_spans() -> usize {
    dispatcher::get_default(|dispatch| dispatch.downcast_ref::<Registry>().unwrap().open_count())
}

#[test]
fn a_registry_alone_frees_its_spans() {
    with_default(tracing_subscriber::registry(), || {
        let a = info_span!("a");
        let b = info_span!(parent: &a, "b");
        drop(a);
        assert_eq!(open_spans(), 2, "a child keeps its parent");
        drop(b);
        assert_eq!(open_spans(), 0);
    });
}

#[test]
fn the_last_handle_closes() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("L")), || {
        let a = info_span!("a");
        let clone = a.clone();
        drop(a);
        assert_eq!(tape.take(), ["L: new a"]);
        drop(clone);
        assert_eq!(tape.take(), ["L: close a"]);
    });
}

#[test]
fn a_child_closes_the_parents_that_it_kept() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("A")).with(tape.layer("B")), || {
        let a = info_span!("a");
        let b = info_span!(parent: &a, "b");
        let c = info_span!(parent: &b, "c");
        drop((a, b));
        tape.take();
        drop(c);
        assert_eq!(open_spans(), 0);
    });
    let expected = ["A: close c<b<a", "B: close c<b<a", "A: close b<a", "B: close b<a", "A: close a", "B: close a"];
    assert_eq!(tape.take(), expected);
}

#[test]
fn a_long_chain_does_not_use_up_the_stack() {
    let closed = Arc::new(AtomicUsize::new(0));
    struct Count(Arc<AtomicUsize>);
    impl<S: Subscriber> Layer<S> for Count {
        fn on_close(&self, _: Id, _: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    with_default(tracing_subscriber::registry().with(Count(closed.clone())), || {
        let mut last = info_span!("root");
        for _ in 0..100_000 {
            last = info_span!(parent: &last, "link");
        }
        drop(last);
        assert_eq!(open_spans(), 0);
    });
    assert_eq!(closed.load(Ordering::Relaxed), 100_001);
}

/// A subscriber of somebody else's around ours, which hands on what it knows of.
struct Foreign<S>(S);

impl<S: Subscriber> Subscriber for Foreign<S> {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.0.register_callsite(metadata)
    }
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.new_span(span)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        self.0.record(span, values);
    }
    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.0.record_follows_from(span, follows);
    }
    fn event(&self, event: &Event<'_>) {
        self.0.event(event);
    }
    fn enter(&self, span: &Id) {
        self.0.enter(span);
    }
    fn exit(&self, span: &Id) {
        self.0.exit(span);
    }
    fn clone_span(&self, id: &Id) -> Id {
        self.0.clone_span(id)
    }
    fn try_close(&self, id: Id) -> bool {
        self.0.try_close(id)
    }
    fn current_span(&self) -> Current {
        self.0.current_span()
    }
}

impl<'a, S: LookupSpan<'a>> LookupSpan<'a> for Foreign<S> {
    type Data = S::Data;
    fn span_data(&'a self, id: &Id) -> Option<Self::Data> {
        self.0.span_data(id)
    }
}

#[test]
fn a_foreign_wrapper_inside_does_not_hide_a_closing_span() {
    let tape = Tape::default();
    let inside = Foreign(tracing_subscriber::registry().with(tape.layer("in")));
    with_default(inside.with(tape.layer("out")), || {
        let a = info_span!("a");
        let b = info_span!(parent: &a, "b");
        drop(a);
        tape.take();
        drop(b);
        assert_eq!(tape.take(), ["in: close b<a", "out: close b<a", "in: close a", "out: close a"]);
    });
}

#[test]
fn a_foreign_wrapper_outside_sees_its_spans_freed() {
    let tape = Tape::default();
    let dispatch = Dispatch::new(Foreign(tracing_subscriber::registry().with(tape.layer("L"))));
    dispatcher::with_default(&dispatch, || {
        let a = info_span!("a");
        let b = info_span!(parent: &a, "b");
        drop(a);
        tape.take();
        drop(b);
    });
    assert_eq!(tape.take(), ["L: close b<a", "L: close a"]);
}

/// Drops a span of its own while another closes.
struct Holder(std::sync::Mutex<Vec<Span>>);

impl<S: Subscriber> Layer<S> for Holder {
    fn on_close(&self, _: Id, _: Context<'_, S>) {
        let held = self.0.lock().unwrap().pop();
        drop(held);
    }
}

#[test]
fn spans_dropped_while_another_closes_close_too() {
    let tape = Tape::default();
    let holder = Arc::new(Holder(std::sync::Mutex::default()));
    struct Shared(Arc<Holder>);
    impl<S: Subscriber> Layer<S> for Shared {
        fn on_close(&self, id: Id, ctx: Context<'_, S>) {
            self.0.on_close(id, ctx);
        }
    }
    // Set for the process as it were: records from inside a callback pass.
    let dispatch = Dispatch::new(tracing_subscriber::registry().with(Shared(holder.clone())).with(tape.layer("L")));
    dispatcher::with_default(&dispatch, || {
        let (parent, a) = (info_span!("parent"), info_span!("a"));
        let held = info_span!(parent: &parent, "held");
        drop(parent);
        holder.0.lock().unwrap().push(held);
        tape.take();
        drop(a);
        assert_eq!(tape.take(), ["L: close held<parent", "L: close parent", "L: close a"]);
        assert_eq!(open_spans(), 0);
    });
}

#[test]
fn data_that_is_read_stays_until_it_is_let_go() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    dispatcher::with_default(&dispatch, || {
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        let span = info_span!("a", n = 1);
        let data = registry.span(&span.id().unwrap()).unwrap();
        data.extensions_mut().insert("attached");
        drop(span);
        let other = info_span!("b");
        assert_eq!(data.name(), "a");
        assert_eq!(data.extensions().get::<&str>(), Some(&"attached"));
        assert_eq!(data.field("n").unwrap().to_string(), "1");
        drop((data, other));
        assert_eq!(open_spans(), 0);
    });
}

struct Panics;

impl<S: Subscriber> Layer<S> for Panics {
    fn on_close(&self, _: Id, _: Context<'_, S>) {
        if !std::thread::panicking() {
            panic!("on_close");
        }
    }
}

#[test]
fn a_layer_that_panics_while_a_span_closes_leaves_no_span_behind() {
    with_default(tracing_subscriber::registry().with(Panics), || {
        let parent = info_span!("parent");
        let child = info_span!(parent: &parent, "child");
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(child))).is_err());
        assert_eq!(open_spans(), 1);
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(parent))).is_err());
        assert_eq!(open_spans(), 0);
        // And the thread closes spans as before.
        let again = info_span!("again");
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(again))).is_err());
        assert_eq!(open_spans(), 0);
    });
}

#[test]
fn what_is_attached_is_dropped_with_the_span_or_with_the_registry() {
    struct Attached(Arc<AtomicUsize>);
    impl Drop for Attached {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let drops = Arc::new(AtomicUsize::new(0));
    let registry = tracing_subscriber::registry();
    let dispatch = Dispatch::new(registry);
    let leaked = dispatcher::with_default(&dispatch, || {
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        let (a, b) = (info_span!("a"), info_span!("b"));
        for span in [&a, &b] {
            registry.span(&span.id().unwrap()).unwrap().extensions_mut().insert(Attached(drops.clone()));
        }
        drop(a);
        assert_eq!(drops.load(Ordering::Relaxed), 1);
        // A handle that is forgotten, without its dispatcher: made by hand.
        let id = dispatch.clone_span(&b.id().unwrap());
        drop(b);
        id
    });
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    drop(dispatch);
    // Another test's thread may be asking all dispatchers, and hold this one until it has.
    let patience = Instant::now() + Duration::from_secs(60);
    while drops.load(Ordering::Relaxed) == 1 && Instant::now() < patience {
        thread::yield_now();
    }
    assert_eq!(drops.load(Ordering::Relaxed), 2);
    let other = tracing_subscriber::registry();
    assert!(other.span(&leaked).is_none());
}

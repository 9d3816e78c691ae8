//! Spans and the registry: parents, ids, the stack of a thread, and ids that a registry does not know.

use tracing::subscriber::with_default;
use tracing::{Dispatch, Span, dispatcher, info, info_span};
use tracing_core::Subscriber;
use tracing_core::span::Id;
use tracing_subscriber::Registry;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;

use crate::tape::Tape;

#[test]
fn the_parent_is_the_current_span_an_explicit_one_or_none() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("L")), || {
        let a = info_span!("a");
        let _in_a = a.enter();
        let b = info_span!("b");
        let _c = info_span!(parent: &b, "c");
        let _d = info_span!(parent: None, "d");
        info!(target: "contextual", "");
        info!(target: "explicit", parent: &b, "");
        info!(target: "root", parent: None, "");
    });
    assert_eq!(
        tape.take()[..8],
        [
            "L: new a",
            "L: enter a",
            "L: new b<a",
            "L: new c<b<a",
            "L: new d",
            "L: event contextual in a",
            "L: event explicit in b<a",
            "L: event root in -"
        ]
    );
}

#[test]
fn a_parent_given_by_value_keeps_its_place_through_the_call() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("L")), || {
        let span = info_span!("a");
        info!(target: "by_value", parent: span, "");
    });
    assert_eq!(tape.take(), ["L: new a", "L: event by_value in a", "L: close a"]);
}

#[test]
fn ids_are_not_used_twice() {
    with_default(tracing_subscriber::registry(), || {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..10_000 {
            assert!(seen.insert(info_span!("sibling").id().unwrap()));
        }
    });
    with_default(tracing_subscriber::registry(), || {
        let (a, b) = (info_span!("a"), info_span!("b"));
        assert_ne!(a.id(), b.id());
    });
}

#[test]
fn spans_may_be_exited_in_any_order() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("L")), || {
        let (a, b, c) = (info_span!("a"), info_span!("b"), info_span!("c"));
        let (in_a, in_b, in_c) = (a.enter(), b.enter(), c.enter());
        drop(in_b);
        info!(target: "after_b", "");
        drop(in_c);
        info!(target: "after_c", "");
        drop(in_a);
        info!(target: "after_a", "");
    });
    let events: Vec<_> = tape.take().into_iter().filter(|line| line.contains("event")).collect();
    assert_eq!(events, ["L: event after_b in c", "L: event after_c in a", "L: event after_a in -"]);
}

#[test]
fn a_span_entered_twice_is_left_after_two_exits() {
    with_default(tracing_subscriber::registry(), || {
        let (a, b) = (info_span!("a"), info_span!("b"));
        let name = || Span::current().metadata().map(|metadata| metadata.name());
        let (in_a, in_b, again) = (a.enter(), b.enter(), a.enter());
        assert_eq!(name(), Some("b"), "to be entered again makes it no more current than what came between");
        drop(again);
        assert_eq!(name(), Some("b"));
        drop(in_b);
        assert_eq!(name(), Some("a"));
        drop(in_a);
        assert_eq!(name(), None);
    });
}

#[test]
fn an_entered_span_that_is_gone_is_passed_over() {
    let registry = Dispatch::new(tracing_subscriber::registry());
    dispatcher::with_default(&registry, || {
        let a = info_span!("a");
        let _in_a = a.enter();
        let gone = info_span!("gone");
        registry.enter(&gone.id().unwrap());
        let id = gone.id().unwrap();
        drop(gone);
        assert_eq!(Span::current().id(), a.id());
        registry.exit(&id);
        assert_eq!(Span::current().id(), a.id());
    });
}

#[test]
fn the_current_span_is_kept_open_by_its_handle() {
    let tape = Tape::default();
    with_default(tracing_subscriber::registry().with(tape.layer("L")), || {
        let a = info_span!("a");
        let current = a.in_scope(|| {
            // What is entered of another registry is nothing to this one.
            let other = with_default(tracing_subscriber::registry(), || info_span!("other"));
            other.in_scope(Span::current)
        });
        assert_eq!((current.id(), current.metadata()), (a.id(), a.metadata()));
        drop(a);
        assert_eq!(tape.take(), ["L: new a", "L: enter a", "L: exit a"]);
        drop(current);
        assert_eq!(tape.take(), ["L: close a"]);
    });
}

#[test]
fn unknown_ids_are_ignored() {
    let registry = tracing_subscriber::registry();
    let before = tracing_subscriber::report::count();
    for id in [1, 77, u64::from(u32::MAX), 1 << 40, u64::MAX].map(Id::from_u64) {
        registry.enter(&id);
        registry.exit(&id);
        assert_eq!(registry.clone_span(&id), id);
        assert!(!registry.try_close(id.clone()));
        assert!(registry.span(&id).is_none());
        registry.record_follows_from(&id, &id);
    }
    assert!(tracing_subscriber::report::count() > before, "and counted");
    assert!(registry.current_span().id().is_none());
}

#[test]
fn a_stale_id_does_not_reach_the_span_that_took_its_place() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    dispatcher::with_default(&dispatch, || {
        let stale = info_span!("first").id().unwrap();
        let second = info_span!("second");
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        assert!(registry.span(&stale).is_none());
        assert!(!dispatch.try_close(stale.clone()));
        dispatch.enter(&stale);
        assert!(Span::current().is_none());
        dispatch.exit(&stale);
        assert_eq!(registry.span(&second.id().unwrap()).unwrap().name(), "second");
    });
}

#[test]
fn a_span_of_another_subscriber_is_none_of_ours() {
    let (ours, theirs) = (Tape::default(), Tape::default());
    let here = Dispatch::new(tracing_subscriber::registry().with(ours.layer("here")));
    let there = Dispatch::new(tracing_subscriber::registry().with(theirs.layer("there")));
    let span = dispatcher::with_default(&there, || info_span!("far"));
    dispatcher::with_default(&here, || {
        let entered = span.enter();
        info!(target: "ours", "");
        let child = info_span!(parent: &span, "child");
        drop(child);
        drop(entered);
        let clone = span.clone();
        drop(clone);
        drop(span);
    });
    assert_eq!(ours.take(), ["here: event ours in -", "here: new child", "here: close child"]);
    assert_eq!(theirs.take(), ["there: new far", "there: enter far", "there: exit far", "there: close far"]);
}

#[test]
fn open_spans_are_listed() {
    let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    dispatcher::with_default(&dispatch, || {
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        assert_eq!(registry.open_count(), 0);
        let job = info_span!("job", id = 7, name = "x");
        let step = job.in_scope(|| info_span!("step"));
        let mut open = registry.open_spans();
        open.sort_by_key(|span| span.name());
        assert_eq!(open.iter().map(|span| span.name()).collect::<Vec<_>>(), ["job", "step"]);
        assert_eq!(open[1].parent(), job.id().as_ref());
        let fields: Vec<_> = open[0].fields().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(fields, ["id=7", "name=x"]);
        let times = open[0].times().unwrap();
        assert!(times.first_entered.unwrap() >= times.made && times.last_exited >= times.first_entered);
        assert!(open[0].age().unwrap() >= times.last_exited.unwrap() - times.made);
        assert!(open[1].times().unwrap().first_entered.is_none());
        drop(step);
        assert_eq!(registry.open_count(), 1);
    });
}

#[test]
fn times_are_not_kept_unless_asked_for() {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    dispatcher::with_default(&dispatch, || {
        let span = info_span!("a").entered();
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        assert!(registry.span(&span.id().unwrap()).unwrap().times().is_none());
    });
}

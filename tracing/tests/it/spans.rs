//! Handles to spans: what they tell of themselves, and what they tell their subscriber.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

use test_support::{Recorder, check, check_calls};
use tracing::{
    Callsite, Dispatch, Level, Span, callsite, dispatcher, field,
    field::AsField,
    info, info_span,
    metadata::Kind,
    record_all,
    span::{AsId, Id},
};

use crate::line::lines;

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn a_span_of_nobody() {
    let none = Span::none();
    assert!(none.is_none() && none.is_disabled());
    assert!(none.id().is_none() && none.metadata().is_none() && none.as_id().is_none());
    assert!(none.field("a").is_none() && !none.has_field("a"));
    assert_eq!(none.with_subscriber(|_| ()), None);
    assert_eq!(format!("{none:?}"), "Span { none: true }");
    none.record("a", 1).record_dynamic("b", 2).follows_from(&none);
    record_all!(none, a = 1);
    assert!(Span::current().is_none());
}

#[test]
fn a_span_that_nobody_wanted() {
    let callsite: &'static dyn Callsite = callsite!(name: "s", kind: Kind::SPAN, fields: a);
    let disabled = Span::new_disabled(callsite.metadata());
    assert!(disabled.is_disabled() && !disabled.is_none());
    assert!(disabled.has_field("a"));
    assert!(format!("{disabled:?}").contains("disabled: true"), "{disabled:?}");
    assert_eq!(disabled, disabled.clone());
}

#[test]
fn a_span_knows_itself() {
    Recorder::new().within(|| {
        let span = info_span!(target: "there", "s", a = 1, b = field::Empty);
        let metadata = span.metadata().unwrap();
        assert_eq!((metadata.name(), metadata.target(), *metadata.level()), ("s", "there", Level::INFO));
        assert_eq!(metadata.file(), Some(file!()));
        assert_eq!(metadata.module_path(), Some(module_path!()));
        assert!(metadata.is_span() && !metadata.is_event());
        let b = span.field("b").unwrap();
        assert_eq!((b.name(), b.index()), ("b", 1));
        assert!(span.has_field(&b) && span.has_field("a") && !span.has_field("c"));
        assert_eq!(b.as_field(info_span!("other", b = 1).metadata().unwrap()), None);

        let text = format!("{span:?}");
        let head = r#"Span { name: "s", level: Level(Info), target: "there", id: Id("#;
        assert!(text.starts_with(head) && text.contains("module_path: ") && text.contains("file: "), "{text}");
        let id = span.id().unwrap();
        assert_eq!(
            span.with_subscriber(|(seen, dispatch)| (seen == &id, dispatch.is::<Recorder>())),
            Some((true, true))
        );
        assert_eq!(span.as_id(), Some(&id));
        assert_eq!(Option::<Id>::from(&span), Some(id.clone()));
        assert_eq!(Option::<Id>::from(span), Some(id));
    });
}

#[test]
fn equal_spans_are_one_span() {
    fn make() -> Span {
        info_span!("s")
    }
    let recorder = Recorder::new();
    recorder.within(|| {
        let (one, other) = (make(), make());
        assert_eq!(one, one.clone());
        assert_ne!(one, other);
        assert_eq!(hash(&one), hash(one.clone()));
        assert_eq!(hash(&one), hash(one.id()));
    });
    assert_ne!(Span::none(), Span::none());
    assert_eq!(hash(Span::none()), hash(None::<Id>));
}

#[test]
fn clones_are_counted() {
    check_calls(
        || {
            let span = info_span!("s");
            let other = span.clone();
            drop(span);
            info!(parent: &other, "still open");
        },
        "
        new s
        clone s
        drop s
        event INFO still open
        close s
        ",
    );
}

#[test]
fn the_current_span() {
    check(
        || {
            assert!(Span::current().is_none());
            let outer = info_span!("outer", user = field::Empty).entered();
            assert_eq!(Span::current(), *outer);
            Span::current().record("user", "ferris");
            let inner = info_span!("inner").entered();
            assert_eq!(Span::current().id(), inner.id());
            assert_eq!(Span::none().or_current(), *inner);
            assert_ne!(info_span!("other").or_current(), *inner);
            info!("deep");
        },
        "
        outer{user=\"ferris\"}
          inner
            other
            INFO deep
        ",
    );
}

#[test]
fn what_was_recorded_last() {
    let seen = lines(|| {
        let span = info_span!("s", a = field::Empty, b.c = field::Empty, r#type = field::Empty, "q r" = field::Empty);
        span.record("a", 1).record("a", Some("two")).record("none", 3);
        span.record(&span.field("b.c").unwrap(), true);
        record_all!(span, a = 4, b.c = ?"x", r#type = %5, "q r" = 6, none = 7);
        let a = 8;
        record_all!(&span, ?a);
        record_all!(span, a = display(9),);
    });
    assert_eq!(
        seen[1..],
        [
            "record <1> a=1",
            "record <1> a=\"two\"",
            "record <1> b.c=true",
            "record <1> a=4 b.c=?\"x\" type=%5 q r=6",
            "record <1> a=?8",
            "record <1> a=%9",
        ]
    );
}

#[test]
fn what_a_span_follows_from() {
    check_calls(
        || {
            let cause = info_span!("cause");
            let effect = info_span!("effect");
            effect.follows_from(&cause).follows_from(cause.id()).follows_from(None).follows_from(Span::none());
        },
        "
        new cause
        new effect
        effect follows cause
        effect follows cause
        close effect
        close cause
        ",
    );
}

#[test]
fn a_span_stays_with_its_subscriber() {
    let (one, other) = (Recorder::new(), Recorder::new());
    let span = one.within(|| info_span!("s", a = field::Empty));
    other.within(|| {
        span.record("a", 1);
        let _guard = span.clone().entered();
        info!("to the other");
    });
    drop(span);
    assert_eq!(one.calls(), "new s\nrecord s{a=1}\nclone s\nenter s\nexit s\ndrop s\nclose s");
    assert_eq!(other.calls(), "event INFO to the other");
}

#[test]
fn spans_made_by_hand() {
    let callsite: &'static dyn Callsite = callsite!(name: "by hand", kind: Kind::SPAN, fields: a);
    let metadata = callsite.metadata();
    let seen = lines(|| {
        let value = [field::ValueRef::I64(1)];
        let values = field::ValueSet::from_refs(metadata.fields(), &value);
        let span = Span::new(metadata, &values);
        Span::new_root(metadata, &values);
        Span::child_of(&span, metadata, &values);
        Span::child_of(None, metadata, &values);
        let dispatch = dispatcher::get_default(Dispatch::clone);
        Span::new_with(metadata, &values, &dispatch);
        Span::new_root_with(metadata, &values, &dispatch);
        Span::child_of_with(span.id(), metadata, &values, &dispatch);
    });
    let ends = ["", " <>", " <1>", " <>", "", " <>", " <1>"];
    let expected: Vec<_> = ends.iter().map(|parent| format!("span TRACE by hand{parent} a=1")).collect();
    assert_eq!(seen, expected);
}

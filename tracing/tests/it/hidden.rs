//! Hidden names that other crates have come to use.

#![allow(deprecated, reason = "some of them are")]

use tracing::{
    __macro_support::{FAKE_FIELD, FieldName, MacroCallsite, Option as SupportOption},
    Callsite, Event, Level, Metadata, Span, callsite, callsite2, dispatcher, field, fieldset, level_enabled, metadata,
    metadata::Kind,
    subscriber::Interest,
    valueset, valueset_all,
};

use crate::line::lines;

#[test]
fn a_callsite_in_an_expression() {
    let callsite =
        callsite!(name: "n", kind: Kind::EVENT, target: "t", level: Level::WARN, fields: a, b.c, "q r" = 1, r#type);
    let metadata = callsite.metadata();
    assert_eq!((metadata.name(), metadata.target(), *metadata.level()), ("n", "t", Level::WARN));
    assert_eq!(metadata.fields().to_string(), "{a, b.c, q r, type}");
    assert_eq!(metadata.callsite(), tracing_core::identify_callsite!(callsite));
}

#[test]
fn a_callsite_in_a_static() {
    static __CALLSITE: callsite::DefaultCallsite = callsite2! {
        name: "n",
        kind: Kind::SPAN,
        fields: message, a = 1, ?b
    };
    assert_eq!(__CALLSITE.metadata().fields().to_string(), "{message, a, b}");
    assert_eq!(__CALLSITE.metadata().target(), module_path!());
}

#[test]
fn values_by_hand() {
    let callsite: &'static dyn Callsite = callsite!(name: "n", kind: Kind::EVENT, fields: message, a, b);
    let metadata = callsite.metadata();
    let seen = lines(|| {
        Event::dispatch(metadata, &valueset!(metadata.fields(), b = 1, "text {}", 2));
        Event::dispatch(metadata, &valueset_all!(metadata.fields(), a = ?1, b = %2, "text"));
        Event::child_of(None, metadata, &valueset!(metadata.fields(), unknown = 1, a = field::Empty));
    });
    assert_eq!(
        seen,
        ["event TRACE n message='text 2 b=1", "event TRACE n message='text a=?1 b=%2", "event TRACE n <>"]
    );
}

#[test]
fn names_by_the_compiler() {
    const NAMES: &[&str] = fieldset!(a.r#type.b, "r#kept as it is" = 1, ?r#fn, "text");
    assert_eq!(NAMES, ["message", "a.type.b", "r#kept as it is", "fn"]);
    const SPACED: FieldName<{ FieldName::len("a . r#b") }> = FieldName::new("a . r#b");
    assert_eq!(SPACED.as_str(), "a.b");
    let none: &[&str] = fieldset!();
    assert!(none.is_empty());
}

#[test]
fn small_helpers() {
    static META: Metadata<'static> = metadata! {
        name: "n", target: "t", level: Level::INFO, fields: fieldset!(a), callsite: &CALLSITE, kind: Kind::SPAN
    };
    static CALLSITE: MacroCallsite = MacroCallsite::new(&META);
    assert!(tracing::__macro_support::__is_enabled(&META, Interest::always()));
    assert!(!tracing::__macro_support::__is_enabled(&META, Interest::sometimes()));
    assert!(tracing::__macro_support::__disabled_span(&META).is_disabled());
    assert_eq!(SupportOption::Some(1), Some(1));
    assert!(!META.fields().contains(&FAKE_FIELD));
    let _: bool = level_enabled!(Level::INFO);
    let _: bool = dispatcher::has_been_set();
    assert_eq!(tracing::__tracing_stringify!(a), "a");
    let _: &Span = Span::none().record_all(&valueset!(META.fields(), a = 1));
}

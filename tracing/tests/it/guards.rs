//! Spans are entered and exited in pairs, whatever happens.

use std::panic::{AssertUnwindSafe, catch_unwind};

use test_support::check_calls;
use tracing::{Span, field, info, info_span, span::AsId};

#[test]
fn a_guard_exits() {
    check_calls(
        || {
            let span = info_span!("s");
            {
                let _guard = span.enter();
                info!("inside");
            }
            info!("outside");
        },
        "
        new s
        enter s
        event INFO inside
        exit s
        event INFO outside
        close s
        ",
    );
}

#[test]
fn an_owned_guard_exits_and_closes() {
    check_calls(
        || {
            let guard = info_span!("s", a = field::Empty).entered();
            guard.record("a", 1);
            let span = guard.exit();
            drop(span.entered());
        },
        "
        new s
        enter s
        record s{a=1}
        exit s
        enter s
        exit s
        close s
        ",
    );
}

#[test]
fn a_scope_exits_also_by_panic() {
    check_calls(
        || {
            let span = info_span!("s");
            assert_eq!(span.in_scope(|| 42), 42);
            let caught = catch_unwind(AssertUnwindSafe(|| span.in_scope(|| std::panic::panic_any(()))));
            assert!(caught.is_err());
        },
        "
        new s
        enter s
        exit s
        enter s
        exit s
        close s
        ",
    );
}

#[test]
fn guards_of_disabled_spans_do_nothing() {
    check_calls(
        || {
            let span = Span::none();
            let _guard = span.enter();
            let _guard = Span::none().entered();
            Span::none().in_scope(|| ());
        },
        "",
    );
}

#[test]
fn guards_show_their_span() {
    let none = Span::none();
    assert_eq!(format!("{:?}", none.enter()), "Entered { span: Span { none: true } }");
    let guard = Span::none().entered();
    assert_eq!(
        format!("{guard:?}"),
        "EnteredSpan { span: Span { none: true }, _not_send: PhantomNotSend { ghost: PhantomData<*mut ()> } }"
    );
    assert!(guard.id().is_none() && guard.as_id().is_none());
}

#[test]
fn guards_may_be_looked_at_from_other_threads() {
    fn is_sync<T: Sync>() {}
    is_sync::<tracing::span::Entered<'_>>();
    is_sync::<tracing::span::EnteredSpan>();
}

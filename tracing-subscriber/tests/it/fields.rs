//! The values of spans: their types, their order, and what `record` does to them.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::field::Empty;
use tracing::{Dispatch, Span, dispatcher, info_span};
use tracing_core::field::{Field, ValueRef, Visit};
use tracing_subscriber::Registry;
use tracing_subscriber::registry::{FieldValue, LookupSpan};

fn with_registry<T>(f: impl FnOnce(&Registry) -> T) -> T {
    let dispatch = Dispatch::new(tracing_subscriber::registry());
    dispatcher::with_default(&dispatch, || f(dispatch.downcast_ref::<Registry>().unwrap()))
}

fn fields(registry: &Registry, span: &Span) -> Vec<String> {
    let span = registry.span(&span.id().unwrap()).unwrap();
    let values = span.values();
    values.iter().map(|(name, value)| format!("{name}={value:?}")).collect()
}

#[derive(Debug)]
struct Cause(Option<Box<Cause>>, &'static str);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.as_deref().map(|cause| cause as _)
    }
}

#[test]
fn values_keep_their_types() {
    with_registry(|registry| {
        let error = Cause(Some(Box::new(Cause(None, "deep"))), "top");
        let error = &error as &(dyn std::error::Error + 'static);
        let bytes: &[u8] = &[1, 2];
        let span = info_span!(
            "s",
            bool = true,
            i64 = -1_i64,
            u64 = 7_u64,
            f64 = 1.5,
            i128 = i128::MIN,
            u128 = u128::MAX,
            str = "text",
            debug = ?Some(1),
            display = %"shown",
            bytes,
            error,
            empty = Empty,
        );
        let span = registry.span(&span.id().unwrap()).unwrap();
        let expected = [
            ("bool", FieldValue::Bool(true)),
            ("i64", FieldValue::I64(-1)),
            ("u64", FieldValue::U64(7)),
            ("f64", FieldValue::F64(1.5)),
            ("i128", FieldValue::I128(i128::MIN)),
            ("u128", FieldValue::U128(u128::MAX)),
            ("str", FieldValue::Str("text".into())),
            ("debug", FieldValue::Formatted("Some(1)".into())),
            ("display", FieldValue::Formatted("shown".into())),
            ("bytes", FieldValue::Bytes(vec![1, 2])),
            ("error", FieldValue::Error("top".into())),
        ];
        for (name, value) in expected {
            assert_eq!(span.field(name), Some(value), "{name}");
        }
        assert_eq!((span.field("empty"), span.field("unheard of")), (None, None));
        let values = span.values();
        let Some(ValueRef::Error(error)) = values.get("error") else { panic!("an error") };
        assert_eq!(error.source().unwrap().to_string(), "deep");
    });
}

#[test]
fn the_last_write_wins_in_the_place_of_the_first() {
    with_registry(|registry| {
        let span = info_span!("s", a = Empty, b = "one", c = Empty, d = "last");
        span.record("c", 3);
        span.record("b", "a longer one");
        span.record("a", "first");
        assert_eq!(fields(registry, &span), [r#"b="a longer one""#, r#"d="last""#, "c=3", r#"a="first""#]);
        span.record("b", 5);
        span.record("c", "text");
        assert_eq!(fields(registry, &span), ["b=5", r#"d="last""#, r#"c="text""#, r#"a="first""#]);
    });
}

#[test]
fn a_field_recorded_for_ever_does_not_grow() {
    with_registry(|registry| {
        let span = info_span!("s", a = Empty, b = "stays");
        for turn in 0..10_000 {
            span.record("a", format!("turn {turn}").as_str());
            span.record("a", tracing::field::debug(turn));
        }
        assert_eq!(fields(registry, &span), [r#"b="stays""#, "a=9999"]);
    });
}

#[test]
fn the_version_grows_with_each_record() {
    with_registry(|registry| {
        let span = info_span!("s", a = Empty);
        let data = registry.span(&span.id().unwrap()).unwrap();
        let before = data.values().version();
        span.record("a", 1);
        let after = data.values().version();
        assert!(after > before);
        span.record("a", tracing::field::display("x"));
        assert!(data.values().version() > after);
    });
}

#[test]
fn visitors_see_what_they_would_have_seen() {
    #[derive(Default)]
    struct Types(Vec<String>);
    impl Visit for Types {
        fn record_u64(&mut self, field: &Field, value: u64) {
            self.0.push(format!("u64 {field} {value}"));
        }
        fn record_str(&mut self, field: &Field, value: &str) {
            self.0.push(format!("str {field} {value}"));
        }
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            self.0.push(format!("debug {field} {value:?}"));
        }
    }
    with_registry(|registry| {
        let span = info_span!("s", a = 1_u64, b = "two", c = ?"three", d = %"four");
        let mut types = Types::default();
        registry.span(&span.id().unwrap()).unwrap().values().record(&mut types);
        assert_eq!(types.0, ["u64 a 1", "str b two", "debug c \"three\"", "debug d four"]);
    });
}

/// Looks around in the registry while it is shown.
struct Curious;

impl fmt::Debug for Curious {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        dispatcher::get_default(|dispatch| {
            if let Some(registry) = dispatch.downcast_ref::<Registry>() {
                for span in registry.open_spans() {
                    let data = registry.span(span.id()).unwrap();
                    data.extensions_mut().replace(1_u8);
                    let _ = data.values().iter().count();
                }
            }
        });
        let inner = info_span!("inner", x = 1);
        inner.record("x", 2);
        f.write_str("curious")
    }
}

#[test]
fn a_value_that_uses_the_registry_while_it_is_shown_does_no_harm() {
    with_registry(|registry| {
        let span = info_span!("s", a = ?Curious, b = Empty);
        let _entered = span.enter();
        span.record("b", tracing::field::debug(Curious));
        assert_eq!(fields(registry, &span), ["a=curious", "b=curious"]);
        assert_eq!(registry.open_count(), 1);
    });
}

struct Broken;

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half a ")?;
        panic!("broken")
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Broken {}

#[test]
fn a_value_that_panics_costs_its_own_text_alone() {
    with_registry(|registry| {
        let error = &Broken as &(dyn std::error::Error + 'static);
        let span = info_span!("s", a = "before", b = ?Broken, c = error, d = Empty, e = "behind");
        let all = [r#"a="before""#, "b=half a <panicked>", "c=half a <panicked>", r#"e="behind""#];
        assert_eq!(fields(registry, &span), all);
        span.record("d", tracing::field::display(Broken));
        assert_eq!(fields(registry, &span)[4], "d=half a <panicked>");
        span.record("d", 1);
        assert_eq!(fields(registry, &span)[4], "d=1");
    });
}

/// Panics where nobody expects it.
#[derive(Debug)]
struct Bottomless;

impl fmt::Display for Bottomless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bottomless")
    }
}

impl std::error::Error for Bottomless {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        panic!("bottomless")
    }
}

#[test]
fn a_panic_while_a_span_is_made_leaves_the_registry_usable() {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    with_registry(|registry| {
        let error = &Bottomless as &(dyn std::error::Error + 'static);
        assert!(catch_unwind(AssertUnwindSafe(|| info_span!("s", a = "before", b = error))).is_err());
        assert_eq!(registry.open_count(), 0);
        let span = info_span!("s", a = Empty, b = "kept");
        assert_eq!(fields(registry, &span), [r#"b="kept""#], "the slot is as new");
        assert!(catch_unwind(AssertUnwindSafe(|| span.record("a", error))).is_err());
        span.record("a", 1);
        assert_eq!(fields(registry, &span), [r#"b="kept""#, "a=1"]);
    });
}

/// Fails without a panic.
struct Failing(AtomicUsize);

impl fmt::Debug for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fetch_add(1, Ordering::Relaxed);
        f.write_str("as far as it goes")?;
        Err(fmt::Error)
    }
}

#[test]
fn a_value_that_cannot_be_shown_is_kept_as_far_as_it_goes_and_shown_once() {
    with_registry(|registry| {
        let value = Failing(AtomicUsize::new(0));
        let span = info_span!("s", a = ?value);
        assert_eq!(fields(registry, &span), ["a=as far as it goes"]);
        assert_eq!(value.0.load(Ordering::Relaxed), 1);
    });
}

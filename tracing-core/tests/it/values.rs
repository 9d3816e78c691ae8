//! What each type of value is to a visitor and to a reader of typed values.

use std::{
    borrow::Cow,
    error::Error,
    fmt,
    num::{NonZero, Wrapping},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use tracing_core::{
    Field, Level,
    field::{self, Empty, Slice, Value, ValueRef, ValueSet, Visit},
};

use crate::support::{callsite, static_metadata};

/// Notes which method was called, and with what.
#[derive(Default)]
struct Calls(Vec<String>);

macro_rules! noted {
    ($($method:ident($ty:ty)),*) => {
        $(fn $method(&mut self, field: &Field, value: $ty) {
            self.0.push(format!("{}({field}, {value:?})", stringify!($method)));
        })*
    };
}

impl Visit for Calls {
    noted!(
        record_f64(f64),
        record_i64(i64),
        record_u64(u64),
        record_i128(i128),
        record_u128(u128),
        record_bool(bool),
        record_str(&str),
        record_bytes(&[u8]),
        record_debug(&dyn fmt::Debug)
    );
    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.0.push(format!("record_error({field}, {value})"));
    }
}

fn visited(value: &dyn Value) -> String {
    let field = Field::dynamic("x", static_metadata(callsite!("values", Level::INFO, ["x"])));
    let mut by_record = Calls::default();
    value.record(&field, &mut by_record);
    let mut by_ref = Calls::default();
    value.value_ref().record(&field, &mut by_ref);
    assert_eq!(by_record.0, by_ref.0, "both ways say the same");
    by_record.0.join(" ")
}

#[test]
fn primitives_keep_their_types() {
    let table: [(&dyn Value, &str); 19] = [
        (&true, "record_bool(x, true)"),
        (&-1i8, "record_i64(x, -1)"),
        (&-1i16, "record_i64(x, -1)"),
        (&-1i32, "record_i64(x, -1)"),
        (&i64::MIN, "record_i64(x, -9223372036854775808)"),
        (&-1isize, "record_i64(x, -1)"),
        (&1u8, "record_u64(x, 1)"),
        (&1u16, "record_u64(x, 1)"),
        (&1u32, "record_u64(x, 1)"),
        (&u64::MAX, "record_u64(x, 18446744073709551615)"),
        (&1usize, "record_u64(x, 1)"),
        (&i128::MAX, "record_i128(x, 170141183460469231731687303715884105727)"),
        (&u128::MAX, "record_u128(x, 340282366920938463463374607431768211455)"),
        (&1.5f32, "record_f64(x, 1.5)"),
        (&f64::NAN, "record_f64(x, NaN)"),
        (&"text", "record_str(x, \"text\")"),
        (&String::from("text"), "record_str(x, \"text\")"),
        (&&b"by"[..], "record_bytes(x, [98, 121])"),
        (&Wrapping(3u8), "record_u64(x, 3)"),
    ];
    for (value, expected) in table {
        assert_eq!(visited(value), expected);
    }
    assert_eq!(visited(&format_args!("{}-{}", 1, 2)), "record_debug(x, 1-2)");
}

#[test]
fn numbers_that_are_not_zero_are_numbers() {
    let table: [(&dyn Value, &str); 4] = [
        (&NonZero::new(-4i32).unwrap(), "record_i64(x, -4)"),
        (&NonZero::new(4usize).unwrap(), "record_u64(x, 4)"),
        (&NonZero::new(4i128).unwrap(), "record_i128(x, 4)"),
        (&NonZero::new(4u128).unwrap(), "record_u128(x, 4)"),
    ];
    for (value, expected) in table {
        assert_eq!(visited(value), expected);
    }
}

#[test]
fn what_holds_a_value_is_that_value() {
    let text = String::from("s");
    let table: [(&dyn Value, &str); 9] = [
        (&&&1u8, "record_u64(x, 1)"),
        (&&mut 1u8, "record_u64(x, 1)"),
        (&Box::new(1u8), "record_u64(x, 1)"),
        (&Rc::new("s"), "record_str(x, \"s\")"),
        (&Arc::<str>::from("s"), "record_str(x, \"s\")"),
        (&Cow::Borrowed("s"), "record_str(x, \"s\")"),
        (&Some(text), "record_str(x, \"s\")"),
        (&Some(field::display("d")), "record_debug(x, d)"),
        (&Some(field::debug("d")), "record_debug(x, \"d\")"),
    ];
    for (value, expected) in table {
        assert_eq!(visited(value), expected);
    }
}

#[test]
fn nothing_is_visited_for_what_is_empty() {
    assert_eq!(visited(&Empty), "");
    assert_eq!(visited(&None::<bool>), "");
}

#[test]
fn errors_come_with_their_sources() {
    #[derive(Debug)]
    struct Outer(fmt::Error);
    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outer")
        }
    }
    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }
    let boxed: Box<dyn Error + Send + Sync> = Box::new(Outer(fmt::Error));
    assert_eq!(visited(&boxed), "record_error(x, outer)");
    let ValueRef::Error(error) = boxed.value_ref() else { panic!("an error") };
    assert!(error.source().unwrap().is::<fmt::Error>());
}

#[test]
fn more_of_the_standard_library_is_a_value() {
    let table: [(&dyn Value, &str); 5] = [
        (&'c', "record_debug(x, c)"),
        (&Duration::from_millis(5), "record_debug(x, 5ms)"),
        (&std::net::Ipv4Addr::LOCALHOST, "record_debug(x, 127.0.0.1)"),
        (&[1i32, 2], "record_debug(x, [1, 2])"),
        (&&[true][..], "record_debug(x, [true])"),
    ];
    for (value, expected) in table {
        assert_eq!(visited(value), expected);
    }
    assert!(matches!([0.5f64].value_ref(), ValueRef::Slice(Slice::F64([0.5]))));
    assert!(matches!(b"ab".value_ref(), ValueRef::Bytes(b"ab")));
}

#[test]
fn a_value_is_three_words() {
    assert_eq!(size_of::<ValueRef<'_>>(), 3 * size_of::<usize>());
}

#[test]
fn a_visitor_of_debug_alone_sees_everything() {
    let field = Field::dynamic("x", static_metadata(callsite!("debug", Level::INFO, [])));
    let mut seen = String::new();
    let mut visitor = |_: &Field, value: &dyn fmt::Debug| seen += &format!("{value:?} ");
    let error: Box<dyn Error> = "broken".into();
    let values: [&dyn Value; 5] = [&1u8, &"text", &&b"by"[..], &error, &field::display("plain")];
    for value in values {
        value.record(&field, &mut visitor);
    }
    assert_eq!(seen, "1 \"text\" [62 79] broken plain ");
}

#[test]
fn a_set_shows_the_fields_that_have_a_value_in_order() {
    let metadata = static_metadata(callsite!("set", Level::INFO, ["a", "b", "c"]));
    let refs = [ValueRef::I64(1), ValueRef::Empty, ValueRef::Str("z")];
    let set = ValueSet::from_refs(metadata.fields(), &refs);
    assert_eq!(set.to_string(), r#"{a: 1, c: "z"}"#);
    assert_eq!((set.len(), set.is_empty()), (3, false));

    let [a, b, c] = ["a", "b", "c"].map(|name| metadata.fields().field(name).unwrap());
    let pairs = [(&c, Some(&1 as &dyn Value)), (&a, None), (&b, Some(&Empty as &dyn Value))];
    let set = metadata.fields().value_set(&pairs);
    assert_eq!(set.to_string(), "{c: 1}");

    let objects = [None, Some(&2 as &dyn Value), None];
    assert_eq!(metadata.fields().value_set_all(&objects).to_string(), "{b: 2}");
}

#[test]
fn fields_of_another_callsite_are_not_shown() {
    let metadata = static_metadata(callsite!("mine", Level::INFO, ["a"]));
    let foreign = static_metadata(callsite!("theirs", Level::INFO, ["a"])).fields().field("a").unwrap();
    let pairs = [(&foreign, Some(&1 as &dyn Value))];
    let set = metadata.fields().value_set(&pairs);
    assert_eq!((set.is_empty(), set.len()), (true, 0));
    assert!(!metadata.fields().contains(&foreign));
}

#[test]
fn a_field_named_at_run_time_is_shown_after_the_declared_ones() {
    let metadata = static_metadata(callsite!("dynamic", Level::INFO, ["a"]));
    let name = String::from("at-run-time");
    let field = Field::dynamic(&name, metadata);
    assert_eq!(field.name(), "at-run-time");
    assert!(!metadata.fields().contains(&field), "it is not declared");
    assert_ne!(field, metadata.fields().field("a").unwrap());
    assert_eq!(Field::dynamic("a", metadata), metadata.fields().field("a").unwrap());

    let extra = [(field, ValueRef::U64(2))];
    let refs = [ValueRef::U64(1)];
    let set = ValueSet::from_refs(metadata.fields(), &refs).with_extra(&extra);
    assert_eq!(set.to_string(), "{a: 1, at-run-time: 2}");
    let mut calls = Calls::default();
    set.record(&mut calls);
    assert_eq!(calls.0, ["record_u64(a, 1)", "record_u64(at-run-time, 2)"]);
}

//! JSON is valid and its keys are unique, whatever fields are called and hold.

use proptest::prelude::*;
use serde_json::Value;
use tracing::{Event, Level, Metadata, info, info_span, subscriber::with_default};
use tracing_core::{
    Kind,
    callsite::DefaultCallsite,
    field::{Field, FieldSet, ValueRef, ValueSet},
    span::Record,
};
use tracing_subscriber::{
    field::RecordFields,
    fmt::{
        FormatFields, FormattedFields,
        format::{self, Escaping, JsonFields, Writer},
    },
};

use crate::sink::Sink;

/// The objects that are written while `program` runs.
fn objects(flat: bool, program: impl FnOnce()) -> Vec<Value> {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt().json().flatten_event(flat).with_writer(sink.clone()).finish();
    with_default(subscriber, program);
    sink.lines().iter().map(|line| strict(line)).collect()
}

/// Reads JSON, and rejects keys that are there twice.
fn strict(line: &str) -> Value {
    struct Strict;
    impl<'de> serde::de::DeserializeSeed<'de> for Strict {
        type Value = Value;
        fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
            deserializer.deserialize_any(self)
        }
    }
    impl<'de> serde::de::Visitor<'de> for Strict {
        type Value = Value;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("JSON")
        }
        fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
            Ok(value.into())
        }
        fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
            Ok(value.into())
        }
        fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
            Ok(value.into())
        }
        fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
            Ok(value.into())
        }
        fn visit_str<E>(self, value: &str) -> Result<Value, E> {
            Ok(value.into())
        }
        fn visit_unit<E>(self) -> Result<Value, E> {
            Ok(Value::Null)
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
            let mut all = Vec::new();
            while let Some(value) = seq.next_element_seed(Strict)? {
                all.push(value);
            }
            Ok(all.into())
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
            let mut all = serde_json::Map::new();
            while let Some(key) = map.next_key::<String>()? {
                let value = map.next_value_seed(Strict)?;
                if all.insert(key.clone(), value).is_some() {
                    return Err(serde::de::Error::custom(format!("{key} is there twice")));
                }
            }
            Ok(all.into())
        }
    }
    use serde::de::DeserializeSeed as _;
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let value = Strict.deserialize(&mut deserializer).unwrap_or_else(|error| panic!("{error}: {line}"));
    deserializer.end().unwrap();
    value
}

#[test]
fn values_keep_their_types() {
    let objects = objects(
        false,
        || info!(i = -1, u = u64::MAX, f = 1.5, b = true, s = "x", d = %1, wide = i128::MIN, nan = f64::NAN),
    );
    let fields = serde_json::json!({
        "i": -1, "u": u64::MAX, "f": 1.5, "b": true, "s": "x", "d": "1", "wide": i128::MIN.to_string(), "nan": null
    });
    assert_eq!(objects[0]["fields"], fields);
}

#[test]
fn the_format_works_whatever_the_fields_are() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt().event_format(format::format().json()).with_writer(sink.clone()).finish();
    with_default(subscriber, || {
        let span = info_span!("span", id = 7, text = "say \"hi\"", later = tracing::field::Empty);
        span.record("later", 1);
        span.in_scope(|| info!(n = 1, "inside"));
    });
    let object = strict(&sink.lines()[0]);
    assert_eq!(object["span"], serde_json::json!({"id": 7, "text": "say \"hi\"", "later": 1, "name": "span"}));
    assert!(!sink.text().contains("field_error"));
}

#[test]
fn fields_are_added_to_those_that_are_text_already() {
    struct Wrapped(JsonFields);
    impl<'writer> FormatFields<'writer> for Wrapped {
        fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> std::fmt::Result {
            self.0.format_fields(writer, fields)
        }
        fn add_fields(&self, current: &'writer mut FormattedFields<Self>, fields: &Record<'_>) -> std::fmt::Result {
            let mut text = FormattedFields::new(std::mem::take(&mut current.fields));
            self.0.add_fields(&mut text, fields)?;
            current.fields = text.fields;
            Ok(())
        }
    }
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt()
        .fmt_fields(Wrapped(JsonFields::new()))
        .without_time()
        .with_writer(sink.clone())
        .finish();
    with_default(subscriber, || {
        let span = info_span!("span", text = "a \"b\", {", b = 1, wide = ?[1, 2], a = tracing::field::Empty);
        span.record("b", 2.5);
        span.record("a", "x");
        span.in_scope(|| info!("inside"));
    });
    let text = r#"{"a":"x","b":2.5,"text":"a \"b\", {","wide":"[1, 2]"}"#;
    assert!(sink.text().contains(text), "{}", sink.text());
}

#[test]
fn a_field_cannot_take_the_place_of_what_the_format_says() {
    let objects = objects(true, || info!(level = "mine", timestamp = 1, target = 2, span = 3, filename = 4, "flat"));
    let object = &objects[0];
    assert_eq!(object["level"], "INFO");
    assert_eq!(object["fields.level"], "mine");
    assert_eq!(object["fields.timestamp"], 1);
    assert_eq!(object["fields.target"], 2);
    assert_eq!(object["fields.span"], 3);
    // The file is not shown, so the key is free.
    assert_eq!(object["filename"], 4);
    assert!(object["timestamp"].is_string());
}

#[test]
fn a_span_keeps_its_name() {
    let objects = objects(false, || info_span!("true", name = "false").in_scope(|| info!("inside")));
    assert_eq!(objects[0]["span"], serde_json::json!({"fields.name": "false", "name": "true"}));
    assert_eq!(objects[0]["spans"][0]["name"], "true");
}

#[test]
fn names_can_be_left_as_they_are() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_duplicate_keys(true)
        .without_time()
        .with_target(false)
        .with_writer(sink.clone())
        .finish();
    with_default(subscriber, || info!(level = "mine"));
    assert_eq!(sink.text(), "{\"level\":\"INFO\",\"level\":\"mine\"}\n");
}

/// Makes an event of any fields: names as they come, twice too.
fn event(names: Vec<String>, values: &[ValueRef<'_>]) {
    let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
    let names: &'static [&'static str] = names.leak();
    let callsite: &'static DefaultCallsite = Box::leak(Box::new(DefaultCallsite::new(&PLACE)));
    let identifier = tracing_core::identify_callsite!(callsite);
    let metadata: &'static Metadata<'static> = Box::leak(Box::new(Metadata::new(
        "event",
        "target",
        Level::INFO,
        None,
        None,
        None,
        FieldSet::new(names, identifier),
        Kind::EVENT,
    )));
    Event::dispatch(metadata, &ValueSet::from_refs(metadata.fields(), values));
}

static PLACE: Metadata<'static> = tracing_core::metadata! {
    name: "event", target: "target", level: Level::INFO, fields: &[], callsite: &CALLSITE, kind: Kind::EVENT
};
static CALLSITE: DefaultCallsite = DefaultCallsite::new(&PLACE);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_fields_make_valid_json(
        names in proptest::collection::vec("(\\PC|[\\x00-\\x1f\"\\\\]){0,6}|level|name|span|message|timestamp|target", 0..6),
        text in "(\\PC|[\\x00-\\x7f]){0,20}",
        number in any::<f64>(),
        flat in any::<bool>(),
    ) {
        let values = [
            ValueRef::Str(&text), ValueRef::F64(number), ValueRef::Display(&text), ValueRef::Debug(&text),
            ValueRef::Formatted(&text), ValueRef::Bytes(text.as_bytes()),
        ];
        let count = names.len();
        let written = objects(flat, || event(names, &values[..count]));
        prop_assert_eq!(written.len(), 1);
    }

    #[test]
    fn no_value_makes_a_second_line(
        text in "(\\PC|[\\x00-\\x7f]|\n|\r\n|\u{2028}|\u{85}|\x1b\\[[0-9;]{0,5}[mJHK]|\x1b\\]0;|,\n|    ){0,12}",
        name in "(\\PC|[\\x00-\\x7f\u{2028}]){0,8}",
        format in 0..4usize,
        ansi in any::<bool>(),
        strict in any::<bool>(),
    ) {
        let sink = Sink::default();
        let builder = tracing_subscriber::fmt()
            .with_ansi(ansi)
            .with_value_escaping(if strict { Escaping::Strict } else { Escaping::Safe })
            .with_writer(sink.clone());
        let dispatch = match format {
            0 => tracing::Dispatch::new(builder.finish()),
            1 => tracing::Dispatch::new(builder.compact().finish()),
            2 => tracing::Dispatch::new(builder.logfmt().finish()),
            _ => tracing::Dispatch::new(builder.json().finish()),
        };
        tracing::dispatcher::with_default(&dispatch, || {
            let values = [ValueRef::Str(&text), ValueRef::Display(&text)];
            event(vec![name.clone(), "message".to_owned()], &values);
            event(vec!["message".to_owned()], &[ValueRef::Str(&text)]);
            let _span = info_span!("span", display = %text, text).entered();
            info!(display = %text, debug = ?text, "{}", text);
            info!("{}{}", text, text);
        });
        let text = sink.text();
        prop_assert_eq!(text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']).count(), 5, "{:?}", text);
        // What is left of control sequences are colours, and only where there are colours.
        let mut rest = &*text;
        while let Some(at) = rest.find('\x1b') {
            prop_assert!(ansi && format < 2, "{:?}", text);
            rest = &rest[at + 1..];
            let code = rest.strip_prefix('[').map(|code| code.trim_start_matches(|c: char| c.is_ascii_digit() || ";:".contains(c)));
            prop_assert!(code.is_some_and(|code| code.starts_with('m')), "{:?}", text);
        }
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\x1b'), "{:?}", text);
    }
}

#[test]
fn dynamic_fields_are_written_too() {
    let metadata = &PLACE;
    let written = objects(false, || {
        let field = Field::dynamic("x-request-id", metadata);
        let values = [(field, ValueRef::Str("7f3a"))];
        Event::dispatch(metadata, &ValueSet::from_named(metadata.fields(), &values));
    });
    assert_eq!(written[0]["fields"]["x-request-id"], "7f3a");
}

#[test]
fn colours_are_off_for_what_comes_after_json() {
    let sink = Sink::default();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(true).json().compact().fmt_fields(format::DefaultFields::new());
    let subscriber = subscriber.without_time().with_target(false).with_writer(sink.clone()).finish();
    with_default(subscriber, || info!(n = 1, "plain"));
    assert_eq!(sink.text(), " INFO plain n=1\n");
}

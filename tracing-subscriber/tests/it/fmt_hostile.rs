//! Text from anywhere, in every place of a line, in every format: nothing of it acts on a terminal or begins a line.

use std::thread;

use proptest::prelude::*;
use tracing::{Dispatch, dispatcher};
use tracing_core::{
    Event, Kind, Level, Metadata,
    callsite::DefaultCallsite,
    field::{Field, FieldSet, ValueRef, ValueSet},
    span::{Attributes, Record},
};
use tracing_subscriber::fmt::{self, format::Escaping};

use crate::sink::Sink;

static PLACE: Metadata<'static> = tracing_core::metadata! {
    name: "event", target: "target", level: Level::INFO, fields: &[], callsite: &CALLSITE, kind: Kind::EVENT
};
static CALLSITE: DefaultCallsite = DefaultCallsite::new(&PLACE);

fn forever(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// A place in the code whose every name is `text`, with two fields and one for a message.
fn place(text: &str, kind: Kind) -> &'static Metadata<'static> {
    let text = forever(text);
    let names: &'static [&'static str] = Box::leak(Box::new(["message", text, forever(&format!("{text}2"))]));
    let callsite: &'static DefaultCallsite = Box::leak(Box::new(DefaultCallsite::new(&PLACE)));
    let fields = FieldSet::new(names, tracing_core::identify_callsite!(callsite));
    Box::leak(Box::new(Metadata::new(text, text, Level::INFO, Some(text), Some(7), Some(text), fields, kind)))
}

/// An event in a span, with `text` as the name of all there is and as every kind of value.
fn program(text: &str) {
    program_of(text, format_args!("{text}"));
}

fn program_of(text: &str, shown: std::fmt::Arguments<'_>) {
    dispatcher::get_default(|dispatch| {
        let (span, event) = (place(text, Kind::SPAN), place(text, Kind::EVENT));
        let values = [ValueRef::Message(&shown), ValueRef::Display(&text), ValueRef::Empty];
        let id = dispatch.new_span(&Attributes::new(span, &ValueSet::from_refs(span.fields(), &values)));
        let values = [ValueRef::Empty, ValueRef::Empty, ValueRef::Debug(&shown)];
        dispatch.record(&id, &Record::new(&ValueSet::from_refs(span.fields(), &values)));
        dispatch.enter(&id);
        let error = std::io::Error::other(text.to_owned());
        let extra = [(Field::dynamic(&format!("{text}3"), event), ValueRef::Str(text))];
        for values in [
            [ValueRef::Message(&shown), ValueRef::Str(text), ValueRef::Error(&error)],
            [ValueRef::Str(text), ValueRef::Debug(&Some(text)), ValueRef::Display(&shown)],
        ] {
            let values = ValueSet::from_refs(event.fields(), &values);
            dispatch.event(&Event::new(event, &values));
            dispatch.event(&Event::new(event, &values.with_extra(&extra)));
        }
        dispatch.exit(&id);
        dispatch.try_close(id);
    });
}

/// How many events `program` makes.
const EVENTS: usize = 4;

/// What `program` writes in a format, on a thread whose name is `text` too.
fn written(format: &str, ansi: bool, escaping: Escaping, text: &str) -> String {
    let sink = Sink::default();
    let builder = fmt::fmt()
        .with_ansi(ansi)
        .with_value_escaping(escaping)
        .with_thread_names(true)
        .with_file(true)
        .with_line_number(true)
        .without_time()
        .with_writer(sink.clone());
    let dispatch = match format {
        "full" => Dispatch::new(builder.finish()),
        "compact" => Dispatch::new(builder.compact().finish()),
        "logfmt" => Dispatch::new(builder.logfmt().finish()),
        "pretty" => Dispatch::new(builder.pretty().finish()),
        #[cfg(feature = "json")]
        "json" => Dispatch::new(builder.json().finish()),
        #[cfg(feature = "json")]
        "flat json" => Dispatch::new(builder.json().flatten_event(true).finish()),
        _ => {
            let template = "{level} {target} {spans} {file}:{line} {message} {fields}".parse().unwrap();
            Dispatch::new(builder.template(template).finish())
        }
    };
    let name = text.replace('\0', "");
    thread::scope(|scope| {
        let run = || dispatcher::with_default(&dispatch, || program(text));
        thread::Builder::new().name(name).spawn_scoped(scope, run).unwrap().join().unwrap();
    });
    sink.text()
}

/// The text without colour codes.
fn without_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\x1b[") {
        let code = &rest[at + 2..];
        let length = code.find(|c: char| !(c.is_ascii_digit() || c == ';' || c == ':')).unwrap_or(code.len());
        out.push_str(&rest[..at]);
        if code[length..].starts_with('m') {
            rest = &code[length + 1..];
        } else {
            out.push_str("\x1b[");
            rest = code;
        }
    }
    out + rest
}

fn check(format: &str, ansi: bool, escaping: Escaping, text: &str) {
    let written = written(format, ansi, escaping, text);
    let about = || format!("{format}, ANSI {ansi}, {escaping:?}, {text:?}: {written:?}");
    if format != "pretty" {
        assert_eq!(written.matches('\n').count(), EVENTS, "{}", about());
        for line in written.lines() {
            let last = line.rfind("\x1b[").map(|at| &line[at..]);
            assert!(last.is_none_or(|code| code.starts_with("\x1b[0m")), "a colour goes on: {}", about());
        }
    }
    assert!(ansi || !written.contains('\x1b'), "{}", about());
    let acts = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    // Pretty shows values over several lines, as they came.
    let seen = without_colours(&written).replace("\r\n", if format == "pretty" { "\n" } else { "\r\n" });
    assert!(!seen.contains(acts), "{}", about());
    #[cfg(feature = "json")]
    if format.ends_with("json") {
        for line in written.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{}", about());
        }
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\x1b[31m",
        "\x1b[0m",
        "\x1b[",
        "\x1b",
        "\x1b]0;title\x07",
        "\x1b[2J",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\x07",
        "\x08",
        "\x0b",
        "\x0c",
        "\x7f",
        "\u{85}",
        "\u{9b}31m",
        "\u{2028}",
        "\u{202e}",
        "\u{2066}",
        "\"",
        "\\",
        "=",
        "{",
        "}",
        ",",
        ":",
        " ",
        "a",
        "name",
        "žluť",
        "🐴",
        "    ",
        "r#type",
        "1234567",
    ]);
    prop::collection::vec(
        prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)],
        0..8,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_acts_or_begins_a_line_wherever_it_stands(text in hostile()) {
        for format in ["full", "compact", "logfmt", "pretty", "json", "flat json", "template"] {
            for ansi in [false, true] {
                for escaping in [Escaping::Safe, Escaping::Strict] {
                    check(format, ansi, escaping, &text);
                }
            }
        }
    }
}

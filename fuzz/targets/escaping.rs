//! Whatever values, names and targets hold: one line per event, nothing in it that a terminal obeys but colours where
//! there are colours, and JSON that a strict reader takes.

#![no_main]

use std::{
    io,
    sync::{Arc, Mutex},
};

use libfuzzer_sys::fuzz_target;
use tracing_core::{
    Dispatch, Event, Kind, Level, Metadata,
    callsite::DefaultCallsite,
    dispatcher,
    field::{FieldSet, ValueRef, ValueSet},
    span::Attributes,
};
use tracing_subscriber::fmt;

struct Input<'a> {
    text: &'a str,
    name: &'a str,
    target: &'a str,
    number: f64,
    ansi: bool,
    flat: bool,
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fuzz_target!(|input: (&str, &str, &str, f64, bool, bool)| {
    let (text, name, target, number, ansi, flat) = input;
    let input = Input { text, name, target, number, ansi, flat };
    for format in 0..4 {
        let sink = Sink::default();
        let made = sink.clone();
        let builder = fmt::fmt().with_ansi(input.ansi).with_writer(move || made.clone());
        let dispatch = match format {
            0 => Dispatch::new(builder.finish()),
            1 => Dispatch::new(builder.compact().finish()),
            2 => Dispatch::new(builder.logfmt().finish()),
            _ => Dispatch::new(builder.json().flatten_event(input.flat).finish()),
        };
        dispatcher::with_default(&dispatch, || record(&input));
        let text = String::from_utf8(sink.0.lock().unwrap().clone()).expect("formats write text");
        check(&text, input.ansi && format < 2);
        if format == 3 {
            for line in text.lines() {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON is valid");
            }
        }
    }
});

/// Makes a span and two events of the input. What a static must hold is leaked; a run of the fuzzer is short.
fn record(input: &Input<'_>) {
    let leaked = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let names: &'static [&'static str] = Box::leak(Box::new([leaked(input.name), "message", leaked(input.text), "n"]));
    let values = [
        ValueRef::Str(input.text),
        ValueRef::Display(&input.text),
        ValueRef::Debug(&input.text),
        ValueRef::F64(input.number),
    ];
    let metadata = |kind| -> &'static Metadata<'static> {
        let callsite: &'static DefaultCallsite = Box::leak(Box::new(DefaultCallsite::new(&PLACE)));
        let fields = FieldSet::new(names, tracing_core::identify_callsite!(callsite));
        let target = leaked(input.target);
        Box::leak(Box::new(Metadata::new(names[0], target, Level::INFO, Some(target), None, None, fields, kind)))
    };
    let span = metadata(Kind::SPAN);
    let span_values = ValueSet::from_refs(span.fields(), &values);
    let event = metadata(Kind::EVENT);
    let event_values = ValueSet::from_refs(event.fields(), &values);
    dispatcher::get_default(|dispatch| {
        let id = dispatch.new_span(&Attributes::new(span, &span_values));
        dispatch.enter(&id);
        dispatch.event(&Event::new(event, &event_values));
        dispatch.exit(&id);
        dispatch.event(&Event::new(event, &event_values));
        dispatch.try_close(id);
    });
}

static PLACE: Metadata<'static> = tracing_core::metadata! {
    name: "place", target: "fuzz", level: Level::INFO, fields: &[], callsite: &CALLSITE, kind: Kind::EVENT
};
static CALLSITE: DefaultCallsite = DefaultCallsite::new(&PLACE);

/// Two lines, and of control sequences colours at most.
fn check(text: &str, ansi: bool) {
    let breaks = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    assert_eq!(text.matches(breaks).count(), 2, "{text:?}");
    let acts = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\x1b');
    assert!(!text.contains(acts), "{text:?}");
    for rest in text.split('\x1b').skip(1) {
        let code = rest.strip_prefix('[').map(|code| code.trim_start_matches(|c: char| c.is_ascii_digit() || ";:".contains(c)));
        assert!(ansi && code.is_some_and(|code| code.starts_with('m')), "{text:?}");
    }
}

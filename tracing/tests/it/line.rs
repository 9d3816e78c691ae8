//! A subscriber that writes each record as one line: level, name, target, parent, then fields with the type of each value.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{ValueRef, ValueSet},
    span::{Attributes, Id, Record},
    subscriber,
};

/// Runs `f` and gives a line for each span and event that it makes, for each value that it records, and for each question.
pub fn lines<T>(f: impl FnOnce() -> T) -> Vec<String> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    subscriber::with_default(Lines { lines: lines.clone(), next: Mutex::new(0) }, f);
    let lines = lines.lock().unwrap();
    lines.clone()
}

/// The one line that `f` makes; the spans that it prepares are not counted.
pub fn line<T>(f: impl FnOnce() -> T) -> String {
    lines(f).pop().unwrap_or_default()
}

struct Lines {
    lines: Arc<Mutex<Vec<String>>>,
    next: Mutex<u64>,
}

impl Lines {
    fn push(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }
}

fn describe(what: &str, metadata: &Metadata<'_>) -> String {
    let mut line = format!("{what} {}", metadata.level());
    let file_and_line = format!("{}:{}", metadata.file().unwrap(), metadata.line().unwrap());
    match metadata.name().strip_suffix(&file_and_line) {
        Some("event " | "enabled ") => {}
        _ => write!(line, " {}", metadata.name()).unwrap(),
    }
    if Some(metadata.target()) != metadata.module_path() {
        write!(line, " @{}", metadata.target()).unwrap();
    }
    line
}

fn parent(line: &mut String, parent: Option<&Id>, root: bool) {
    match parent {
        Some(id) => write!(line, " <{}>", id.into_u64()).unwrap(),
        None if root => line.push_str(" <>"),
        None => {}
    }
}

/// ` name=value`, where the value is written as: 1 u1 1.5 true "str" [bytes] !error ?debug %display, and the text bare.
fn fields(line: &mut String, values: &ValueSet<'_>) {
    for (field, value) in values {
        let sigil = match value {
            ValueRef::U64(_) => "u",
            ValueRef::I128(_) => "i128:",
            ValueRef::U128(_) => "u128:",
            ValueRef::Bytes(_) => "b",
            ValueRef::Error(_) => "!",
            ValueRef::Debug(_) => "?",
            ValueRef::Display(_) => "%",
            ValueRef::Message(_) => "'",
            _ => "",
        };
        write!(line, " {}={sigil}{value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        if metadata.name().starts_with("enabled ") {
            let mut line = describe("enabled?", metadata);
            for field in metadata.fields() {
                write!(line, " {field}").unwrap();
            }
            self.push(line);
        }
        true
    }

    fn register_callsite(&self, _: &'static Metadata<'static>) -> subscriber::Interest {
        subscriber::Interest::sometimes()
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut next = self.next.lock().unwrap();
        *next += 1;
        let mut line = describe("span", attributes.metadata());
        parent(&mut line, attributes.parent(), attributes.is_root());
        fields(&mut line, attributes.values());
        self.push(line);
        Id::from_u64(*next)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut line = format!("record <{}>", id.into_u64());
        fields(&mut line, values.values());
        self.push(line);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = describe("event", event.metadata());
        parent(&mut line, event.parent(), event.is_root());
        fields(&mut line, event.values());
        self.push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

//! Values as text. Made before any lock of the recorder is taken, because a value's `Debug` may log.

use std::error::Error;
use std::fmt;

use tracing_core::field::{Field, Visit};

/// Fields with their text, in the order in which they were met; the last value of a field stands.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    list: Vec<(&'static str, String)>,
    /// Whether a value shows its type.
    typed: bool,
}

impl Fields {
    pub(crate) fn new(typed: bool) -> Fields {
        Fields { list: Vec::new(), typed }
    }

    pub(crate) fn update(&mut self, later: Fields) {
        for (name, text) in later.list {
            self.set(name, text);
        }
    }

    /// The message first and bare, then `name=value …`.
    pub(crate) fn text(&self) -> String {
        let message = self.list.iter().filter(|(name, _)| *name == "message").map(|(_, text)| text.clone());
        let others =
            self.list.iter().filter(|(name, _)| *name != "message").map(|(name, text)| format!("{name}={text}"));
        message.chain(others).collect::<Vec<_>>().join(" ")
    }

    fn set(&mut self, name: &'static str, text: String) {
        match self.list.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = text,
            None => self.list.push((name, text)),
        }
    }

    fn take(&mut self, field: &Field, kind: &str, value: fmt::Arguments<'_>) {
        let text = if self.typed { format!("{value}:{kind}") } else { value.to_string() };
        self.set(field.name(), text);
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.take(field, "f64", format_args!("{value:?}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.take(field, "i64", format_args!("{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.take(field, "u64", format_args!("{value}"));
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.take(field, "i128", format_args!("{value}"));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.take(field, "u128", format_args!("{value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.take(field, "bool", format_args!("{value}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.take(field, "str", format_args!("{value}")),
            _ => self.take(field, "str", format_args!("{value:?}")),
        }
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.take(field, "bytes", format_args!("{value:?}"));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.take(field, "error", format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.take(field, "debug", format_args!("{value:?}"));
    }
}

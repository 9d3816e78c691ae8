//! A subscriber that writes down what it is asked and handed, and a way to log to a tracer of one's own.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use tracing_core::{
    Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber, dispatcher,
    field::{Field, Visit},
    span,
};
use tracing_log::{LogTracer, NormalizeEvent};

/// What happened, a line each.
#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    pub fn push(&self, line: impl fmt::Display) {
        self.0.lock().unwrap().push(line.to_string());
    }

    /// Gives the lines that begin with `kind`, without it, and forgets all.
    pub fn take(&self, kind: &str) -> Vec<String> {
        let lines = std::mem::take(&mut *self.0.lock().unwrap());
        lines.iter().filter_map(|line| Some(line.strip_prefix(kind)?.trim().to_owned())).collect()
    }
}

/// Writes down registrations, questions and events; answers as it is told.
pub struct Recorder {
    journal: Journal,
    wanted: fn(&Metadata<'_>) -> bool,
    /// Whether the answer is given once for each callsite, or for each record.
    once: bool,
}

impl Recorder {
    /// Wants everything, and wants to be asked.
    pub fn asked(journal: &Journal) -> Self {
        Recorder { journal: journal.clone(), wanted: |_| true, once: false }
    }

    /// Says of each callsite for good whether it is wanted.
    pub fn settled(journal: &Journal, wanted: fn(&Metadata<'_>) -> bool) -> Self {
        Recorder { journal: journal.clone(), wanted, once: true }
    }
}

fn describe(metadata: &Metadata<'_>) -> String {
    format!(
        "{:?} {} {:?} {} {}:{}",
        metadata.name(),
        metadata.level(),
        metadata.target(),
        metadata.module_path().unwrap_or("-"),
        metadata.file().unwrap_or("-"),
        metadata.line().unwrap_or(0),
    )
}

impl Subscriber for Recorder {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.journal.push(format_args!("register {}", describe(metadata)));
        match (self.once, (self.wanted)(metadata)) {
            (false, _) => Interest::sometimes(),
            (true, true) => Interest::always(),
            (true, false) => Interest::never(),
        }
    }
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.journal.push(format_args!("enabled {}", describe(metadata)));
        (self.wanted)(metadata)
    }
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }
    fn event(&self, event: &Event<'_>) {
        self.journal.push(format_args!("event {}", describe(event.metadata())));
        if let Some(normalized) = event.normalized_metadata() {
            self.journal.push(format_args!("normalized {}", describe(&normalized)));
        }
        self.journal.push(format_args!("is_log {}", event.is_log()));
        let mut values = Values(String::new());
        event.record(&mut values);
        self.journal.push(format_args!("values {}", values.0));
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Shows each value with the method that it came by.
struct Values(String);

impl Values {
    fn push(&mut self, field: &Field, kind: &str, value: &dyn fmt::Debug) {
        self.0 += &format!("{}={kind}:{value:?} ", field.name());
    }
}

impl Visit for Values {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.push(field, "debug", value);
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.push(field, "str", &value);
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.push(field, "bool", &value);
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.push(field, "i64", &value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.push(field, "u64", &value);
    }
    fn record_i128(&mut self, field: &Field, value: i128) {
        self.push(field, "i128", &value);
    }
    fn record_u128(&mut self, field: &Field, value: u128) {
        self.push(field, "u128", &value);
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.push(field, "f64", &value);
    }
}

/// Runs `f` with `subscriber` as the thread's own.
pub fn with(subscriber: impl Subscriber + Send + Sync + 'static, f: impl FnOnce(&LogTracer)) {
    // The macros of `log` look at this first; no test of this program is about it.
    log::set_max_level(log::LevelFilter::Trace);
    dispatcher::with_default(&Dispatch::new(subscriber), || f(&LogTracer::new()));
}

/// Runs `f` and gives what a subscriber that wants everything wrote down of one kind.
pub fn journal(kind: &str, f: impl FnOnce(&LogTracer)) -> Vec<String> {
    let journal = Journal::default();
    with(Recorder::asked(&journal), f);
    journal.take(kind)
}

//! A subscriber made of closures, and a macro for callsites.

use std::sync::{Arc, Mutex};

use tracing_core::{Event, Interest, LevelFilter, Metadata, Subscriber, span};

/// Keeps the other tests of the process waiting, for those that every subscriber's doings would disturb.
#[allow(dead_code, reason = "used by some of the programs that share this file")]
pub fn turn() -> impl Drop {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

type Log = Arc<Mutex<Vec<String>>>;
type Hook<A, R> = Box<dyn Fn(A) -> R + Send + Sync>;

/// A subscriber that notes each call, with hooks for those that a test is about.
pub struct Noted {
    pub log: Log,
    pub interest: Hook<&'static Metadata<'static>, Interest>,
    pub enabled: Hook<String, bool>,
    pub on_event: Hook<(), ()>,
    pub hint: Option<LevelFilter>,
}

impl Noted {
    pub fn new() -> (Self, Log) {
        let log = Log::default();
        let noted = Noted {
            log: log.clone(),
            interest: Box::new(|_| Interest::always()),
            enabled: Box::new(|_| true),
            on_event: Box::new(|()| {}),
            hint: None,
        };
        (noted, log)
    }

    fn note(&self, what: impl Into<String>) {
        self.log.lock().unwrap().push(what.into());
    }
}

pub fn taken(log: &Log) -> Vec<String> {
    std::mem::take(&mut log.lock().unwrap())
}

impl Subscriber for Noted {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.note(format!("register {}", metadata.name()));
        (self.interest)(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.note(format!("enabled {}", metadata.name()));
        (self.enabled)(metadata.name().to_owned())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.hint
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.note(format!("span {}", span.metadata().name()));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        self.note(format!("record {}", values.values()));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note(format!("event {}{}", event.metadata().name(), event.values()));
        (self.on_event)(());
    }

    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Makes a callsite of its own at each use, `callsite!("name", Level::INFO, ["field"])`.
macro_rules! callsite {
    ($name:expr, $level:expr, $fields:expr) => {{
        static CALLSITE: tracing_core::callsite::DefaultCallsite = tracing_core::callsite::DefaultCallsite::new(&META);
        static META: tracing_core::Metadata<'static> = tracing_core::metadata! {
            name: $name, target: "test", level: $level, fields: &$fields, callsite: &CALLSITE,
            kind: tracing_core::Kind::EVENT
        };
        &CALLSITE
    }};
}
pub(crate) use callsite;

/// What a facade's event macro does.
pub fn event(callsite: &'static tracing_core::callsite::DefaultCallsite) {
    use tracing_core::{Callsite, dispatcher, field::ValueSet};

    if callsite.is_never() {
        return;
    }
    let verdict = callsite.ask();
    if !verdict.is_refused() {
        // The callsites of these tests have static metadata.
        let metadata = static_metadata(callsite);
        let values = ValueSet::from_refs(callsite.metadata().fields(), &[]);
        let event = Event::new(metadata, &values).with_verdict(verdict);
        dispatcher::private_tell(&event);
    }
}

pub fn static_metadata(callsite: &'static dyn tracing_core::Callsite) -> &'static Metadata<'static> {
    callsite.metadata()
}

//! A layer that writes down what it is told, with what it can see at that moment; and filters to go with it.

use std::sync::{Arc, Mutex};

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Interest, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::registry::LookupSpan;

/// What several layers write to, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tape(Arc<Mutex<Vec<String>>>);

impl Tape {
    pub(crate) fn layer(&self, name: &'static str) -> Told {
        Told { name, tape: self.clone(), is_static: true }
    }

    pub(crate) fn say(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    /// Takes what was written so far.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// Takes what was written so far by one layer, without its name.
    pub(crate) fn take_of(&self, name: &str) -> Vec<String> {
        let prefix = format!("{name}: ");
        self.take().iter().filter_map(|line| line.strip_prefix(&prefix).map(str::to_owned)).collect()
    }
}

/// Writes down what it is told.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    name: &'static str,
    tape: Tape,
    is_static: bool,
}

impl Told {
    fn say(&self, line: impl AsRef<str>) {
        self.tape.say(format!("{}: {}", self.name, line.as_ref()));
    }
}

/// The names from a span to the root, `a<b<c`.
fn path<'a, S: LookupSpan<'a> + 'a>(scope: Option<tracing_subscriber::registry::Scope<'a, S>>) -> String {
    scope.map_or_else(|| "-".to_owned(), |scope| scope.map(|span| span.name()).collect::<Vec<_>>().join("<"))
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Told {
    fn on_new_span(&self, _: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        self.say(format!("new {}", path(ctx.span_scope(id))));
    }

    fn on_record(&self, id: &Id, _: &Record<'_>, ctx: Context<'_, S>) {
        self.say(format!("record {}", path(ctx.span_scope(id))));
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, ctx: Context<'_, S>) {
        self.say(format!("{} follows {}", path(ctx.span_scope(id)), path(ctx.span_scope(follows))));
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        self.say(format!("event {} in {}", event.metadata().target(), path(ctx.event_scope(event))));
    }

    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        self.say(format!("enter {}", path(ctx.span_scope(id))));
    }

    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        self.say(format!("exit {}", path(ctx.span_scope(id))));
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        self.say(format!("close {}", path(ctx.span_scope(&id))));
    }

    fn on_id_change(&self, _: &Id, _: &Id, _: Context<'_, S>) {
        self.say("id change");
    }

    fn on_register_dispatch(&self, _: &Dispatch) {
        assert!(self.is_static);
    }
}

/// Refuses spans and events of some targets, and counts how often it is asked.
#[derive(Clone, Debug)]
pub(crate) struct Without {
    pub(crate) targets: &'static [&'static str],
    /// Whether the answer for a callsite is said to be always the same.
    pub(crate) is_fixed: bool,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

impl Without {
    /// Asked for each record.
    pub(crate) fn asked(targets: &'static [&'static str]) -> Self {
        Self { targets, is_fixed: false, asked: Arc::default() }
    }

    /// Asked once per callsite.
    pub(crate) fn fixed(targets: &'static [&'static str]) -> Self {
        Self { is_fixed: true, ..Self::asked(targets) }
    }
}

impl<S> Filter<S> for Without {
    fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        self.asked.lock().unwrap().push(meta.target().to_owned());
        !self.targets.contains(&meta.target())
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        match (self.is_fixed, self.targets.contains(&meta.target())) {
            (false, _) => Interest::sometimes(),
            (true, true) => Interest::never(),
            (true, false) => Interest::always(),
        }
    }
}

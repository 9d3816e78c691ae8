//! What the programs and tests of this folder share: a layer that checks each event's scope against what it must be.
//!
#![doc = include_str!("../../../docs/async.md")]

pub mod admin;
pub mod hands;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Compares the scope of each event that has a field `must` with that field, and writes down those that differ.
///
/// A scope is written as the names of its spans from the root on, each with its field `id` if it has one:
/// `task=3/step`.
#[derive(Clone, Debug, Default)]
pub struct Scopes(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    right: usize,
    wrong: Vec<Wrong>,
    other: Vec<String>,
}

/// An event that was not where it must be.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The scope in which it must be.
    pub must: String,
    /// The scope in which it was.
    pub was: String,
}

impl Scopes {
    /// Counts the events that were where they must be, since the last call.
    #[must_use]
    pub fn take_right(&self) -> usize {
        std::mem::take(&mut self.seen().right)
    }

    /// Gives the events that were not where they must be, since the last call.
    #[must_use]
    pub fn take_wrong(&self) -> Vec<Wrong> {
        std::mem::take(&mut self.seen().wrong)
    }

    /// Gives the events without a field `must` since the last call: each its scope, and its values.
    #[must_use]
    pub fn take_other(&self) -> Vec<String> {
        std::mem::take(&mut self.seen().other)
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Scopes {
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let mut was = String::new();
        for span in ctx.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            let separator = if was.is_empty() { "" } else { "/" };
            was.push_str(separator);
            was.push_str(span.name());
            if let Some(id) = span.field("id") {
                was.push_str(&format!("={id}"));
            }
        }
        let mut values = Values::default();
        event.record(&mut values);
        let mut seen = self.seen();
        match values.must {
            Some(must) if must == was => seen.right += 1,
            Some(must) => seen.wrong.push(Wrong { must, was }),
            None => seen.other.push(format!("[{was}] {}{}", event.metadata().target(), values.other)),
        }
    }
}

#[derive(Default)]
struct Values {
    must: Option<String>,
    other: String,
}

impl Visit for Values {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.other.push_str(&format!(" {field}={value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "must" {
            self.must = Some(value.to_owned());
        } else {
            self.record_debug(field, &value);
        }
    }
}

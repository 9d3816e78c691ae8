//! Spans that were open before a filter was: those of the registry of its subscriber, and those that a thread is in.
//! Called by `dynamics` when a filter is put into a subscriber that is in use; calls the registry.

use tracing_core::field::Visit;
use tracing_core::span::Id;
use tracing_core::{Dispatch, Metadata};

use crate::registry::{self, LookupSpan, Registry, SpanData};

/// Names a registry.
pub(super) type Number = u32;

/// The spans that are open under a subscriber.
pub(super) struct Open<'a>(&'a Registry);

impl<'a> Open<'a> {
    /// `None` if the subscriber has no registry.
    pub(super) fn under(dispatch: &'a Dispatch) -> Option<Self> {
        dispatch.downcast_ref().map(Self)
    }

    pub(super) fn number(&self) -> Option<Number> {
        Some(self.0.number())
    }

    pub(super) fn ids(&self) -> Vec<Id> {
        let mut ids = Vec::new();
        self.0.each_open(|id, _| ids.push(id));
        ids
    }

    pub(super) fn is_open(&self, id: &Id) -> bool {
        self.0.span_data(id).is_some()
    }

    pub(super) fn parent(&self, id: &Id) -> Option<Id> {
        self.0.span_data(id)?.parent().cloned()
    }

    /// Calls `look` with a span's metadata, and with what shows its fields.
    pub(super) fn look_at(&self, id: &Id, look: impl FnOnce(&'static Metadata<'static>, &dyn Fn(&mut dyn Visit))) {
        if let Some(span) = self.0.span_data(id) {
            look(span.metadata(), &|visitor| span.values().record(visitor));
        }
    }
}

/// The spans that this thread is in, the outermost first.
pub(super) fn entered(&registry: &Number) -> Vec<Id> {
    let mut spans = Vec::new();
    registry::each_entered(registry, |id| spans.push(id));
    spans.reverse();
    spans
}

//! Spans that were open before a filter was: those of the registry of its subscriber, and those that a thread is in.
//! Called by `dynamics` when a filter is put into a subscriber that is in use; calls the registry.

use tracing_core::field::Visit;
use tracing_core::span::Id;
use tracing_core::{Dispatch, Metadata};

use crate::registry::{self, LookupSpan, Registry, SpanData};

/// Names a registry.
pub(super) type Number = u32;

/// Calls `each` with the spans that are open under a subscriber, and with what shows their fields. Gives the number of
/// its registry, if it has one.
pub(super) fn each_open(
    dispatch: &Dispatch,
    mut each: impl FnMut(&Id, &'static Metadata<'static>, &dyn Fn(&mut dyn Visit)),
) -> Option<Number> {
    let registry: &Registry = dispatch.downcast_ref()?;
    registry.each_open(|id, metadata| {
        if let Some(span) = registry.span_data(&id) {
            each(&id, metadata, &|visitor| span.values().record(visitor));
        }
    });
    Some(registry.number())
}

/// Whether a span is open still.
pub(super) fn is_open(dispatch: &Dispatch, id: &Id) -> bool {
    dispatch.downcast_ref::<Registry>().is_some_and(|registry| registry.span_data(id).is_some())
}

/// The spans that this thread is in, the outermost first.
pub(super) fn entered(&registry: &Number) -> Vec<Id> {
    let mut spans = Vec::new();
    registry::each_entered(registry, |id| spans.push(id));
    spans.reverse();
    spans
}

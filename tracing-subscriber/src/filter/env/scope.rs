//! The watched spans that this thread is in, for all filters of the process. Pushed and popped as they are entered and
//! exited; read where a record's fate depends on the span it is made in.

use std::cell::RefCell;
use std::sync::Arc;

use tracing_core::span::Id;

use super::watched::{Precedence, SpanMatch};

struct Entered {
    /// The filter that watches the span.
    filter: u64,
    id: u64,
    span: Arc<SpanMatch>,
}

thread_local! {
    static SCOPE: RefCell<Vec<Entered>> = const { RefCell::new(Vec::new()) };
}

/// Past this length, entries that nobody watches any more are looked for: their filter is gone, so nobody pops them.
const CROWDED: usize = 32;

pub(super) fn push(filter: u64, id: &Id, span: Arc<SpanMatch>) {
    // A thread that is being torn down, and a record that is made in here, have no scope.
    let _ = SCOPE.try_with(|scope| {
        if let Ok(mut scope) = scope.try_borrow_mut() {
            if scope.len() >= CROWDED {
                scope.retain(|entered| Arc::strong_count(&entered.span) > 1);
            }
            scope.push(Entered { filter, id: id.into_u64(), span });
        }
    });
}

pub(super) fn pop(filter: u64, id: &Id) {
    let _ = SCOPE.try_with(|scope| {
        if let Ok(mut scope) = scope.try_borrow_mut() {
            // The last one, as a rule; guards may be dropped in any order.
            if let Some(at) = scope.iter().rposition(|e| e.id == id.into_u64() && e.filter == filter) {
                scope.remove(at);
            }
        }
    });
}

/// The directive that decides for what is recorded here and now: the first of those that the spans match.
#[inline]
pub(super) fn first(filter: u64) -> Precedence {
    SCOPE
        .try_with(|scope| match scope.try_borrow() {
            Ok(scope) => scope
                .iter()
                // A span that is watched no more was closed, or its filter is gone, before it was exited.
                .filter(|entered| entered.filter == filter && Arc::strong_count(&entered.span) > 1)
                .map(|entered| entered.span.first())
                .min()
                .unwrap_or(SpanMatch::NONE),
            Err(_) => SpanMatch::NONE,
        })
        .unwrap_or(SpanMatch::NONE)
}

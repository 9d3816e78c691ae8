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
    /// Filters that came while this thread was in spans, and have been told of those.
    static SEEDED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// As many filters are remembered as told; to tell one again does no harm.
const REMEMBERED: usize = 8;

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

/// The watched span that this thread entered last.
pub(super) fn innermost(filter: u64) -> Option<Arc<SpanMatch>> {
    let find = |scope: &RefCell<Vec<Entered>>| {
        let scope = scope.try_borrow().ok()?;
        // See `first` for the count.
        let mut watched = scope.iter().rev().filter(|e| e.filter == filter && Arc::strong_count(&e.span) > 1);
        watched.next().map(|entered| entered.span.clone())
    };
    SCOPE.try_with(find).ok().flatten()
}

/// Takes in the watched spans that this thread has been in since before the filter was, once. `entered` gives them, the
/// outermost first.
pub(super) fn seed(filter: u64, entered: impl FnOnce() -> Vec<(Id, Arc<SpanMatch>)>) {
    let is_new = SEEDED.try_with(|seeded| match seeded.try_borrow_mut() {
        Ok(mut seeded) if !seeded.contains(&filter) => {
            if seeded.len() == REMEMBERED {
                seeded.remove(0);
            }
            seeded.push(filter);
            true
        }
        _ => false,
    });
    if is_new == Ok(true) {
        for (id, span) in entered() {
            if !contains(filter, &id) {
                push(filter, &id, span);
            }
        }
    }
}

fn contains(filter: u64, id: &Id) -> bool {
    SCOPE
        .try_with(|scope| {
            let scope = scope.try_borrow();
            scope.is_ok_and(|scope| scope.iter().any(|e| e.id == id.into_u64() && e.filter == filter))
        })
        .unwrap_or(true)
}

//! Says once of each place that makes guards that one of them was held where it does not belong: an event.

use alloc::collections::BTreeSet;
use core::panic::Location;
use std::{
    sync::{Mutex, PoisonError},
    thread,
};

use tracing_core::Metadata;

/// What was found of a guard.
#[derive(Clone, Copy)]
pub(super) enum Mistake {
    HeldAcrossAwait,
    LeftBehind,
    DroppedInAPoll,
    DroppedElsewhere,
}

impl Mistake {
    fn text(self) -> &'static str {
        match self {
            Mistake::HeldAcrossAwait => {
                "a guard is held across an `.await`; its span is left while other tasks run. Use `.instrument(span)`"
            }
            Mistake::LeftBehind => {
                "a guard is left behind by a future that has ended; its span is left. Use `.instrument(span)`"
            }
            Mistake::DroppedInAPoll => {
                "a guard is dropped inside of a future, but was made outside of it; other tasks may have run inside \
                 of its span. Use `.instrument(span)`"
            }
            Mistake::DroppedElsewhere => {
                "a guard is dropped on another thread, or in another task, than it was made in. Use \
                 `.instrument(span)`, or hand over the span"
            }
        }
    }
}

/// The places that were reported; there are no more of them than places in the code.
static REPORTED: Mutex<BTreeSet<(&'static str, u32, u32)>> = Mutex::new(BTreeSet::new());

/// Reports a mistake, unless one was reported of the same place.
#[cold]
#[allow(unused_imports, reason = "the macro, which is of this crate, brings into scope what other records need")]
pub(super) fn once(place: &'static Location<'static>, metadata: Option<&'static Metadata<'static>>, mistake: Mistake) {
    // A layer that panics in here would end the program. There will be another occasion.
    if thread::panicking() {
        return;
    }
    // Nor is it lost on nobody.
    let is_heard = cfg!(feature = "log") || crate::enabled!(target: "tracing::guard", crate::Level::WARN);
    if !is_heard {
        return;
    }
    let is_first =
        REPORTED.lock().unwrap_or_else(PoisonError::into_inner).insert((place.file(), place.line(), place.column()));
    // The lock is free again: what listens may itself make guards.
    if is_first {
        let span = metadata.map_or("", Metadata::name);
        crate::warn!(target: "tracing::guard", span, file = place.file(), line = place.line(), "{}", mistake.text());
    }
}

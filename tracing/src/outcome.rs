//! How an instrumented future ended: it completed, it was dropped before that, or it panicked. Written by
//! [`Instrumented`](crate::instrument::Instrumented) to its span, on request.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::Span;

/// The name of the field that tells how an instrumented future ended: `completed`, `cancelled` or `panicked`.
///
/// ```
/// assert_eq!(tracing::instrument::OUTCOME, "future.outcome");
/// ```
pub const OUTCOME: &str = "future.outcome";

static ALL: AtomicBool = AtomicBool::new(false);

/// Lets all instrumented futures of the program record how they ended, in a field of their span that is called
/// [`OUTCOME`]. Off unless asked for.
///
/// Layers are told of it as of any field, before the span closes; `FmtSpan::CLOSE` shows it with the others.
/// [`Instrumented::with_outcome`](crate::instrument::Instrumented::with_outcome) asks for it for one future.
///
/// ```
/// use tracing::{Instrument, info_span, instrument};
///
/// # test_support::check(|| {
/// instrument::record_outcomes(true);
/// let future = std::future::pending::<()>().instrument(info_span!("request"));
/// drop(future); // the span ends with future.outcome="cancelled"
/// # }, r#"request{future.outcome="cancelled"}"#);
/// ```
pub fn record_outcomes(on: bool) {
    // Relaxed: a lone flag.
    ALL.store(on, Relaxed);
}

/// Where a future is on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum State {
    /// It has not been polled, or it waits.
    Waiting,
    /// It is being polled. If it is dropped in this state it has panicked.
    Polled,
    Completed,
}

/// Where a future is on its way, and whether somebody wants to know how it ends.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    state: State,
    wanted: bool,
}

impl Progress {
    pub(crate) const fn new() -> Self {
        Progress { state: State::Waiting, wanted: false }
    }

    pub(crate) fn want(&mut self) {
        self.wanted = true;
    }

    #[inline(always)]
    pub(crate) fn set(&mut self, state: State) {
        self.state = state;
    }

    /// Tells whether the future may be polled again.
    #[cfg(all(feature = "attributes", feature = "std"))]
    #[inline(always)]
    pub(crate) fn waits(&self) -> bool {
        matches!(self.state, State::Waiting)
    }

    /// Records, when the future is dropped, how it ended.
    #[inline]
    pub(crate) fn end(&self, span: &Span) {
        // Relaxed: see `record_outcomes`.
        if self.wanted || ALL.load(Relaxed) {
            self.record(span);
        }
    }

    #[cold]
    fn record(&self, span: &Span) {
        let outcome = match self.state {
            State::Waiting => "cancelled",
            State::Polled => "panicked",
            State::Completed => "completed",
        };
        if span.has_field(OUTCOME) {
            span.record(OUTCOME, outcome);
        } else {
            span.record_dynamic(OUTCOME, outcome);
        }
    }
}

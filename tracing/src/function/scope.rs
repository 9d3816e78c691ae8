//! The span of a function while it runs. Called by the expansion of `#[instrument]`.

#![expect(unsafe_code, reason = "the span is dropped out of line")]

use core::mem::ManuallyDrop;

use tracing_core::field::ValueRef;

use crate::{
    __private::{Callsite, ask},
    Span,
};

/// The span of a running function; dropping it exits the span and gives the handle back.
#[must_use = "the span exits when this is dropped"]
#[expect(missing_debug_implementations, reason = "lives within an expansion")]
pub struct Scope {
    /// Dropped by [`leave`](Self::leave), so that no code for it is in line.
    span: ManuallyDrop<Span>,
}

impl Scope {
    #[inline(always)]
    pub const fn none() -> Self {
        Scope { span: ManuallyDrop::new(Span::none()) }
    }

    /// Enters a span. The scope has none before.
    #[cold]
    #[inline(never)]
    pub fn enter(&mut self, span: Span) {
        span.do_enter();
        self.span = ManuallyDrop::new(span);
    }

    /// Asks whether the span of a callsite is wanted, then makes it, in the current one, and enters it.
    #[cold]
    #[inline(never)]
    pub fn enter_at(&mut self, callsite: &'static Callsite, values: &[ValueRef<'_>]) {
        let asked = ask(callsite);
        if asked.is_wanted() {
            self.enter(asked.span(callsite, values));
        }
    }

    #[inline(never)]
    fn leave(&mut self) {
        self.span.do_exit();
        // SAFETY: called by `drop` alone, so the span is not used again.
        unsafe { ManuallyDrop::drop(&mut self.span) };
    }
}

impl Drop for Scope {
    #[inline(always)]
    fn drop(&mut self) {
        // A disabled span that knows its name may be heard of in the log.
        if !self.span.is_none() {
            self.leave();
        }
    }
}

/// Moved into a closure, it makes the closure one that is called once, which may give away what it borrowed.
#[derive(Debug)]
pub struct Once;

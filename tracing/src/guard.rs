//! What keeps a span entered: dropping it exits the span. Made by [`Span::enter`] and [`Span::entered`].

use core::{fmt, marker::PhantomData, mem, ops::Deref};

use tracing_core::span::Id;

use crate::{Span, held::Ticket};

/// Keeps a span entered; exits it when dropped. Made by [`Span::enter`].
///
/// It is not `Send`: the thread that entered a span has to exit it.
///
/// ```
/// # test_support::check(|| {
/// let span = tracing::info_span!("work");
/// let _guard = span.enter();
/// tracing::info!("inside");
/// # }, "work\n  INFO inside");
/// ```
#[must_use = "the span exits when this guard is dropped"]
pub struct Entered<'a> {
    span: &'a Span,
    ticket: Ticket,
    _not_send: PhantomNotSend,
}

/// Keeps a span entered, and owns its handle; exits it when dropped. Made by [`Span::entered`].
///
/// It is not `Send`: the thread that entered a span has to exit it.
///
/// ```
/// # test_support::check(|| {
/// let guard = tracing::info_span!("work").entered();
/// tracing::info!("inside");
/// # drop(guard);
/// # }, "work\n  INFO inside");
/// ```
#[must_use = "the span exits when this guard is dropped"]
pub struct EnteredSpan {
    span: Span,
    ticket: Ticket,
    _not_send: PhantomNotSend,
}

/// Keeps a type from being `Send`, not from being `Sync`.
#[derive(Debug)]
struct PhantomNotSend {
    ghost: PhantomData<*mut ()>,
}

impl PhantomNotSend {
    const NEW: PhantomNotSend = PhantomNotSend { ghost: PhantomData };
}

#[expect(unsafe_code, reason = "a guard may be looked at from other threads")]
// SAFETY: it holds no data. What a guard lets another thread reach, a `Span`, is `Sync`.
unsafe impl Sync for PhantomNotSend {}

impl<'a> Entered<'a> {
    #[inline(always)]
    #[track_caller]
    pub(crate) fn new(span: &'a Span) -> Self {
        Entered { span, ticket: Ticket::new(span), _not_send: PhantomNotSend::NEW }
    }
}

impl EnteredSpan {
    #[inline(always)]
    #[track_caller]
    pub(crate) fn new(span: Span) -> Self {
        let ticket = Ticket::new(&span);
        EnteredSpan { span, ticket, _not_send: PhantomNotSend::NEW }
    }

    /// Gives the id that the subscriber chose, if the span is enabled.
    ///
    /// ```
    /// let guard = tracing::info_span!("work").entered();
    /// assert_eq!(guard.id().is_some(), !guard.is_disabled());
    /// ```
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        self.span.id()
    }

    /// Exits the span and gives back its handle.
    ///
    /// ```
    /// # test_support::check(|| {
    /// let guard = tracing::info_span!("work").entered();
    /// let span = guard.exit();
    /// tracing::info!("outside");
    /// # drop(span);
    /// # }, "work\nINFO outside");
    /// ```
    #[inline(always)]
    #[expect(clippy::must_use_candidate, reason = "exiting is often all that is wanted")]
    pub fn exit(mut self) -> Span {
        let span = mem::replace(&mut self.span, Span::none());
        if self.ticket.redeem(&span) {
            span.do_exit();
        }
        // What is left is the guard of no span, whose drop does nothing.
        span
    }
}

/// A guard that cannot get out of the function that makes it, and so is not watched.
pub(crate) struct Inside<'a>(&'a Span);

impl<'a> Inside<'a> {
    #[inline(always)]
    pub(crate) fn of(span: &'a Span) -> Self {
        span.do_enter();
        Inside(span)
    }
}

impl Drop for Inside<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.do_exit();
    }
}

impl Drop for Entered<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.ticket.redeem(self.span) {
            self.span.do_exit();
        }
    }
}

impl Drop for EnteredSpan {
    #[inline(always)]
    fn drop(&mut self) {
        if self.ticket.redeem(&self.span) {
            self.span.do_exit();
        }
    }
}

impl Deref for EnteredSpan {
    type Target = Span;

    #[inline]
    fn deref(&self) -> &Span {
        &self.span
    }
}

impl fmt::Debug for Entered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entered").field("span", self.span).finish()
    }
}

impl fmt::Debug for EnteredSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnteredSpan").field("span", &self.span).field("_not_send", &self._not_send).finish()
    }
}

impl<'a> From<&'a EnteredSpan> for Option<&'a Id> {
    fn from(guard: &'a EnteredSpan) -> Self {
        (&guard.span).into()
    }
}

impl From<&EnteredSpan> for Option<Id> {
    fn from(guard: &EnteredSpan) -> Self {
        guard.id()
    }
}

//! The future of an instrumented function: makes its span when it is polled for the first time, from inside.
//!
//! The arguments of an asynchronous function live in its future, so that is where the values of the span's fields are.
//! The span itself lives beside the future, in a [`Head`], where it outlasts each poll. So the first poll lays the
//! address of the head down in a thread-local, and the future, before the body of the function, calls [`begin`], which
//! picks it up. A second future around the body, to hold the span, would compile every function's states twice.
//!
//! A disabled span, which only the `log` crate hears of, is not entered by a future: its records are that it begins and
//! that it ends.

#![expect(
    unsafe_code,
    reason = "the head is reached by its address; the future is dropped by hand, inside of its span"
)]

use core::{
    cell::Cell,
    future::Future,
    mem::{self, ManuallyDrop},
    pin::Pin,
    ptr,
    task::{Context, Poll},
};

use tracing_core::field::ValueRef;

use crate::{
    __private::{Callsite, ask},
    Span,
    held::Held,
    outcome::{Progress, State},
};

std::thread_local! {
    /// Where the span of the future goes that this thread polls for the first time. Null in between.
    static OFFERED: Cell<*mut Head> = const { Cell::new(ptr::null_mut()) };
}

/// The future of an instrumented function, inside of its span: entered by each poll, and by the drop.
#[must_use = "a future does nothing unless it is polled"]
#[expect(missing_debug_implementations, reason = "lives within an expansion")]
pub struct Traced<F: Future> {
    // Dropped by `end`, as the future is, so that no code for it is in line.
    head: ManuallyDrop<Head>,
    future: ManuallyDrop<F>,
}

/// What a [`Traced`] future has beside the future: its span, from the first poll until it ends, the guards that it holds
/// while it waits, and how it ends.
struct Head {
    span: Span,
    held: Held,
    progress: Progress,
    polled: bool,
}

impl<F: Future> Traced<F> {
    #[inline(always)]
    pub const fn new(future: F) -> Self {
        let head = Head { span: Span::none(), held: Held::new(), progress: Progress::new(), polled: false };
        Traced { head: ManuallyDrop::new(head), future: ManuallyDrop::new(future) }
    }
}

impl<F: Future> Future for Traced<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: what is pinned is the future. It is not moved here, and dropped where it lies.
        let this = unsafe { self.get_unchecked_mut() };
        let poll_future: for<'p, 'c> fn(Pin<&'p mut F>, &'c mut Context<'_>) -> Poll<F::Output> = F::poll;
        // SAFETY: a pinned reference to a sized type is passed as a pointer is.
        let poll_future: PollFuture<F::Output> = unsafe { mem::transmute(poll_future) };
        // SAFETY: the pointers are to parts of the same that is borrowed, the second to the future that the function polls;
        // it is pinned, see above.
        unsafe { poll((&raw mut this.head).cast(), (&raw mut this.future).cast(), poll_future, context) }
    }
}

impl<F: Future> Drop for Traced<F> {
    #[inline]
    fn drop(&mut self) {
        let drop_future: Option<DropFuture> = if mem::needs_drop::<F>() {
            let drop_future: unsafe fn(*mut F) = ptr::drop_in_place::<F>;
            // SAFETY: thin pointers are passed alike.
            Some(unsafe { mem::transmute::<unsafe fn(*mut F), DropFuture>(drop_future) })
        } else {
            None
        };
        // SAFETY: neither is used again; the function drops what the pointer is to.
        unsafe { end(&mut self.head, (&raw mut self.future).cast(), drop_future) };
    }
}

/// `poll` of some future that gives a `T`.
type PollFuture<T> = unsafe fn(*mut (), &mut Context<'_>) -> Poll<T>;
/// Drops some future where it lies.
type DropFuture = unsafe fn(*mut ());

/// Polls the future of a function inside of its span. Compiled once for each type of output: out of line, for the
/// compiler would else put it, and take it apart, where each future is polled.
///
/// # Safety
///
/// `head` is borrowed for the call, and `poll_future` may be called with `future`, which is pinned.
#[inline(never)]
unsafe fn poll<T>(head: *mut Head, future: *mut (), poll_future: PollFuture<T>, context: &mut Context<'_>) -> Poll<T> {
    // SAFETY: borrowed, as promised.
    if !unsafe { (*head).polled } {
        // SAFETY: promised by the caller.
        return unsafe { poll_first(head, future, poll_future, context) };
    }
    // A subscriber that panics as it is told of the span has no guard to tell it again.
    // SAFETY: borrowed, as promised.
    enter(unsafe { &(*head).span });
    // SAFETY: promised by the caller.
    unsafe { poll_inside(head, future, poll_future, context) }
}

/// Polls a future from whose inside [`begin`] makes its span.
///
/// # Safety
///
/// As [`poll`].
#[cold]
#[inline(never)]
unsafe fn poll_first<T>(
    head: *mut Head,
    future: *mut (),
    poll_future: PollFuture<T>,
    context: &mut Context<'_>,
) -> Poll<T> {
    /// Lays down again what was offered before.
    struct Offer(*mut Head);
    impl Drop for Offer {
        fn drop(&mut self) {
            OFFERED.set(self.0);
        }
    }
    // SAFETY: borrowed, as promised.
    unsafe { (*head).polled = true };
    let _before = Offer(OFFERED.replace(head));
    // SAFETY: promised by the caller.
    unsafe { poll_inside(head, future, poll_future, context) }
}

/// Polls a future whose span is entered, then exits the span; closes it too if the future ends, be it by a panic, for the
/// future may be kept for long after that.
///
/// # Safety
///
/// As [`poll`].
#[inline(always)]
unsafe fn poll_inside<T>(
    head: *mut Head,
    future: *mut (),
    poll_future: PollFuture<T>,
    context: &mut Context<'_>,
) -> Poll<T> {
    struct Visit(*mut Head);
    impl Drop for Visit {
        #[inline(always)]
        fn drop(&mut self) {
            // SAFETY: borrowed for the call that has this guard; `begin`, which also reaches it, has returned.
            let head = unsafe { &mut *self.0 };
            exit(&head.span);
            if !head.progress.waits() && !head.span.is_none() {
                close(head);
            }
        }
    }
    let visit = Visit(head);
    // By its field alone, for `begin` writes another.
    // SAFETY: borrowed, as promised.
    let (held, progress) = unsafe { (&mut (*visit.0).held, &mut (*visit.0).progress) };
    let mut polling = held.poll();
    progress.set(State::Polled);
    // SAFETY: promised by the caller.
    let poll = unsafe { poll_future(future, context) };
    if poll.is_ready() {
        polling.ready::<T>();
    }
    progress.set(if poll.is_ready() { State::Completed } else { State::Waiting });
    poll
}

/// Closes the span of a future that has ended, of which nothing is left to drop.
#[cold]
#[inline(never)]
fn close(head: &mut Head) {
    // First, so that it is inside of a span that tells.
    head.progress.end(&head.span);
    // A span is also entered for the drop of its future, and a layer that counts may rely on that.
    drop(Inside::enter(&head.span));
    head.span = Span::none();
}

/// Drops the future of a function inside of its span, then closes the span, if it has not ended before.
///
/// # Safety
///
/// Neither is used again, and `drop_future` may be called with `future`. Without one, the future has nothing to drop.
#[inline(never)]
unsafe fn end(head: &mut ManuallyDrop<Head>, future: *mut (), drop_future: Option<DropFuture>) {
    /// Closes the span also if the future panics as it is dropped.
    struct Close<'h>(&'h mut ManuallyDrop<Head>);
    impl Drop for Close<'_> {
        #[inline(never)]
        fn drop(&mut self) {
            // SAFETY: the caller of `end` promised that it is not used again.
            unsafe { ManuallyDrop::drop(self.0) };
        }
    }
    let close = Close(head);
    let Head { span, held, progress, .. } = &mut **close.0;
    // First, so that what is recorded while it goes is inside of a span that tells.
    progress.end(span);
    let _inside = Inside::enter(span);
    let _dropping = held.drop_inside();
    if let Some(drop_future) = drop_future {
        // SAFETY: valid, and not used again, as promised.
        unsafe { drop_future(future) };
    }
}

/// Inside of a span until it is dropped.
struct Inside<'s>(&'s Span);

impl<'s> Inside<'s> {
    fn enter(span: &'s Span) -> Self {
        // First, for the same reason as in `poll`.
        enter(span);
        Inside(span)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        exit(self.0);
    }
}

/// Enters a span, unless the log alone would hear of it.
#[inline(always)]
fn enter(span: &Span) {
    if !span.is_disabled() {
        span.do_enter();
    }
}

/// Exits a span that [`enter`] was called for.
#[inline(always)]
fn exit(span: &Span) {
    if !span.is_disabled() {
        span.do_exit();
    }
}

/// Enters the span of the function whose future this thread polls for the first time, and keeps it for the next polls.
#[cold]
#[inline(never)]
pub fn begin(span: Span) {
    let head = OFFERED.replace(ptr::null_mut());
    if head.is_null() {
        return;
    }
    enter(&span);
    // SAFETY: a `poll_first` further up this thread's stack keeps what it offered borrowed, and does not look at the span
    // until the future has returned; then, or when it is taken here, the offer ends.
    unsafe { (*head).span = span };
}

/// Asks whether the span of a callsite is wanted, then makes it, in the current one, and begins it.
#[cold]
#[inline(never)]
pub fn begin_at(callsite: &'static Callsite, values: &[ValueRef<'_>]) {
    let asked = ask(callsite);
    if asked.is_wanted() {
        begin(asked.span(callsite, values));
    }
}

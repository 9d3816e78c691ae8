//! The future of an instrumented function: makes its span when it is polled for the first time, from inside.
//!
//! The arguments of an asynchronous function live in its future, so that is where the values of the span's fields are.
//! The span itself lives beside the future, in a [`Slot`], where it outlasts each poll. So the first poll lays the
//! address of the slot down in a thread-local, and the future, before the body of the function, calls [`begin`], which
//! picks it up. A second future around the body, to hold the span, would compile every function's states twice.
//!
//! A disabled span, which only the `log` crate hears of, is not entered by a future: its records are that it begins and
//! that it ends.

#![expect(
    unsafe_code,
    reason = "the slot is reached by its address; the future is dropped by hand, inside of its span"
)]

use core::{
    cell::Cell,
    future::Future,
    marker::PhantomData,
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
    static OFFERED: Cell<*mut Slot> = const { Cell::new(ptr::null_mut()) };
}

/// The future of an instrumented function, inside of its span: entered by each poll, and by the drop.
#[must_use = "a future does nothing unless it is polled"]
#[expect(missing_debug_implementations, reason = "lives within an expansion")]
pub struct Traced<F: Future> {
    // Dropped by `end`, as the future is, so that no code for them is in line.
    slot: ManuallyDrop<Slot>,
    way: ManuallyDrop<Way>,
    future: ManuallyDrop<F>,
}

/// The span of a [`Traced`] future.
struct Slot {
    span: Span,
    polled: bool,
}

/// What becomes of a [`Traced`] future: the guards that it holds while it waits, and how it ends.
struct Way {
    held: Held,
    progress: Progress,
}

impl<F: Future> Traced<F> {
    #[inline(always)]
    pub const fn new(future: F) -> Self {
        let slot = Slot { span: Span::none(), polled: false };
        let way = Way { held: Held::new(), progress: Progress::new() };
        Traced { slot: ManuallyDrop::new(slot), way: ManuallyDrop::new(way), future: ManuallyDrop::new(future) }
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
        // SAFETY: the pointer is to the future that the function polls; it is pinned, see above.
        unsafe { poll(&mut this.slot, &mut this.way, (&raw mut this.future).cast(), poll_future, context) }
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
        // SAFETY: none of them is used again; the function drops what the pointer is to.
        unsafe { end(&mut self.slot, &mut self.way, (&raw mut self.future).cast(), drop_future) };
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
/// `poll_future` may be called with `future`, which is pinned.
#[inline(never)]
unsafe fn poll<T>(
    slot: &mut Slot,
    way: &mut Way,
    future: *mut (),
    poll_future: PollFuture<T>,
    context: &mut Context<'_>,
) -> Poll<T> {
    /// Closes the span when the future ends, be it by a panic: it may be kept for long after that.
    struct Ending<'s> {
        slot: &'s mut Slot,
        way: &'s mut Way,
        waits: bool,
    }
    impl Drop for Ending<'_> {
        #[inline(always)]
        fn drop(&mut self) {
            if !self.waits && !self.slot.span.is_none() {
                close(self.slot, self.way);
            }
        }
    }
    let mut ending = Ending { slot, way, waits: false };
    let poll = {
        let way = &mut *ending.way;
        let _inside = Inside::enter(ending.slot);
        let mut polling = way.held.poll();
        way.progress.set(State::Polled);
        // SAFETY: promised by the caller.
        let poll = unsafe { poll_future(future, context) };
        if poll.is_ready() {
            polling.ready::<T>();
        }
        way.progress.set(if poll.is_ready() { State::Completed } else { State::Waiting });
        poll
    };
    ending.waits = poll.is_pending();
    poll
}

/// Closes the span of a future that has ended, of which nothing is left to drop.
#[inline(never)]
fn close(slot: &mut Slot, way: &Way) {
    // First, so that it is inside of a span that tells.
    way.progress.end(&slot.span);
    // A span is also entered for the drop of its future, and a layer that counts may rely on that.
    drop(Inside::enter(slot));
    slot.span = Span::none();
}

/// Drops the future of a function inside of its span, then closes the span, if it has not ended before.
///
/// # Safety
///
/// None of them is used again, and `drop_future` may be called with `future`. Without one, the future has nothing to
/// drop.
#[inline(never)]
unsafe fn end(
    slot: &mut ManuallyDrop<Slot>,
    way: &mut ManuallyDrop<Way>,
    future: *mut (),
    drop_future: Option<DropFuture>,
) {
    /// Closes the span also if the future panics as it is dropped.
    struct Close<'s> {
        slot: &'s mut ManuallyDrop<Slot>,
        way: &'s mut ManuallyDrop<Way>,
    }
    impl Drop for Close<'_> {
        #[inline(never)]
        fn drop(&mut self) {
            // SAFETY: the caller of `end` promised that it is not used again.
            unsafe { ManuallyDrop::drop(self.slot) };
            // SAFETY: the same.
            unsafe { ManuallyDrop::drop(self.way) };
        }
    }
    let close = Close { slot, way };
    // What is dropped has no more to begin.
    close.slot.polled = true;
    // First, so that what is recorded while it goes is inside of a span that tells.
    close.way.progress.end(&close.slot.span);
    let _inside = Inside::enter(close.slot);
    let _dropping = close.way.held.drop_inside();
    if let Some(drop_future) = drop_future {
        // SAFETY: valid, and not used again, as promised.
        unsafe { drop_future(future) };
    }
}

/// Inside of the span of a slot, or, in the first poll, where [`begin`] finds the slot.
struct Inside<'s> {
    slot: *mut Slot,
    /// What was offered before the first poll.
    before: Option<*mut Slot>,
    /// The slot is borrowed for as long; reached by its address alone.
    _slot: PhantomData<&'s mut Slot>,
}

// In line, for those who call it are not: they are compiled once for each type of output at most.
impl<'s> Inside<'s> {
    #[inline(always)]
    fn enter(slot: &'s mut Slot) -> Self {
        // A subscriber that panics as it is told of the span has no guard to tell it again.
        if slot.polled {
            enter(&slot.span);
            return Inside { slot, before: None, _slot: PhantomData };
        }
        slot.polled = true;
        let slot: *mut Slot = slot;
        Inside { slot, before: Some(offer(slot)), _slot: PhantomData }
    }
}

impl Drop for Inside<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(before) = self.before {
            offer(before);
        }
        // SAFETY: borrowed by this guard, and `begin`, which also reaches it, has returned.
        let span = unsafe { &(*self.slot).span };
        if !span.is_disabled() {
            span.do_exit();
        }
    }
}

/// Enters a span, unless the log alone would hear of it.
#[inline(always)]
fn enter(span: &Span) {
    if !span.is_disabled() {
        span.do_enter();
    }
}

/// Lays down where [`begin`] finds a slot; gives what was there.
#[inline(never)]
fn offer(slot: *mut Slot) -> *mut Slot {
    OFFERED.replace(slot)
}

/// Enters the span of the function whose future this thread polls for the first time, and keeps it for the next polls.
#[cold]
#[inline(never)]
pub fn begin(span: Span) {
    let slot = OFFERED.replace(ptr::null_mut());
    if slot.is_null() {
        return;
    }
    enter(&span);
    // SAFETY: an `Inside` further up this thread's stack keeps what it offered borrowed, and does not look at it until
    // it is dropped; then, or when it is taken here, the offer ends.
    unsafe { (*slot).span = span };
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

//! The future of an instrumented function: makes its span when it is polled for the first time, from inside.
//!
//! The arguments of an asynchronous function live in its future, so that is where the values of the span's fields are.
//! The span itself lives beside the future, in a [`Slot`], where it outlasts each poll. So the first poll lays the
//! address of the slot down in a thread-local, and the future, before the body of the function, calls [`begin`], which
//! picks it up. A second future around the body, to hold the span, would compile every function's states twice.

#![expect(
    unsafe_code,
    reason = "the slot is reached by its address; the future is dropped by hand, inside of its span"
)]

use core::{
    cell::Cell,
    future::Future,
    marker::PhantomData,
    mem::ManuallyDrop,
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
        // SAFETY: see above; `ManuallyDrop` holds it in place.
        let future = unsafe { Pin::new_unchecked(&mut *this.future) };
        poll(&mut this.slot, &mut this.way, future, context)
    }
}

impl<F: Future> Drop for Traced<F> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: none of them is used again.
        unsafe { end(&mut self.slot, &mut self.way, &raw mut *self.future) };
    }
}

/// Polls the future of a function inside of its span. The futures differ by their vtable, so this is compiled once for
/// each type of output.
fn poll<'f, T>(
    slot: &mut Slot,
    way: &mut Way,
    future: Pin<&mut (dyn Future<Output = T> + 'f)>,
    context: &mut Context<'_>,
) -> Poll<T> {
    let _inside = Inside::enter(slot);
    let mut polling = way.held.poll();
    way.progress.set(State::Polled);
    let poll = future.poll(context);
    if poll.is_ready() {
        polling.ready::<T>();
    }
    way.progress.set(if poll.is_ready() { State::Completed } else { State::Waiting });
    poll
}

/// Drops the future of a function inside of its span, then closes the span.
///
/// # Safety
///
/// None of them is used again.
unsafe fn end<'f, T>(
    slot: &mut ManuallyDrop<Slot>,
    way: &mut ManuallyDrop<Way>,
    future: *mut (dyn Future<Output = T> + 'f),
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
    // SAFETY: valid, and not used again, as promised.
    unsafe { ptr::drop_in_place(future) };
}

/// Inside of the span of a slot, or, in the first poll, where [`begin`] finds the slot.
struct Inside<'s> {
    slot: *mut Slot,
    /// What was offered before the first poll.
    before: Option<*mut Slot>,
    /// The slot is borrowed for as long; reached by its address alone.
    _slot: PhantomData<&'s mut Slot>,
}

impl<'s> Inside<'s> {
    #[inline(never)]
    fn enter(slot: &'s mut Slot) -> Self {
        let before = if slot.polled {
            slot.span.do_enter();
            None
        } else {
            slot.polled = true;
            Some(ptr::null_mut())
        };
        let mut inside = Inside { slot, before, _slot: PhantomData };
        if let Some(before) = &mut inside.before {
            *before = OFFERED.replace(inside.slot);
        }
        inside
    }
}

impl Drop for Inside<'_> {
    #[inline(never)]
    fn drop(&mut self) {
        if let Some(before) = self.before {
            OFFERED.set(before);
        }
        // SAFETY: borrowed by this guard, and `begin`, which also reaches it, has returned.
        unsafe { &*self.slot }.span.do_exit();
    }
}

/// Enters the span of the function whose future this thread polls for the first time, and keeps it for the next polls.
#[cold]
#[inline(never)]
pub fn begin(span: Span) {
    let slot = OFFERED.replace(ptr::null_mut());
    if slot.is_null() {
        return;
    }
    span.do_enter();
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

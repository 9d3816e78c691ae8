//! The spans that a thread is in. Called by the registry at enter and exit; no other thread ever looks.
//! See README, "entered out of order".
#![expect(unsafe_code, reason = "a vector whose length and place are in cells")]

use core::cell::Cell;
use core::ptr;

/// One span that the thread is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entered {
    pub(super) id: u64,
    /// The number of the span's registry.
    pub(super) owner: u32,
}

/// A place in the stack.
#[derive(Clone, Copy)]
struct Entry {
    entered: Entered,
    mark: Mark,
}

/// How a place relates to those below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// The first in the stack whose id has its bit in [`Stack::seen`].
    FirstOfBit,
    /// The first of its span.
    First,
    /// The span is entered again. That makes it no more current than what was entered in between.
    Again,
}

thread_local! {
    /// One stack for all registries; nearly always there is but one.
    ///
    /// Without a destructor, so that it can be used while the thread ends; `SWEEP` frees the buffer.
    static STACK: Stack = const { Stack::new() };

    static SWEEP: Sweep = const { Sweep };
}

/// Enters a span.
#[inline]
pub(super) fn push(entered: Entered) {
    STACK.with(|stack| stack.push(entered));
}

/// Exits a span: its latest entry is taken out, wherever it is. Without an entry nothing happens.
#[inline]
pub(super) fn pop(entered: Entered) {
    STACK.with(|stack| stack.remove(entered));
}

/// Gives the topmost answer that `find` has for an entry of that registry.
#[inline]
pub(super) fn top<T>(owner: u32, mut find: impl FnMut(u64) -> Option<T>) -> Option<T> {
    STACK.with(|stack| {
        let mut below = stack.len.get();
        while below > 0 {
            below -= 1;
            let Entry { entered, mark } = stack.at(below);
            if entered.owner == owner && mark != Mark::Again {
                if let Some(found) = find(entered.id) {
                    return Some(found);
                }
            }
        }
        None
    })
}

/// A vector that hands out no references, so that it may be used again while it is used: by an allocator that enters a span.
struct Stack {
    /// The buffer of a `Vec` with `capacity`, whose first `len` entries are written.
    entries: Cell<*mut Entry>,
    len: Cell<usize>,
    capacity: Cell<usize>,
    /// A bit for each entry's id, by its last six bits: what is not seen here was not entered before.
    seen: Cell<u64>,
    /// Whether `SWEEP` has gone: from then on the buffer goes as soon as it is empty.
    swept: Cell<bool>,
}

/// A stack that was deeper than this gives its buffer back when it is empty.
const KEPT: usize = 1024;

impl Stack {
    const fn new() -> Self {
        Self {
            entries: Cell::new(ptr::null_mut()),
            len: Cell::new(0),
            capacity: Cell::new(0),
            seen: Cell::new(0),
            swept: Cell::new(false),
        }
    }

    #[inline]
    fn at(&self, at: usize) -> Entry {
        assert!(at < self.len.get());
        // SAFETY: the first `len` entries are written.
        unsafe { *self.entries.get().add(at) }
    }

    #[inline]
    fn push(&self, entered: Entered) {
        if self.len.get() == self.capacity.get() {
            self.grow();
        }
        let len = self.len.get();
        let mark = self.mark(entered, len);
        // SAFETY: `grow` left room, and whoever came in between left as many entries as it found.
        unsafe { self.entries.get().add(len).write(Entry { entered, mark }) };
        self.len.set(len + 1);
    }

    /// Marks an entry that goes on top of the first `len`.
    #[inline]
    fn mark(&self, entered: Entered, len: usize) -> Mark {
        let (seen, bit) = (self.seen.get(), bit_of(entered));
        if seen & bit == 0 {
            self.seen.set(seen | bit);
            Mark::FirstOfBit
        } else if (0..len).any(|at| self.at(at).entered == entered) {
            Mark::Again
        } else {
            Mark::First
        }
    }

    #[inline]
    fn remove(&self, entered: Entered) {
        let len = self.len.get();
        let top = len.checked_sub(1).map(|top| self.at(top)).filter(|top| top.entered == entered);
        if let Some(top) = top {
            self.len.set(len - 1);
            if top.mark == Mark::FirstOfBit {
                self.seen.set(self.seen.get() & !bit_of(entered));
            }
        } else {
            self.remove_below(entered);
        }
        if self.len.get() == 0 && (self.capacity.get() > KEPT || self.swept.get()) {
            self.shrink();
        }
    }

    #[cold]
    fn remove_below(&self, entered: Entered) {
        let len = self.len.get();
        let Some(at) = (0..len).rev().find(|at| self.at(*at).entered == entered) else { return };
        // SAFETY: `at + 1..len` are written entries, and `at..len - 1` is as long.
        unsafe { ptr::copy(self.entries.get().add(at + 1), self.entries.get().add(at), len - at - 1) };
        self.len.set(len - 1);
        self.seen.set(0);
        for at in 0..len - 1 {
            let entered = self.at(at).entered;
            let mark = self.mark(entered, at);
            // SAFETY: `at` is one of the entries that are left.
            unsafe { self.entries.get().add(at).write(Entry { entered, mark }) };
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&self) {
        if self.capacity.get() == 0 {
            // To have been touched is what makes its destructor run.
            let _ = SWEEP.try_with(|_| ());
        }
        let mut bigger = Vec::with_capacity((self.capacity.get() * 2).max(16));
        // Read again: the allocator may have entered spans, and left them.
        let len = self.len.get();
        // SAFETY: the first `len` entries are written, and there is room for more than as many, which are another's.
        unsafe { ptr::copy_nonoverlapping(self.entries.get(), bigger.as_mut_ptr(), len) };
        self.replace(bigger);
    }

    #[cold]
    fn shrink(&self) {
        self.replace(Vec::new());
    }

    /// Puts another buffer in place, with the entries in it.
    fn replace(&self, buffer: Vec<Entry>) {
        let mut buffer = core::mem::ManuallyDrop::new(buffer);
        let old = (self.entries.replace(buffer.as_mut_ptr()), self.capacity.replace(buffer.capacity()));
        if old.1 != 0 {
            // SAFETY: made from a `Vec` of this capacity, and now nobody's.
            drop(unsafe { Vec::from_raw_parts(old.0, 0, old.1) });
        }
    }
}

/// The bit of an entry in [`Stack::seen`].
#[inline]
fn bit_of(entered: Entered) -> u64 {
    1 << (entered.id % 64)
}

struct Sweep;

impl Drop for Sweep {
    fn drop(&mut self) {
        STACK.with(|stack| {
            stack.swept.set(true);
            if stack.len.get() == 0 {
                stack.shrink();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u64) -> Entered {
        Entered { id, owner: 7 }
    }

    fn ids() -> Vec<u64> {
        STACK.with(|stack| (0..stack.len.get()).map(|at| stack.at(at).entered.id).collect())
    }

    #[test]
    fn the_latest_entry_is_exited_wherever_it_is() {
        for id in [1, 2, 3, 2] {
            push(entry(id));
        }
        pop(entry(1));
        assert_eq!(ids(), [2, 3, 2]);
        pop(entry(2));
        assert_eq!(ids(), [2, 3]);
        pop(entry(9));
        pop(entry(3));
        pop(entry(2));
        pop(entry(2));
        assert_eq!(ids(), [] as [u64; 0]);
    }

    #[test]
    fn a_span_that_is_entered_again_is_no_more_current_than_what_came_between() {
        push(entry(1));
        push(entry(65));
        push(entry(1));
        assert_eq!(top(7, Some), Some(65));
        pop(entry(65));
        assert_eq!(top(7, Some), Some(1));
        pop(entry(1));
        pop(entry(1));
        assert_eq!(STACK.with(|stack| stack.seen.get()), 0);
    }

    #[test]
    fn a_deep_stack_keeps_its_order_and_gives_its_buffer_back() {
        for id in 0..3000 {
            push(entry(id));
        }
        assert_eq!(ids(), (0..3000).collect::<Vec<_>>());
        for id in (0..3000).rev() {
            pop(entry(id));
        }
        assert_eq!(STACK.with(|stack| stack.capacity.get()), 0);
    }

    #[test]
    fn each_registry_sees_its_own_entries() {
        push(entry(1));
        push(Entered { id: 2, owner: 8 });
        assert_eq!(top(7, Some), Some(1));
        assert_eq!(top(9, Some), None);
        pop(Entered { id: 2, owner: 8 });
        pop(entry(1));
    }
}

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

/// A place in the stack. Two words, so that it is written and read as such.
#[derive(Clone, Copy)]
struct Entry {
    id: u64,
    owner: u32,
    mark: Mark,
}

impl Entry {
    #[inline(always)]
    fn is_of(&self, entered: Entered) -> bool {
        self.id == entered.id && self.owner == entered.owner
    }
}

/// How a place relates to those below it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
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
#[inline(always)]
pub(super) fn push(entered: Entered) {
    STACK.with(
        #[inline(always)]
        |stack| stack.push(entered),
    );
}

/// Exits a span: its latest entry is taken out, wherever it is. Without an entry nothing happens.
#[inline(always)]
pub(super) fn pop(entered: Entered) {
    STACK.with(
        #[inline(always)]
        |stack| stack.remove(entered),
    );
}

/// Gives the topmost answer that `find` has for an entry of that registry.
#[inline]
pub(super) fn top<T>(owner: u32, mut find: impl FnMut(u64) -> Option<T>) -> Option<T> {
    STACK.with(|stack| {
        let mut below = stack.len.get();
        while below > 0 {
            below -= 1;
            let entry = stack.at(below);
            if entry.owner == owner && entry.mark != Mark::Again {
                if let Some(found) = find(entry.id) {
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
    /// Whether the buffer goes as soon as it is empty: it has become large, or `SWEEP` has gone.
    is_given_back: Cell<bool>,
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
            is_given_back: Cell::new(false),
        }
    }

    #[inline]
    fn at(&self, at: usize) -> Entry {
        assert!(at < self.len.get());
        // SAFETY: the first `len` entries are written.
        unsafe { *self.entries.get().add(at) }
    }

    #[inline(always)]
    fn push(&self, entered: Entered) {
        if self.len.get() == self.capacity.get() {
            self.grow();
        }
        let len = self.len.get();
        let (seen, bit) = (self.seen.get(), bit_of(entered.id));
        let mark = if seen & bit == 0 { Mark::FirstOfBit } else { self.mark_of_seen(entered, len) };
        self.seen.set(seen | bit);
        let entry = Entry { id: entered.id, owner: entered.owner, mark };
        // SAFETY: `grow` left room, and whoever came in between left as many entries as it found.
        unsafe { self.entries.get().add(len).write(entry) };
        self.len.set(len + 1);
    }

    /// Marks an entry that goes on top of the first `len`, and whose bit is seen there.
    #[cold]
    #[inline(never)]
    fn mark_of_seen(&self, entered: Entered, len: usize) -> Mark {
        if (0..len).any(|at| self.at(at).is_of(entered)) { Mark::Again } else { Mark::First }
    }

    #[inline(always)]
    fn remove(&self, entered: Entered) {
        let len = self.len.get();
        if len != 0 {
            let top = self.at(len - 1);
            if top.is_of(entered) {
                self.len.set(len - 1);
                let bit = if top.mark == Mark::FirstOfBit { bit_of(entered.id) } else { 0 };
                self.seen.set(self.seen.get() & !bit);
                if self.is_given_back.get() {
                    self.give_back();
                }
                return;
            }
        }
        self.remove_anywhere(entered);
    }

    #[cold]
    #[inline(never)]
    fn remove_anywhere(&self, entered: Entered) {
        let len = self.len.get();
        let Some(at) = (0..len).rev().find(|at| self.at(*at).is_of(entered)) else { return };
        // SAFETY: `at + 1..len` are written entries, and `at..len - 1` is as long.
        unsafe { ptr::copy(self.entries.get().add(at + 1), self.entries.get().add(at), len - at - 1) };
        self.len.set(0);
        self.seen.set(0);
        // Put back one by one, each marked by those below it.
        for at in 0..len - 1 {
            // SAFETY: `at` is one of the entries that are left, and it is written.
            let Entry { id, owner, .. } = unsafe { *self.entries.get().add(at) };
            self.push(Entered { id, owner });
        }
        if self.is_given_back.get() {
            self.give_back();
        }
    }

    #[cold]
    #[inline(never)]
    fn give_back(&self) {
        if self.len.get() == 0 {
            self.replace(Vec::new());
            self.is_given_back.set(self.is_swept());
        }
    }

    /// Whether nobody will free the buffer when the thread has ended.
    fn is_swept(&self) -> bool {
        SWEEP.try_with(|_| ()).is_err()
    }

    #[cold]
    #[inline(never)]
    fn grow(&self) {
        if self.capacity.get() == 0 {
            // To have been touched is what makes its destructor run.
            self.is_given_back.set(self.is_swept());
        }
        let mut bigger = Vec::with_capacity((self.capacity.get() * 2).max(16));
        // Read again: the allocator may have entered spans, and left them.
        let len = self.len.get();
        // SAFETY: the first `len` entries are written, and there is room for more than as many, which are another's.
        unsafe { ptr::copy_nonoverlapping(self.entries.get(), bigger.as_mut_ptr(), len) };
        self.replace(bigger);
        if self.capacity.get() > KEPT {
            self.is_given_back.set(true);
        }
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
#[inline(always)]
fn bit_of(id: u64) -> u64 {
    1 << (id % 64)
}

struct Sweep;

impl Drop for Sweep {
    fn drop(&mut self) {
        STACK.with(|stack| {
            stack.is_given_back.set(true);
            if stack.len.get() == 0 {
                stack.replace(Vec::new());
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
        STACK.with(|stack| (0..stack.len.get()).map(|at| stack.at(at).id).collect())
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

//! The spans that a thread is in. Called by the registry at enter and exit; no other thread ever looks.
//! See README, "entered out of order".
#![expect(unsafe_code, reason = "a vector whose length and place are in cells")]

use core::cell::Cell;
use core::ptr;

/// A place in the stack.
#[derive(Clone, Copy)]
struct Entry {
    /// The id of the span; with all bits [turned](turned) where the usual way of exiting must not find it. That is so with a
    /// span that is entered again, which makes it no more current than what was entered in between; and at the
    /// bottom of a stack whose buffer is given back as soon as it is empty.
    ///
    /// Ids are used once in a process, so the registry is not noted: the slot knows it.
    id: u64,
    /// [`Stack::seen`] without this entry and those above it.
    seen_below: u64,
}

/// No span has an id like this: its slot would have a number above all that there are.
fn turned(id: u64) -> u64 {
    !id
}

impl Entry {
    /// The bit that the number of a slot never has, see `slab.rs`.
    const TURNED: u64 = 1 << 31;

    fn is_turned(self) -> bool {
        self.id & Self::TURNED != 0
    }

    fn id(self) -> u64 {
        if self.is_turned() { turned(self.id) } else { self.id }
    }
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
pub(super) fn push(id: u64) {
    STACK.with(
        #[inline(always)]
        |stack| stack.push(id),
    );
}

/// Exits a span: its latest entry is taken out, wherever it is. Without an entry nothing happens.
#[inline(always)]
pub(super) fn pop(id: u64) {
    STACK.with(
        #[inline(always)]
        |stack| stack.remove(id),
    );
}

/// Gives the topmost answer that `find` has for the id of a span that the thread is in, of whatever registry.
#[inline]
pub(super) fn top<T>(mut find: impl FnMut(u64) -> Option<T>) -> Option<T> {
    // By itself, so that a thread that is in no span knows it without a call.
    if STACK.with(|stack| stack.len.get()) == 0 {
        return None;
    }
    STACK.with(
        #[inline(always)]
        |stack| {
            let mut below = stack.len.get();
            while below > 0 {
                below -= 1;
                let entry = stack.at(below);
                if !entry.is_turned() || below == 0 {
                    if let Some(found) = find(entry.id()) {
                        return Some(found);
                    }
                }
            }
            None
        },
    )
}

/// A vector that hands out no references, so that it may be used again while it is used: by an allocator that enters a span.
struct Stack {
    /// The buffer of a `Vec` with `capacity`, whose first `len` entries are written.
    entries: Cell<*mut Entry>,
    len: Cell<usize>,
    /// How long the stack can be before something is to be done about it; at most `capacity`.
    limit: Cell<usize>,
    /// A bit for each entry's id, by its last six bits: what is not seen here was not entered before.
    seen: Cell<u64>,
    capacity: Cell<usize>,
    /// Whether `SWEEP` has gone.
    is_swept: Cell<bool>,
}

/// A stack that was deeper than this gives its buffer back when it is empty.
const KEPT: usize = 1024;

impl Stack {
    const fn new() -> Self {
        Self {
            entries: Cell::new(ptr::null_mut()),
            len: Cell::new(0),
            limit: Cell::new(0),
            seen: Cell::new(0),
            capacity: Cell::new(0),
            is_swept: Cell::new(false),
        }
    }

    #[inline]
    fn at(&self, at: usize) -> Entry {
        assert!(at < self.len.get());
        // SAFETY: the first `len` entries are written.
        unsafe { *self.entries.get().add(at) }
    }

    #[inline(always)]
    fn push(&self, id: u64) {
        let (len, seen, bit) = (self.len.get(), self.seen.get(), bit_of(id));
        if len >= self.limit.get() || seen & bit != 0 {
            return self.push_with_care(id);
        }
        // SAFETY: `limit` is at most the capacity.
        unsafe { self.entries.get().add(len).write(Entry { id, seen_below: seen }) };
        self.len.set(len + 1);
        self.seen.set(seen | bit);
    }

    #[cold]
    #[inline(never)]
    fn push_with_care(&self, id: u64) {
        if id & Entry::TURNED != 0 {
            // It is made up.
            return;
        }
        if self.len.get() == self.capacity.get() {
            self.grow();
        }
        let (len, seen) = (self.len.get(), self.seen.get());
        let is_again = seen & bit_of(id) != 0 && (0..len).any(|at| self.at(at).id() == id);
        let is_turned = is_again || (len == 0 && self.is_given_back());
        let entry = Entry { id: if is_turned { turned(id) } else { id }, seen_below: seen };
        // SAFETY: `grow` left room, and whoever came in between left as many entries as it found.
        unsafe { self.entries.get().add(len).write(entry) };
        self.len.set(len + 1);
        self.seen.set(seen | bit_of(id));
        self.limit.set(self.capacity.get());
    }

    #[inline(always)]
    fn remove(&self, id: u64) {
        let len = self.len.get();
        if len != 0 {
            let top = self.at(len - 1);
            if top.id == id {
                self.len.set(len - 1);
                self.seen.set(top.seen_below);
                return;
            }
        }
        self.remove_with_care(id);
    }

    #[cold]
    #[inline(never)]
    fn remove_with_care(&self, id: u64) {
        let len = self.len.get();
        let Some(at) = (0..len).rev().find(|at| self.at(*at).id() == id) else { return };
        self.seen.set(self.at(at).seen_below);
        self.len.set(at);
        if at == 0 && self.is_given_back() {
            // The next to be the bottom is looked at.
            self.limit.set(0);
        }
        // What was above is put back one by one, each marked by those below it.
        for above in at + 1..len {
            // SAFETY: it was written, and what was put back lies below it.
            let entry = unsafe { *self.entries.get().add(above) };
            self.push(entry.id());
        }
        if self.len.get() == 0 && self.is_given_back() {
            self.replace(Vec::new());
            self.limit.set(0);
        }
    }

    /// Whether the buffer goes as soon as it is empty: it has become large, or nobody will free it when the thread has ended.
    fn is_given_back(&self) -> bool {
        self.capacity.get() > KEPT || self.is_swept.get()
    }

    #[cold]
    #[inline(never)]
    fn grow(&self) {
        if self.capacity.get() == 0 {
            // To have been touched is what makes its destructor run.
            self.is_swept.set(SWEEP.try_with(|_| ()).is_err());
        }
        let mut bigger = Vec::with_capacity((self.capacity.get() * 2).max(16));
        // Read again: the allocator may have entered spans, and left them.
        let len = self.len.get();
        // SAFETY: the first `len` entries are written, and there is room for more than as many, which are another's.
        unsafe { ptr::copy_nonoverlapping(self.entries.get(), bigger.as_mut_ptr(), len) };
        self.replace(bigger);
        self.limit.set(self.capacity.get());
        if self.is_given_back() && len > 0 {
            self.turn_bottom();
        }
    }

    /// Sees to it that the bottom is not taken out in the usual way.
    fn turn_bottom(&self) {
        let bottom = self.at(0);
        if !bottom.is_turned() {
            // SAFETY: the first entry is written.
            unsafe { self.entries.get().write(Entry { id: turned(bottom.id), ..bottom }) };
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

/// The bit of a span in [`Stack::seen`].
#[inline(always)]
fn bit_of(id: u64) -> u64 {
    1 << (id % 64)
}

struct Sweep;

impl Drop for Sweep {
    fn drop(&mut self) {
        STACK.with(|stack| {
            stack.is_swept.set(true);
            if stack.len.get() == 0 {
                stack.replace(Vec::new());
                stack.limit.set(0);
            } else {
                stack.turn_bottom();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> Vec<u64> {
        STACK.with(|stack| (0..stack.len.get()).map(|at| stack.at(at).id()).collect())
    }

    #[test]
    fn the_latest_entry_is_exited_wherever_it_is() {
        for id in [1, 2, 3, 2] {
            push(id);
        }
        pop(1);
        assert_eq!(ids(), [2, 3, 2]);
        pop(2);
        assert_eq!(ids(), [2, 3]);
        pop(9);
        pop(3);
        pop(2);
        pop(2);
        assert_eq!(ids(), [] as [u64; 0]);
    }

    #[test]
    fn a_deep_stack_keeps_its_order_and_gives_its_buffer_back() {
        for id in 0..3000 {
            push(id);
        }
        assert_eq!(ids(), (0..3000).collect::<Vec<_>>());
        for id in (0..3000).rev() {
            pop(id);
        }
        assert_eq!(STACK.with(|stack| stack.capacity.get()), 0);
    }

    #[test]
    fn to_be_entered_again_makes_a_span_no_more_current() {
        let current = || top(Some);
        push(1);
        push(2);
        push(1);
        assert_eq!(current(), Some(2));
        pop(2);
        assert_eq!(current(), Some(1));
        pop(1);
        assert_eq!(current(), Some(1));
        pop(1);
        assert_eq!(current(), None);
    }

    /// Against a list that is searched from its end, with few ids, so that there are many of each; with and without the care
    /// that a large buffer needs.
    #[test]
    fn any_order_of_entering_and_exiting() {
        let mut random = 1_u64;
        for turn in 0..400 {
            let mut model: Vec<u64> = Vec::new();
            if turn % 2 == 0 {
                STACK.with(|stack| stack.is_swept.set(turn % 4 == 0));
            }
            for _ in 0..60 {
                random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let (id, enters) = (1 + (random >> 33) % 5 * 64 + (random >> 40) % 2, (random >> 50) % 9 < 5);
                if enters {
                    push(id);
                    model.push(id);
                } else {
                    pop(id);
                    if let Some(at) = model.iter().rposition(|other| *other == id) {
                        model.remove(at);
                    }
                }
                assert_eq!(ids(), model);
                let current = (0..model.len()).rev().find(|at| !model[..*at].contains(&model[*at]));
                assert_eq!(top(Some), current.map(|at| model[at]));
            }
            for id in model {
                pop(id);
            }
            assert_eq!(ids(), [] as [u64; 0]);
            assert_eq!(STACK.with(|stack| stack.seen.get()), 0);
        }
        STACK.with(|stack| stack.is_swept.set(false));
    }
}

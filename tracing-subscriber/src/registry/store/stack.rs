//! The spans that a thread is in. Called by the registry at enter and exit; no other thread ever looks.
//! See README, "entered out of order".

use core::cell::Cell;
use core::mem::ManuallyDrop;

/// One span that the thread is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entered {
    pub(super) id: u64,
    /// The number of the span's registry.
    pub(super) owner: u32,
}

thread_local! {
    /// One stack for all registries; nearly always there is but one.
    ///
    /// Without a destructor, so that it can be used while the thread ends. What frees the buffer then is `Sweep`.
    static STACK: Cell<ManuallyDrop<Vec<Entered>>> = const { Cell::new(ManuallyDrop::new(Vec::new())) };

    static SWEEP: Sweep = const { Sweep };

    /// Whether `SWEEP` has gone.
    static SWEPT: Cell<bool> = const { Cell::new(false) };
}

/// A stack that was deeper than this gives its buffer back when it is empty.
const KEPT: usize = 1024;

/// Enters a span.
#[inline]
pub(super) fn push(entered: Entered) {
    with(|stack| {
        if stack.len() == stack.capacity() {
            return grow(stack, entered);
        }
        stack.push(entered);
    });
}

/// Exits a span: its latest entry is taken out, wherever it is. Without an entry nothing happens.
#[inline]
pub(super) fn pop(entered: Entered) {
    with(|stack| {
        if stack.last() == Some(&entered) {
            stack.pop();
        } else if let Some(at) = stack.iter().rposition(|other| *other == entered) {
            stack.remove(at);
        }
        if stack.is_empty() && (stack.capacity() > KEPT || SWEPT.get()) {
            *stack = Vec::new();
        }
    });
}

/// Gives the topmost answer that `find` has for an entry of that registry.
#[inline]
pub(super) fn top<T>(owner: u32, mut find: impl FnMut(u64) -> Option<T>) -> Option<T> {
    with(|stack| stack.iter().rev().filter(|entered| entered.owner == owner).find_map(|entered| find(entered.id)))
}

/// Lends the stack. Should a global allocator log, it finds an empty one; what it leaves there is forgotten.
#[inline]
fn with<R>(f: impl FnOnce(&mut Vec<Entered>) -> R) -> R {
    let mut stack = ManuallyDrop::into_inner(STACK.replace(ManuallyDrop::new(Vec::new())));
    let result = f(&mut stack);
    STACK.set(ManuallyDrop::new(stack));
    result
}

#[cold]
#[inline(never)]
fn grow(stack: &mut Vec<Entered>, entered: Entered) {
    if stack.capacity() == 0 {
        // To have been touched is what makes its destructor run.
        let _ = SWEEP.try_with(|_| ());
    }
    stack.reserve(16);
    stack.push(entered);
}

struct Sweep;

impl Drop for Sweep {
    fn drop(&mut self) {
        SWEPT.set(true);
        with(|stack| {
            if stack.is_empty() {
                *stack = Vec::new();
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
        with(|stack| stack.iter().map(|entered| entered.id).collect())
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
    fn each_registry_sees_its_own_entries() {
        push(entry(1));
        push(Entered { id: 2, owner: 8 });
        assert_eq!(top(7, Some), Some(1));
        assert_eq!(top(9, Some), None);
        pop(Entered { id: 2, owner: 8 });
        pop(entry(1));
    }
}

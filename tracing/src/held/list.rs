//! The guards of a thread, in the order in which they were made. Called at each guard and each poll; no other thread
//! looks.

use alloc::vec::Vec;
use core::{
    cell::{Cell, RefCell},
    mem::ManuallyDrop,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use super::entry::Entry;

std::thread_local! {
    /// Without a destructor, so that it can be used while the thread ends; what it allocates goes with the guards.
    static LIST: ManuallyDrop<List> = const { ManuallyDrop::new(List::new()) };
}

/// A thread is seldom inside of more guards than this; beyond, the list allocates.
const INLINE: usize = 6;

struct List {
    len: Cell<usize>,
    /// How many guards there were when the current poll began; without a poll, 0.
    base: Cell<usize>,
    /// The news that were looked at, see `shared.rs`.
    seen: Cell<u32>,
    /// bits 0..40 a count, bits 40..64 the thread's number; 0 before the first.
    serial: Cell<u64>,
    first: [Cell<Option<Entry>>; INLINE],
    rest: RefCell<Vec<Entry>>,
}

/// What the thread goes back to when a poll ends.
pub(super) struct Before(usize);

/// Where a guard that is dropped was found.
pub(super) enum Removed {
    InThisPoll,
    /// It is of this thread, but was made before the current poll began.
    OfBefore,
    Unknown,
}

const THREAD_SHIFT: u32 = 40;
static THREADS: AtomicU32 = AtomicU32::new(1);

/// A number that no other guard has.
pub(super) fn next_serial() -> u64 {
    LIST.with(|list| {
        let mut serial = list.serial.get();
        if serial == 0 {
            // Relaxed: it is a number alone.
            serial = u64::from(THREADS.fetch_add(1, Relaxed)) << THREAD_SHIFT;
        }
        list.serial.set(serial + 1);
        serial + 1
    })
}

/// Tells whether a guard was made on this thread.
pub(super) fn is_of_this_thread(serial: u64) -> bool {
    LIST.with(|list| list.serial.get() >> THREAD_SHIFT == serial >> THREAD_SHIFT)
}

pub(super) fn push(entry: Entry) {
    LIST.with(|list| list.push(entry));
}

/// Takes out a guard that is dropped.
pub(super) fn remove(serial: u64) -> Removed {
    LIST.with(|list| match list.position(serial) {
        None => Removed::Unknown,
        Some(at) => {
            drop(list.remove(at));
            if at >= list.base.get() {
                return Removed::InThisPoll;
            }
            // The guards above, of the current poll, have moved down.
            list.base.set(list.base.get() - 1);
            Removed::OfBefore
        }
    })
}

/// Takes out a guard that was dropped elsewhere.
pub(super) fn take(serial: u64) -> Option<Entry> {
    LIST.with(|list| {
        let at = list.position(serial)?;
        if at < list.base.get() {
            list.base.set(list.base.get() - 1);
        }
        list.remove(at)
    })
}

/// Begins a poll.
#[inline]
pub(super) fn begin() -> Before {
    LIST.with(|list| Before(list.base.replace(list.len.get())))
}

/// Tells whether guards that were made in the current poll are alive.
#[inline]
pub(super) fn is_deeper() -> bool {
    LIST.with(|list| list.len.get() > list.base.get())
}

/// Ends the poll that `before` is of.
#[inline]
pub(super) fn end(before: &Before) {
    // Fewer, if the poll dropped guards that were made before the outer one.
    LIST.with(|list| list.base.set(before.0.min(list.base.get())));
}

/// Takes out the guards that were made in the current poll, in their order.
pub(super) fn take_of_this_poll() -> Vec<Entry> {
    LIST.with(|list| {
        let mut taken: Vec<_> = (list.base.get()..list.len.get()).rev().filter_map(|at| list.remove(at)).collect();
        taken.reverse();
        taken
    })
}

#[inline]
pub(super) fn is_news(posted: u32) -> bool {
    LIST.with(|list| list.seen.get() != posted)
}

pub(super) fn note_news(posted: u32) {
    LIST.with(|list| list.seen.set(posted));
}

impl List {
    const fn new() -> Self {
        List {
            len: Cell::new(0),
            base: Cell::new(0),
            seen: Cell::new(0),
            serial: Cell::new(0),
            first: [const { Cell::new(None) }; INLINE],
            rest: RefCell::new(Vec::new()),
        }
    }

    fn push(&self, entry: Entry) {
        let len = self.len.get();
        match self.first.get(len) {
            Some(place) => place.set(Some(entry)),
            None => {
                // It fails if the allocator that the vector calls makes guards: theirs are not watched.
                let Ok(mut rest) = self.rest.try_borrow_mut() else { return };
                rest.push(entry);
            }
        }
        self.len.set(len + 1);
    }

    fn position(&self, serial: u64) -> Option<usize> {
        (0..self.len.get()).rev().find(|at| self.serial_at(*at) == Some(serial))
    }

    fn serial_at(&self, at: usize) -> Option<u64> {
        match self.first.get(at) {
            Some(place) => {
                let entry = place.take();
                let serial = entry.as_ref().map(Entry::serial);
                place.set(entry);
                serial
            }
            None => self.rest.try_borrow().ok()?.get(at - INLINE).map(Entry::serial),
        }
    }

    /// Takes out one guard; those above it move down.
    fn remove(&self, at: usize) -> Option<Entry> {
        let len = self.len.get();
        let mut rest = self.rest.try_borrow_mut().ok()?;
        let removed = match self.first.get(at) {
            Some(place) => {
                let removed = place.take();
                for above in at + 1..len.min(INLINE) {
                    self.first[above - 1].set(self.first[above].take());
                }
                if !rest.is_empty() {
                    self.first[INLINE - 1].set(Some(rest.remove(0)));
                }
                removed
            }
            None => Some(rest.remove(at - INLINE)),
        };
        if rest.is_empty() && rest.capacity() > 0 {
            *rest = Vec::new();
        }
        self.len.set(len - 1);
        removed
    }
}

//! The guards of a thread, in the order in which they were made. Called at each guard and each poll; no other thread
//! looks.

use alloc::vec::Vec;
use core::{
    cell::{Cell, RefCell},
    mem::ManuallyDrop,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use tracing_core::span::Id;

use super::{entry::Entry, shared::THREAD_SHIFT};

std::thread_local! {
    /// Without a destructor, so that it can be used while the thread ends; what it allocates goes with the guards.
    static LIST: ManuallyDrop<List> = const { ManuallyDrop::new(List::new()) };
}

/// A thread is seldom inside of more guards than this; beyond, the list allocates.
const INLINE: usize = 6;

struct List {
    len: Cell<usize>,
    /// How many guards there were when the current poll began; without a poll, 0. Not more than `len`.
    base: Cell<usize>,
    /// How many guards there were when the current job began; without a job, 0. Not more than `base`.
    job: Cell<usize>,
    /// Of guards that there were before a job, and that it has dropped: their spans are not to be entered again behind it.
    gone: RefCell<Vec<Id>>,
    /// The news that were looked at, see `shared.rs`.
    seen: Cell<u32>,
    /// bits 0..40 a count, bits 40..64 the thread's number; 0 while it has none.
    serial: Cell<u64>,
    /// Of the guards in `first`, 0 for a place that is empty.
    serials: [Cell<u64>; INLINE],
    first: [Cell<Option<Entry>>; INLINE],
    rest: RefCell<Vec<Option<Entry>>>,
}

/// How many guards there were when a poll began, and when the one around it did.
#[derive(Clone, Copy)]
pub(super) struct Began {
    base: usize,
    outer: usize,
}

impl Began {
    /// Of a poll that begins while the thread has no guards: nothing need be noted of it.
    pub(super) const WITHOUT_GUARDS: Began = Began { base: 0, outer: 0 };
}

/// Where a guard that is dropped was found.
pub(super) enum Removed {
    InThisPoll,
    /// It is of this thread, but was made before the current poll began.
    OfBefore,
    /// It is of this thread, but was made before the current job began, so its span is exited.
    OfBeforeTheJob,
    Unknown,
}

static THREADS: AtomicU32 = AtomicU32::new(1);

/// A number that no other guard has.
pub(super) fn next_serial() -> u64 {
    LIST.with(|list| {
        let serial = list.last_serial() + 1;
        list.serial.set(serial);
        serial
    })
}

/// The number of this thread.
pub(super) fn thread() -> u64 {
    LIST.with(|list| list.last_serial() >> THREAD_SHIFT)
}

pub(super) fn push(entry: Entry) {
    LIST.with(|list| list.push(entry));
}

/// Takes out a guard that is dropped.
pub(super) fn remove(serial: u64) -> Removed {
    LIST.with(|list| match list.position(serial) {
        Some(at) if list.drop_top(at) => Removed::InThisPoll,
        None => Removed::Unknown,
        Some(at) => {
            let removed = if at < list.job.get() {
                Removed::OfBeforeTheJob
            } else if at < list.base.get() {
                Removed::OfBefore
            } else {
                Removed::InThisPoll
            };
            let entry = list.remove(at);
            if let (Removed::OfBeforeTheJob, Some(entry), Ok(mut gone)) = (&removed, entry, list.gone.try_borrow_mut())
            {
                gone.push(entry.id());
            }
            removed
        }
    })
}

/// Takes out a guard that was dropped elsewhere.
pub(super) fn take(serial: u64) -> Option<Entry> {
    LIST.with(|list| list.remove(list.position(serial)?))
}

/// Begins a poll.
#[inline]
pub(super) fn begin() -> Began {
    LIST.with(|list| {
        let base = list.len.get();
        Began { base, outer: list.base.replace(base) }
    })
}

/// Tells whether a thread has guards.
#[inline]
pub(super) fn has_guards() -> bool {
    LIST.with(|list| list.len.get() != 0)
}

/// Tells whether guards that were made in the current poll are alive.
#[inline]
pub(super) fn is_deeper(began: Began) -> bool {
    // Not fewer: below its base the places stay.
    LIST.with(|list| list.len.get() != began.base)
}

/// Tells whether a poll has nothing to end: neither now nor when it began were there guards.
#[inline]
pub(super) fn is_without_guards(began: Began) -> bool {
    LIST.with(|list| list.len.get() | began.base == 0)
}

/// Begins a job, behind [`begin`]; gives where the one around it began.
pub(super) fn begin_job() -> usize {
    LIST.with(|list| list.job.replace(list.base.get()))
}

/// Ends a job, before [`end`].
pub(super) fn end_job(outer: usize) {
    LIST.with(|list| list.job.set(outer));
}

/// Tells, once for each such guard, whether a job has dropped a guard of a span that it was not to be inside of.
#[inline]
pub(super) fn is_gone(id: &Id) -> bool {
    LIST.with(|list| {
        let Ok(mut gone) = list.gone.try_borrow_mut() else { return false };
        let Some(at) = gone.iter().position(|gone| gone == id) else { return false };
        gone.swap_remove(at);
        if gone.is_empty() {
            *gone = Vec::new();
        }
        true
    })
}

/// Ends a poll.
pub(super) fn end(began: Began) {
    LIST.with(|list| {
        list.base.set(began.outer);
        // The poll around this one may have had places that are empty by now.
        list.trim();
    });
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
            job: Cell::new(0),
            gone: RefCell::new(Vec::new()),
            seen: Cell::new(0),
            serial: Cell::new(0),
            serials: [const { Cell::new(0) }; INLINE],
            first: [const { Cell::new(None) }; INLINE],
            rest: RefCell::new(Vec::new()),
        }
    }

    /// The serial before the next one.
    fn last_serial(&self) -> u64 {
        if self.serial.get() == 0 {
            // Relaxed: it is a number alone.
            self.serial.set(u64::from(THREADS.fetch_add(1, Relaxed)) << THREAD_SHIFT);
        }
        self.serial.get()
    }

    fn push(&self, entry: Entry) {
        let len = self.len.get();
        match self.first.get(len) {
            Some(place) => {
                self.serials[len].set(entry.serial());
                place.set(Some(entry));
            }
            None => {
                // It fails if the allocator that the vector calls makes guards: theirs are not watched.
                let Ok(mut rest) = self.rest.try_borrow_mut() else { return };
                rest.push(Some(entry));
            }
        }
        self.len.set(len + 1);
    }

    fn position(&self, serial: u64) -> Option<usize> {
        (0..self.len.get()).rev().find(|at| self.serial_at(*at) == serial)
    }

    /// 0 for a place that is empty.
    fn serial_at(&self, at: usize) -> u64 {
        match self.serials.get(at) {
            Some(serial) => serial.get(),
            None => self.rest.try_borrow().map_or(0, |rest| rest[at - INLINE].as_ref().map_or(0, Entry::serial)),
        }
    }

    /// Drops the guard there, if it is the usual case: the latest, one of a few, and of this poll.
    #[inline]
    fn drop_top(&self, at: usize) -> bool {
        let below_is_full = at == 0 || at == self.base.get() || (at <= INLINE && self.serials[at - 1].get() != 0);
        let is_usual = at + 1 == self.len.get() && at >= self.base.get() && at < INLINE && below_is_full;
        if is_usual {
            self.len.set(at);
            self.first[at].set(None);
        }
        is_usual
    }

    /// Takes out one guard. Its place stays, empty, until those above it are gone too: polls remember places.
    fn remove(&self, at: usize) -> Option<Entry> {
        let removed = match self.first.get(at) {
            Some(place) => {
                self.serials[at].set(0);
                place.take()
            }
            None => self.rest.try_borrow_mut().ok()?.get_mut(at - INLINE)?.take(),
        };
        self.trim();
        removed
    }

    /// Gives up the places that are empty on top of those that the current poll began with.
    #[cold]
    fn trim(&self) {
        let mut len = self.len.get();
        while len > self.base.get() && self.serial_at(len - 1) == 0 {
            len -= 1;
        }
        self.len.set(len);
        if let Ok(mut rest) = self.rest.try_borrow_mut() {
            rest.truncate(len.saturating_sub(INLINE));
            if rest.is_empty() && rest.capacity() > 0 {
                *rest = Vec::new();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use core::panic::Location;

    use super::*;

    fn entry(serial: u64) -> Entry {
        let metadata =
            crate::Callsite::metadata(crate::callsite!(name: "span", kind: tracing_core::Kind::SPAN, fields:));
        let subscriber = tracing_core::Dispatch::none();
        Entry::of(serial, tracing_core::span::Id::from_u64(1), &subscriber, metadata, Location::caller())
    }

    fn serials() -> Vec<u64> {
        LIST.with(|list| (0..list.len.get()).map(|at| list.serial_at(at)).collect())
    }

    fn remove_all(serials: &[u64]) {
        for serial in serials {
            assert!(matches!(remove(*serial), Removed::InThisPoll));
        }
    }

    #[test]
    fn guards_are_dropped_in_any_order_also_beyond_the_inline_ones() {
        (1..=10).for_each(|serial| push(entry(serial)));
        remove_all(&[3, 10, 1, 7, 9]);
        assert_eq!(serials(), [0, 2, 0, 4, 5, 6, 0, 8]);
        assert!(matches!(remove(8), Removed::InThisPoll));
        assert_eq!(serials(), [0, 2, 0, 4, 5, 6]);
        assert!(matches!(remove(3), Removed::Unknown));
        assert_eq!(LIST.with(|list| list.rest.borrow().capacity()), 0);
        remove_all(&[6, 5, 4, 2]);
        assert!(serials().is_empty());
    }

    #[test]
    fn a_poll_sees_the_guards_that_were_made_in_it() {
        push(entry(1));
        push(entry(2));
        let outer = begin();
        assert!(!is_deeper(outer));
        (3..=9).for_each(|serial| push(entry(serial)));
        let inner = begin();
        push(entry(10));
        assert!(is_deeper(inner));
        assert!(matches!(remove(2), Removed::OfBefore));
        assert_eq!(take_of_this_poll().iter().map(Entry::serial).collect::<Vec<_>>(), [10]);
        end(inner);
        assert_eq!(take_of_this_poll().iter().map(Entry::serial).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(serials(), [1, 0]);
        end(outer);
        assert_eq!(serials(), [1]);
        assert!(take(1).is_some() && take(1).is_none());
    }
}

//! What threads tell each other of guards: those whose spans a poll has exited, those that a poll has entered again on
//! another thread, and those that were dropped on another thread than they are entered on. Called by `on.rs`, only when
//! somebody has made a mistake; model checked.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use super::sync::{AtomicU32, Mutex, MutexGuard, Ordering};

/// Serials of guards, see `list.rs`: from this bit on the number of the thread that the guard was made on.
pub(super) const THREAD_SHIFT: u32 = 40;

pub(super) struct Shared {
    /// Grows with each serial that is posted.
    posted: AtomicU32,
    serials: Mutex<Serials>,
}

pub(super) struct Serials {
    /// Of guards that are not entered on the thread that they were made on.
    away: BTreeMap<u64, Away>,
    /// Of guards that were dropped elsewhere, behind the number of the thread where their span is still entered.
    posted: BTreeSet<(u64, u64)>,
}

/// Where a guard is that has left the thread that it was made on.
enum Away {
    /// Inside of a future that is not polled: its span is exited.
    Suspended,
    /// Its span was entered again on the thread of this number.
    On(u64),
}

impl Serials {
    pub(super) const fn new() -> Self {
        Serials { away: BTreeMap::new(), posted: BTreeSet::new() }
    }
}

impl Shared {
    /// Of its parts, which a model checker cannot make at compile time.
    pub(super) const fn of(posted: AtomicU32, serials: Mutex<Serials>) -> Self {
        Shared { posted, serials }
    }

    /// Notes guards whose spans are exited while their future is not polled.
    pub(super) fn suspend(&self, serials: impl Iterator<Item = u64>) {
        self.lock().away.extend(serials.map(|serial| (serial, Away::Suspended)));
    }

    /// Notes that the span of a suspended guard is entered again, on a thread; `false` if the guard was dropped meanwhile.
    pub(super) fn resume(&self, serial: u64, thread: u64) -> bool {
        let mut serials = self.lock();
        let was_suspended = matches!(serials.away.remove(&serial), Some(Away::Suspended));
        if was_suspended && thread != serial >> THREAD_SHIFT {
            serials.away.insert(serial, Away::On(thread));
        }
        was_suspended
    }

    /// Forgets a guard that is entered nowhere any more.
    pub(super) fn forget(&self, serial: u64) {
        self.lock().away.remove(&serial);
    }

    /// Notes that a guard is dropped on a thread that it is not entered on: it is suspended, or the thread where it is
    /// entered is told.
    pub(super) fn drop_elsewhere(&self, serial: u64) {
        let mut serials = self.lock();
        let thread = match serials.away.remove(&serial) {
            Some(Away::Suspended) => return,
            Some(Away::On(thread)) => thread,
            None => serial >> THREAD_SHIFT,
        };
        serials.posted.insert((thread, serial));
        drop(serials);
        // Release: pairs with the Acquire in `posted`, so that who sees the news finds the serial.
        self.posted.fetch_add(1, Ordering::Release);
    }

    /// Counts what was posted; a change is news.
    #[inline]
    pub(super) fn posted(&self) -> u32 {
        // Acquire: pairs with the Release in `drop_elsewhere`.
        self.posted.load(Ordering::Acquire)
    }

    /// Takes what was posted for a thread.
    pub(super) fn collect(&self, thread: u64) -> Vec<u64> {
        let mut serials = self.lock();
        let mine: Vec<_> = serials.posted.range((thread, 0)..=(thread, u64::MAX)).copied().collect();
        for posted in &mine {
            serials.posted.remove(posted);
        }
        mine.into_iter().map(|(_, serial)| serial).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Serials> {
        // Nothing that is called under the lock panics half way.
        self.serials.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

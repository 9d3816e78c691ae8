//! What threads tell each other of guards: those whose spans a poll has exited, and those that were dropped on another
//! thread than they were made on. Called by `on.rs`, only when somebody has made a mistake; model checked.

use alloc::{collections::BTreeSet, vec::Vec};

use super::sync::{AtomicU32, Mutex, MutexGuard, Ordering};

/// Serials, see `list.rs`.
pub(super) struct Shared {
    /// Grows with each serial that is posted.
    posted: AtomicU32,
    serials: Mutex<Serials>,
}

pub(super) struct Serials {
    /// Of guards that are inside of a future that is not polled: their spans are exited.
    suspended: BTreeSet<u64>,
    /// Of guards that were dropped elsewhere: their spans are still entered on the thread where they were made.
    posted: BTreeSet<u64>,
}

impl Serials {
    pub(super) const fn new() -> Self {
        Serials { suspended: BTreeSet::new(), posted: BTreeSet::new() }
    }
}

impl Shared {
    /// Of its parts, which a model checker cannot make at compile time.
    pub(super) const fn of(posted: AtomicU32, serials: Mutex<Serials>) -> Self {
        Shared { posted, serials }
    }

    /// Notes guards whose spans are exited while their future is not polled.
    pub(super) fn remember(&self, serials: impl Iterator<Item = u64>) {
        self.lock().suspended.extend(serials);
    }

    /// Takes a guard off the notes, to enter its span again or because it is dropped; exactly one who asks gets `true`.
    pub(super) fn forget(&self, serial: u64) -> bool {
        self.lock().suspended.remove(&serial)
    }

    /// Tells the thread where a guard was made that it was dropped elsewhere.
    pub(super) fn post(&self, serial: u64) {
        self.lock().posted.insert(serial);
        // Release: pairs with the Acquire in `posted`, so that who sees the news finds the serial.
        self.posted.fetch_add(1, Ordering::Release);
    }

    /// Counts what was posted; a change is news.
    #[inline]
    pub(super) fn posted(&self) -> u32 {
        // Acquire: pairs with the Release in `post`.
        self.posted.load(Ordering::Acquire)
    }

    /// Takes what was posted for this thread.
    pub(super) fn collect(&self, is_of_this_thread: impl Fn(u64) -> bool) -> Vec<u64> {
        let mut serials = self.lock();
        let mine: Vec<u64> = serials.posted.iter().copied().filter(|serial| is_of_this_thread(*serial)).collect();
        for serial in &mine {
            serials.posted.remove(serial);
        }
        mine
    }

    fn lock(&self) -> MutexGuard<'_, Serials> {
        // Nothing that is called under the lock panics half way.
        self.serials.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

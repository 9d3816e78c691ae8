//! The locks of this crate, without poisoning, from `std` or from `parking_lot`, and [`Guarded`] for data that is
//! sometimes known to be nobody else's. A model checker's are put in its place by `tests/loom_….rs`.

#[cfg_attr(feature = "parking_lot", path = "parking_lot.rs")]
#[cfg_attr(not(feature = "parking_lot"), path = "std.rs")]
mod locks;

mod guarded;

pub(crate) use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};
pub(crate) use std::thread_local;

pub(crate) use guarded::{Guarded, Reading, Writing};
pub(crate) use locks::Mutex;

/// Waits a moment for another thread; longer, the more often that was in vain.
pub(crate) fn pause(attempt: usize) {
    if attempt < 8 {
        core::hint::spin_loop();
    } else {
        std::thread::yield_now();
    }
}

/// Gives a number, and the next one to who asks next.
pub(crate) fn next_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    // Relaxed: only the number matters.
    NEXT.fetch_add(1, Ordering::Relaxed)
}

//! The locks of this crate, without poisoning, from `std` or from `parking_lot`, and [`Guarded`] for data that is
//! sometimes known to be nobody else's. A model checker's atomics are put in its place by `tests/loom_registry.rs`.

#[cfg_attr(feature = "parking_lot", path = "parking_lot.rs")]
#[cfg_attr(not(feature = "parking_lot"), path = "std.rs")]
mod locks;

mod guarded;

pub(crate) use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

pub(crate) use guarded::{Guarded, Reading, Writing};
pub(crate) use locks::Mutex;

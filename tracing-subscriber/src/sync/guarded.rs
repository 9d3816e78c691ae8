//! Data behind a lock that its only user may reach without taking the lock. Called by the slots of the registry, which
//! are nobody else's from the moment they are taken from the free list until their id is known.
#![expect(unsafe_code, reason = "a cell beside its lock")]

use core::cell::UnsafeCell;
use core::fmt;
use core::ops::{Deref, DerefMut};
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::locks::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A value and the lock that guards it.
pub(crate) struct Guarded<T> {
    lock: RwLock<()>,
    value: UnsafeCell<T>,
}

// SAFETY: shared access goes through the lock, as in `RwLock<T>`, which asks for the same; the one method that goes past
// the lock is unsafe and leaves exclusion to its caller.
unsafe impl<T: Send + Sync> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { lock: RwLock::new(()), value: UnsafeCell::new(value) }
    }

    pub(crate) fn read(&self) -> Reading<'_, T> {
        let lock = self.lock.read();
        // SAFETY: the read lock is held for as long as the reference can be reached; writers take the write lock, or
        // promise that there are no readers.
        let value = unsafe { &*self.value.get() };
        Reading { value, _lock: lock }
    }

    pub(crate) fn write(&self) -> Writing<'_, T> {
        let lock = self.lock.write();
        // SAFETY: the write lock is held for as long as the reference can be reached.
        let value = unsafe { &mut *self.value.get() };
        Writing { value, _lock: lock }
    }

    /// Reaches the value without the lock.
    ///
    /// # Safety
    ///
    /// While the reference lives, nobody else may hold or take a guard or call this method.
    #[expect(clippy::mut_from_ref, reason = "exclusion is the caller's promise")]
    pub(crate) unsafe fn exclusive(&self) -> &mut T {
        // SAFETY: the caller promises that this is the only access.
        unsafe { &mut *self.value.get() }
    }
}

/// The right to read a [`Guarded`] value.
pub(crate) struct Reading<'a, T> {
    value: &'a T,
    _lock: RwLockReadGuard<'a, ()>,
}

impl<T> Deref for Reading<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Reading<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// The right to change a [`Guarded`] value.
pub(crate) struct Writing<'a, T> {
    value: &'a mut T,
    _lock: RwLockWriteGuard<'a, ()>,
}

// What layers attach is changed as a whole, and values of a span are let stand as they are: nothing is half done after a panic.
impl<T> UnwindSafe for Writing<'_, T> {}

impl<T> RefUnwindSafe for Writing<'_, T> {}

impl<T> Deref for Writing<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
    }
}

impl<T> DerefMut for Writing<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Writing<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

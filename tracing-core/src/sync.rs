//! The lock of this crate. The only file that knows how it is made: `std`'s, loom's, or a spin lock without `std`.
//!
//! A panic under the lock cannot leave the data half-changed (nothing that can panic runs there), so poisoning is
//! passed over.

pub(crate) use imp::Mutex;

#[cfg(feature = "std")]
mod imp {
    use std::sync::{self, PoisonError};

    pub(crate) type Guard<'a, T> = sync::MutexGuard<'a, T>;

    pub(crate) struct Mutex<T>(sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) const fn new(value: T) -> Self {
            Mutex(sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> Guard<'_, T> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }
}

#[cfg(not(feature = "std"))]
mod imp {
    #![expect(unsafe_code, reason = "a lock for programs without std")]

    use core::{
        cell::UnsafeCell,
        hint,
        ops::{Deref, DerefMut},
        sync::atomic::{
            AtomicBool,
            Ordering::{Acquire, Relaxed, Release},
        },
    };

    pub(crate) struct Mutex<T> {
        locked: AtomicBool,
        value: UnsafeCell<T>,
    }

    // SAFETY: the value is reached through a `Guard` alone, and `locked` lets one exist at a time.
    unsafe impl<T: Send> Sync for Mutex<T> {}

    impl<T> Mutex<T> {
        pub(crate) const fn new(value: T) -> Self {
            Mutex { locked: AtomicBool::new(false), value: UnsafeCell::new(value) }
        }

        pub(crate) fn lock(&self) -> Guard<'_, T> {
            // Acquire: pairs with the Release in `Guard::drop`; makes the last holder's writes visible.
            while self.locked.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {
                hint::spin_loop();
            }
            Guard(self)
        }
    }

    pub(crate) struct Guard<'a, T>(&'a Mutex<T>);

    impl<T> Deref for Guard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            // SAFETY: a `Guard` exists only while `locked` is ours, see `Mutex::lock`.
            unsafe { &*self.0.value.get() }
        }
    }

    impl<T> DerefMut for Guard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            // SAFETY: as in `deref`; `&mut self` keeps this the only reference.
            unsafe { &mut *self.0.value.get() }
        }
    }

    impl<T> Drop for Guard<'_, T> {
        fn drop(&mut self) {
            // Release: pairs with the Acquire in `Mutex::lock`.
            self.0.locked.store(false, Release);
        }
    }
}

//! Locks, atomics, and statics: the only file that knows whether they are `std`'s, loom's, or a spin lock.
//!
//! A panic under the lock cannot leave the data half-changed (nothing that can panic runs there), so poisoning is
//! passed over.

pub(crate) use imp::Mutex;

#[cfg(not(loom))]
pub(crate) use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU32};
#[cfg(loom)]
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU32};

/// A static of the process; under loom, one of each model run.
macro_rules! process_wide {
    ($(#[$doc:meta])* static $name:ident: $ty:ty = $value:expr;) => {
        #[cfg(not(loom))]
        $(#[$doc])*
        static $name: $ty = $value;
        #[cfg(loom)]
        loom::lazy_static! { static ref $name: $ty = $value; }
    };
    ($(#[$doc:meta])* pub(crate) static $name:ident: $ty:ty = $value:expr;) => {
        #[cfg(not(loom))]
        $(#[$doc])*
        pub(crate) static $name: $ty = $value;
        #[cfg(loom)]
        loom::lazy_static! { pub(crate) static ref $name: $ty = $value; }
    };
}

/// A function that is `const`, except under loom, whose types cannot be made at compile time.
macro_rules! maybe_const {
    ($(#[$attribute:meta])* $vis:vis fn $name:ident($($arg:tt)*) -> $ty:ty $body:block) => {
        #[cfg(not(loom))]
        $(#[$attribute])*
        $vis const fn $name($($arg)*) -> $ty $body
        #[cfg(loom)]
        $(#[$attribute])*
        $vis fn $name($($arg)*) -> $ty $body
    };
}

/// A static of each thread, without a destructor.
#[cfg(feature = "std")]
macro_rules! per_thread {
    ($(#[$doc:meta])* static $name:ident: $ty:ty = $value:expr;) => {
        #[cfg(not(loom))]
        std::thread_local! { $(#[$doc])* static $name: $ty = const { $value } }
        #[cfg(loom)]
        loom::thread_local! { static $name: $ty = $value }
    };
}

#[cfg(feature = "std")]
pub(crate) use per_thread;
pub(crate) use {maybe_const, process_wide};

#[cfg(loom)]
mod imp {
    pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Mutex(loom::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
            self.0.lock().unwrap()
        }
    }
}

#[cfg(all(feature = "std", not(loom)))]
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

#[cfg(all(not(feature = "std"), not(loom)))]
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

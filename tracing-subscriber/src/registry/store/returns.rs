//! The way home of slots that were freed on another thread: a stack that anyone pushes to, and one thread empties.
//! Called by the store; knows nothing of spans. See README, "freed far from home".

use core::ptr;

use crate::sync::{AtomicPtr, Ordering};

/// Something that can stand in a [`Returns`].
pub(crate) trait Linked: Sized + 'static {
    /// The place for the next of the chain; used by nobody else while this stands in one.
    fn next(&self) -> &AtomicPtr<Self>;
}

/// A stack of things that live for ever.
///
/// Entries are pushed one by one and taken all at once, so that a thing which left and came back between two steps of a
/// push does no harm.
pub(crate) struct Returns<T: Linked> {
    top: AtomicPtr<T>,
}

impl<T: Linked> Returns<T> {
    pub(crate) fn new() -> Self {
        Self { top: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Pushes a thing that the caller owns.
    pub(crate) fn push(&self, thing: &'static T) {
        let new = ptr::from_ref(thing).cast_mut();
        // Relaxed: the value is a guess that the exchange below checks.
        let mut top = self.top.load(Ordering::Relaxed);
        loop {
            // Relaxed: the exchange publishes it.
            thing.next().store(top, Ordering::Relaxed);
            // Release: pairs with the Acquire in `take_all`; makes the link and what the caller did to the thing visible.
            match self.top.compare_exchange_weak(top, new, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(current) => top = current,
            }
        }
    }

    /// Takes the whole chain; the first of it, or null.
    pub(crate) fn take_all(&self) -> *mut T {
        // Relaxed: an empty stack has nothing to show; the look spares the common case a read-modify-write.
        if self.top.load(Ordering::Relaxed).is_null() {
            return ptr::null_mut();
        }
        // Acquire: pairs with the Release of each `push`; an exchange continues the release sequences of earlier ones.
        self.top.swap(ptr::null_mut(), Ordering::Acquire)
    }
}

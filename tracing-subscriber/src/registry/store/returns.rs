//! The way home of slots that were freed on another thread: a stack that anyone pushes to, and one thread empties.
//! Called by the store; knows nothing of spans. See README, "freed far from home".
#![expect(unsafe_code, reason = "a list through things that live for ever")]

use core::ptr;

use crate::sync::{AtomicPtr, AtomicU32, Ordering};

/// Something that can stand in a [`Returns`].
pub(crate) trait Linked: Sized + 'static {
    /// The place for the next of the chain; used by nobody else while this stands in one.
    fn next(&self) -> &AtomicPtr<Self>;

    /// A place for how many there are in the chain from this on.
    fn waiting(&self) -> &AtomicU32;
}

/// Nobody is going to take what would be pushed.
#[derive(Debug)]
pub(crate) struct Closed;

/// A stack of things that live for ever. Valid when all bytes are zero: it is open, and empty.
///
/// Entries are pushed one by one and taken all at once, so that a thing which left and came back between two steps of a
/// push does no harm.
pub(crate) struct Returns<T: Linked> {
    /// The top, null for none, or [`closed`] for nobody there.
    top: AtomicPtr<T>,
}

/// What stands in place of a top while nobody takes. It is the address of no thing, for those are aligned.
fn closed<T>() -> *mut T {
    ptr::without_provenance_mut(1)
}

impl<T: Linked> Returns<T> {
    /// An open stack with nothing on it. The store makes them of zeroed memory, which is the same.
    #[cfg(loom)]
    pub(crate) fn new() -> Self {
        Self { top: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Pushes a thing that the caller owns; tells about how many there are now.
    ///
    /// # Errors
    ///
    /// If nobody takes; the thing is still the caller's.
    pub(crate) fn push(&self, thing: &'static T) -> Result<u32, Closed> {
        let new = ptr::from_ref(thing).cast_mut();
        // The value is a guess that the exchange below checks. Acquire: pairs with the Release of the push of what is there; it
        // is looked at.
        let mut top = self.top.load(Ordering::Acquire);
        loop {
            if top == closed() {
                return Err(Closed);
            }
            // SAFETY: null or a thing, and things live for ever.
            let below = unsafe { top.as_ref() };
            // Relaxed: only about right, for the one below may have left and come back.
            let waiting = below.map_or(0, |below| below.waiting().load(Ordering::Relaxed)).saturating_add(1);
            thing.waiting().store(waiting, Ordering::Relaxed);
            // Relaxed: the exchange publishes it.
            thing.next().store(top, Ordering::Relaxed);
            // Release: pairs with the Acquire in `take_all`; makes the link and what the caller did to the thing visible.
            match self.top.compare_exchange_weak(top, new, Ordering::Release, Ordering::Acquire) {
                Ok(_) => return Ok(waiting),
                Err(current) => top = current,
            }
        }
    }

    /// Takes the whole chain; the first of it, or null. Whoever takes it owns what is in it.
    pub(crate) fn take_all(&self) -> *mut T {
        // Relaxed: an empty stack has nothing to show; the look spares the common case a read-modify-write.
        let mut top = self.top.load(Ordering::Relaxed);
        loop {
            if top.is_null() || top == closed() {
                return ptr::null_mut();
            }
            // Acquire: pairs with the Release of each `push`; an exchange continues the release sequences of earlier ones.
            match self.top.compare_exchange_weak(top, ptr::null_mut(), Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return top,
                Err(current) => top = current,
            }
        }
    }

    /// Takes the whole chain, and lets nobody push until [`open`](Self::open).
    pub(crate) fn close(&self) -> *mut T {
        // Acquire: as in `take_all`.
        let top = self.top.swap(closed(), Ordering::Acquire);
        if top == closed() { ptr::null_mut() } else { top }
    }

    /// Lets things be pushed again.
    pub(crate) fn open(&self) {
        // Relaxed: there is nothing to be seen. While it is closed, nobody else changes it.
        self.top.store(ptr::null_mut(), Ordering::Relaxed);
    }
}

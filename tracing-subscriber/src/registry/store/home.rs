//! The free slots of one thread, and how a thread comes by them. Called by the store; the one place that has to do with
//! threads that begin and end. See README, "a thread comes and goes".
#![expect(unsafe_code, reason = "cells that are reached through shared references by one thread at a time")]

use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr;

use super::returns::{Linked, Returns};
use super::slab;
use super::slot::Slot;
use crate::sync::Ordering;

/// The free slots of the thread that has the home. It lives for ever; when its thread ends the next one moves in.
///
/// Valid when all bytes are zero.
#[repr(C, align(128))]
pub(crate) struct Home {
    /// The first of the free slots, linked by `Slot::next`. The tenant's alone.
    free: Cell<*mut Slot>,
    /// How many there are, or about as many, if they came back from elsewhere. The tenant's alone.
    n_free: Cell<i32>,
    /// How many slots the latest refill took. The tenant's alone.
    run: Cell<usize>,
    returned: Mailbox,
}

/// Slots that other threads freed; on a line of its own, for others write it.
#[repr(align(128))]
pub(super) struct Mailbox(pub(super) Returns<Slot>);

// SAFETY: the cells are reached through `Here` alone, which does not leave its thread, and a home has one tenant at a time;
// the store's lock lies between two tenants.
unsafe impl Sync for Home {}
// SAFETY: the pointers are to slots, which may be used from any thread.
unsafe impl Send for Home {}

impl Home {
    /// The slots that came back from other threads.
    pub(super) fn returned(&self) -> &Returns<Slot> {
        &self.returned.0
    }
}

/// A thread that makes one span takes few slots, one that makes many takes many at a time.
const FIRST_RUN: usize = 4;
const LONGEST_RUN: usize = 32;

/// As many free slots are kept by a thread; and about as many wait for it that others have freed.
pub(super) const KEPT: i32 = 1024;

/// The home of the calling thread.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    home: &'static Home,
    _this_thread: PhantomData<*const ()>,
}

impl Here {
    /// Takes a free slot; `None` if there is none left.
    #[inline]
    pub(super) fn pop(self) -> Option<&'static Slot> {
        // SAFETY: null or a slot; slots live for ever.
        let slot = unsafe { self.home.free.get().as_ref() }?;
        // Relaxed: the slot is ours; whatever made it so has published it.
        self.home.free.set(slot.next.load(Ordering::Relaxed));
        self.home.n_free.set(self.home.n_free.get() - 1);
        Some(slot)
    }

    /// Puts a free slot on top, so that the next span finds it in the cache.
    #[inline]
    pub(super) fn push(self, slot: &'static Slot) {
        let n_free = self.home.n_free.get();
        if n_free >= KEPT {
            return self.push_over(slot);
        }
        self.home.n_free.set(n_free + 1);
        // Relaxed: the list is this thread's.
        slot.next.store(self.home.free.get(), Ordering::Relaxed);
        self.home.free.set(ptr::from_ref(slot).cast_mut());
    }

    /// Gives the lower half of the list, which has not been used for longest, to the pool.
    #[cold]
    #[inline(never)]
    fn push_over(self, slot: &'static Slot) {
        let mut last = self.home.free.get();
        for _ in 1..KEPT / 2 {
            // SAFETY: null or a slot; slots live for ever. Relaxed: the list is this thread's.
            last = unsafe { last.as_ref() }.map_or(ptr::null_mut(), |slot| slot.next.load(Ordering::Relaxed));
        }
        // SAFETY: as above.
        let below = unsafe { last.as_ref() }.map(|last| last.next.swap(ptr::null_mut(), Ordering::Relaxed));
        self.home.n_free.set(KEPT / 2);
        self.push(slot);
        // Last, for the allocator may make and close spans meanwhile.
        slab::give_to_pool(below.unwrap_or(ptr::null_mut()));
    }

    /// Puts a whole chain that came back in place of the empty list.
    pub(super) fn set_chain(self, chain: *mut Slot) {
        self.home.free.set(chain);
        // SAFETY: null or a slot; slots live for ever.
        let waiting = unsafe { chain.as_ref() }.map_or(0, |first| first.waiting().load(Ordering::Relaxed));
        self.home.n_free.set(i32::try_from(waiting).unwrap_or(KEPT));
    }

    /// Tells whether the slot belongs to this thread.
    #[inline]
    pub(super) fn owns(self, slot: &Slot) -> bool {
        // Relaxed: only compared. It changes while the slot is in the store's hands, under the store's lock.
        ptr::eq(slot.home.load(Ordering::Relaxed), self.home)
    }

    pub(super) fn home(self) -> &'static Home {
        self.home
    }

    /// How many slots to take this time; more the next.
    pub(super) fn next_run(self) -> usize {
        let run = (self.home.run.get() * 2).clamp(FIRST_RUN, LONGEST_RUN);
        self.home.run.set(run);
        run
    }
}

thread_local! {
    /// Without a destructor, so that reading it is one load, and is allowed while the thread ends.
    static HERE: Cell<Option<&'static Home>> = const { Cell::new(None) };

    /// Gives the home back when the thread ends.
    static TENANCY: Tenancy = const { Tenancy { home: Cell::new(None) } };
}

/// The home of this thread; `None` while the thread ends, when what is left to do goes through the common pool.
#[inline]
pub(crate) fn here() -> Option<Here> {
    match HERE.get() {
        Some(home) => Some(Here { home, _this_thread: PhantomData }),
        None => move_in(),
    }
}

#[cold]
#[inline(never)]
fn move_in() -> Option<Here> {
    let move_in = |tenancy: &Tenancy| {
        let home = slab::rent()?;
        tenancy.home.set(Some(home));
        HERE.set(Some(home));
        Some(Here { home, _this_thread: PhantomData })
    };
    TENANCY.try_with(move_in).ok().flatten()
}

struct Tenancy {
    home: Cell<Option<&'static Home>>,
}

impl Drop for Tenancy {
    fn drop(&mut self) {
        HERE.set(None);
        if let Some(home) = self.home.take() {
            home.run.set(0);
            home.n_free.set(0);
            slab::vacate(home, home.free.replace(ptr::null_mut()));
        }
    }
}

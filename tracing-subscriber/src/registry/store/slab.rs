//! All slots of the process: from number to slot, and where free ones are. Called by the slots and by the homes of threads.
//! See README, "a slot is found", "freed far from home" and "a thread comes and goes".
#![expect(unsafe_code, reason = "memory that grows while others read it, and is never given back")]

use core::alloc::Layout;
use core::ptr;

use super::home::{self, Home};
use super::slot::Slot;
use crate::sync::{AtomicPtr, AtomicU32, Mutex, Ordering};

/// The first bucket has this many slots, each further one twice as many as the one before. It is also the number of the first
/// slot, so that the highest bit of a number tells the bucket, and the other bits the place in there.
const FIRST_BUCKET: u32 = 32;
/// As many as the highest bits of numbers there are.
const BUCKETS: usize = 27;
/// The numbers of slots end before this one, so that bit 31 is free, and the last bucket never made.
const END: u32 = 1 << 31;
/// After a search through all homes without a tenant that found nothing, as many slots are made without a search as this goes
/// into their number: so a slot costs a look at that many homes at most.
const LOOKS_PER_SLOT: usize = 16;

/// Slots stay where they are once made, so that an id leads to its slot without a lock, whoever may have freed it.
static TABLE: [AtomicPtr<Slot>; BUCKETS] = [const { AtomicPtr::new(ptr::null_mut()) }; BUCKETS];

/// The number of the next slot.
static NEXT: AtomicU32 = AtomicU32::new(FIRST_BUCKET);

/// What is nobody's.
static POOL: Mutex<Pool> = Mutex::new(Pool { free: ptr::null_mut(), idle: Vec::new(), searched: 0, unsearched: 0 });

struct Pool {
    /// Free slots without a home, linked by `Slot::next`.
    free: *mut Slot,
    /// Homes without a tenant. Their former tenants' slots still come back to them.
    idle: Vec<&'static Home>,
    /// Where the search through the idle homes goes on.
    searched: usize,
    /// How many slots are made before the next search.
    unsearched: usize,
}

// SAFETY: the pointers are to slots, which may be used from any thread.
unsafe impl Send for Pool {}

/// Finds a slot by its number.
#[inline]
pub(super) fn slot(number: u32) -> Option<&'static Slot> {
    if number < FIRST_BUCKET {
        return None;
    }
    let (bucket, offset) = place(number);
    // Acquire: pairs with the Release in `make`; makes the zeroed memory of the bucket visible.
    let first = TABLE[bucket].load(Ordering::Acquire);
    if first.is_null() {
        return None;
    }
    // SAFETY: `offset` is less than the number of slots in the bucket, see `place`.
    let slot = unsafe { first.add(offset) };
    // SAFETY: the bucket lives for ever, and a slot is valid from when its bytes are zero.
    Some(unsafe { &*slot })
}

/// The bucket of a slot, and its place in there.
#[inline]
fn place(number: u32) -> (usize, usize) {
    let highest = number.ilog2();
    ((highest - FIRST_BUCKET.ilog2()) as usize, (number ^ 1 << highest) as usize)
}

/// All slots made so far.
pub(super) fn slots() -> impl Iterator<Item = &'static Slot> {
    // Acquire: pairs with the Release in `make`; the slots below are initialized.
    (FIRST_BUCKET..NEXT.load(Ordering::Acquire)).filter_map(slot)
}

/// Takes a free slot; `None` when all numbers are in use.
#[inline]
pub(super) fn take() -> Option<&'static Slot> {
    match home::here() {
        Some(here) => here.pop().or_else(|| refill(here)),
        None => take_from_pool(),
    }
}

/// Gives back a slot that the caller owns.
#[inline]
pub(super) fn put_back(slot: &'static Slot) {
    match home::here() {
        Some(here) if here.owns(slot) => here.push(slot),
        _ => send_home(slot),
    }
}

#[cold]
#[inline(never)]
fn refill(here: home::Here) -> Option<&'static Slot> {
    let returned = here.home().returned().take_all();
    if !returned.is_null() {
        here.set_chain(returned);
        return here.pop();
    }
    let mut pool = POOL.lock();
    for _ in 0..here.next_run() {
        let Some(slot) = pool.take() else { break };
        // Relaxed: the lock orders it between two homes; others only compare it.
        slot.home.store(ptr::from_ref(here.home()).cast_mut(), Ordering::Relaxed);
        here.push(slot);
    }
    drop(pool);
    here.pop()
}

#[cold]
#[inline(never)]
fn take_from_pool() -> Option<&'static Slot> {
    POOL.lock().take()
}

#[cold]
#[inline(never)]
fn send_home(slot: &'static Slot) {
    // Relaxed: a home lives for ever, and the slot is the caller's.
    let home = slot.home.load(Ordering::Relaxed);
    // SAFETY: null or a home; homes live for ever.
    match unsafe { home.as_ref() } {
        Some(home) => home.returned().push(slot),
        None => POOL.lock().put(slot),
    }
}

/// Finds a home for a new thread.
pub(super) fn rent() -> &'static Home {
    POOL.lock().idle.pop().unwrap_or_else(|| Box::leak(Box::new(Home::new())))
}

/// Takes a home back from a thread that ends, with the free slots that it had.
pub(super) fn vacate(home: &'static Home, free: *mut Slot) {
    let mut pool = POOL.lock();
    pool.put_chain(free);
    pool.put_chain(home.returned().take_all());
    pool.idle.push(home);
}

impl Pool {
    fn take(&mut self) -> Option<&'static Slot> {
        if self.free.is_null() {
            self.search();
        }
        // SAFETY: null or a slot; slots live for ever.
        if let Some(slot) = unsafe { self.free.as_ref() } {
            // Relaxed: the lock is held.
            self.free = slot.next.load(Ordering::Relaxed);
            return Some(slot);
        }
        make()
    }

    fn put(&mut self, slot: &'static Slot) {
        // SAFETY: the slot was handed out before, and is the pool's now.
        unsafe { slot.trim() };
        // Relaxed, twice: the lock is held.
        slot.home.store(ptr::null_mut(), Ordering::Relaxed);
        slot.next.store(self.free, Ordering::Relaxed);
        self.free = ptr::from_ref(slot).cast_mut();
    }

    fn put_chain(&mut self, mut chain: *mut Slot) {
        // SAFETY: null or a slot; slots live for ever.
        while let Some(slot) = unsafe { chain.as_ref() } {
            chain = slot.next.load(Ordering::Relaxed);
            self.put(slot);
        }
    }

    /// Collects what came back to homes whose threads are gone, from the first of them that has something.
    fn search(&mut self) {
        if self.unsearched > 0 {
            self.unsearched -= 1;
            return;
        }
        for _ in 0..self.idle.len() {
            self.searched = (self.searched + 1) % self.idle.len();
            let chain = self.idle[self.searched].returned().take_all();
            if !chain.is_null() {
                return self.put_chain(chain);
            }
        }
        self.unsearched = self.idle.len() / LOOKS_PER_SLOT;
    }
}

/// Makes a new slot. The pool's lock is held.
fn make() -> Option<&'static Slot> {
    // Relaxed: only changed under the lock.
    let number = NEXT.load(Ordering::Relaxed);
    if number >= END {
        return None;
    }
    let (bucket, offset) = place(number);
    if offset == 0 {
        let layout = Layout::array::<Slot>((FIRST_BUCKET as usize) << bucket).ok()?;
        // SAFETY: the layout's size is not zero.
        let memory = unsafe { std::alloc::alloc_zeroed(layout) };
        if memory.is_null() {
            return None;
        }
        // Release: pairs with the Acquire in `slot`.
        TABLE[bucket].store(memory.cast(), Ordering::Release);
    }
    let slot = slot(number)?;
    // SAFETY: the number is new, and the lock is held.
    unsafe { slot.initialize(number) };
    // Release: pairs with the Acquire in `slots`.
    NEXT.store(number + 1, Ordering::Release);
    Some(slot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_place() {
        assert_eq!(place(32), (0, 0));
        assert_eq!(place(63), (0, 31));
        assert_eq!(place(64), (1, 0));
        assert_eq!(place(127), (1, 63));
        assert_eq!(place(128), (2, 0));
        assert_eq!(place(END - 1), (BUCKETS - 2, (1 << 30) - 1));
        assert_eq!(place(u32::MAX), (BUCKETS - 1, (1 << 31) - 1));
    }

    #[test]
    fn numbers_that_no_slot_has_lead_nowhere() {
        for number in [0, 31, END, u32::MAX] {
            assert!(slot(number).is_none());
        }
    }
}

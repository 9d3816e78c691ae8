//! All slots of the process: from number to slot, and where free ones are. Called by the slots and by the homes of threads.
//! See README, "a slot is found", "freed far from home" and "a thread comes and goes".
#![expect(unsafe_code, reason = "memory that grows while others read it, and stays where it is")]

use core::iter;
use core::ptr::{self, NonNull};

use super::home::{self, Home};
use super::memory;
use super::pool::Pool;
use super::slot::Slot;
use super::values::Annex;
use crate::sync::{AtomicPtr, AtomicU32, Mutex, Ordering};

/// The first bucket has this many slots, each further one twice as many as the one before. It is also the number of the first
/// slot, so that the highest bit of a number tells the bucket, and the other bits the place in there.
const FIRST_BUCKET: u32 = 32;
/// As many as the highest bits of numbers there are.
const BUCKETS: usize = 27;
/// The numbers of slots end before this one, so that bit 31 is free, and the last bucket never made.
const END: u32 = 1 << 31;
/// Slots stay where they are once made, so that an id leads to its slot without a lock, whoever may have freed it.
static TABLE: [AtomicPtr<Slot>; BUCKETS] = [const { AtomicPtr::new(ptr::null_mut()) }; BUCKETS];

/// Room for values, one for each slot, in buckets like those of the slots.
static ANNEXES: [AtomicPtr<Annex>; BUCKETS] = [const { AtomicPtr::new(ptr::null_mut()) }; BUCKETS];

/// The number of the next slot.
static NEXT: AtomicU32 = AtomicU32::new(FIRST_BUCKET);

/// What is nobody's: free slots, and homes without a tenant.
static IDLE: Mutex<Idle> = Mutex::new(Idle { pool: Pool::new(), homes: Vec::new(), n_homes: 0 });

struct Idle {
    pool: Pool,
    homes: Vec<&'static Home>,
    /// How many homes there are, those with tenants included.
    n_homes: usize,
}

/// As many homes are made at first; later as many as there are. Side by side, so that they do not lie, for ever, between what
/// an allocator would like to give back.
const FIRST_HOMES: usize = 16;

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

/// The room beside a slot that was made, or is being made.
pub(super) fn annex(number: u32) -> Option<NonNull<Annex>> {
    let (bucket, offset) = place(number);
    // Relaxed: the lock is held, as it was when this was stored.
    let first = NonNull::new(ANNEXES[bucket].load(Ordering::Relaxed))?;
    // SAFETY: as for the slot.
    Some(unsafe { first.add(offset) })
}

/// The slots that may be in use, and some that are not: those of a page lie together. After a peak they are few.
pub(super) fn slots() -> impl Iterator<Item = &'static Slot> {
    let mut from = 0;
    // A lock for each run, and no list of them: nothing is allocated under the lock.
    let runs = iter::from_fn(move || {
        let run = IDLE.lock().pool.in_use(from)?;
        from = run.end;
        Some(run)
    });
    runs.flatten().filter_map(slot)
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
    let mut idle = IDLE.lock();
    for _ in 0..here.next_run() {
        let Some(slot) = idle.take() else { break };
        // Relaxed: the lock orders it between two homes; others only compare it.
        slot.home.store(ptr::from_ref(here.home()).cast_mut(), Ordering::Relaxed);
        here.push(slot);
    }
    drop(idle);
    here.pop()
}

#[cold]
#[inline(never)]
fn take_from_pool() -> Option<&'static Slot> {
    IDLE.lock().take()
}

#[cold]
#[inline(never)]
fn send_home(slot: &'static Slot) {
    // Relaxed: a home lives for ever, and the slot is the caller's.
    let home = slot.home.load(Ordering::Relaxed);
    // SAFETY: null or a home; homes live for ever.
    match unsafe { home.as_ref() }.map(|home| (home, home.returned().push(slot))) {
        Some((_, Ok(waiting))) if waiting < home::KEPT.unsigned_abs() => {}
        // Nobody there has made a span for long.
        Some((home, Ok(_))) => give_to_pool(home.returned().take_all()),
        Some((_, Err(_))) | None => {
            // Relaxed: the slot is the caller's.
            slot.next.store(ptr::null_mut(), Ordering::Relaxed);
            give_to_pool(ptr::from_ref(slot).cast_mut());
        }
    }
}

/// Gives a chain of free slots that the caller owns to the pool.
#[cold]
pub(super) fn give_to_pool(chain: *mut Slot) {
    trim(chain);
    IDLE.lock().put_chain(chain);
}

/// Empties the buffers of a chain of free slots that the caller owns. Before the lock is taken: the allocator may be one that
/// makes spans.
fn trim(mut chain: *mut Slot) {
    // SAFETY: null or a slot; slots live for ever.
    while let Some(slot) = unsafe { chain.as_ref() } {
        // SAFETY: the slot was handed out before, and is the caller's now.
        unsafe { slot.trim() };
        chain = slot.next.load(Ordering::Relaxed);
    }
}

/// Finds a home for a new thread; `None` if there is no memory.
pub(super) fn rent() -> Option<&'static Home> {
    let home = IDLE.lock().home()?;
    home.returned().open();
    Some(home)
}

/// Takes a home back from a thread that ends, with the free slots that it had.
pub(super) fn vacate(home: &'static Home, free: *mut Slot) {
    let returned = home.returned().close();
    trim(free);
    trim(returned);
    let mut idle = IDLE.lock();
    idle.put_chain(free);
    idle.put_chain(returned);
    idle.homes.push(home);
}

/// Counts slots: those that there ever were, and how many of them have their memory given back.
pub(super) fn count() -> (usize, usize) {
    let idle = IDLE.lock();
    // Relaxed: only changed under the lock.
    let made = NEXT.load(Ordering::Relaxed) - FIRST_BUCKET;
    (made as usize, idle.pool.given_back())
}

impl Idle {
    fn home(&mut self) -> Option<&'static Home> {
        if self.homes.is_empty() {
            let more = self.n_homes.max(FIRST_HOMES);
            let first: NonNull<Home> = zeroed(more)?;
            for at in (0..more).rev() {
                // SAFETY: there are as many.
                let home = unsafe { first.add(at) };
                // SAFETY: a home is valid when its bytes are zero, and lives for ever.
                self.homes.push(unsafe { home.as_ref() });
            }
            self.n_homes += more;
        }
        self.homes.pop()
    }

    fn take(&mut self) -> Option<&'static Slot> {
        self.pool.take().or_else(|| {
            let slot = make()?;
            self.pool.made(slot.number());
            Some(slot)
        })
    }

    fn put_chain(&mut self, mut chain: *mut Slot) {
        // SAFETY: null or a slot; slots live for ever.
        while let Some(slot) = unsafe { chain.as_ref() } {
            // Relaxed: the slot is the caller's.
            chain = slot.next.load(Ordering::Relaxed);
            self.pool.put(slot);
        }
    }
}

/// Makes a new slot. The lock is held.
fn make() -> Option<&'static Slot> {
    // Relaxed: only changed under the lock.
    let number = NEXT.load(Ordering::Relaxed);
    if number >= END {
        return None;
    }
    let (bucket, offset) = place(number);
    if offset == 0 {
        let length = (FIRST_BUCKET as usize) << bucket;
        let slots = zeroed::<Slot>(length)?.as_ptr();
        // Relaxed: only looked at under the lock.
        ANNEXES[bucket].store(zeroed(length)?.as_ptr(), Ordering::Relaxed);
        // Release: pairs with the Acquire in `slot`.
        TABLE[bucket].store(slots, Ordering::Release);
    }
    let slot = slot(number)?;
    // SAFETY: the number is new, and the lock is held.
    unsafe { slot.initialize(number, 0, annex(number)?) };
    // Release: pairs with the Acquire in `slots`.
    NEXT.store(number + 1, Ordering::Release);
    Some(slot)
}

/// Takes zeroed memory for some values, for ever, from the beginning of a page on.
fn zeroed<T>(length: usize) -> Option<NonNull<T>> {
    let align = memory::page_size().unwrap_or(0).max(align_of::<T>());
    NonNull::new(memory::take(size_of::<T>().checked_mul(length)?, align)?.cast())
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

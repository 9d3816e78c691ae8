//! Free slots that are nobody's, by the page of memory that they lie in, so that idle pages can be given back. Called by the
//! slab, which holds the lock around it. See README, "memory is given back".
#![expect(unsafe_code, reason = "slots that are nobody's, and the memory that they lie in")]

use core::ops::Range;
use core::ptr;

use super::memory;
use super::slab;
use super::slot::Slot;
use super::values::Annex;
use crate::sync::Ordering;

/// Free slots, and what is known of each page.
pub(super) struct Pool {
    /// By the number of the slot over the number of slots in a page.
    pages: Vec<Page>,
    /// The page to take from first; the others that slots can be had from follow, linked by [`Page::next`].
    listed: u32,
    /// Pages that were seen to have no slot in use, the latest last; some may have gone back to use since.
    idle: Vec<u32>,
    /// How many slots are handed out.
    handed_out: usize,
    /// A page has two to the power of this many slots; `None` until the first is made.
    shift: Option<u32>,
    /// Whether memory can be given back on this system.
    gives_back: bool,
}

/// Sixteen bytes for each page of slots that there ever was.
#[derive(Clone, Copy)]
struct Page {
    /// The number of the first of its free slots, linked by `Slot::next`; 0 for none.
    free: u32,
    next: u32,
    /// No slot of the page has had a later generation when the page was given back.
    generation: u32,
    n_free: u16,
    /// Whether the page is in the list of those that slots can be had from.
    is_listed: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    InUse,
    /// It is in [`Pool::idle`].
    Idle,
    /// Its memory was given back: its slots are free, and are to be made again.
    Gone,
}

const NONE: u32 = u32::MAX;

/// Pages that are kept, however few are in use.
const IDLE_KEPT: usize = 64;
/// Of pages in use, one idle page is kept for as many as this, so that what comes and goes needs not be made each time.
const IN_USE_PER_IDLE: usize = 4;
/// As many pages are given back at a time.
const BATCH: usize = 64;

impl Pool {
    pub(super) const fn new() -> Self {
        Self { pages: Vec::new(), listed: NONE, idle: Vec::new(), handed_out: 0, shift: None, gives_back: true }
    }

    /// Takes a free slot; `None` if there is none but those that were never made.
    pub(super) fn take(&mut self) -> Option<&'static Slot> {
        while self.listed != NONE {
            let at = self.listed;
            if self.pages[at as usize].state == State::Gone {
                self.revive(at);
            }
            let page = &mut self.pages[at as usize];
            if let Some(slot) = slab::slot(page.free) {
                // SAFETY: null or a slot; slots live for ever. Relaxed: the lock is held.
                let next = unsafe { slot.next.load(Ordering::Relaxed).as_ref() };
                page.free = next.map_or(0, Slot::number);
                page.n_free -= 1;
                self.handed_out += 1;
                return Some(slot);
            }
            page.is_listed = false;
            self.listed = page.next;
        }
        None
    }

    /// Takes note of a slot that was made, and is handed out.
    pub(super) fn made(&mut self, number: u32) {
        let at = self.page_of(number) as usize;
        if at >= self.pages.len() {
            let page = Page { free: 0, next: NONE, generation: 0, n_free: 0, is_listed: false, state: State::InUse };
            self.pages.resize(at + 1, page);
        }
        self.handed_out += 1;
    }

    /// Puts a free slot in, which was [trimmed](Slot::trim).
    pub(super) fn put(&mut self, slot: &'static Slot) {
        let number = slot.number();
        let at = self.page_of(number);
        let slots_per_page = self.slots_per_page();
        let page = &mut self.pages[at as usize];
        debug_assert!(page.n_free < slots_per_page && page.state != State::Gone);
        let next = slab::slot(page.free).map_or(ptr::null_mut(), |next| ptr::from_ref(next).cast_mut());
        // Relaxed, twice: the lock is held.
        slot.home.store(ptr::null_mut(), Ordering::Relaxed);
        slot.next.store(next, Ordering::Relaxed);
        page.free = number;
        page.n_free += 1;
        if !page.is_listed {
            page.is_listed = true;
            page.next = self.listed;
            self.listed = at;
        }
        self.handed_out -= 1;
        if page.n_free == slots_per_page && page.state == State::InUse && self.gives_back {
            page.state = State::Idle;
            self.idle.push(at);
            self.give_back();
        }
    }

    /// The numbers of the slots in the next pages that lie side by side and have one in use, from the page of `from`.
    pub(super) fn in_use(&self, from: u32) -> Option<Range<u32>> {
        let shift = self.shift.unwrap_or(0);
        let is_used = |page: &Page| page.state != State::Gone && page.n_free < self.slots_per_page();
        let pages = self.pages.get((from >> shift) as usize..)?;
        let first = pages.iter().position(is_used)?;
        let n_used = pages[first..].iter().take_while(|page| is_used(page)).count();
        let first = (from >> shift) + u32::try_from(first).ok()?;
        Some(first << shift..(first + u32::try_from(n_used).ok()?) << shift)
    }

    /// Counts the slots whose memory was given back.
    pub(super) fn given_back(&self) -> usize {
        let gone = self.pages.iter().filter(|page| page.state == State::Gone).count();
        gone * usize::from(self.slots_per_page())
    }

    /// The page that a slot lies in.
    fn page_of(&mut self, number: u32) -> u32 {
        const { assert!(size_of::<Slot>().is_power_of_two() && size_of::<Slot>() == size_of::<Annex>()) };
        let shift = *self.shift.get_or_insert_with(|| {
            let slots = memory::page_size().map(|size| size / size_of::<Slot>());
            let slots = slots.and_then(|slots| u16::try_from(slots).ok()).filter(|slots| *slots > 0);
            self.gives_back = slots.is_some();
            slots.unwrap_or(1).ilog2()
        });
        number >> shift
    }

    fn slots_per_page(&self) -> u16 {
        1 << self.shift.unwrap_or(0)
    }

    /// Gives idle pages back, but for the latest.
    fn give_back(&mut self) {
        let slots_per_page = self.slots_per_page();
        let in_use = self.handed_out / usize::from(slots_per_page);
        let kept = IDLE_KEPT.max(in_use / IN_USE_PER_IDLE);
        if self.idle.len() < kept + BATCH {
            return;
        }
        let pages = &mut self.pages;
        self.idle.retain(|at| {
            let page = &mut pages[*at as usize];
            let is_idle = page.n_free == slots_per_page;
            if !is_idle {
                page.state = State::InUse;
            }
            is_idle
        });
        let n_gone = self.idle.len().saturating_sub(kept);
        self.idle[..n_gone].sort_unstable();
        let gone: Vec<u32> = self.idle.drain(..n_gone).collect();
        // The first slots of buckets have powers of two as their numbers, so pages of two buckets lie side by side in
        // number only.
        for run in gone.chunk_by(|a, b| a + 1 == *b && !b.is_power_of_two()) {
            self.discard(run);
        }
    }

    /// Gives the memory of some idle pages back that lie side by side.
    fn discard(&mut self, run: &[u32]) {
        let slots_per_page = self.slots_per_page();
        for at in run {
            let numbers = (at * u32::from(slots_per_page)..).take(slots_per_page.into());
            let latest = numbers.filter_map(slab::slot).map(Slot::generation).max();
            self.pages[*at as usize].generation = latest.unwrap_or(0);
        }
        let Some(first) = run.first().map(|at| at * u32::from(slots_per_page)) else { return };
        let (Some(slots), Some(annexes)) = (slab::slot(first), slab::annex(first)) else { return };
        let length = run.len() * usize::from(slots_per_page) * size_of::<Slot>();
        // SAFETY: all slots of the pages are free and nobody's, and their bodies hold nothing, for they were trimmed. Who has a
        // stale id looks at headers alone, by atomic loads, and exchanges a lifecycle only if it finds handles or pins.
        // Buckets begin at the beginning of a page, and are a whole number of pages where a page is ever idle.
        let is_lost = unsafe { memory::discard(ptr::from_ref(slots).cast_mut().cast(), length) };
        if !is_lost {
            // It is not to be had on this system, or not for this memory.
            self.gives_back = false;
            return;
        }
        // SAFETY: the values of the slots are empty, so nothing is in there.
        unsafe { memory::discard(annexes.as_ptr().cast(), length) };
        for at in run {
            let page = &mut self.pages[*at as usize];
            page.state = State::Gone;
            page.n_free = 0;
            page.free = 0;
        }
    }

    /// Makes the slots of a page again.
    #[cold]
    fn revive(&mut self, at: u32) {
        let slots_per_page = self.slots_per_page();
        let first = at * u32::from(slots_per_page);
        let page = &mut self.pages[at as usize];
        for number in (first..first + u32::from(slots_per_page)).rev() {
            let (Some(slot), Some(annex)) = (slab::slot(number), slab::annex(number)) else { continue };
            // An id must not be used again; so each slot goes on after the one of the page that has had most spans.
            // SAFETY: the slot is nobody's, its body holds nothing, and the lock is held.
            unsafe { slot.initialize(number, page.generation, annex) };
            let next = slab::slot(page.free).map_or(ptr::null_mut(), |next| ptr::from_ref(next).cast_mut());
            slot.next.store(next, Ordering::Relaxed);
            page.free = number;
        }
        page.n_free = slots_per_page;
        page.state = State::InUse;
    }
}

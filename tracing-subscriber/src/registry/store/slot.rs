//! The place of one span's data, used for one span after another. Taken and given back through the store; read through
//! [`Pinned`]. See README, "the life of a span".
#![expect(unsafe_code, reason = "memory that is made before it is filled, and data without its lock")]

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::num::NonZeroU64;
use core::ptr::{self, NonNull};
use std::sync::OnceLock;

use tracing_core::Metadata;
use tracing_core::span::Id;

use super::closing;
use super::extensions::Erased;
use super::home::Home;
use super::lifecycle::{Given, Last, Lifecycle};
use super::returns::Linked;
use super::slab;
use super::times::{SpanTimes, Times};
use super::values::{Annex, Recorded, Values};
use crate::sync::{AtomicPtr, AtomicU32, AtomicU64, Guarded, Mutex, Ordering};

/// One span's data. Valid when all bytes are zero, but for the body, which is made before the slot is first used.
///
/// The header fits a cache line, the body the lines behind it. A power of two in size, so that a page is full of them.
#[repr(C, align(256))]
pub(crate) struct Slot {
    life: Lifecycle,
    generation: AtomicU32,
    /// The number of the registry that the span belongs to.
    owner: AtomicU32,
    /// The id of the parent; 0 for none.
    parent: AtomicU64,
    metadata: AtomicPtr<Metadata<'static>>,
    /// bits 0..63: the filter of that number refused the span; bit 63: filters with larger numbers did, see the body.
    refused: AtomicU64,
    /// The next of the list that the slot is in while it is free, or while it waits for its callbacks to end.
    pub(super) next: AtomicPtr<Slot>,
    /// The thread whose free list the slot belongs to; null for the common pool.
    pub(super) home: AtomicPtr<Home>,
    number: AtomicU32,
    /// How many slots wait below this one to be taken home.
    waiting: AtomicU32,
    body: UnsafeCell<MaybeUninit<Body>>,
}

/// What takes a lock, or is rarely used.
#[repr(C)]
pub(crate) struct Body {
    pub(crate) values: Guarded<Recorded>,
    pub(crate) extensions: Guarded<Erased>,
    times: Times,
    /// Bits of the refusing filters from 63 on. Made when first used, which for most programs is never.
    refused: OnceLock<Box<Mutex<Vec<u64>>>>,
}

impl Body {
    fn refused(&self) -> &Mutex<Vec<u64>> {
        self.refused.get_or_init(|| Box::new(Mutex::new(Vec::new())))
    }

    /// Where the instants of the span are to be noted.
    pub(crate) fn times(&self) -> &Times {
        &self.times
    }

    /// The instants of the span, if they were noted.
    pub(crate) fn noted_times(&self) -> Option<SpanTimes> {
        self.times.read()
    }
}

// SAFETY: the header is atomics; the body is written before the slot is first open, by the one thread that has it, and
// shared by reference after that.
unsafe impl Sync for Slot {}

impl Linked for Slot {
    fn next(&self) -> &AtomicPtr<Self> {
        &self.next
    }

    fn waiting(&self) -> &AtomicU32 {
        &self.waiting
    }
}

/// The number of filters whose refusal has a bit in the header.
const HEADER_FILTERS: u32 = 63;
const SPILLED: u64 = 1 << 63;

impl Slot {
    /// Makes a slot of memory that is zero, or that was one with nothing in its body. Its first span has the generation after
    /// that one.
    ///
    /// # Safety
    ///
    /// The slot is nobody's, and the caller alone makes it. The annex is for ever, and the slot's alone.
    pub(super) unsafe fn initialize(&self, number: u32, generation: u32, annex: NonNull<Annex>) {
        // Relaxed, here and in the setters of `Vacant`: `Lifecycle::open` publishes all of it.
        self.number.store(number, Ordering::Relaxed);
        self.generation.store(generation, Ordering::Relaxed);
        let body = Body {
            // SAFETY: the caller's promise.
            values: Guarded::new(unsafe { Recorded::beside(annex) }),
            extensions: Guarded::new(Erased::new()),
            times: Times::new(),
            refused: OnceLock::new(),
        };
        // SAFETY: the caller is alone with the slot.
        unsafe { (*self.body.get()).write(body) };
    }

    /// Gives back all that the body of a free slot holds, for the slot goes to the pool, where it may stay for long.
    ///
    /// # Safety
    ///
    /// The caller owns the slot, and it was made.
    pub(super) unsafe fn trim(&self) {
        // SAFETY: the caller's promise; nobody else looks at the body of a slot that is free.
        let body = unsafe { (*self.body.get()).assume_init_mut() };
        // SAFETY: the slot is the caller's alone.
        unsafe { body.values.exclusive() }.trim();
        // SAFETY: as above.
        unsafe { body.extensions.exclusive() }.trim();
        drop(body.refused.take());
    }

    pub(super) fn number(&self) -> u32 {
        // Relaxed: it changes while the slot is nobody's, under the store's lock.
        self.number.load(Ordering::Relaxed)
    }

    /// The generation of the latest span.
    pub(super) fn generation(&self) -> u32 {
        self.generation.load(Ordering::Relaxed)
    }

    /// # Safety
    ///
    /// The slot is pinned, or the caller's.
    unsafe fn body(&self) -> &Body {
        // SAFETY: the store makes the body before it hands the slot out; `Lifecycle::open` published it, and the caller has
        // seen the slot open, or was handed it.
        unsafe { (*self.body.get()).assume_init_ref() }
    }

    /// Whether that filter refused the slot's present span; `None` if the body knows.
    #[inline]
    fn is_refused(&self, filter: u32) -> Option<bool> {
        // Relaxed: a span's bits are written before its id is known to others, and those of filters further on are behind a
        // lock.
        let bits = self.refused.load(Ordering::Relaxed);
        if filter < HEADER_FILTERS {
            return Some(bits & 1 << filter != 0);
        }
        if bits & SPILLED == 0 { Some(false) } else { None }
    }

    /// Whether the span that the id names is the slot's present one.
    #[inline]
    fn is_generation(&self, generation: u32) -> bool {
        // Relaxed: the lifecycle was read with Acquire before; it carries the low bits of the same number.
        self.generation.load(Ordering::Relaxed) == generation
    }

    #[inline]
    fn is_owner(&self, owner: u32) -> bool {
        // Relaxed: as for the generation.
        self.owner.load(Ordering::Relaxed) == owner
    }
}

/// A span id taken apart: the slot, and which of its spans.
///
/// bits 0..32 of the id: the slot's number; bits 32..64: the generation.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    slot: &'static Slot,
    generation: u32,
}

impl Name {
    /// Finds the slot of a span. `None` if no span of this process ever had the id's slot.
    #[inline]
    pub(crate) fn of(id: &Id) -> Option<Self> {
        Self::of_u64(id.into_u64())
    }

    #[inline]
    fn of_u64(id: u64) -> Option<Self> {
        let (number, generation) = halves(id);
        Some(Self { slot: slab::slot(number)?, generation })
    }

    /// Tells whether the span is open, and of that registry.
    #[inline]
    pub(crate) fn is_open(self, owner: u32) -> bool {
        self.slot.life.is_open(self.generation) && self.slot.is_generation(self.generation) && self.slot.is_owner(owner)
    }

    /// The metadata of an open span of that registry.
    #[inline]
    pub(crate) fn metadata(self, owner: u32) -> Option<&'static Metadata<'static>> {
        if !self.is_open(owner) {
            return None;
        }
        // Acquire: pairs with the Release in `Vacant::describe`; if this is what a later span of the slot stored, that
        // span's generation is visible too, and the check below sees it.
        let metadata = self.slot.metadata.load(Ordering::Acquire);
        // SAFETY: null, or stored from a reference to a static.
        let metadata = unsafe { metadata.as_ref() }?;
        self.slot.is_generation(self.generation).then_some(metadata)
    }

    /// The number of the registry that the slot's present span belongs to.
    pub(crate) fn owner(self) -> u32 {
        self.slot.owner.load(Ordering::Relaxed)
    }

    /// Tells whether a filter admitted the span, which is open or closing. Called by somebody who keeps it so.
    #[inline]
    pub(crate) fn is_admitted(self, filter: u32) -> bool {
        // Whoever learned of the id has seen the slot open; the generation is compared for those who made the id up.
        self.slot.life.is_kept(self.generation)
            && self.slot.is_generation(self.generation)
            && !self.slot.is_refused(filter).unwrap_or_else(|| self.is_refused_by_body(filter))
    }

    /// Whether a filter whose bit is not in the header refused the span; so it did if there is no such span.
    #[cold]
    fn is_refused_by_body(self, filter: u32) -> bool {
        self.pin_any().is_none_or(|pinned| pinned.is_refused(filter))
    }

    /// Pins the data of the span, open or closing, of whatever registry.
    fn pin_any(self) -> Option<Pinned> {
        let pinned = self.slot.life.pin(self.generation).then_some(Pinned { slot: self.slot })?;
        self.slot.is_generation(self.generation).then_some(pinned)
    }

    /// Takes another handle. False if the span is not open, or belongs to another registry.
    #[inline]
    pub(crate) fn add_handle(self, owner: u32) -> bool {
        // The caller has a handle, or names a span that is gone; so these two do not change under its feet.
        self.slot.is_owner(owner)
            && self.slot.is_generation(self.generation)
            && self.slot.life.add_handle(self.generation)
    }

    /// Takes another handle, and gives the span's metadata.
    #[inline]
    pub(crate) fn hold(self, owner: u32) -> Option<&'static Metadata<'static>> {
        if !self.add_handle(owner) {
            return None;
        }
        // Relaxed: to take the handle was an Acquire, and keeps the header as it is.
        let metadata = self.slot.metadata.load(Ordering::Relaxed);
        // SAFETY: stored from a reference to a static before the span was opened.
        Some(unsafe { &*metadata })
    }

    /// Gives back a handle. With [`Last::Pins`], `Closed` leaves the caller with a pin.
    #[inline]
    pub(crate) fn give(self, owner: u32, last: Last) -> Given {
        if self.slot.is_owner(owner) && self.slot.is_generation(self.generation) {
            self.slot.life.give(self.generation, last)
        } else {
            Given::Unknown
        }
    }

    /// Pins the data of the span, open or closing.
    #[inline]
    pub(crate) fn pin(self, owner: u32) -> Option<Pinned> {
        if !self.slot.life.pin(self.generation) {
            return None;
        }
        let pinned = Pinned { slot: self.slot };
        // The lifecycle compared but the low bits; now that nothing changes any more, the rest is compared.
        (self.slot.is_generation(self.generation) && self.slot.is_owner(owner)).then_some(pinned)
    }

    /// Takes over the pin that `give` left.
    pub(crate) fn take_pin(self) -> Pinned {
        Pinned { slot: self.slot }
    }

    /// Takes over the slot that `give` freed.
    pub(crate) fn take_freed(self) -> Freed {
        Freed { slot: self.slot }
    }

    /// Notes that the filters of these numbers do not want the span. Called while the span is made, by the thread that
    /// makes it.
    pub(crate) fn refuse(self, first: u32, last: u32) {
        if !self.slot.life.is_open(self.generation) || !self.slot.is_generation(self.generation) {
            return;
        }
        let mut bits = 0;
        if first < HEADER_FILTERS {
            let above = u64::MAX >> (63 - last.min(HEADER_FILTERS - 1));
            bits = above & (u64::MAX << first);
        }
        if last >= HEADER_FILTERS {
            let Some(pinned) = self.pin_any() else { return };
            let mut more = pinned.body().refused().lock();
            for bit in first.max(HEADER_FILTERS) - HEADER_FILTERS..=last - HEADER_FILTERS {
                let word = (bit / 64) as usize;
                if more.len() <= word {
                    more.resize(word + 1, 0);
                }
                more[word] |= 1 << (bit % 64);
            }
            bits |= SPILLED;
        }
        // No read-modify-write, and Relaxed: the id is not known to other threads yet.
        let before = self.slot.refused.load(Ordering::Relaxed);
        self.slot.refused.store(before | bits, Ordering::Relaxed);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the halves are meant")]
#[inline(always)]
fn halves(id: u64) -> (u32, u32) {
    (id as u32, (id >> 32) as u32)
}

#[inline(always)]
fn id_of(number: u32, generation: u32) -> Id {
    // The number of a slot is never zero.
    Id::from_u64(u64::from(generation) << 32 | u64::from(number))
}

/// Tells whether a filter admitted a span that its layer is told about.
///
/// Whoever tells has a handle of the span, or closes it, so the slot is that span's. Were it not, for the id is made up, the answer
/// would be another span's, and do no harm.
#[inline]
pub(crate) fn is_admitted(id: &Id, filter: u32) -> bool {
    let (number, generation) = halves(id.into_u64());
    slab::slot(number).is_some_and(|slot| {
        !slot.is_refused(filter).unwrap_or_else(|| Name { slot, generation }.is_refused_by_body(filter))
    })
}

/// A slot that is nobody else's and has no span.
pub(crate) struct Vacant {
    slot: &'static Slot,
}

impl Vacant {
    /// Takes a slot; `None` when ids are used up.
    #[inline]
    pub(crate) fn take() -> Option<Self> {
        slab::take().map(|slot| Self { slot })
    }

    /// Says what span it will be.
    #[inline]
    pub(crate) fn describe(&self, owner: u32, metadata: &'static Metadata<'static>, parent: Option<&Id>) {
        let slot = self.slot;
        // Relaxed: `Lifecycle::open` publishes all of it.
        slot.generation.store(slot.generation.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        slot.owner.store(owner, Ordering::Relaxed);
        slot.parent.store(parent.map_or(0, Id::into_u64), Ordering::Relaxed);
        slot.refused.store(0, Ordering::Relaxed);
        // Release: pairs with the Acquire in `Name::metadata`.
        slot.metadata.store(ptr::from_ref(metadata).cast_mut(), Ordering::Release);
    }

    #[inline]
    pub(crate) fn values(&mut self) -> &mut Recorded {
        // SAFETY: the slot is nobody else's, and `self` is borrowed for as long as the reference lives.
        unsafe { self.slot.body().values.exclusive() }
    }

    pub(crate) fn times(&self) -> &Times {
        // SAFETY: the store made the body.
        unsafe { self.slot.body() }.times()
    }

    /// Opens the span with one handle, the caller's.
    #[inline]
    pub(crate) fn open(self) -> Id {
        let slot = self.slot;
        core::mem::forget(self);
        let generation = slot.generation.load(Ordering::Relaxed);
        slot.life.open(generation);
        let number = slot.number.load(Ordering::Relaxed);
        id_of(number, generation)
    }
}

impl Drop for Vacant {
    /// The making of the span panicked.
    fn drop(&mut self) {
        self.values().clear();
        drop(PutBack(self.slot));
    }
}

/// A slot whose span has ended and that nobody reads any more.
pub(crate) struct Freed {
    slot: &'static Slot,
}

impl Freed {
    /// Empties the slot and gives it back; what is left is the span's handle on its parent.
    #[inline]
    pub(crate) fn empty(self) -> Option<Orphaned> {
        let slot = self.slot;
        let owner = slot.owner.load(Ordering::Relaxed);
        let parent = slot.parent.load(Ordering::Relaxed);
        // SAFETY: the slot was open, and is nobody else's now: its last handle and pin are gone.
        let body = unsafe { slot.body() };
        // The slot goes back also if a value that a layer left behind panics when it is dropped.
        let _back = PutBack(slot);
        // SAFETY: as above; guards borrow from pins.
        unsafe { body.values.exclusive() }.clear();
        body.times.forget();
        if let Some(refused) = body.refused.get() {
            refused.lock().clear();
        }
        // SAFETY: as above.
        let extensions = unsafe { body.extensions.exclusive() };
        if !extensions.is_empty() {
            extensions.clear();
        }
        Name::of_u64(parent).map(|name| Orphaned { owner, parent, name })
    }
}

struct PutBack(&'static Slot);

impl Drop for PutBack {
    #[inline]
    fn drop(&mut self) {
        // A slot that has had all its generations is not used again, for an id must not be either.
        if self.0.generation.load(Ordering::Relaxed) != u32::MAX {
            slab::put_back(self.0);
        }
    }
}

/// The handle that a span had on its parent.
#[derive(Clone, Copy)]
pub(crate) struct Orphaned {
    pub(crate) owner: u32,
    parent: u64,
    name: Name,
}

impl Orphaned {
    /// The parent's id.
    pub(crate) fn id(&self) -> Id {
        Id::from_u64(self.parent)
    }

    /// Gives the handle back if there are others. False if it is the last, and is still there.
    #[inline]
    pub(crate) fn give_unless_last(&self) -> bool {
        self.name.slot.life.give_unless_last(self.name.generation) != Given::Closed
    }

    /// Gives the handle back without telling anyone.
    pub(crate) fn give(&self) -> Option<Freed> {
        let given = self.name.slot.life.give(self.name.generation, Last::LetsGo);
        (given == Given::Freed).then_some(Freed { slot: self.name.slot })
    }
}

/// The right to read a span's data: it stays in place until this is dropped.
pub(crate) struct Pinned {
    slot: &'static Slot,
}

impl Pinned {
    pub(crate) fn body(&self) -> &Body {
        // SAFETY: it is pinned, and so has been open.
        unsafe { self.slot.body() }
    }

    #[inline]
    pub(crate) fn id(&self) -> Id {
        // Relaxed, here and below: taking the pin was an Acquire, and the header does not change while there are pins.
        let generation = self.slot.generation.load(Ordering::Relaxed);
        let number = self.slot.number.load(Ordering::Relaxed);
        id_of(number, generation)
    }

    #[inline]
    pub(crate) fn metadata(&self) -> &'static Metadata<'static> {
        let metadata = self.slot.metadata.load(Ordering::Relaxed);
        // SAFETY: stored from a reference to a static before the span was opened.
        unsafe { &*metadata }
    }

    #[inline]
    pub(crate) fn parent(&self) -> Option<Id> {
        NonZeroU64::new(self.slot.parent.load(Ordering::Relaxed)).map(Id::from_non_zero_u64)
    }

    /// The values of the span, with their lock.
    pub(super) fn values(&self) -> Values<'_> {
        Values::new(self.body().values.read(), self.metadata())
    }

    #[inline]
    pub(crate) fn is_refused(&self, filter: u32) -> bool {
        self.slot.is_refused(filter).unwrap_or_else(|| {
            let bit = filter - HEADER_FILTERS;
            let more = self.body().refused().lock();
            more.get((bit / 64) as usize).is_some_and(|word| word & 1 << (bit % 64) != 0)
        })
    }

    /// Gives the pin back; if that frees the slot, the caller takes care of it.
    pub(crate) fn release(self) -> Option<Freed> {
        let slot = self.slot;
        core::mem::forget(self);
        slot.life.unpin().then_some(Freed { slot })
    }

    /// Leaves the pin in a list of such, see `closing.rs`.
    pub(super) fn into_link(self, next: *mut Slot) -> *mut Slot {
        let slot = self.slot;
        core::mem::forget(self);
        // Relaxed: the list is this thread's.
        slot.next.store(next, Ordering::Relaxed);
        ptr::from_ref(slot).cast_mut()
    }

    /// Takes the first pin out of such a list.
    ///
    /// # Safety
    ///
    /// The list was made by [`into_link`](Self::into_link), and each link is taken once.
    pub(super) unsafe fn from_link(link: *mut Slot) -> Option<(Self, *mut Slot)> {
        // SAFETY: null or a slot; slots live for ever.
        let slot = unsafe { link.as_ref() }?;
        Some((Self { slot }, slot.next.load(Ordering::Relaxed)))
    }
}

impl Drop for Pinned {
    #[inline]
    fn drop(&mut self) {
        if self.slot.life.unpin() {
            closing::free(Freed { slot: self.slot }, None);
        }
    }
}

/// Closes the open spans of a registry that goes away, without telling anyone.
pub(crate) fn purge(owner: u32) {
    for slot in slab::slots() {
        // The registry is being dropped, so none of its spans is made or closed at the same time; a reader's pin may be left.
        if slot.is_owner(owner) && slot.life.purge() {
            Freed { slot }.empty();
        }
    }
}

/// The open spans of a registry, pinned.
pub(crate) fn open_spans(owner: u32) -> impl Iterator<Item = Pinned> {
    slab::slots().filter_map(move |slot| {
        // Relaxed: a guess; the pin checks it.
        let generation = slot.generation.load(Ordering::Relaxed);
        let name = Name { slot, generation };
        if name.is_open(owner) { name.pin(owner) } else { None }
    })
}

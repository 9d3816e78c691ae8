//! What each line of a callsite has in common: level, target, place, names of fields. Written once for each layer and
//! callsite; looked up by the formats for each event.
#![expect(unsafe_code, reason = "plans are found by their addresses")]

use core::{
    fmt,
    ops::Deref,
    ptr::{self, NonNull},
    sync::atomic::{AtomicPtr, Ordering},
};
use std::{
    panic::{RefUnwindSafe, UnwindSafe},
    sync::OnceLock,
};

use tracing_core::{Metadata, field::ValueRef};

use super::append::Padded;

/// The common parts of a callsite's lines, in one text.
pub(crate) struct Plan {
    metadata: &'static Metadata<'static>,
    /// The format and its options.
    shape: u32,
    /// The level, with the space behind it.
    pub(crate) level: Padded,
    /// The place that the event speaks of.
    place: Padded,
    /// The text that the event had when the plan was made, if that is the program's own words and comes first; and the
    /// place with it behind.
    words: Option<(&'static str, Padded)>,
    /// The fields, in order.
    pub(crate) fields: Box<[Field]>,
}

/// How a field is written.
pub(crate) enum Field {
    /// Behind this text, which begins with a space.
    Named(Padded),
    /// It is the event's message.
    Message,
    /// It is left out.
    Hidden,
}

impl Plan {
    /// Puts a plan together.
    pub(crate) fn new(
        metadata: &'static Metadata<'static>,
        shape: u32,
        level: &str,
        place: &str,
        words: Option<(&'static str, String)>,
        field: impl Fn(&'static str) -> Field,
    ) -> Self {
        let fields = metadata.fields().iter().map(|declared| field(declared.name())).collect();
        let words = words.map(|(words, line)| (words, Padded::new(&line)));
        Self { metadata, shape, level: Padded::new(level), place: Padded::new(place), words, fields }
    }

    /// A callsite is of one metadata, unless somebody makes events by hand; a layer may change its shape.
    #[inline]
    fn fits(&self, metadata: &'static Metadata<'static>, shape: u32) -> bool {
        ptr::eq(self.metadata, metadata) && self.shape == shape
    }

    /// What comes before the values, or before those behind the first; and which are left.
    #[inline]
    pub(crate) fn opening(&self, values: &[ValueRef<'_>]) -> (&Padded, usize) {
        if let (Some((words, line)), Some(ValueRef::Message(text))) = (&self.words, values.first()) {
            // Words that are there for ever are the same if they are in the same place.
            if text.as_str().is_some_and(|text| ptr::eq(text, *words)) {
                return (line, 1);
            }
        }
        (&self.place, 0)
    }
}

/// A plan, at one address until it is dropped.
struct Placed(NonNull<Plan>);

// SAFETY: it owns the plan, as a box would.
unsafe impl Send for Placed where Plan: Send {}
// SAFETY: as above.
unsafe impl Sync for Placed where Plan: Sync {}

impl Placed {
    fn new(plan: Plan) -> Self {
        Self(NonNull::from(Box::leak(Box::new(plan))))
    }
}

impl Deref for Placed {
    type Target = Plan;

    #[inline]
    fn deref(&self) -> &Plan {
        // SAFETY: made from a box in `new`, and given back in `drop` alone; never written to.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        // SAFETY: made from a box in `new`, and nobody else gives it back.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

/// The plans of one layer.
pub(crate) struct Plans {
    /// By the numbers of the callsites, in pieces of doubling size, so that none moves when there is another.
    pieces: [OnceLock<Box<[OnceLock<Option<Placed>>]>>; PIECES],
    /// Some of those, by the addresses of the metadata; the first that comes to a place stays there. A callsite's number is
    /// known behind a virtual call.
    near: [AtomicPtr<Plan>; NEAR],
}

/// The first piece has room for that many, as a power of two.
const FIRST: u32 = 5;
const PIECES: usize = 16;
const NEAR: usize = 64;

impl Default for Plans {
    fn default() -> Self {
        Self { pieces: Default::default(), near: [const { AtomicPtr::new(ptr::null_mut()) }; NEAR] }
    }
}

impl Plans {
    /// The plan of a callsite, if it is near.
    #[inline]
    pub(crate) fn get(&self, metadata: &'static Metadata<'static>, shape: u32) -> Option<&Plan> {
        // Acquire: pairs with the exchange in `get_or_make`; makes the plan itself visible.
        let plan = self.near[Self::place_near(metadata)].load(Ordering::Acquire);
        // SAFETY: null, or a plan in `pieces`, which stays where it is for as long as `self` is borrowed.
        unsafe { plan.as_ref() }.filter(|plan| plan.fits(metadata, shape))
    }

    /// The plan of a callsite, made by `make` if there is none yet; `None` if it can have none.
    #[cold]
    #[inline(never)]
    pub(crate) fn get_or_make(
        &self,
        metadata: &'static Metadata<'static>,
        shape: u32,
        make: &mut dyn FnMut() -> Option<Plan>,
    ) -> Option<&Plan> {
        let number = metadata.callsite().index()?.checked_add(1 << FIRST)?;
        let piece = number.ilog2() - FIRST;
        let room = 1 << (piece + FIRST);
        let plans = self.pieces.get(piece as usize)?.get_or_init(|| (0..room).map(|_| OnceLock::new()).collect());
        let plan = plans.get((number - room) as usize)?.get_or_init(|| make().map(Placed::new)).as_ref()?;
        let near = &self.near[Self::place_near(plan.metadata)];
        // Release: pairs with the load in `get`. Relaxed: who is there already is not looked at.
        let _ = near.compare_exchange(ptr::null_mut(), plan.0.as_ptr(), Ordering::Release, Ordering::Relaxed);
        Some(&**plan).filter(|plan| plan.fits(metadata, shape))
    }

    #[inline]
    fn place_near(metadata: &Metadata<'_>) -> usize {
        let address = ptr::from_ref(metadata).addr();
        (address >> 4 ^ address >> 10) % NEAR
    }
}

// A plan is whole before it is seen, so a panic in between leaves nothing half made.
impl UnwindSafe for Plans {}
impl RefUnwindSafe for Plans {}

impl fmt::Debug for Plans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plans").finish_non_exhaustive()
    }
}

//! What each line of a callsite has in common: level, target, place, names of fields. Written once for each layer and
//! callsite; looked up by the formats for each event.

use core::{fmt, ptr};
use std::{
    panic::{RefUnwindSafe, UnwindSafe},
    sync::OnceLock,
};

use tracing_core::Metadata;

/// The common parts of a callsite's lines, in one text.
pub(crate) struct Plan {
    metadata: &'static Metadata<'static>,
    /// The format and its options.
    shape: u32,
    /// The level, with the space behind it.
    pub(crate) level: Box<str>,
    /// The place that the event speaks of.
    pub(crate) place: Box<str>,
    /// What comes before the values of fields.
    names: Box<str>,
    /// The fields, in order.
    pub(crate) fields: Box<[Field]>,
}

/// How a field is written.
#[derive(Clone, Copy)]
pub(crate) enum Field {
    /// What comes before the value is at this place in the text. It begins with a space.
    Named { start: u32, end: u32 },
    /// It is the event's message.
    Message,
    /// It is left out.
    Hidden,
}

impl Plan {
    /// Puts a plan together. Each field has its name appended to a text by `field`.
    pub(crate) fn new(
        metadata: &'static Metadata<'static>,
        shape: u32,
        level: String,
        place: String,
        mut field: impl FnMut(&mut String, &'static str) -> Option<Field>,
    ) -> Option<Self> {
        let mut names = String::new();
        let fields =
            metadata.fields().iter().map(|declared| field(&mut names, declared.name())).collect::<Option<_>>()?;
        Some(Self { metadata, shape, level: level.into(), place: place.into(), names: names.into(), fields })
    }

    /// What comes before the value of a field; without its space for the first.
    #[inline]
    pub(crate) fn name(&self, start: u32, end: u32, first: bool) -> &str {
        &self.names[start as usize + usize::from(first)..end as usize]
    }
}

/// The plans of one layer, by the numbers of the callsites.
///
/// They are in pieces of doubling size, so that none moves when there is another.
#[derive(Default)]
pub(crate) struct Plans {
    pieces: [OnceLock<Box<[OnceLock<Option<Plan>>]>>; PIECES],
}

/// The first piece has room for that many, as a power of two.
const FIRST: u32 = 5;
const PIECES: usize = 16;

impl Plans {
    /// The plan of a callsite, made by `make` when it is first asked for; `None` if it can have none.
    #[inline]
    pub(crate) fn get(
        &self,
        metadata: &'static Metadata<'static>,
        shape: u32,
        make: impl FnOnce() -> Option<Plan>,
    ) -> Option<&Plan> {
        let number = metadata.callsite().index()?.checked_add(1 << FIRST)?;
        let piece = number.ilog2() - FIRST;
        let plans = self
            .pieces
            .get(piece as usize)?
            .get_or_init(|| (0..1usize << (piece + FIRST)).map(|_| OnceLock::new()).collect());
        let plan = plans.get((number - (1 << (piece + FIRST))) as usize)?.get_or_init(make).as_ref()?;
        // A callsite is of one metadata, unless somebody makes events by hand; a layer may change its shape.
        (ptr::eq(plan.metadata, metadata) && plan.shape == shape).then_some(plan)
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

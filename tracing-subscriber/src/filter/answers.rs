//! What a filter says of callsites whose answer does not change. Written when a callsite is
//! registered, read when a record of it is delivered.

use core::ptr;
use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::OnceLock;

use tracing_core::{Interest, Metadata};

/// What is settled about the records of a callsite, and what is to be asked.
///
/// bits 0..2: what the filter says; bits 2..4: whether the layer vetoes. 0 is "ask both", which is what a new table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer(u8);

const ALWAYS: u8 = 1;
const NEVER: u8 = 2;
const LAYER_SHIFT: u8 = 2;

impl Answer {
    /// What the filter and the layer answered when they were told of the callsite; of the layer its veto alone, for what else
    /// it may have inside decides for itself.
    pub(super) fn of(filter: &Interest, layer_veto: &Interest) -> Self {
        Self(bits(filter) | bits(layer_veto) << LAYER_SHIFT)
    }

    /// What the filter always says; `None` if it is to be asked.
    #[inline]
    pub(super) fn filter(self) -> Option<bool> {
        fixed(self.0)
    }

    /// Whether the layer always vetoes, or never; `None` if it is to be asked.
    #[inline]
    pub(super) fn layer(self) -> Option<bool> {
        fixed(self.0 >> LAYER_SHIFT)
    }
}

fn bits(interest: &Interest) -> u8 {
    if interest.is_always() {
        ALWAYS
    } else if interest.is_never() {
        NEVER
    } else {
        0
    }
}

#[inline]
fn fixed(bits: u8) -> Option<bool> {
    match bits & 3 {
        ALWAYS => Some(true),
        NEVER => Some(false),
        _ => None,
    }
}

/// A table by the number of the callsite. It grows by tables twice as large as the one before, which stay in place.
///
/// bits 0..4 the answer, bits 4..64 the address of the callsite's metadata, or 0.
#[derive(Debug)]
pub(super) struct Answers {
    tables: [OnceLock<Box<[AtomicU64]>>; TABLES],
}

const FIRST_TABLE: u32 = 256;
const TABLES: usize = 20;
const ANSWER_BITS: u32 = 4;

impl Answers {
    pub(super) const fn new() -> Self {
        Self { tables: [const { OnceLock::new() }; TABLES] }
    }

    /// Writes down the answer for a callsite.
    pub(super) fn set(&self, metadata: &'static Metadata<'static>, answer: Answer) {
        let Some((table, offset)) = metadata.callsite().index().and_then(place) else { return };
        let table = self.tables[table]
            .get_or_init(|| (0..(FIRST_TABLE as usize) << table).map(|_| AtomicU64::new(0)).collect());
        // Relaxed: a lone answer. Whoever gets a record while it changes may use the old one.
        table[offset].store(address(metadata) << ANSWER_BITS | u64::from(answer.0), Ordering::Relaxed);
    }

    /// Reads the answer for a callsite.
    ///
    /// Metadata that borrows the identity of a callsite, and has a target or level of its own, gets none: it is told apart by its
    /// address, for that of a callsite's metadata is never free again.
    #[inline]
    pub(super) fn get(&self, metadata: &Metadata<'_>) -> Answer {
        let find = || {
            let (table, offset) = metadata.callsite().index().and_then(place)?;
            self.tables[table].get()?.get(offset)
        };
        // Relaxed: as above.
        let word = find().map_or(0, |word| word.load(Ordering::Relaxed));
        if word >> ANSWER_BITS == address(metadata) { Answer((word & 0xf) as u8) } else { Answer(0) }
    }
}

/// What of an address there is room for. No two live things differ in the bits above.
#[inline]
fn address(metadata: &Metadata<'_>) -> u64 {
    ptr::from_ref(metadata).addr() as u64 & (u64::MAX >> ANSWER_BITS)
}

#[inline]
fn place(index: u32) -> Option<(usize, usize)> {
    let shifted = index.checked_add(FIRST_TABLE)?;
    let table = (shifted.ilog2() - FIRST_TABLE.ilog2()) as usize;
    (table < TABLES).then_some((table, (shifted - (FIRST_TABLE << table)) as usize))
}

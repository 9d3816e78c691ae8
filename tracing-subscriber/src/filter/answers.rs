//! What a filter says of callsites whose answer does not change. Written when a callsite is
//! registered, read when a record of it is delivered.

use core::sync::atomic::{AtomicU8, Ordering};
use std::sync::OnceLock;

use tracing_core::Interest;
use tracing_core::callsite::Identifier;

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
#[derive(Debug)]
pub(super) struct Answers {
    tables: [OnceLock<Box<[AtomicU8]>>; TABLES],
}

const FIRST_TABLE: u32 = 256;
const TABLES: usize = 20;

impl Answers {
    pub(super) const fn new() -> Self {
        Self { tables: [const { OnceLock::new() }; TABLES] }
    }

    /// Writes down the answer for a callsite.
    pub(super) fn set(&self, callsite: &Identifier, answer: Answer) {
        let Some((table, offset)) = callsite.index().and_then(place) else { return };
        let table =
            self.tables[table].get_or_init(|| (0..(FIRST_TABLE as usize) << table).map(|_| AtomicU8::new(0)).collect());
        // Relaxed: a lone answer. Whoever gets a record while it changes may use the old one.
        table[offset].store(answer.0, Ordering::Relaxed);
    }

    /// Reads the answer for a callsite.
    #[inline]
    pub(super) fn get(&self, callsite: &Identifier) -> Answer {
        let find = || {
            let (table, offset) = callsite.index().and_then(place)?;
            self.tables[table].get()?.get(offset)
        };
        // Relaxed: as above.
        find().map_or(Answer(0), |answer| Answer(answer.load(Ordering::Relaxed)))
    }
}

#[inline]
fn place(index: u32) -> Option<(usize, usize)> {
    let shifted = index.checked_add(FIRST_TABLE)?;
    let table = (shifted.ilog2() - FIRST_TABLE.ilog2()) as usize;
    (table < TABLES).then_some((table, (shifted - (FIRST_TABLE << table)) as usize))
}

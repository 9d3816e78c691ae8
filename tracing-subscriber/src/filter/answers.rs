//! What a filter says of callsites whose answer does not change: who has to be asked. Written when a callsite is
//! registered, read when a record of it is delivered.

use core::sync::atomic::{AtomicU8, Ordering};
use std::sync::OnceLock;

use tracing_core::Interest;
use tracing_core::callsite::Identifier;

/// Who is to be asked about a record of a callsite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nobody: the layer does not see it.
    Never,
    /// Nobody: the layer sees it.
    Always,
    /// The filter, and then the layer.
    AskBoth,
    /// The layer; the filter always admits it.
    AskLayer,
}

impl Answer {
    /// What the filter and the layer answered when they were told of the callsite.
    pub(super) fn of(filter: &Interest, layer: &Interest) -> Self {
        if filter.is_never() || layer.is_never() {
            Self::Never
        } else if !filter.is_always() {
            Self::AskBoth
        } else if layer.is_always() {
            Self::Always
        } else {
            Self::AskLayer
        }
    }

    const fn of_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Never,
            2 => Self::Always,
            3 => Self::AskLayer,
            // Also what a table is filled with at first.
            _ => Self::AskBoth,
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::AskBoth => 0,
            Self::Never => 1,
            Self::Always => 2,
            Self::AskLayer => 3,
        }
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
        let unknown = || AtomicU8::new(Answer::AskBoth.byte());
        let table =
            self.tables[table].get_or_init(|| (0..(FIRST_TABLE as usize) << table).map(|_| unknown()).collect());
        // Relaxed: a lone answer. Whoever gets a record while it changes may use the old one.
        table[offset].store(answer.byte(), Ordering::Relaxed);
    }

    /// Reads the answer for a callsite.
    #[inline]
    pub(super) fn get(&self, callsite: &Identifier) -> Answer {
        let find = || {
            let (table, offset) = callsite.index().and_then(place)?;
            self.tables[table].get()?.get(offset)
        };
        // Relaxed: as above.
        find().map_or(Answer::AskBoth, |answer| Answer::of_byte(answer.load(Ordering::Relaxed)))
    }
}

#[inline]
fn place(index: u32) -> Option<(usize, usize)> {
    let shifted = index.checked_add(FIRST_TABLE)?;
    let table = (shifted.ilog2() - FIRST_TABLE.ilog2()) as usize;
    (table < TABLES).then_some((table, (shifted - (FIRST_TABLE << table)) as usize))
}

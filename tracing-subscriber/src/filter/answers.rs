//! What a filter says of callsites whose answer does not change: two bits' worth per callsite. Written when a callsite is
//! registered, read when a record of it is delivered.

use core::sync::atomic::{AtomicU8, Ordering};
use std::sync::OnceLock;

use tracing_core::Interest;
use tracing_core::callsite::Identifier;

/// A table by the number of the callsite. It grows by tables twice as large as the one before, which stay in place.
#[derive(Debug)]
pub(super) struct Answers {
    tables: [OnceLock<Box<[AtomicU8]>>; TABLES],
}

const FIRST_TABLE: u32 = 256;
const TABLES: usize = 20;

const UNKNOWN: u8 = 0;
const NEVER: u8 = 1;
const SOMETIMES: u8 = 2;
const ALWAYS: u8 = 3;

impl Answers {
    pub(super) const fn new() -> Self {
        Self { tables: [const { OnceLock::new() }; TABLES] }
    }

    /// Writes down the answer for a callsite.
    pub(super) fn set(&self, callsite: &Identifier, interest: &Interest) {
        let Some((table, offset)) = callsite.index().and_then(place) else { return };
        let answer = if interest.is_always() {
            ALWAYS
        } else if interest.is_never() {
            NEVER
        } else {
            SOMETIMES
        };
        let table = self.tables[table]
            .get_or_init(|| (0..(FIRST_TABLE as usize) << table).map(|_| AtomicU8::new(UNKNOWN)).collect());
        // Relaxed: a lone answer. Whoever gets a record while it changes may use the old one.
        table[offset].store(answer, Ordering::Relaxed);
    }

    /// Gives the answer, if it is always the same.
    #[inline]
    pub(super) fn get(&self, callsite: &Identifier) -> Option<bool> {
        let (table, offset) = callsite.index().and_then(place)?;
        match self.tables[table].get()?.get(offset)?.load(Ordering::Relaxed) {
            ALWAYS => Some(true),
            NEVER => Some(false),
            _ => None,
        }
    }
}

#[inline]
fn place(index: u32) -> Option<(usize, usize)> {
    let shifted = index.checked_add(FIRST_TABLE)?;
    let table = (shifted.ilog2() - FIRST_TABLE.ilog2()) as usize;
    (table < TABLES).then_some((table, (shifted - (FIRST_TABLE << table)) as usize))
}

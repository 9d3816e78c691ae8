//! What is known of each callsite, kept in a table so that it is worked out once. Read by every callback of a filter
//! that has directives on spans, therefore one load and no lock.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing_core::Metadata;

/// Bits that hold for a callsite as long as the filter lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts(u8);

impl Facts {
    /// The directives on callsites let it through.
    pub(super) const STATIC: u8 = 1;
    /// Some directive on spans or values lets it through, or may, once the values are known.
    pub(super) const OWN: u8 = 2;
    /// A span that some directive can match, or an event that some directive on values can match.
    pub(super) const RELATED: u8 = 4;

    pub(super) fn new(bits: u8) -> Self {
        Self(bits)
    }

    pub(super) fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    /// Whether it is let through where no span has a say.
    pub(super) fn admitted(self) -> bool {
        self.has(Self::STATIC | Self::OWN)
    }
}

/// Chunks double in size and are never given back before the table is, so a reader needs no lock.
const FIRST: usize = 128;
const CHUNKS: usize = 25;

/// A slot per callsite: the address of its metadata, shifted by three, and the facts; 0 while they are not known.
#[derive(Debug, Default)]
pub(super) struct Sites {
    chunks: [OnceLock<Box<[AtomicU64]>>; CHUNKS],
}

impl Sites {
    /// The facts about a callsite that was [put down](Self::set).
    ///
    /// Metadata that borrows the identity of a callsite and has a target of its own, as a bridge makes it for each
    /// record of another logger, is told apart by its address: that of the callsite's metadata is never free again.
    #[inline]
    pub(super) fn get(&self, metadata: &Metadata<'_>) -> Option<Facts> {
        let slot = self.slot(metadata)?;
        // Relaxed: the word is all there is to know, and every thread works out the same one.
        let word = slot.load(Ordering::Relaxed);
        (word >> 3 == address(metadata)).then_some(Facts((word & 7) as u8))
    }

    pub(super) fn set(&self, metadata: &'static Metadata<'static>, facts: Facts) {
        // Callsites that others made have no number, and are worked out each time.
        let Some(index) = metadata.callsite().index() else { return };
        let (chunk, offset) = place(index);
        let Some(chunk_slot) = self.chunks.get(chunk) else { return };
        let slots = chunk_slot.get_or_init(|| (0..FIRST << chunk).map(|_| AtomicU64::new(0)).collect());
        // Relaxed: see `get`.
        slots[offset].store(address(metadata) << 3 | u64::from(facts.0), Ordering::Relaxed);
    }

    #[inline]
    fn slot(&self, metadata: &Metadata<'_>) -> Option<&AtomicU64> {
        let (chunk, offset) = place(metadata.callsite().index()?);
        self.chunks.get(chunk)?.get()?.get(offset)
    }
}

#[inline]
fn place(index: u32) -> (usize, usize) {
    let index = index as usize;
    let chunk = (index / FIRST + 1).ilog2() as usize;
    (chunk, index - ((1 << chunk) - 1) * FIRST)
}

#[inline]
fn address(metadata: &Metadata<'_>) -> u64 {
    ptr::from_ref(metadata).addr() as u64 & (u64::MAX >> 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_place_of_its_own() {
        let (mut chunk, mut offset) = (0, 0);
        for index in 0..5000 {
            assert_eq!(place(index), (chunk, offset), "{index}");
            offset += 1;
            if offset == FIRST << chunk {
                (chunk, offset) = (chunk + 1, 0);
            }
        }
        assert!(place(u32::MAX).0 < CHUNKS + 1);
    }
}

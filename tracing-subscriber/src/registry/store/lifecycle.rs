//! The life of a slot in one word: how many handles there are to the span, how many readers pin its data, and which of
//! the slot's spans is meant. Called by the slots; knows nothing of spans. See README, "the life of a span".

use crate::sync::{AtomicU64, Ordering};

/// bits 0..24 handles, bits 24..44 pins, bits 44..64 the low bits of the generation.
///
/// A span is open while it has handles. Its data stays while there are handles or pins; whoever takes the last of both
/// away owns the slot from then on, alone.
pub(crate) struct Lifecycle(AtomicU64);

const HANDLE: u64 = 1;
const HANDLES: u64 = (1 << 24) - 1;
const PIN: u64 = 1 << 24;
const PINS: u64 = ((1 << 20) - 1) * PIN;
const COUNTS: u64 = HANDLES | PINS;
const GENERATION_SHIFT: u32 = 44;

/// What giving back a handle did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// There was no such handle: the span is not open any more, or never was.
    Unknown,
    /// Other handles are left.
    Kept,
    /// That was the last handle; the data stays until the pins on it are given back.
    Closed,
    /// That was the last handle and nobody reads: the slot is now the caller's.
    Freed,
}

/// What becomes of the data when the last handle is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// The caller reads on: it gets a pin in the same step.
    Pins,
    /// The caller is done with it.
    LetsGo,
}

impl Lifecycle {
    /// A free slot that has had no span. The store makes them of zeroed memory, which is the same.
    #[cfg(any(test, loom))]
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Opens the slot for a new span with one handle. The caller owns the slot.
    #[inline]
    pub(crate) fn open(&self, generation: u32) {
        // Release: pairs with the Acquire in `pin`, `add_handle` and `is_open`; makes the span's data visible.
        self.0.store(tag(generation) | HANDLE, Ordering::Release);
    }

    /// Tells whether the span has handles.
    #[inline]
    pub(crate) fn is_open(&self, generation: u32) -> bool {
        // Acquire: pairs with the Release in `open`.
        let word = self.0.load(Ordering::Acquire);
        word & HANDLES != 0 && is_tagged(word, generation)
    }

    /// Tells whether the span's data is there: it has handles, or somebody reads it.
    #[inline]
    pub(crate) fn is_kept(&self, generation: u32) -> bool {
        // Acquire: pairs with the Release in `open`.
        let word = self.0.load(Ordering::Acquire);
        word & COUNTS != 0 && is_tagged(word, generation)
    }

    /// Keeps the data of the span in place until [`unpin`](Self::unpin). False if the span is gone.
    #[inline]
    pub(crate) fn pin(&self, generation: u32) -> bool {
        self.update(|word| {
            // A million readers of one span at a time: one more would touch the generation, so it is turned away.
            let admitted = word & COUNTS != 0 && is_tagged(word, generation) && word & PINS != PINS;
            admitted.then_some(word + PIN)
        })
        .is_ok()
    }

    /// Gives back a pin. True if that made the slot the caller's.
    #[inline]
    pub(crate) fn unpin(&self) -> bool {
        // AcqRel: the Release makes what this reader did happen before the slot is used again; the Acquire of the one
        // who takes the last pin away pairs with it.
        let before = self.0.fetch_sub(PIN, Ordering::AcqRel);
        before & COUNTS == PIN
    }

    /// Takes another handle. False if the span is not open.
    #[inline]
    pub(crate) fn add_handle(&self, generation: u32) -> bool {
        self.update(|word| {
            let admitted = word & HANDLES != 0 && is_tagged(word, generation);
            // At sixteen million handles the count stays where it is, and so does the span.
            admitted.then_some(if word & HANDLES == HANDLES { word } else { word + HANDLE })
        })
        .is_ok()
    }

    /// Gives back a handle.
    #[inline]
    pub(crate) fn give(&self, generation: u32, last: Last) -> Given {
        let before = self.update(|word| {
            let admitted = word & HANDLES != 0 && is_tagged(word, generation);
            admitted.then_some(match word & HANDLES {
                HANDLES => word,
                HANDLE if last == Last::Pins => word - HANDLE + PIN,
                _ => word - HANDLE,
            })
        });
        match before {
            Err(_) => Given::Unknown,
            Ok(before) if before & HANDLES != HANDLE => Given::Kept,
            Ok(before) if before & PINS == 0 && last == Last::LetsGo => Given::Freed,
            Ok(_) => Given::Closed,
        }
    }

    /// Gives back a handle if there are others. `Closed` means: it is the last, and was kept.
    #[inline]
    pub(crate) fn give_unless_last(&self, generation: u32) -> Given {
        let before = self.update(|word| {
            let others = word & HANDLES > HANDLE && is_tagged(word, generation);
            others.then_some(if word & HANDLES == HANDLES { word } else { word - HANDLE })
        });
        match before {
            Ok(_) => Given::Kept,
            Err(word) if word & HANDLES == HANDLE && is_tagged(word, generation) => Given::Closed,
            Err(_) => Given::Unknown,
        }
    }

    /// Closes the slot whatever handles there are. True if the slot is now the caller's.
    pub(crate) fn purge(&self) -> bool {
        match self.update(|word| (word & HANDLES != 0).then_some(word & !HANDLES)) {
            Ok(before) => before & PINS == 0,
            Err(_) => false,
        }
    }

    /// The word before the change, `Err` if there was none.
    #[inline]
    fn update(&self, change: impl FnMut(u64) -> Option<u64>) -> Result<u64, u64> {
        // AcqRel: the Acquire pairs with the Release in `open`, so that the span's data is visible; the Release makes
        // what this thread did to the span happen before the slot is used again. The failing load decides alone.
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, change)
    }
}

fn tag(generation: u32) -> u64 {
    u64::from(generation) << GENERATION_SHIFT
}

fn is_tagged(word: u64, generation: u32) -> bool {
    word >> GENERATION_SHIFT == tag(generation) >> GENERATION_SHIFT
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn the_last_handle_frees() {
        let life = Lifecycle::new();
        life.open(7);
        assert!(life.add_handle(7));
        assert_eq!(life.give(7, Last::LetsGo), Given::Kept);
        assert_eq!(life.give(7, Last::LetsGo), Given::Freed);
        assert_eq!(life.give(7, Last::LetsGo), Given::Unknown);
        assert!(!life.pin(7) && !life.add_handle(7));
    }

    #[test]
    fn a_pin_outlives_the_handles() {
        let life = Lifecycle::new();
        life.open(1);
        assert!(life.pin(1));
        assert_eq!(life.give(1, Last::Pins), Given::Closed);
        assert!(!life.is_open(1));
        assert!(!life.unpin());
        assert!(life.pin(1), "a span that is being closed can be looked up");
        assert!(!life.unpin());
        assert!(life.unpin());
    }

    #[test]
    fn another_generation_is_another_span() {
        let life = Lifecycle::new();
        life.open(2);
        assert!(!life.pin(1) && !life.add_handle(3));
        assert_eq!(life.give(1, Last::LetsGo), Given::Unknown);
        assert!(life.is_open(2));
    }

    #[test]
    fn counts_do_not_spill_into_each_other() {
        let life = Lifecycle::new();
        life.open(5);
        for _ in 0..HANDLES + 5 {
            assert!(life.add_handle(5));
        }
        for _ in 0..PINS / PIN {
            assert!(life.pin(5));
        }
        assert!(!life.pin(5));
        assert_eq!(life.give(5, Last::LetsGo), Given::Kept);
        assert!(life.is_open(5));
    }

    #[test]
    fn a_parent_keeps_its_last_handle_for_the_dispatcher() {
        let life = Lifecycle::new();
        life.open(9);
        assert_eq!(life.give_unless_last(9), Given::Closed);
        assert!(life.add_handle(9));
        assert_eq!(life.give_unless_last(9), Given::Kept);
        assert_eq!(life.give_unless_last(8), Given::Unknown);
        assert!(life.purge());
    }
}

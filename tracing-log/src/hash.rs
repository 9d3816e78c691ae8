//! A hash of texts, for the tables of this crate.

use core::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

/// Hashes a key. Keys that were chosen to collide cost no more than the probes of their table.
pub(crate) fn of(key: impl Hash) -> u64 {
    BuildHasherDefault::<Fnv>::default().hash_one(key)
}

/// FNV-1a: short, and without state of its own.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

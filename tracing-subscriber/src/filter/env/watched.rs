//! The open spans that some directive can match, and what they match. Only their callbacks come here.
//! Called by `dynamics`; `scope` keeps references to what is found here while a span is entered.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing_core::span::Id;

use super::directive::Directive;
use super::matcher::Compare;

/// The place of a directive in the order of precedence; the lesser number decides.
pub(super) type Precedence = u32;

/// What one open span matches.
#[derive(Debug)]
pub(super) struct SpanMatch {
    /// The first directive that matches whatever the values are.
    always: Precedence,
    /// Directives that match by the values of fields, in the order of precedence.
    by_value: Box<[ByValue]>,
    /// The first directive that matches now.
    first: AtomicU32,
}

#[derive(Debug)]
struct ByValue {
    directive: Precedence,
    /// Bit n is set while field n of the directive has its value.
    matched: AtomicU64,
}

impl SpanMatch {
    pub(super) const NONE: Precedence = Precedence::MAX;

    /// `by_value` are the directives that could match by values.
    pub(super) fn new(always: Precedence, by_value: impl Iterator<Item = Precedence>) -> Self {
        let by_value = by_value.map(|directive| ByValue { directive, matched: AtomicU64::new(0) }).collect();
        Self { always, by_value, first: AtomicU32::new(always) }
    }

    /// Takes in values of the span's fields.
    pub(super) fn record(&self, directives: &[Directive], record: impl Fn(&mut Compare<'_>)) {
        let mut first = self.always;
        for by_value in self.by_value.iter().rev() {
            let fields = &directives[by_value.directive as usize].fields;
            // Relaxed: two threads that record at once race in the span's fields as well; whoever comes last decides.
            let mut compare = Compare { fields, matched: by_value.matched.load(Ordering::Relaxed) };
            record(&mut compare);
            by_value.matched.store(compare.matched, Ordering::Relaxed);
            if compare.is_complete() {
                first = first.min(by_value.directive);
            }
        }
        // Relaxed: what the number stands for is immutable; no data hangs on it.
        self.first.store(first, Ordering::Relaxed);
    }

    #[inline]
    pub(super) fn first(&self) -> Precedence {
        self.first.load(Ordering::Relaxed)
    }
}

const SHARDS: usize = 16;
const SIEVE: usize = 256;

/// A table by span id. A counting sieve in front of the locks tells nearly every span that is not in it.
#[derive(Debug)]
pub(super) struct Watched {
    sieve: [AtomicU32; SIEVE],
    shards: [Mutex<HashMap<u64, Arc<SpanMatch>, BuildHasherDefault<IdHasher>>>; SHARDS],
}

impl Default for Watched {
    fn default() -> Self {
        Self { sieve: [const { AtomicU32::new(0) }; SIEVE], shards: Default::default() }
    }
}

impl Watched {
    /// Adds a span, unless it is there already.
    pub(super) fn insert(&self, id: &Id, span: Arc<SpanMatch>) {
        let hash = hash(id);
        if let Entry::Vacant(place) = self.shard(hash).entry(id.into_u64()) {
            place.insert(span);
            // Relaxed: another thread can only know this id if it was handed over with synchronisation of its own.
            self.sieve[hash % SIEVE].fetch_add(1, Ordering::Relaxed);
        }
    }

    #[inline]
    pub(super) fn get(&self, id: &Id) -> Option<Arc<SpanMatch>> {
        let hash = hash(id);
        // Relaxed: see `insert`.
        if self.sieve[hash % SIEVE].load(Ordering::Relaxed) == 0 {
            return None;
        }
        self.shard(hash).get(&id.into_u64()).cloned()
    }

    /// Whether the span may be in the table; where the answer is no, it is not.
    #[inline]
    pub(super) fn may_contain(&self, id: &Id) -> bool {
        // Relaxed: see `insert`.
        self.sieve[hash(id) % SIEVE].load(Ordering::Relaxed) != 0
    }

    pub(super) fn remove(&self, id: &Id) {
        let hash = hash(id);
        if self.sieve[hash % SIEVE].load(Ordering::Relaxed) != 0 && self.shard(hash).remove(&id.into_u64()).is_some() {
            self.sieve[hash % SIEVE].fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn shard(&self, hash: usize) -> MutexGuard<'_, HashMap<u64, Arc<SpanMatch>, BuildHasherDefault<IdHasher>>> {
        // Nothing of others runs under the lock, so a poisoned map is whole.
        self.shards[hash / SIEVE % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ids differ in their low bits, or in the bits of their generation; a multiplication spreads both.
fn hash(id: &Id) -> usize {
    (id.into_u64().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

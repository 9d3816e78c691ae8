//! The open spans that some directive can match, and what they match. Only their callbacks come here.
//! Called by `dynamics`; `scope` keeps references to what is found here while a span is entered.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing_core::LevelFilter;
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
    /// The first directive that matches now, times two, plus one if it mutes.
    own: AtomicU32,
    /// The nearest span around for which directives are to be matched. If it is muted, so is this one.
    above: Option<Arc<SpanMatch>>,
}

#[derive(Debug)]
struct ByValue {
    directive: Precedence,
    /// Bit n is set while field n of the directive has its value.
    matched: AtomicU64,
}

impl SpanMatch {
    pub(super) const NONE: Precedence = Precedence::MAX >> 1;

    /// `by_value` are the directives that could match by values. What matches is to be found by [`record`](Self::record).
    pub(super) fn new(
        always: Precedence,
        by_value: impl Iterator<Item = Precedence>,
        above: Option<Arc<SpanMatch>>,
    ) -> Self {
        let by_value = by_value.map(|directive| ByValue { directive, matched: AtomicU64::new(0) }).collect();
        Self { always, by_value, own: AtomicU32::new(Self::NONE << 1), above }
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
        let mutes = directives.get(first as usize).is_some_and(|directive| directive.level == LevelFilter::OFF);
        // Relaxed: what the number stands for is immutable; no data hangs on it.
        self.own.store(first << 1 | u32::from(mutes), Ordering::Relaxed);
    }

    /// The first directive that matches the span itself, and whether it mutes.
    #[inline]
    fn own(&self) -> (Precedence, bool) {
        let own = self.own.load(Ordering::Relaxed);
        (own >> 1, own & 1 == 1)
    }

    /// The directive that decides over what is recorded in the span.
    #[inline]
    pub(super) fn first(&self) -> Precedence {
        let (own, _) = self.own();
        if self.above.is_some() { own.min(self.muted_above()) } else { own }
    }

    /// Whether the span is one of those inside of a muted one.
    pub(super) fn is_muted_from_above(&self) -> bool {
        let (muted, (own, mutes)) = (self.muted_above(), self.own());
        muted != Self::NONE && (mutes || muted < own)
    }

    /// The directive that mutes all of the tree that this span is in.
    fn muted_above(&self) -> Precedence {
        // What leaves a muted tree, and takes what is below along, as far as it says more than the directive that mutes.
        let (mut left, mut muted) = (Self::NONE, Self::NONE);
        let mut above = &self.above;
        while let Some(span) = above {
            match span.own() {
                (own, true) if own < left => muted = muted.min(own),
                (own, false) => left = left.min(own),
                _ => {}
            }
            above = &span.above;
        }
        muted
    }

    /// What a span inside of this one, without directives of its own to match, hangs on.
    pub(super) fn heir(self: Arc<Self>) -> Arc<Self> {
        match &self.above {
            Some(above) if self.always == Self::NONE && self.by_value.is_empty() => above.clone(),
            _ => self,
        }
    }
}

/// One after the other, for spans may be nested to any depth.
impl Drop for SpanMatch {
    fn drop(&mut self) {
        let mut above = self.above.take();
        while let Some(mut span) = above.and_then(Arc::into_inner) {
            above = span.above.take();
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_may_be_nested_to_any_depth() {
        let directives = ["[a]=off".parse().unwrap(), "[b]=info".parse().unwrap()];
        let span = |always, above| {
            let span = SpanMatch::new(always, core::iter::empty(), above);
            span.record(&directives, |_| ());
            Arc::new(span)
        };
        let mut innermost = span(0, None);
        for _ in 0..if cfg!(miri) { 50 } else { 100_000 } {
            innermost = span(1, Some(innermost));
        }
        assert_eq!(innermost.first(), 0);
        assert!(innermost.is_muted_from_above());
    }

    #[test]
    fn what_says_more_than_the_muting_directive_leaves_the_tree() {
        let directives = ["[a{x}]=info".parse().unwrap(), "[a]=off".parse().unwrap(), "[b]=info".parse().unwrap()];
        let span = |always, above: Option<&Arc<SpanMatch>>| {
            let span = SpanMatch::new(always, core::iter::empty(), above.map(|above| above.clone().heir()));
            span.record(&directives, |_| ());
            Arc::new(span)
        };
        let muted = span(1, None);
        let inside = span(SpanMatch::NONE, Some(&muted));
        let weaker = span(2, Some(&inside));
        let stronger = span(0, Some(&weaker));
        let below = span(SpanMatch::NONE, Some(&stronger));
        assert_eq!(
            [&muted, &inside, &weaker, &stronger, &below].map(|span| span.first()),
            [1, 1, 1, 0, SpanMatch::NONE]
        );
        let hidden = [&muted, &inside, &weaker, &stronger, &below].map(|span| span.is_muted_from_above());
        assert_eq!(hidden, [false, true, true, false, false]);
    }
}

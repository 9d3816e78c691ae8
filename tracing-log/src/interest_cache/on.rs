//! Keeps, per thread, the answers of subscribers that want to be asked each time. Asked by `record`, if a program turned
//! it on; forgets everything when a subscriber comes, goes or changes its mind.

use std::{
    cell::RefCell,
    collections::HashMap,
    hash::BuildHasherDefault,
    sync::atomic::{
        AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use tracing_core::{Level, subscriber::Verdict};

use crate::{convert::AsLog, hash::Fnv, site::Known};

/// Says how much of the cache of answers a program wants.
///
/// Most subscribers answer once for all records of one place, and that answer is kept in any case. One that filters by
/// what it knows only at run time is asked for each record; with this it is asked once per thread, level and target,
/// until a subscriber comes or goes. So it is not for a filter whose answer changes from record to record, nor for
/// threads that change their subscriber.
///
/// ```
/// use tracing_core::Level;
/// use tracing_log::{InterestCacheConfig, LogTracer};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let config = InterestCacheConfig::default().with_min_verbosity(Level::TRACE).with_lru_cache_size(128);
/// LogTracer::builder().with_interest_cache(config).init()?;
/// let recorder = test_support::Recorder::new().filter(|metadata| *metadata.level() == Level::TRACE);
/// recorder.within(|| log::trace!("seen"));
/// assert!(recorder.tree().starts_with("TRACE seen"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct InterestCacheConfig {
    min_verbosity: log::Level,
    lru_cache_size: usize,
}

impl InterestCacheConfig {
    /// Sets the least verbose level whose answers are kept; by default `DEBUG`.
    ///
    /// ```
    /// # use tracing_log::InterestCacheConfig;
    /// let config = InterestCacheConfig::default().with_min_verbosity(tracing_core::Level::TRACE);
    /// ```
    #[must_use]
    pub fn with_min_verbosity(mut self, level: Level) -> Self {
        self.min_verbosity = level.as_log();
        self
    }

    /// Sets how many answers, each for a level and a target, are kept per thread; by default 1024.
    ///
    /// When there are more, the one that was needed least recently goes. 0 turns the cache off.
    ///
    /// ```
    /// # use tracing_log::InterestCacheConfig;
    /// let config = InterestCacheConfig::default().with_lru_cache_size(64);
    /// ```
    #[must_use]
    pub fn with_lru_cache_size(mut self, size: usize) -> Self {
        self.lru_cache_size = size;
        self
    }
}

impl Default for InterestCacheConfig {
    fn default() -> Self {
        Self { min_verbosity: log::Level::Debug, lru_cache_size: 1024 }
    }
}

/// The program's choice: how many answers, 0 for none, and the number that `log` gives to the least verbose level.
static SIZE: AtomicUsize = AtomicUsize::new(0);
static MIN_LEVEL: AtomicUsize = AtomicUsize::new(0);

/// Grows whenever the answers are stale.
static EPOCH: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static ANSWERS: RefCell<Answers> = RefCell::new(Answers::default());
}

/// Sets the program's choice.
pub(crate) fn configure(config: Option<InterestCacheConfig>) {
    let Some(config) = config else { return };
    // Relaxed: lone numbers; a record that reads the old ones is asked about, as it would be without a cache.
    MIN_LEVEL.store(config.min_verbosity as usize, Relaxed);
    SIZE.store(config.lru_cache_size, Relaxed);
}

/// Has all threads forget what they keep.
pub(crate) fn forget() {
    // Release: pairs with the Acquire in `ask`; who sees the new number asks the subscribers that are there since.
    EPOCH.fetch_add(1, Release);
}

/// Asks about a record as `DefaultCallsite::ask` does, or remembers.
#[inline]
pub(crate) fn ask(known: &'static Known) -> Verdict {
    // Relaxed: see `configure`.
    let size = SIZE.load(Relaxed);
    if size == 0 || (known.level as usize) < MIN_LEVEL.load(Relaxed) || !known.callsite.interest().is_sometimes() {
        return known.callsite.ask();
    }
    // Acquire: pairs with the Release in `forget`.
    let epoch = EPOCH.load(Acquire);
    // A thread that is going away, or that logs while its answers grow, asks.
    let with = |f: &mut dyn FnMut(&mut Answers) -> Option<Verdict>| {
        ANSWERS.try_with(|answers| f(&mut *answers.try_borrow_mut().ok()?)).ok().flatten()
    };
    let kept = with(&mut |answers| {
        answers.forget_before(epoch);
        answers.get(known.pair)
    });
    kept.unwrap_or_else(|| {
        let verdict = known.callsite.ask();
        with(&mut |answers| {
            if answers.epoch == epoch {
                answers.insert(known.pair, verdict, size);
            }
            None
        });
        verdict
    })
}

/// The answers of one thread, the most recently needed first.
#[derive(Default)]
struct Answers {
    epoch: usize,
    /// From the number of a level and target to a place in `entries`.
    places: HashMap<u16, usize, BuildHasherDefault<Fnv>>,
    entries: Vec<Entry>,
    /// Places of the first and the last entry; any, if there is none.
    first: usize,
    last: usize,
}

/// One answer, in a ring: before the first comes the last.
struct Entry {
    pair: u16,
    verdict: Verdict,
    before: usize,
    after: usize,
}

impl Answers {
    fn forget_before(&mut self, epoch: usize) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.places.clear();
            self.entries.clear();
        }
    }

    fn get(&mut self, pair: u16) -> Option<Verdict> {
        let place = *self.places.get(&pair)?;
        self.unlink(place);
        self.link_first(place);
        Some(self.entries[place].verdict)
    }

    fn insert(&mut self, pair: u16, verdict: Verdict, size: usize) {
        if self.places.contains_key(&pair) {
            return;
        }
        let place = if self.entries.len() < size {
            self.entries.push(Entry { pair, verdict, before: 0, after: 0 });
            self.entries.len() - 1
        } else {
            let place = self.last;
            self.unlink(place);
            self.places.remove(&self.entries[place].pair);
            self.entries[place].pair = pair;
            self.entries[place].verdict = verdict;
            place
        };
        self.link_first(place);
        self.places.insert(pair, place);
    }

    /// Takes an entry out of the ring; `first` and `last` are right if it was one of them.
    fn unlink(&mut self, place: usize) {
        let (before, after) = (self.entries[place].before, self.entries[place].after);
        self.entries[before].after = after;
        self.entries[after].before = before;
        if self.first == place {
            self.first = after;
        }
        if self.last == place {
            self.last = before;
        }
    }

    /// Puts an entry that is in no ring to the front.
    fn link_first(&mut self, place: usize) {
        let alone = self.entries.len() == 1;
        let (first, last) = if alone || self.first == place { (place, place) } else { (self.first, self.last) };
        self.entries[place].after = first;
        self.entries[place].before = last;
        self.entries[first].before = place;
        self.entries[last].after = place;
        self.first = place;
        if first == place {
            self.last = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(answers: &Answers) -> Vec<u16> {
        let mut place = answers.first;
        (0..answers.entries.len())
            .map(|_| {
                let entry = &answers.entries[place];
                place = entry.after;
                entry.pair
            })
            .collect()
    }

    #[test]
    fn what_was_needed_least_recently_goes() {
        let mut answers = Answers::default();
        for pair in [1, 2, 3] {
            answers.insert(pair, Verdict::UNASKED, 3);
        }
        assert_eq!(pairs(&answers), [3, 2, 1]);
        assert!(answers.get(1).is_some());
        assert_eq!(pairs(&answers), [1, 3, 2]);
        answers.insert(4, Verdict::REFUSED, 3);
        assert_eq!(pairs(&answers), [4, 1, 3]);
        assert!(answers.get(2).is_none());
        assert_eq!(answers.get(4), Some(Verdict::REFUSED));
    }

    #[test]
    fn one_place_holds_the_last_answer() {
        let mut answers = Answers::default();
        for pair in [1, 2, 2, 3] {
            answers.insert(pair, Verdict::UNASKED, 1);
            assert_eq!(pairs(&answers), [pair]);
            assert!(answers.get(pair).is_some());
        }
        assert!(answers.get(1).is_none());
    }

    #[test]
    fn a_new_epoch_forgets() {
        let mut answers = Answers::default();
        answers.insert(1, Verdict::UNASKED, 2);
        answers.forget_before(0);
        assert!(answers.get(1).is_some());
        answers.forget_before(1);
        assert!(answers.get(1).is_none());
        answers.insert(2, Verdict::UNASKED, 2);
        assert_eq!(pairs(&answers), [2]);
    }
}

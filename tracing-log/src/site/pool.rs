//! Where sites live and how the one of a record is found. Called for each record that passes the level.
//!
//! Three tables, all of fixed size and in zeroed memory that costs nothing until it is used:
//!
//! - `SITES`: the sites, in the order of their first records. Never freed.
//! - `HINTS`: from the addresses of a record's texts to the number of a site. A guess, always checked, so it may be
//!   overwritten at any time; this is what nearly every record needs.
//! - `INDEX`: from the content of a record's texts to the number of a site. Grows only. Asked when the guess was wrong.
//!
//! # Bounds
//!
//! Sites live for ever, so their number is bounded. A record whose texts all belong to the program, as those of the
//! `log` macros without `target:` do, may take any of the [`SITES_MAX`]. The texts of all others have to be copied;
//! those take [`COPIES_MAX`] sites at most, with half a KiB of text each. So a program that makes up targets as it goes,
//! or lets others do so, costs 2 MiB at most, and takes nothing from the records of the macros. A record beyond the
//! bounds is delivered all the same, see [`find`].

use core::sync::atomic::{
    AtomicBool, AtomicU16, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

use log::Record;

use super::{Known, Line, Site, Texts};
use crate::hash;

/// How many sites there can be.
const SITES_MAX: usize = 8192;
/// How many of them can be those of records whose texts are copied.
const COPIES_MAX: usize = 2048;
/// How many places of the index are looked at. Only texts that were chosen to collide need as many.
const PROBES_MAX: usize = 32;

static SITES: [Site; SITES_MAX] = [const { Site::new() }; SITES_MAX];

/// Numbers of sites, plus one; 0 is "none".
type Number = AtomicU16;
/// Not more than half full, so that probes are short.
static INDEX: [Number; SITES_MAX * 2] = [const { Number::new(0) }; SITES_MAX * 2];
static HINTS: [Number; 4096] = [const { Number::new(0) }; 4096];

/// How many sites are described, and how many of those hold copies. Changed under the lock.
static USED: AtomicUsize = AtomicUsize::new(0);
static COPIES: AtomicUsize = AtomicUsize::new(0);
static LOCKED: AtomicBool = AtomicBool::new(false);

/// Guesses the site of a record. `None` says nothing. Nearly every record that is refused ends here, so this calls
/// nothing and needs no stack.
#[inline(always)]
pub(crate) fn guess(record: &Record<'_>) -> Option<&'static Known> {
    let line = Line::of(record);
    // Relaxed: a lone number; the `OnceBox` that it leads to publishes its content by itself.
    match known(hint_of(record, line).load(Relaxed)) {
        // Not `Option::filter`: it is not inlined, and doubles the price.
        Some(known) if known.places.are_plainly_of(record, line) => Some(known),
        _ => None,
    }
}

/// Finds the site of a record, or makes it. `None` if there is no place for one more, or if another thread is making one
/// just now; the record then goes through a callsite that it shares with others.
pub(crate) fn find(record: &Record<'_>) -> Option<&'static Known> {
    let hint = hint_of(record, Line::of(record));
    // Relaxed: see `guess`.
    if let Some(known) = known(hint.load(Relaxed)).filter(|known| known.has(record)) {
        return Some(known);
    }
    let hash = content_hash(record);
    let number = match probe(record, hash) {
        Probe::Found(number) => number,
        Probe::Free(_) => add(record, hash)?,
        Probe::Crowded => return None,
    };
    hint.store(number, Relaxed);
    known(number)
}

/// Finds the site at an address.
#[inline]
pub(super) fn at(address: usize) -> Option<&'static Site> {
    let offset = address.wrapping_sub(SITES.as_ptr().addr());
    SITES.get(offset / size_of::<Site>())
}

#[inline(always)]
fn known(number: u16) -> Option<&'static Known> {
    SITES.get(usize::from(number).wrapping_sub(1))?.known()
}

/// Where the number of the record's site may be. One line of one module is one callsite, as a rule.
#[inline(always)]
fn hint_of(record: &Record<'_>, line: Line) -> &'static Number {
    let mixed = line.bits() ^ (record.target().as_ptr().addr() as u64).rotate_left(16);
    // The upper bits of a product depend on all bits of its factors.
    let hash = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - HINTS.len().trailing_zeros());
    &HINTS[hash as usize]
}

enum Probe {
    Found(u16),
    Free(&'static Number),
    Crowded,
}

/// Looks for the site of a record along its places in the index.
fn probe(record: &Record<'_>, hash: u64) -> Probe {
    for step in 0..PROBES_MAX {
        let place = &INDEX[(hash as usize).wrapping_add(step) % INDEX.len()];
        // Acquire: pairs with the Release in `add`; a number that is there leads to a described site.
        let number = place.load(Acquire);
        match known(number) {
            Some(known) if known.has(record) => return Probe::Found(number),
            Some(_) => {}
            None => return Probe::Free(place),
        }
    }
    Probe::Crowded
}

/// Describes a new site.
fn add(record: &Record<'_>, hash: u64) -> Option<u16> {
    let own = Texts::own(record);
    // Relaxed: only grows; asked again under the lock.
    if own.is_none() && COPIES.load(Relaxed) >= COPIES_MAX {
        return None;
    }
    let _lock = Lock::try_new()?;
    // Another thread may have been faster.
    let place = match probe(record, hash) {
        Probe::Found(number) => return Some(number),
        Probe::Free(place) => place,
        Probe::Crowded => return None,
    };
    // Relaxed: both are read and written under the lock.
    let number = USED.load(Relaxed);
    let site = SITES.get(number)?;
    let texts = own.or_else(|| {
        let copies = COPIES.load(Relaxed);
        let texts = (copies < COPIES_MAX).then(|| Texts::copy(record)).flatten()?;
        COPIES.store(copies + 1, Relaxed);
        Some(texts)
    })?;
    site.describe(record, texts, pair(number, record))?;
    USED.store(number + 1, Relaxed);
    let number = u16::try_from(number + 1).ok()?;
    // Release: pairs with the Acquire in `probe`.
    place.store(number, Release);
    Some(number)
}

/// Gives the number of the first site with the record's level and target, or `number` if there is none before that.
fn pair(number: usize, record: &Record<'_>) -> u16 {
    let is_like = |site: &Site| {
        site.known().is_some_and(|known| known.level == record.level() && known.record.target() == record.target())
    };
    let first = if cfg!(feature = "interest-cache") { SITES[..number].iter().position(is_like) } else { None };
    // `SITES_MAX` is no more than fits.
    first.unwrap_or(number) as u16
}

/// Held while a site is made. Never waited for: an allocator that logs must not meet its own lock, and nobody is to
/// wait for a thread that is not running.
struct Lock;

impl Lock {
    fn try_new() -> Option<Self> {
        // Acquire: pairs with the Release in `drop`; the last holder's counts are visible.
        (!LOCKED.swap(true, Acquire)).then_some(Lock)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Release: pairs with the Acquire in `try_new`.
        LOCKED.store(false, Release);
    }
}

fn content_hash(record: &Record<'_>) -> u64 {
    hash::of((record.target(), record.file(), record.line(), record.level(), record.module_path()))
}

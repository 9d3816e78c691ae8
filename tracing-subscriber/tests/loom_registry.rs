//! The scenarios of `src/registry/README.md` that several threads have a part in, in every order of their steps.
//!
//! `cd loom && RUSTFLAGS="--cfg loom" cargo test --release`
#![cfg(loom)]
#![allow(dead_code, reason = "the files below have more in them than a model needs")]

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

use lifecycle::{Given, Last, Lifecycle};
use returns::{Linked, Returns};
use sync::{AtomicPtr, AtomicU32};

/// What the files below know as the crate's atomics.
mod sync {
    pub(crate) use loom::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};
}

#[path = "../src/registry/store/lifecycle.rs"]
mod lifecycle;
#[path = "../src/registry/store/returns.rs"]
mod returns;

/// A slot whose data nobody may read while somebody else writes it.
struct Slot {
    life: Lifecycle,
    data: UnsafeCell<u32>,
}

// SAFETY: that the data is not raced for is what is checked.
unsafe impl Sync for Slot {}

impl Slot {
    fn open(generation: u32) -> Arc<Self> {
        let slot = Arc::new(Self { life: Lifecycle::new(), data: UnsafeCell::new(0) });
        slot.fill(generation);
        slot
    }

    fn fill(&self, generation: u32) {
        // SAFETY: loom finds it out if it is not so.
        self.data.with_mut(|data| unsafe { *data = generation });
        self.life.open(generation);
    }

    fn read(&self) -> u32 {
        // SAFETY: as above.
        self.data.with(|data| unsafe { *data })
    }

    /// What the owner of a slot does that was freed.
    fn empty(&self) {
        // SAFETY: as above.
        self.data.with_mut(|data| unsafe { *data = 0 });
    }

    /// A reader: true if it was the one who freed the slot.
    fn look(&self, generation: u32) -> bool {
        if !self.life.pin(generation) {
            return false;
        }
        assert_eq!(self.read(), generation, "a reader sees the span that it asked for");
        let freed = self.life.unpin();
        if freed {
            self.empty();
        }
        freed
    }
}

/// "the last handle": the span is read while it is closed, by a registry without layers.
#[test]
fn the_data_stays_while_it_is_read() {
    loom::model(|| {
        let slot = Slot::open(1);
        let reader = thread::spawn({
            let slot = slot.clone();
            move || slot.look(1)
        });
        let given = slot.life.give(1, Last::LetsGo);
        if given == Given::Freed {
            slot.empty();
        }
        let freed_by_reader = reader.join().unwrap();
        assert_eq!(u32::from(given == Given::Freed) + u32::from(freed_by_reader), 1, "freed once");
    });
}

/// "the last handle": two handles go at once; one of them is the last, and its callbacks still read.
#[test]
fn one_of_two_handles_is_the_last() {
    loom::model(|| {
        let slot = Slot::open(1);
        assert!(slot.life.add_handle(1));
        let close = |slot: &Slot| {
            let closed = slot.life.give(1, Last::Pins) == Given::Closed;
            let freed = closed && {
                assert_eq!(slot.read(), 1, "callbacks read what is closing");
                slot.life.unpin()
            };
            if freed {
                slot.empty();
            }
            (closed, freed)
        };
        let other = thread::spawn({
            let slot = slot.clone();
            move || close(&slot)
        });
        let (here, there) = (close(&slot), other.join().unwrap());
        assert!(here.0 != there.0, "closed once");
        assert!(here.1 != there.1, "freed once");
    });
}

/// "the life of a span": the slot goes on to its next span while somebody still has the id of the one before.
#[test]
fn a_stale_id_does_not_reach_the_next_span() {
    loom::model(|| {
        let slot = Slot::open(1);
        let stale = thread::spawn({
            let slot = slot.clone();
            move || {
                // Whichever of them this reader finds, it reads the one or nothing.
                let freed = slot.look(1);
                (freed, slot.life.add_handle(7))
            }
        });
        let given = slot.life.give(1, Last::LetsGo);
        if given == Given::Freed {
            slot.empty();
            slot.fill(2);
        }
        let (freed_by_reader, added) = stale.join().unwrap();
        assert!(!added, "a made-up id takes no handle");
        if given == Given::Freed {
            assert!(!freed_by_reader);
            assert_eq!(slot.life.give(2, Last::LetsGo), Given::Freed, "the next span has its one handle");
        }
    });
}

/// "a long chain closes": two children end at once while the parent's own handle is dropped.
#[test]
fn one_child_is_left_with_the_last_handle_on_its_parent() {
    loom::model(|| {
        let parent = Slot::open(1);
        assert!(parent.life.add_handle(1));
        let child = |parent: &Slot| match parent.life.give_unless_last(1) {
            Given::Kept => 0,
            Given::Closed => u32::from(parent.life.give(1, Last::LetsGo) == Given::Freed),
            other => panic!("{other:?}"),
        };
        let other = thread::spawn({
            let parent = parent.clone();
            move || child(&parent)
        });
        let freed = child(&parent) + other.join().unwrap();
        assert_eq!(freed, 1, "closed once, by one of them");
    });
}

struct Entry {
    number: u32,
    next: AtomicPtr<Entry>,
    waiting: AtomicU32,
}

impl Entry {
    fn new(number: u32) -> &'static Self {
        Box::leak(Box::new(Entry { number, next: AtomicPtr::new(core::ptr::null_mut()), waiting: AtomicU32::new(0) }))
    }

    fn numbers(mut chain: *mut Self, numbers: &mut Vec<u32>) {
        while !chain.is_null() {
            // SAFETY: entries live for ever.
            let entry = unsafe { &*chain };
            numbers.push(entry.number);
            chain = entry.next.load(sync::Ordering::Relaxed);
        }
    }
}

impl Linked for Entry {
    fn next(&self) -> &AtomicPtr<Self> {
        &self.next
    }

    fn waiting(&self) -> &AtomicU32 {
        &self.waiting
    }
}

/// "freed far from home": two threads send slots home while the third, at home, takes what is there.
#[test]
fn no_slot_is_lost_on_its_way_home() {
    loom::model(|| {
        let returns: &'static Returns<Entry> = Box::leak(Box::new(Returns::new()));
        let senders: Vec<_> =
            [1, 2].map(|number| thread::spawn(move || returns.push(Entry::new(number)).is_ok())).into();
        let mut seen = Vec::new();
        let mut take = || Entry::numbers(returns.take_all(), &mut seen);
        take();
        for sender in senders {
            assert!(sender.join().unwrap());
        }
        take();
        seen.sort_unstable();
        assert_eq!(seen, [1, 2]);
    });
}

/// "a thread comes and goes": a slot comes back while the thread at home ends, and a third thread takes what waits there.
#[test]
fn a_slot_that_nobody_waits_for_stays_with_its_sender() {
    loom::model(|| {
        let returns: &'static Returns<Entry> = Box::leak(Box::new(Returns::new()));
        let sender = thread::spawn(move || returns.push(Entry::new(1)).is_err());
        let taker = thread::spawn(move || {
            let mut taken = Vec::new();
            Entry::numbers(returns.take_all(), &mut taken);
            taken.len()
        });
        let mut left = Vec::new();
        Entry::numbers(returns.close(), &mut left);
        let places = usize::from(sender.join().unwrap()) + taker.join().unwrap() + left.len();
        assert_eq!(places, 1, "with its sender, with who took it, or with who left");
        assert!(returns.take_all().is_null());
        assert!(returns.push(Entry::new(2)).is_err(), "nobody who takes what waits opens what is closed");
        returns.open();
        assert!(returns.push(Entry::new(3)).is_ok());
    });
}

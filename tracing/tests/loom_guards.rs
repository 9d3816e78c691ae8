//! The scenarios of `src/held/README.md` that several threads have a part in, in every order of their steps.
//!
//! `cd loom && RUSTFLAGS="--cfg loom" cargo test --release`
#![cfg(loom)]

extern crate alloc;

use loom::sync::Arc;
use loom::thread;

use shared::{Serials, Shared};

/// What the file below knows as the atomics and locks.
mod sync {
    pub(super) use loom::sync::atomic::{AtomicU32, Ordering};
    pub(super) use loom::sync::{Mutex, MutexGuard};
}

#[path = "../src/held/shared.rs"]
mod shared;

fn shared() -> Arc<Shared> {
    Arc::new(Shared::of(sync::AtomicU32::new(0), sync::Mutex::new(Serials::new())))
}

/// Of the thread with this number.
fn serial(thread: u64) -> u64 {
    (thread << shared::THREAD_SHIFT) + 7
}

/// "dropped while suspended": the guard is dropped while its future is polled elsewhere. Either it is not entered again,
/// or the thread that has entered it is told.
#[test]
fn a_suspended_guard_is_either_dropped_or_entered_again_by_a_thread_that_is_told() {
    loom::model(|| {
        let shared = shared();
        shared.suspend([serial(1)].into_iter());
        let polled = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.resume(serial(1), 2))
        };
        shared.drop_elsewhere(serial(1));
        let is_entered = polled.join().unwrap();
        assert_eq!(shared.posted(), u32::from(is_entered));
        assert_eq!(shared.collect(2).len(), usize::from(is_entered));
        assert!(shared.collect(1).is_empty() && !shared.resume(serial(1), 2));
    });
}

/// "dropped on another thread": the thread of the guard finds it when it sees the news, and once.
#[test]
fn news_that_are_seen_bring_the_serial_and_only_to_its_thread() {
    loom::model(|| {
        let shared = shared();
        let before = shared.posted();
        let droppers: Vec<_> = [serial(1), serial(1) + 1]
            .into_iter()
            .map(|serial| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.drop_elsewhere(serial))
            })
            .collect();
        let mut found = Vec::new();
        let news = shared.posted().wrapping_sub(before);
        if news > 0 {
            found.extend(shared.collect(1));
            assert!(found.len() >= news as usize, "{news} were announced, {found:?} found");
        }
        for dropper in droppers {
            dropper.join().unwrap();
        }
        assert!(shared.collect(2).is_empty());
        found.extend(shared.collect(1));
        found.sort_unstable();
        assert_eq!(found, [serial(1), serial(1) + 1]);
        assert_eq!(shared.posted().wrapping_sub(before), 2);
    });
}

/// "dropped on another thread", behind a poll that has moved the guard: the thread of that poll is told, unless it has
/// suspended the guard meanwhile.
#[test]
fn the_thread_that_has_entered_a_guard_again_is_told() {
    loom::model(|| {
        let shared = shared();
        shared.suspend([serial(1)].into_iter());
        assert!(shared.resume(serial(1), 2));
        let dropper = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.drop_elsewhere(serial(1)))
        };
        let told = shared.posted() != 0;
        if told {
            assert_eq!(shared.collect(2), [serial(1)]);
        }
        dropper.join().unwrap();
        assert_eq!(shared.collect(2).len(), usize::from(!told));
        assert!(shared.collect(1).is_empty() && shared.collect(2).is_empty());
    });
}

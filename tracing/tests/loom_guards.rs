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

/// "dropped while suspended": the guard is dropped while its future is polled elsewhere.
#[test]
fn a_suspended_guard_is_either_entered_again_or_dropped() {
    loom::model(|| {
        let shared = shared();
        shared.remember([7].into_iter());
        let polled = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.forget(7))
        };
        let dropped = shared.forget(7);
        assert!(polled.join().unwrap() ^ dropped);
    });
}

/// "dropped on another thread": the thread of the guard finds it when it sees the news, and once.
#[test]
fn news_that_are_seen_bring_the_serial_and_only_to_its_thread() {
    loom::model(|| {
        let shared = shared();
        let before = shared.posted();
        let droppers: Vec<_> = [7, 8]
            .into_iter()
            .map(|serial| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.post(serial))
            })
            .collect();
        let mut found = Vec::new();
        let news = shared.posted().wrapping_sub(before);
        if news > 0 {
            found.extend(shared.collect(|serial| serial == 7 || serial == 8));
            assert!(found.len() >= news as usize, "{news} were announced, {found:?} found");
        }
        for dropper in droppers {
            dropper.join().unwrap();
        }
        assert!(shared.collect(|_| false).is_empty());
        found.extend(shared.collect(|_| true));
        found.sort_unstable();
        assert_eq!(found, [7, 8]);
        assert_eq!(shared.posted().wrapping_sub(before), 2);
    });
}

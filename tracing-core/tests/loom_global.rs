//! The global dispatcher while it is set: with those who record, with a second one who sets it, with registrations and
//! rebuilds, and with dispatchers of other threads. In every order of two threads.
//!
//! `cd loom && RUSTFLAGS="--cfg loom" cargo test --release`
#![cfg(loom)]

#[path = "loom/support.rs"]
mod support;

use loom::{
    cell::UnsafeCell,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};
use tracing_core::{Dispatch, Event, Interest, Level, Metadata, Subscriber, dispatcher};

use support::{callsite, event, model, no_spans};

/// Counts what reaches it. Made on one thread, and read on others with no order but that of the dispatcher's own.
struct Counts {
    interest: fn() -> Interest,
    made: UnsafeCell<u32>,
    questions: AtomicUsize,
    events: AtomicUsize,
}

// SAFETY: `made` is written before the value is shared. Loom fails the test if what shares it does not see to that.
unsafe impl Sync for Counts {}

const MADE: u32 = 7;

impl Counts {
    fn new(interest: fn() -> Interest) -> std::sync::Arc<Self> {
        let counts =
            Counts { interest, made: UnsafeCell::new(0), questions: AtomicUsize::new(0), events: AtomicUsize::new(0) };
        // SAFETY: nobody else has it yet.
        counts.made.with_mut(|made| unsafe { *made = MADE });
        std::sync::Arc::new(counts)
    }

    fn look(&self) {
        // SAFETY: only read since it is shared.
        self.made.with(|made| assert_eq!(unsafe { *made }, MADE));
    }

    fn events(&self) -> usize {
        self.events.load(SeqCst)
    }
}

impl Subscriber for Counts {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        self.look();
        (self.interest)()
    }
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        self.look();
        self.questions.fetch_add(1, SeqCst);
        true
    }
    fn event(&self, _: &Event<'_>) {
        self.look();
        self.events.fetch_add(1, SeqCst);
    }
    no_spans!();
}

#[test]
fn set_while_another_thread_looks() {
    model(|| {
        // It meets no callsite, so nothing but the setting itself makes visible what was set.
        let other = thread::spawn(|| {
            dispatcher::get_default(|dispatch| {
                dispatch.downcast_ref::<std::sync::Arc<Counts>>().map(|counts| counts.look()).is_some()
            })
        });
        dispatcher::set_global_default(Dispatch::new(Counts::new(Interest::always))).unwrap();
        let _whether_it_saw_it = other.join().unwrap();
        assert!(dispatcher::get_default(|dispatch| dispatch.is::<std::sync::Arc<Counts>>()));
    });
}

#[test]
fn set_while_another_thread_records() {
    model(|| {
        let site = callsite(Level::INFO);
        let counts = Counts::new(Interest::always);
        let dispatch = Dispatch::new(counts.clone());
        let other = thread::spawn(move || {
            event(site);
            event(site);
        });
        dispatcher::set_global_default(dispatch).unwrap();
        event(site);
        assert!(counts.events() >= 1, "this thread's own event is not lost");
        other.join().unwrap();
        assert!(counts.events() <= 3);
    });
}

#[test]
fn set_while_another_thread_asks() {
    model(|| {
        let site = callsite(Level::INFO);
        let counts = Counts::new(Interest::sometimes);
        let dispatch = Dispatch::new(counts.clone());
        let other = thread::spawn(move || event(site));
        dispatcher::set_global_default(dispatch).unwrap();
        event(site);
        other.join().unwrap();
        let (questions, events) = (counts.questions.load(SeqCst), counts.events());
        assert!((1..=2).contains(&questions) && questions == events, "{questions} questions, {events} events");
    });
}

#[test]
fn two_set() {
    model(|| {
        let site = callsite(Level::INFO);
        let (first, second) = (Counts::new(Interest::always), Counts::new(Interest::always));
        let dispatches = (Dispatch::new(first.clone()), Dispatch::new(second.clone()));
        let other = thread::spawn(move || dispatcher::set_global_default(dispatches.1).is_ok());
        let first_won = dispatcher::set_global_default(dispatches.0).is_ok();
        event(site);
        let second_won = other.join().unwrap();
        assert_ne!(first_won, second_won, "one of them sets it");
        let (winner, loser) = if first_won { (first, second) } else { (second, first) };
        assert_eq!((winner.events(), loser.events()), (1, 0));
        assert_eq!(std::sync::Arc::strong_count(&loser), 1, "the one that came second is gone");
        assert!(dispatcher::set_global_default(Dispatch::none()).is_err());
    });
}

#[test]
fn made_and_set_while_a_callsite_is_registered() {
    model(|| {
        let site = callsite(Level::INFO);
        let other = thread::spawn(move || event(site));
        let counts = Counts::new(Interest::always);
        dispatcher::set_global_default(Dispatch::new(counts.clone())).unwrap();
        event(site);
        assert!(counts.events() >= 1, "the dispatcher is there, so its event is not lost");
        other.join().unwrap();
        assert!(site.interest().is_always());
    });
}

#[test]
fn set_while_another_thread_settles_all_callsites() {
    model(|| {
        let site = callsite(Level::INFO);
        site.register();
        let other = thread::spawn(|| drop(Dispatch::new(Counts::new(Interest::never))));
        let counts = Counts::new(Interest::always);
        dispatcher::set_global_default(Dispatch::new(counts.clone())).unwrap();
        event(site);
        assert_eq!(counts.events(), 1);
        other.join().unwrap();
        assert!(site.interest().is_always(), "the one that is left wants it");
    });
}

#[test]
fn set_while_another_thread_has_its_own() {
    model(|| {
        let site = callsite(Level::INFO);
        let (global, own) = (Counts::new(Interest::always), Counts::new(Interest::always));
        let dispatches = (Dispatch::new(global.clone()), Dispatch::new(own.clone()));
        let other = thread::spawn(move || {
            dispatcher::with_default(&dispatches.1, || event(site));
            // Nobody's or the global one's, but not its own any more.
            event(site);
        });
        dispatcher::set_global_default(dispatches.0).unwrap();
        event(site);
        other.join().unwrap();
        assert_eq!(own.events(), 1);
        assert!((1..=2).contains(&global.events()));
        event(site);
        assert!((2..=3).contains(&global.events()));
    });
}

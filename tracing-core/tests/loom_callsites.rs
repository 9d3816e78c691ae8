//! The scenarios of `src/callsite/README.md`, in every order of two threads.
//!
//! `cd loom && RUSTFLAGS="--cfg loom" cargo test --release`
#![cfg(loom)]

#[path = "loom/support.rs"]
mod support;

use loom::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
};
use tracing_core::{
    Dispatch, Event, Interest, Level, LevelFilter, Metadata, Subscriber, callsite as callsites, dispatcher,
};

use support::{callsite, event, model, no_spans};

/// Fails when an event comes before a registration.
struct Strict {
    interest: fn() -> Interest,
    hint: LevelFilter,
    registered: AtomicBool,
    events: AtomicBool,
}

impl Strict {
    fn new(interest: fn() -> Interest, hint: LevelFilter) -> std::sync::Arc<Self> {
        std::sync::Arc::new(Strict {
            interest,
            hint,
            registered: AtomicBool::new(false),
            events: AtomicBool::new(false),
        })
    }
}

impl Subscriber for Strict {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        self.registered.store(true, SeqCst);
        (self.interest)()
    }
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.hint)
    }
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn event(&self, _: &Event<'_>) {
        assert!(self.registered.load(SeqCst), "an event before its callsite was registered");
        self.events.store(true, SeqCst);
    }
    no_spans!();
}

#[test]
fn two_meet_one() {
    model(|| {
        let strict = Strict::new(Interest::always, LevelFilter::TRACE);
        let dispatch = Arc::new(Dispatch::new(strict.clone()));
        let site = callsite(Level::INFO);
        let other = {
            let dispatch = dispatch.clone();
            thread::spawn(move || dispatcher::with_default(&dispatch, || event(site)))
        };
        dispatcher::with_default(&dispatch, || event(site));
        assert!(strict.events.load(SeqCst), "this thread's own event is not lost");
        other.join().unwrap();
        assert!(site.interest().is_always());
    });
}

#[test]
fn register_during_rebuild() {
    model(|| {
        let site = callsite(Level::INFO);
        let other = thread::spawn(move || event(site));
        let strict = Strict::new(Interest::always, LevelFilter::TRACE);
        let dispatch = Dispatch::new(strict.clone());
        dispatcher::with_default(&dispatch, || event(site));
        assert!(strict.events.load(SeqCst), "the dispatcher is there, so its thread's event is not lost");
        other.join().unwrap();
        assert!(site.interest().is_always());
    });
}

#[test]
fn two_come() {
    model(|| {
        let site = callsite(Level::INFO);
        site.register();
        let other = thread::spawn(|| Dispatch::new(Strict::new(Interest::never, LevelFilter::TRACE)));
        let always = Dispatch::new(Strict::new(Interest::always, LevelFilter::TRACE));
        let never = other.join().unwrap();
        assert!(site.interest().is_sometimes(), "both were asked");
        drop((always, never));
    });
}

#[test]
fn two_rebuild() {
    static WANTED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
    fn interest() -> Interest {
        if WANTED.load(SeqCst) { Interest::always() } else { Interest::never() }
    }
    model(|| {
        WANTED.store(false, SeqCst);
        let site = callsite(Level::INFO);
        site.register();
        let switched = Dispatch::new(Strict::new(interest, LevelFilter::TRACE));
        let other = thread::spawn(callsites::rebuild_interest_cache);
        thread::yield_now();
        WANTED.store(true, SeqCst);
        callsites::rebuild_interest_cache();
        assert!(site.interest().is_always(), "no older answer is written in place of this one");
        other.join().unwrap();
        assert!(site.interest().is_always());
        drop(switched);
    });
}

#[test]
fn rebuild_while_one_comes() {
    static WANTED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
    fn interest() -> Interest {
        if WANTED.load(SeqCst) { Interest::always() } else { Interest::never() }
    }
    model(|| {
        WANTED.store(false, SeqCst);
        let site = callsite(Level::INFO);
        site.register();
        let other = thread::spawn(|| Dispatch::new(Strict::new(interest, LevelFilter::TRACE)));
        thread::yield_now();
        WANTED.store(true, SeqCst);
        callsites::rebuild_interest_cache();
        let came = other.join().unwrap();
        assert!(site.interest().is_always(), "it was asked after it had changed its mind");
        drop(came);
    });
}

#[test]
fn level_rises() {
    model(|| {
        let site = callsite(Level::DEBUG);
        let info = Dispatch::new(Strict::new(Interest::always, LevelFilter::INFO));
        let other = thread::spawn(move || event(site));
        let strict = Strict::new(Interest::always, LevelFilter::DEBUG);
        let debug = Dispatch::new(strict.clone());
        dispatcher::with_default(&debug, || event(site));
        assert!(strict.events.load(SeqCst));
        other.join().unwrap();
        drop((info, debug));
    });
}

#[test]
fn dispatcher_goes() {
    model(|| {
        let site = callsite(Level::INFO);
        let stays = Dispatch::new(Strict::new(Interest::always, LevelFilter::TRACE));
        let goes = Dispatch::new(Strict::new(Interest::never, LevelFilter::TRACE));
        let other = thread::spawn(move || drop(goes));
        dispatcher::with_default(&stays, || event(site));
        other.join().unwrap();
        assert!(site.interest().is_always(), "the one that is left wants it");
        drop(stays);
    });
}

//! Who is asked about a callsite, when, and what its byte says afterwards.
//!
//! The byte tells of all live dispatchers of the process, so these tests have a process of their own and take turns.

#[path = "it/support.rs"]
mod support;

use std::{
    sync::{
        Arc, Barrier, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use tracing_core::{
    Callsite, Dispatch, Event, Interest, Kind, Level, LevelFilter, Metadata, Subscriber,
    callsite::{self, DefaultCallsite, Identifier},
    dispatcher,
    field::{FieldSet, Value},
    span,
};

use support::{Noted, callsite, event, taken, turn};

#[test]
fn a_callsite_is_registered_before_its_first_event() {
    let _turn = turn();
    let (noted, log) = Noted::new();
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("first", Level::INFO, []);
        taken(&log);
        event(site);
        event(site);
        assert_eq!(taken(&log), ["register first", "event first{}", "event first{}"]);
    });
}

#[test]
fn interest_sometimes_asks_each_time() {
    let _turn = turn();
    let (mut noted, log) = Noted::new();
    noted.interest = Box::new(|_| Interest::sometimes());
    let even = AtomicUsize::new(0);
    noted.enabled = Box::new(move |_| even.fetch_add(1, SeqCst) % 2 == 0);
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("maybe", Level::INFO, []);
        taken(&log);
        event(site);
        event(site);
        assert_eq!(taken(&log), ["register maybe", "enabled maybe", "event maybe{}", "enabled maybe"]);
    });
}

#[test]
fn a_callsite_met_on_a_thread_without_dispatcher_is_on_for_the_one_that_has() {
    let _turn = turn();
    let site = callsite!("elsewhere", Level::INFO, []);
    let (noted, log) = Noted::new();
    dispatcher::with_default(&Dispatch::new(noted), || {
        thread::spawn(move || event(site)).join().unwrap();
        taken(&log);
        event(site);
        assert_eq!(taken(&log), ["event elsewhere{}"]);
    });
}

#[test]
fn a_callsite_met_before_any_dispatcher_is_on_for_a_later_one() {
    let _turn = turn();
    let site = callsite!("early", Level::INFO, []);
    event(site);
    assert!(site.is_never());
    let (noted, log) = Noted::new();
    dispatcher::with_default(&Dispatch::new(noted), || {
        taken(&log);
        event(site);
        assert_eq!(taken(&log), ["event early{}"]);
    });
    assert!(site.is_never(), "nobody is left who wants it");
}

#[test]
fn the_interest_is_that_of_all_live_dispatchers() {
    let _turn = turn();
    let site = callsite!("shared", Level::INFO, []);
    let with = |interest: fn() -> Interest| {
        let (mut noted, _) = Noted::new();
        noted.interest = Box::new(move |_| interest());
        Dispatch::new(noted)
    };
    let never = with(Interest::never);
    assert!(site.interest().is_never());
    let always = with(Interest::always);
    assert!(site.interest().is_sometimes());
    drop(never);
    assert!(site.interest().is_always());
    drop(always);
    assert!(site.interest().is_never());
}

#[test]
fn when_a_dispatcher_comes_or_goes_the_others_are_not_asked_again() {
    let _turn = turn();
    let site = callsite!("settled", Level::INFO, []);
    let (noted, log) = Noted::new();
    let stays = Dispatch::new(noted);
    site.register();
    taken(&log);
    let (mut noted, other_log) = Noted::new();
    noted.interest = Box::new(|_| Interest::never());
    let goes = Dispatch::new(noted);
    assert!(site.interest().is_sometimes());
    assert!(taken(&other_log).contains(&"register settled".to_owned()));
    drop(goes);
    assert!(site.interest().is_always());
    assert_eq!(taken(&log), [""; 0]);
    drop(stays);
}

#[test]
fn dispatchers_that_come_and_go_on_many_threads_at_once_get_what_is_theirs() {
    let _turn = turn();
    let sites: Vec<&'static DefaultCallsite> =
        vec![callsite!("of many 0", Level::INFO, []), callsite!("of many 1", Level::DEBUG, [])];
    thread::scope(|scope| {
        for thread in 0..8 {
            let sites = &sites;
            scope.spawn(move || {
                for turn in 0..50 {
                    let (mut noted, log) = Noted::new();
                    // One in four wants no more than `Level::INFO`, and one in three wants to be asked.
                    let all = (thread + turn) % 4 != 0;
                    noted.hint = Some(if all { LevelFilter::TRACE } else { LevelFilter::INFO });
                    if turn % 3 == 0 {
                        noted.interest = Box::new(|_| Interest::sometimes());
                    }
                    noted.enabled = Box::new(move |name| all || name == "of many 0");
                    dispatcher::with_default(&Dispatch::new(noted), || sites.iter().copied().for_each(event));
                    let lines = taken(&log);
                    assert!(lines.contains(&"event of many 0{}".to_owned()), "{lines:?}");
                    assert!(!all || lines.contains(&"event of many 1{}".to_owned()), "{lines:?}");
                }
            });
        }
    });
    assert!(sites.iter().all(|site| site.is_never()), "nobody is left");
}

#[test]
fn what_is_above_every_level_is_not_asked_about_until_the_level_rises() {
    let _turn = turn();
    let site = callsite!("verbose", Level::DEBUG, []);
    let (mut noted, log) = Noted::new();
    noted.hint = Some(LevelFilter::INFO);
    let info = Dispatch::new(noted);
    assert_eq!(LevelFilter::current(), LevelFilter::INFO);
    taken(&log);
    dispatcher::with_default(&info, || event(site));
    assert!(site.is_never());
    assert_eq!(taken(&log), [""; 0]);

    let (mut noted, debug_log) = Noted::new();
    noted.hint = Some(LevelFilter::DEBUG);
    let debug = Dispatch::new(noted);
    assert!(taken(&debug_log).contains(&"register verbose".to_owned()));
    dispatcher::with_default(&debug, || event(site));
    assert_eq!(taken(&debug_log), ["event verbose{}"]);
}

#[test]
fn a_rebuild_asks_again() {
    let _turn = turn();
    let on = Arc::new(AtomicBool::new(false));
    let (mut noted, log) = Noted::new();
    let switch = on.clone();
    noted.interest = Box::new(move |_| if switch.load(SeqCst) { Interest::always() } else { Interest::never() });
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("switched", Level::INFO, []);
        event(site);
        on.store(true, SeqCst);
        taken(&log);
        event(site);
        assert_eq!(taken(&log), [""; 0]);
        callsite::rebuild_interest_cache();
        taken(&log);
        event(site);
        assert_eq!(taken(&log), ["event switched{}"]);
    });
}

#[test]
fn threads_that_meet_a_callsite_at_once_each_register_it_before_their_event() {
    let _turn = turn();

    /// Fails when an event comes from a thread on which no registration has returned yet.
    struct Ordered {
        registered: Mutex<Vec<Identifier>>,
        early: AtomicUsize,
    }

    impl Subscriber for Ordered {
        fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
            thread::yield_now();
            self.registered.lock().unwrap().push(metadata.callsite());
            Interest::always()
        }
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn event(&self, event: &Event<'_>) {
            if !self.registered.lock().unwrap().contains(&event.metadata().callsite()) {
                self.early.fetch_add(1, SeqCst);
            }
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
    }

    let dispatch = Dispatch::new(Arc::new(Ordered { registered: Mutex::new(Vec::new()), early: AtomicUsize::new(0) }));
    let sites: Vec<&'static DefaultCallsite> = vec![
        callsite!("a", Level::INFO, []),
        callsite!("b", Level::INFO, []),
        callsite!("c", Level::INFO, []),
        callsite!("d", Level::INFO, []),
    ];
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                dispatcher::with_default(&dispatch, || {
                    start.wait();
                    sites.iter().copied().for_each(event);
                });
            });
        }
    });
    let ordered = dispatch.downcast_ref::<Ordered>().unwrap();
    assert_eq!(ordered.early.load(SeqCst), 0);
    assert_eq!(sites.iter().filter(|site| site.interest().is_always()).count(), 4);
}

#[test]
fn a_callsite_of_ones_own_is_told_the_interest() {
    let _turn = turn();

    struct Own(Mutex<Option<Interest>>);
    static OWN: Own = Own(Mutex::new(None));
    static META: Metadata<'static> = Metadata::new(
        "own",
        "test",
        Level::INFO,
        None,
        None,
        None,
        FieldSet::new(&["x"], tracing_core::identify_callsite!(&OWN)),
        Kind::EVENT,
    );
    impl Callsite for Own {
        fn set_interest(&self, interest: Interest) {
            *self.0.lock().unwrap() = Some(interest);
        }
        fn metadata(&self) -> &Metadata<'_> {
            &META
        }
    }

    let (noted, log) = Noted::new();
    let dispatch = Dispatch::new(noted);
    callsite::register(&OWN);
    assert!(OWN.0.lock().unwrap().as_ref().unwrap().is_always());
    assert_eq!(META.callsite().index(), None);
    dispatcher::with_default(&dispatch, || {
        taken(&log);
        let field = META.fields().field("x").unwrap();
        Event::dispatch(&META, &META.fields().value_set(&[(&field, Some(&1 as &dyn Value))]));
        assert_eq!(taken(&log), ["event own{x: 1}"]);
    });
    drop(dispatch);
    assert!(OWN.0.lock().unwrap().as_ref().unwrap().is_never());
}

#[test]
fn registered_callsites_have_numbers_of_their_own() {
    let _turn = turn();
    let (one, two) = (callsite!("one", Level::INFO, []), callsite!("two", Level::INFO, []));
    let index = |site: &'static DefaultCallsite| site.metadata().callsite().index();
    assert_eq!(index(one), None);
    one.register();
    two.register();
    assert!(index(one).is_some());
    assert_ne!(index(one), index(two));
}

#[test]
fn a_subscriber_that_records_when_it_is_dropped_does_not_block() {
    let _turn = turn();
    struct Last;
    impl Drop for Last {
        fn drop(&mut self) {
            event(callsite!("last words", Level::INFO, []));
            callsite::rebuild_interest_cache();
        }
    }
    let (other, log) = Noted::new();
    let other = Dispatch::new(other);
    let (mut noted, _) = Noted::new();
    let last = Last;
    noted.on_event = Box::new(move |()| {
        let _ = &last;
    });
    let dispatch = Dispatch::new(noted);
    dispatcher::with_default(&other, || drop(dispatch));
    assert!(taken(&log).contains(&"event last words{}".to_owned()));
}

/// README, "never-ending": each time that a subscriber is asked, it wants everybody to be asked again, and somebody meets
/// a callsite that is new.
#[test]
fn a_callsite_that_is_met_while_settling_does_not_end_is_on() {
    let _turn = turn();
    static MET: Mutex<Vec<&'static DefaultCallsite>> = Mutex::new(Vec::new());
    let sites = [
        callsite!("met 0", Level::INFO, []),
        callsite!("met 1", Level::INFO, []),
        callsite!("met 2", Level::INFO, []),
        callsite!("met 3", Level::INFO, []),
        callsite!("met 4", Level::INFO, []),
        callsite!("met 5", Level::INFO, []),
        callsite!("met 6", Level::INFO, []),
        callsite!("met 7", Level::INFO, []),
        callsite!("met 8", Level::INFO, []),
        callsite!("met 9", Level::INFO, []),
    ];
    let probe = callsite!("probe", Level::ERROR, []);
    // Nobody listens, so that is what is settled for the first.
    assert!(probe.interest().is_never());
    let (mut noted, log) = Noted::new();
    let left = Mutex::new(sites.to_vec());
    noted.interest = Box::new(move |metadata| {
        if metadata.name() == "probe" {
            callsite::rebuild_interest_cache();
            if let Some(site) = left.lock().unwrap().pop() {
                site.interest();
                MET.lock().unwrap().push(site);
            }
        }
        Interest::always()
    });
    dispatcher::with_default(&Dispatch::new(noted), || {
        taken(&log);
        let met = MET.lock().unwrap().clone();
        assert!(met.len() > 4, "settling was tried again and again");
        for site in met {
            event(site);
            // It may be asked each time.
            assert_eq!(taken(&log).pop(), Some(format!("event {}{{}}", site.describe().name())));
        }
    });
}

//! Subscribers, callsites and values that record, panic, or make dispatchers inside of callbacks.
//!
//! Every subscriber of the process is asked about every callsite, so these tests have a process of their own and take
//! turns.

#[path = "it/support.rs"]
mod support;

use std::{
    cell::RefCell,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use tracing_core::{
    Dispatch, Event, Interest, Level,
    dispatcher::{self, DefaultGuard, WeakDispatch},
    field::{ValueRef, ValueSet},
};

use support::{Noted, callsite, event, static_metadata, taken, turn};

#[test]
fn what_a_threads_own_subscriber_records_inside_event_is_dropped() {
    let _turn = turn();
    let (mut noted, log) = Noted::new();
    noted.on_event = Box::new(|()| event(callsite!("inner", Level::INFO, [])));
    dispatcher::with_default(&Dispatch::new(noted), || {
        event(callsite!("outer", Level::INFO, []));
        assert_eq!(taken(&log).iter().filter(|line| line.starts_with("event")).count(), 1);
        event(callsite!("after", Level::INFO, []));
        assert!(taken(&log).contains(&"event after{}".to_owned()), "the thread is usable afterwards");
    });
}

#[test]
fn a_subscriber_may_record_while_it_is_asked_for_its_interest() {
    let _turn = turn();
    let (mut noted, log) = Noted::new();
    noted.interest = Box::new(|_| {
        event(callsite!("about registration", Level::INFO, []));
        Interest::always()
    });
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("asked about", Level::INFO, []);
        taken(&log);
        event(site);
        let lines = taken(&log);
        assert_eq!(lines.last().unwrap(), "event asked about{}");
        assert!(lines.contains(&"event about registration{}".to_owned()), "{lines:?}");
    });
}

#[test]
fn a_subscriber_that_makes_a_dispatcher_whenever_it_is_asked_comes_to_an_end() {
    let _turn = turn();
    let (mut noted, log) = Noted::new();
    noted.interest = Box::new(|_| {
        drop(Dispatch::new(Noted::new().0));
        Interest::always()
    });
    let site = callsite!("endless", Level::INFO, []);
    dispatcher::with_default(&Dispatch::new(noted), || {
        event(site);
        assert!(taken(&log).contains(&"event endless{}".to_owned()));
    });
}

#[test]
fn a_panic_in_a_subscriber_leaves_the_thread_usable() {
    let _turn = turn();
    let (mut noted, log) = Noted::new();
    let panics = AtomicUsize::new(0);
    noted.on_event = Box::new(move |()| assert!(panics.fetch_add(1, SeqCst) != 0, "on purpose"));
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("panics once", Level::INFO, []);
        assert!(catch_unwind(AssertUnwindSafe(|| event(site))).is_err());
        taken(&log);
        event(site);
        assert_eq!(taken(&log), ["event panics once{}"]);
    });
}

#[test]
fn a_panic_while_asked_makes_the_callsite_one_that_is_asked_each_time() {
    let _turn = turn();
    let (mut noted, log) = Noted::new();
    noted.interest = Box::new(|metadata| {
        assert_ne!(metadata.name(), "hated", "on purpose");
        Interest::always()
    });
    let dispatch = Dispatch::new(noted);
    let hated = callsite!("hated", Level::INFO, []);
    dispatcher::with_default(&dispatch, || {
        taken(&log);
        event(hated);
        let lines = taken(&log);
        assert_eq!(lines[lines.len() - 2..], ["enabled hated", "event hated{}"]);
    });
    // The subscriber panics in every rebuild to come, also where a panic would end the process.
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let _dropped_while_unwinding = Dispatch::new(Noted::new().0);
        panic!("on purpose");
    }));
    assert!(unwound.is_err());
}

#[test]
fn a_value_whose_debug_records_is_shown() {
    let _turn = turn();
    struct Chatty;
    impl fmt::Debug for Chatty {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            event(callsite!("from a value", Level::INFO, []));
            f.write_str("chatty")
        }
    }
    let (noted, log) = Noted::new();
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("shows", Level::INFO, ["value"]);
        let values = [ValueRef::Debug(&Chatty)];
        let metadata = static_metadata(site);
        Event::dispatch(metadata, &ValueSet::from_refs(metadata.fields(), &values));
        assert_eq!(taken(&log).last().unwrap(), "event shows{value: chatty}");
    });
}

#[test]
fn dispatchers_may_be_set_inside_of_a_callback() {
    let _turn = turn();
    let (inner, inner_log) = Noted::new();
    let inner = Dispatch::new(inner);
    let (mut noted, _) = Noted::new();
    noted.on_event = Box::new(move |()| {
        let _guard = dispatcher::set_default(&inner);
        assert!(dispatcher::get_current(|_| ()).is_none());
    });
    dispatcher::with_default(&Dispatch::new(noted), || event(callsite!("sets", Level::INFO, [])));
    assert!(!taken(&inner_log).iter().any(|line| line.starts_with("event")));
}

/// A subscriber whose only handle is a guard in a thread-local, which it drops when it is called.
fn leaves(set: impl FnOnce(&mut Noted, fn())) -> (WeakDispatch, Arc<Mutex<Vec<String>>>) {
    thread_local! { static GUARD: RefCell<Option<DefaultGuard>> = const { RefCell::new(None) }; }
    let (mut noted, log) = Noted::new();
    set(&mut noted, || drop(GUARD.take()));
    let dispatch = Dispatch::new(noted);
    GUARD.set(Some(dispatcher::set_default(&dispatch)));
    (dispatch.downgrade(), log)
}

#[test]
fn a_subscriber_may_take_itself_away_while_it_is_handed_an_event() {
    let _turn = turn();
    let (weak, log) = leaves(|noted, leave| noted.on_event = Box::new(move |()| leave()));
    let site = callsite!("leaves", Level::INFO, []);
    event(site);
    assert!(weak.upgrade().is_none(), "it is dropped when it has returned");
    event(site);
    assert_eq!(taken(&log).iter().filter(|line| line.starts_with("event")).count(), 1);
    let (noted, log) = Noted::new();
    dispatcher::with_default(&Dispatch::new(noted), || event(site));
    assert!(taken(&log).contains(&"event leaves{}".to_owned()), "the thread is usable afterwards");
}

#[test]
fn a_subscriber_may_take_itself_away_while_it_is_asked() {
    let _turn = turn();
    let (weak, _) = leaves(|noted, leave| {
        noted.interest = Box::new(|_| Interest::sometimes());
        noted.enabled = Box::new(move |name| {
            if name == "asks the one that leaves" {
                leave();
            }
            true
        });
    });
    let site = callsite!("asks the one that leaves", Level::INFO, []);
    event(site);
    assert!(weak.upgrade().is_none(), "it is dropped by the thread's next record at the latest");
}

#[test]
fn a_dispatcher_that_is_set_inside_of_another_and_stays_is_the_threads_afterwards() {
    let _turn = turn();
    let (inner, inner_log) = Noted::new();
    let inner = Dispatch::new(inner);
    let guard = Arc::new(Mutex::new(None));
    let (mut noted, outer_log) = Noted::new();
    let keep = guard.clone();
    noted.on_event = Box::new(move |()| {
        let mut guard = keep.lock().unwrap();
        if guard.is_none() {
            *guard = Some(dispatcher::set_default(&inner));
        }
    });
    let site = callsite!("stays", Level::INFO, []);
    let events = |log: &Arc<Mutex<Vec<String>>>| taken(log).iter().filter(|line| line.starts_with("event")).count();
    dispatcher::with_default(&Dispatch::new(noted), || {
        event(site);
        assert_eq!((events(&outer_log), events(&inner_log)), (1, 0));
        event(site);
        assert_eq!((events(&outer_log), events(&inner_log)), (0, 1));
        drop(guard.lock().unwrap().take());
        event(site);
        assert_eq!((events(&outer_log), events(&inner_log)), (1, 0));
    });
    event(site);
    assert_eq!((events(&outer_log), events(&inner_log)), (0, 0));
}

#[test]
fn a_guard_may_outlive_the_dispatcher_that_it_restores() {
    let _turn = turn();
    let (outer, log) = Noted::new();
    let site = callsite!("outlives", Level::INFO, []);
    let guard = dispatcher::with_default(&Dispatch::new(outer), || dispatcher::set_default(&Dispatch::none()));
    drop(guard);
    event(site);
    assert_eq!(taken(&log).iter().filter(|line| line.starts_with("event")).count(), 1);
    // The guard has set what the one who made it had; that is undone here.
    dispatcher::with_default(&Dispatch::none(), || event(site));
}

#[test]
fn a_record_in_the_destructor_of_a_thread_local_is_delivered() {
    let _turn = turn();
    struct Late;
    impl Drop for Late {
        fn drop(&mut self) {
            event(callsite!("late", Level::INFO, []));
        }
    }
    thread_local!(static LATE: Late = const { Late });

    let (noted, log) = Noted::new();
    let dispatch = Arc::new(Dispatch::new(noted));
    thread::spawn(move || {
        LATE.with(|_| ());
        // Never dropped: it is still set when the thread's locals go.
        std::mem::forget(dispatcher::set_default(&dispatch));
    })
    .join()
    .unwrap();
    assert!(taken(&log).contains(&"event late{}".to_owned()));
}

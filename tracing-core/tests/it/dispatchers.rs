//! Which dispatcher a thread has, and how handles behave.

use std::{any::TypeId, sync::Arc, thread};

use tracing_core::{
    Dispatch, Event, Level, Metadata, Subscriber,
    dispatcher::{self, WeakDispatch},
    span,
    subscriber::NoSubscriber,
};

use crate::support::{Noted, callsite, event, taken};

fn events(log: &std::sync::Mutex<Vec<String>>) -> Vec<String> {
    let lines = std::mem::take(&mut *log.lock().unwrap());
    lines.into_iter().filter(|line| line.starts_with("event")).collect()
}

#[test]
fn the_innermost_dispatcher_of_a_thread_counts() {
    let (outer, outer_log) = Noted::new();
    let (inner, inner_log) = Noted::new();
    let site = callsite!("where", Level::INFO, []);
    dispatcher::with_default(&Dispatch::new(outer), || {
        dispatcher::with_default(&Dispatch::new(inner), || event(site));
        assert_eq!((events(&outer_log).len(), events(&inner_log).len()), (0, 1));
        event(site);
        assert_eq!((events(&outer_log).len(), events(&inner_log).len()), (1, 0));
    });
    event(site);
    assert_eq!((events(&outer_log).len(), events(&inner_log).len()), (0, 0));
}

#[test]
fn a_guard_sets_the_dispatcher_before_again() {
    let (outer, log) = Noted::new();
    let _outer = dispatcher::set_default(&Dispatch::new(outer));
    let inner = dispatcher::set_default(&Dispatch::none());
    let site = callsite!("guarded", Level::INFO, []);
    event(site);
    drop(inner);
    assert_eq!(events(&log).len(), 0);
    event(site);
    assert_eq!(events(&log).len(), 1);
}

#[test]
fn other_threads_do_not_see_a_threads_dispatcher() {
    let (noted, log) = Noted::new();
    let _guard = dispatcher::set_default(&Dispatch::new(noted));
    let site = callsite!("alone", Level::INFO, []);
    thread::spawn(move || event(site)).join().unwrap();
    assert_eq!(events(&log).len(), 0);
}

#[test]
fn a_guard_can_be_sent_and_shared() {
    fn sendable<T: Send + Sync>() {}
    sendable::<dispatcher::DefaultGuard>();
}

#[test]
fn parts_of_a_subscriber_are_found_through_box_and_arc() {
    struct Part(u8);
    struct Whole(Part);
    impl Subscriber for Whole {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            false
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn event(&self, _: &Event<'_>) {}
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
        #[expect(unsafe_code, reason = "what this test is about")]
        unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
            if id == TypeId::of::<Part>() {
                Some(std::ptr::from_ref(&self.0).cast())
            } else {
                (id == TypeId::of::<Whole>()).then(|| std::ptr::from_ref(self).cast())
            }
        }
    }
    let plain = Dispatch::new(Whole(Part(1)));
    let boxed = Dispatch::new(Box::new(Whole(Part(2))));
    let shared = Dispatch::new(Arc::new(Whole(Part(3))));
    let dynamic = Dispatch::new(Box::new(Whole(Part(4))) as Box<dyn Subscriber + Send + Sync>);
    let parts = [&plain, &boxed, &shared, &dynamic].map(|dispatch| dispatch.downcast_ref::<Part>().unwrap().0);
    assert_eq!(parts, [1, 2, 3, 4]);
    assert!(plain.is::<Whole>() && boxed.is::<Whole>() && shared.is::<Arc<Whole>>());
    assert!(!plain.is::<NoSubscriber>());
}

#[test]
fn a_subscriber_is_handed_a_dispatch_of_itself_and_can_keep_it_weakly() {
    #[derive(Default)]
    struct Own(std::sync::OnceLock<WeakDispatch>);
    impl Subscriber for Own {
        fn on_register_dispatch(&self, dispatch: &Dispatch) {
            self.0.set(dispatch.downgrade()).unwrap();
        }
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            false
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn event(&self, _: &Event<'_>) {}
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
    }
    let dispatch = Dispatch::new(Own::default());
    let weak = dispatch.downcast_ref::<Own>().unwrap().0.get().unwrap().clone();
    assert!(weak.upgrade().unwrap().ptr_eq(&dispatch));
    drop(dispatch);
    // Other tests of this process settle callsites meanwhile, and hold every dispatcher while they do.
    while weak.upgrade().is_some() {
        thread::yield_now();
    }
}

#[test]
fn the_handle_to_nobody_drops_everything() {
    let none = Dispatch::none();
    assert!(none.is::<NoSubscriber>());
    assert!(none.downgrade().upgrade().is_some());
    assert!(format!("{none:?}").starts_with("Dispatch::Global(0x"));
    let (noted, log) = Noted::new();
    dispatcher::with_default(&Dispatch::new(noted), || {
        let site = callsite!("hidden", Level::INFO, []);
        dispatcher::with_default(&none, || event(site));
        assert_eq!(taken(&log).iter().filter(|line| line.starts_with("event")).count(), 0);
    });
}

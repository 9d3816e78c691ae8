//! The recorder, told by hand what a facade would tell it.

use tracing_core::callsite::DefaultCallsite;
use tracing_core::field::Value;
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Event, Kind, Level, Metadata, dispatcher, metadata};

use test_support::{Recorder, check, check_calls};

static JOB_SITE: DefaultCallsite = DefaultCallsite::new(&JOB);
static JOB: Metadata<'static> = metadata! {
    name: "job", target: "app", level: Level::INFO, fields: &["id", "state"], callsite: &JOB_SITE, kind: Kind::SPAN
};
static LATE_SITE: DefaultCallsite = DefaultCallsite::new(&LATE);
static LATE: Metadata<'static> = metadata! {
    name: "late", target: "app", level: Level::WARN, fields: &["message", "by"], callsite: &LATE_SITE, kind: Kind::EVENT
};

fn job(id: u64) -> Id {
    let field = JOB.fields().field("id").unwrap();
    let values = [(&field, Some(&id as &dyn Value))];
    dispatcher::get_default(|current| current.new_span(&Attributes::new(&JOB, &JOB.fields().value_set(&values))))
}

fn state(span: &Id, state: &str) {
    let field = JOB.fields().field("state").unwrap();
    let values = [(&field, Some(&state as &dyn Value))];
    dispatcher::get_default(|current| current.record(span, &Record::new(&JOB.fields().value_set(&values))));
}

fn late(by: i64) {
    if !dispatcher::get_default(|current| current.enabled(&LATE)) {
        return;
    }
    let (message, field) = (LATE.fields().field("message").unwrap(), LATE.fields().field("by").unwrap());
    let values = [(&message, Some(&"late" as &dyn Value)), (&field, Some(&by as &dyn Value))];
    Event::dispatch(&LATE, &LATE.fields().value_set(&values));
}

fn inside(span: &Id, f: impl FnOnce()) {
    dispatcher::get_default(|current| current.enter(span));
    f();
    dispatcher::get_default(|current| current.exit(span));
}

#[test]
fn events_stand_below_the_span_that_they_happen_in() {
    check(
        || {
            late(1);
            let outer = job(7);
            inside(&outer, || {
                late(2);
                inside(&job(8), || late(3));
                late(4);
            });
            state(&outer, "new");
            state(&outer, "done");
        },
        "
        WARN late by=1
        job{id=7 state=\"done\"}
          WARN late by=2
          job{id=8}
            WARN late by=3
          WARN late by=4",
    );
}

#[test]
fn calls_are_told_in_their_order() {
    check_calls(
        || {
            let span = job(7);
            let clone = dispatcher::get_default(|current| current.clone_span(&span));
            inside(&span, || late(1));
            state(&span, "done");
            dispatcher::get_default(|current| current.record_follows_from(&clone, &span));
            assert!(!dispatcher::get_default(|current| current.try_close(span.clone())));
            assert!(dispatcher::get_default(|current| current.try_close(clone.clone())));
        },
        "
        new job{id=7}
        clone job
        enter job
        event WARN late by=1
        exit job
        record job{state=\"done\"}
        job follows job
        drop job
        close job",
    );
}

#[test]
fn settings_show_more() {
    let recorder = Recorder::new().types().targets().levels();
    recorder.within(|| inside(&job(7), || late(1)));
    assert_eq!(recorder.tree(), "INFO job{id=7:u64}\n  WARN app: late:str by=1:i64");
}

#[test]
fn the_current_span_is_the_innermost_of_this_thread() {
    let recorder = Recorder::new();
    recorder.within(|| {
        let name = || dispatcher::get_default(|current| current.current_span().metadata().map(Metadata::name));
        assert_eq!(name(), None);
        inside(&job(7), || {
            assert_eq!(name(), Some("job"));
            let dispatch = recorder.dispatch();
            std::thread::scope(|scope| {
                scope.spawn(|| dispatcher::with_default(&dispatch, || assert_eq!(name(), None)));
            });
        });
        assert_eq!(name(), None);
    });
}

#[test]
fn what_is_not_wanted_is_not_recorded() {
    let recorder = Recorder::new().max_level(Level::ERROR);
    recorder.within(|| late(1));
    assert_eq!(recorder.tree(), "");
    let recorder = Recorder::new().filter(|metadata| metadata.is_span());
    recorder.within(|| inside(&job(7), || late(1)));
    assert_eq!(recorder.tree(), "job{id=7}");
}

#[test]
fn an_id_of_another_subscriber_is_no_harm() {
    check_calls(
        || {
            state(&Id::from_u64(99), "done");
            inside(&Id::from_u64(99), || ());
        },
        "
        record unknown{state=\"done\"}
        enter unknown
        exit unknown",
    );
}

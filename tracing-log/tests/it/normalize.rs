//! Who is a log record, and who only looks like one.

use log::{Level, Log, Record};
use tracing_core::{
    Event, Kind, Metadata, Subscriber,
    callsite::DefaultCallsite,
    field::{FieldSet, Value, ValueRef, ValueSet},
    identify_callsite, span,
};
use tracing_log::NormalizeEvent;

use crate::support::{Journal, journal, with};

#[test]
fn the_normalised_metadata_belongs_to_the_events_callsite() {
    struct Check(Journal);
    impl Subscriber for Check {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn event(&self, event: &Event<'_>) {
            let normalized = event.normalized_metadata().expect("a log record");
            let callsite = event.metadata().callsite();
            assert_eq!(normalized.callsite(), callsite);
            assert_eq!(normalized.fields().to_string(), "{message}");
            assert!(normalized.is_event());
            assert!(callsite.index().is_some(), "tables beside callsites have a place for it");
            self.0.push("checked");
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
    }
    let log = Journal::default();
    with(Check(log.clone()), |tracer| log::info!(logger: tracer, target: "normal", "x"));
    assert_eq!(log.take(""), ["checked"]);
}

#[test]
fn an_event_that_says_log_is_no_record() {
    static NAMES: &[&str] = &["message", "log.target", "log.module_path", "log.file", "log.line"];
    static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
    static META: Metadata<'static> = Metadata::new(
        "log event",
        "log",
        tracing_core::Level::INFO,
        None,
        None,
        None,
        FieldSet::new(NAMES, identify_callsite!(&CALLSITE)),
        Kind::EVENT,
    );
    let values = [ValueRef::Empty, "feigned".value_ref()];
    let values = ValueSet::from_refs(META.fields(), &values);
    let event = Event::new(&META, &values);
    assert!(!event.is_log());
    assert!(event.normalized_metadata().is_none());
}

#[test]
fn records_without_a_callsite_of_their_own_are_normalised_from_their_values() {
    // Longer than what is copied.
    let target = "x".repeat(4096);
    let lines = journal("", |tracer| {
        let record = Record::builder()
            .level(Level::Error)
            .target(&target)
            .file(Some("f.rs"))
            .line(Some(1))
            .module_path(Some("m"))
            .args(format_args!("x"))
            .build();
        tracer.log(&record);
    });
    assert!(lines.contains(&format!("normalized \"log event\" ERROR {target:?} m f.rs:1")), "{lines:#?}");
    assert!(lines.contains(&format!("enabled \"log record\" ERROR {target:?} m f.rs:1")), "{lines:#?}");
    assert!(lines.contains(&"is_log true".to_owned()), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.starts_with("register") && line.contains(&target)), "{lines:#?}");
}

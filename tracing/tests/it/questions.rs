//! `enabled!`, `event_enabled!` and `span_enabled!`.

use std::sync::{Arc, Mutex};

use tracing::{
    Event, Level, Metadata, Subscriber, enabled, event_enabled,
    metadata::Kind,
    span::{Attributes, Id, Record},
    span_enabled,
    subscriber::{self, Interest},
};

use crate::line::lines;

#[test]
fn a_question_says_what_is_known() {
    let seen = lines(|| {
        assert!(enabled!(Level::INFO));
        assert!(enabled!(target: "there", Level::DEBUG, user, a.b, "q r" = 1, c = what_is_not_there(), ?d, "text"));
        // Only names count: what is neither a name nor a value is not looked at.
        assert!(enabled!(Level::INFO, user, a., b,) && event_enabled!(Level::INFO, user.0 + 1));
        assert!(enabled!(kind: Kind::SPAN, target: "there", Level::INFO, user));
        assert!(event_enabled!(Level::WARN));
        assert!(span_enabled!(name: "n", Level::ERROR,));
        let level = Level::TRACE;
        assert!(enabled!(level, user));
    });
    assert_eq!(
        seen,
        [
            "enabled? INFO",
            "enabled? DEBUG @there message user a.b q r c d",
            "enabled? INFO message user",
            "enabled? INFO message",
            "enabled? INFO @there user",
            "enabled? WARN",
            "enabled? TRACE user"
        ]
    );
}

struct Kinds(Arc<Mutex<Vec<(bool, bool, bool)>>>);

impl Subscriber for Kinds {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let is_hint = !metadata.is_event() && !metadata.is_span();
        self.0.lock().unwrap().push((metadata.is_event(), metadata.is_span(), is_hint));
        metadata.is_event()
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        panic!("questions make no spans")
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {
        panic!("questions make no events")
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn questions_have_kinds() {
    let kinds = Arc::new(Mutex::new(Vec::new()));
    subscriber::with_default(Kinds(kinds.clone()), || {
        assert!(!enabled!(Level::INFO));
        assert!(event_enabled!(Level::INFO));
        assert!(!span_enabled!(Level::INFO));
    });
    assert_eq!(*kinds.lock().unwrap(), [(false, false, true), (true, false, false), (false, true, false)]);
}

#[test]
fn what_is_no_name_of_a_field_is_passed_over_in_a_question() {
    let recorder = test_support::Recorder::new().max_level(Level::INFO);
    recorder.within(|| {
        assert!(enabled!(Level::INFO, user, ?(1, 2)));
        assert!(event_enabled!(Level::INFO, %(user), "said {}", word));
        assert!(span_enabled!(target: "there", Level::INFO, user: 1));
        assert!(enabled!(Level::INFO, .., user));
        assert!(!enabled!(Level::DEBUG, user, ?user.name()));
    });
}

#[test]
fn a_question_is_about_the_subscriber_of_this_thread() {
    let others = test_support::Recorder::new().dispatch();
    let ask = || enabled!(Level::ERROR);
    assert!(!ask(), "nobody listens here, whoever wants it elsewhere");
    assert!(tracing::dispatcher::with_default(&others, ask));
    assert!(!ask());
    tracing::dispatcher::with_default(&others, || {
        assert!(!tracing::dispatcher::with_default(&tracing::Dispatch::none(), ask));
    });
}

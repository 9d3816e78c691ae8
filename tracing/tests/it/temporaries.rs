//! Values are evaluated once, in their order, and live until the record is handed over.

use std::{cell::RefCell, fmt, sync::Mutex};

use tracing::{Event, Metadata, Subscriber, error, field, info, info_span, span::*, subscriber};

use crate::line::{line, lines};

#[test]
fn values_are_evaluated_once_and_in_order() {
    let order = RefCell::new(Vec::new());
    let note = |name: &'static str| {
        order.borrow_mut().push(name);
        name
    };
    line(|| info!(a = note("a"), b = ?note("b"), c = %note("c"), "{}", note("text")));
    assert_eq!(order.take(), ["text", "a", "b", "c"]);
    line(|| info_span!(parent: { note("parent"); None }, "s", a = note("a"), b = ?note("b")));
    assert_eq!(order.take(), ["parent", "a", "b"]);
}

#[test]
fn temporaries_live_through_the_record() {
    fn text() -> String {
        "made here".to_owned()
    }
    let cell = RefCell::new(String::from("borrowed"));
    assert_eq!(
        line(|| info!(a = text().as_str(), b = %text().trim(), c = *cell.borrow(), "{}", text().as_str())),
        "event INFO message='made here a=\"made here\" b=%made here c=\"borrowed\""
    );
    assert_eq!(
        line(|| info_span!("s", a = text().as_str(), ?cell)),
        "span INFO s a=\"made here\" cell=?RefCell { value: \"borrowed\" }"
    );
}

#[test]
fn values_are_not_moved() {
    #[derive(Debug)]
    struct Owned {
        name: String,
    }
    let owned = Owned { name: "kept".into() };
    line(|| info!(owned.name, a = owned.name, ?owned, b = ?owned, "{}", owned.name));
    line(|| info_span!("s", owned.name, a = owned.name, ?owned));
    assert_eq!(owned.name, "kept");
}

/// Insists that the parent of each record is open. Knows how many spans there were, and which are open.
struct Open(Mutex<(u64, Vec<u64>)>);

impl Open {
    fn check(&self, parent: Option<&Id>) {
        if let Some(parent) = parent {
            assert!(self.0.lock().unwrap().1.contains(&parent.into_u64()), "the parent was closed");
        }
    }
}

impl Subscriber for Open {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.check(attributes.parent());
        let mut spans = self.0.lock().unwrap();
        spans.0 += 1;
        let number = spans.0;
        spans.1.push(number);
        Id::from_u64(number)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        assert!(event.parent().is_some());
        self.check(event.parent());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
    fn try_close(&self, id: Id) -> bool {
        self.0.lock().unwrap().1.retain(|open| *open != id.into_u64());
        true
    }
}

#[test]
fn a_parent_by_value_is_kept_until_the_record_is_made() {
    subscriber::with_default(Open(Mutex::default()), || {
        let parent = info_span!("p");
        error!(parent: parent, "text");
        let parent = info_span!("p");
        let child = info_span!(parent: parent, "c");
        info!(parent: info_span!("made here"), target: "t", "text");
        info!(parent: &child, "text");
        tracing::event!(parent: info_span!("made here"), if child.is_none() { tracing::Level::WARN } else { tracing::Level::INFO }, "text");
    });
}

#[test]
fn a_value_that_records() {
    struct Talks;
    impl fmt::Debug for Talks {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!("while shown");
            f.write_str("talks")
        }
    }
    // A subscriber of a thread hears nothing of what is recorded while it is called.
    assert_eq!(lines(|| info!(value = ?Talks, other = field::debug(Talks))), ["event INFO value=?talks other=?talks"]);
}

//! Levels chosen at run time: a callsite per level, each of which is met by itself.

use std::sync::{Arc, Mutex};

use tracing::{
    Event, Level, Metadata, Subscriber, event, info, span,
    span::{Attributes, Id, Record},
    subscriber::{self, Interest},
};

use crate::line::{line, lines};

const LEVELS: [Level; 5] = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];

#[test]
fn events_and_spans_have_the_level_that_was_chosen() {
    for level in LEVELS {
        assert_eq!(line(|| event!(level, a = 1, "text")), format!("event {level} message='text a=1"));
        assert_eq!(line(|| event!(target: "t", level, ?level)), format!("event {level} @t level=?{level:?}"));
        assert_eq!(line(|| span!(level, "s", a = 1)), format!("span {level} s a=1"));
        assert_eq!(line(|| span!(parent: None, level, "s", "text")), format!("span {level} s <> message='text"));
    }
    let verbose = true;
    assert_eq!(line(|| event!(if verbose { Level::DEBUG } else { Level::INFO }, "text")), "event DEBUG message='text");
}

#[test]
fn levels_of_generic_code() {
    trait Urgency {
        const LEVEL: Level;
        fn tell() {
            event!(Self::LEVEL, "text");
        }
    }
    struct Low;
    struct High;
    impl Urgency for Low {
        const LEVEL: Level = Level::DEBUG;
    }
    impl Urgency for High {
        const LEVEL: Level = Level::ERROR;
    }
    fn tell<T: Urgency>() {
        event!(T::LEVEL, "text");
    }
    assert_eq!(line(Low::tell), "event DEBUG message='text");
    assert_eq!(line(High::tell), "event ERROR message='text");
    assert_eq!(lines(|| (tell::<Low>(), tell::<High>())), ["event DEBUG message='text", "event ERROR message='text"]);
}

/// Wants warnings, and notes which callsites it was asked about.
struct Warnings(Arc<Mutex<Vec<Level>>>);

impl Subscriber for Warnings {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == "levels of choice" {
            self.0.lock().unwrap().push(*metadata.level());
        }
        if *metadata.level() <= Level::WARN { Interest::always() } else { Interest::never() }
    }
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        assert!(*event.metadata().level() <= Level::WARN);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn each_level_is_its_own_callsite() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let mut evaluated = Vec::new();
    subscriber::with_default(Warnings(asked.clone()), || {
        for level in [Level::DEBUG, Level::WARN, Level::DEBUG, Level::WARN] {
            event!(target: "levels of choice", level, value = { evaluated.push(level); 1 });
        }
    });
    assert_eq!(evaluated, [Level::WARN, Level::WARN]);
    let mut asked = asked.lock().unwrap().clone();
    // Other tests bring and take their subscribers meanwhile, and all callsites are settled anew each time.
    asked.sort();
    asked.dedup();
    assert_eq!(asked, [Level::WARN, Level::DEBUG]);
}

#[test]
fn a_disabled_record_evaluates_nothing() {
    let mut evaluated = 0;
    subscriber::with_default(Warnings(Arc::default()), || {
        info!(
            value = {
                evaluated += 1;
                1
            },
            "text {}",
            {
                evaluated += 1;
                2
            }
        );
        let span = span!(
            Level::INFO,
            "s",
            value = {
                evaluated += 1;
                1
            }
        );
        assert!(span.is_disabled());
        let span = span!(
            Level::ERROR,
            "s",
            value = {
                evaluated += 10;
                1
            }
        );
        assert!(!span.is_disabled());
    });
    assert_eq!(evaluated, 10);
}

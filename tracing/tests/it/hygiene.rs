//! The macros need no name of the place where they are used, and leave none behind.

use crate::line::line;

/// Nothing is in scope here but what is named.
mod no_prelude {
    #![no_implicit_prelude]

    use ::tracing::{Level, Span, event, info, info_span, record_all, span, span_enabled};

    pub fn events() {
        let x = 7;
        info!("text");
        info!(x, "text {}", x);
        info!(?x, a = %x, "text {x}");
        info!({ x }, "text");
        info!(name: "n", target: "t", parent: ::core::option::Option::None, x, "text");
        event!(Level::INFO, x, a.b = 3);
        let level = Level::WARN;
        event!(level, x, ..[("a", 1)]);
    }

    pub fn spans() -> Span {
        let x = 7;
        let level = Level::INFO;
        let span = span!(level, "s", x, y = ::tracing::field::Empty);
        let _ = info_span!(parent: &span, "s", ?x);
        record_all!(span, y = 3);
        if span_enabled!(level, x) { span } else { Span::none() }
    }
}

#[test]
fn no_prelude_is_needed() {
    assert_eq!(line(no_prelude::events), "event WARN x=7 a=1");
    assert!(line(no_prelude::spans).starts_with("enabled? INFO x"), "{}", line(no_prelude::spans));
}

/// Everything has another meaning here.
mod shadowed {
    #![allow(dead_code, non_camel_case_types, unused_macros, reason = "they stand in the way")]

    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Level;
    pub struct Value;
    pub struct Callsite;
    pub struct str;
    pub struct u8;
    pub struct bool;
    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod tracing {}

    macro_rules! format_args {
        ($($all:tt)*) => {
            0u64
        };
    }
    macro_rules! concat {
        ($($all:tt)*) => {
            0u64
        };
    }
    macro_rules! line {
        ($($all:tt)*) => {
            ""
        };
    }
    macro_rules! stringify {
        ($($all:tt)*) => {
            0u64
        };
    }
    macro_rules! module_path {
        ($($all:tt)*) => {
            0u64
        };
    }

    pub fn events() {
        let (asked, callsite, level, span, metadata) = (1, 2, 3, 4, 5);
        ::tracing::info!(asked, callsite, level, span, metadata, "text {asked}");
    }

    pub fn spans() {
        let (asked, callsite, level) = (1, 2, 3);
        let _ = ::tracing::info_span!(parent: ::core::option::Option::None, "s", asked, callsite, ?level);
    }
}

#[test]
fn names_may_be_shadowed() {
    assert_eq!(line(shadowed::events), "event INFO message='text 1 asked=1 callsite=2 level=3 span=4 metadata=5");
    assert_eq!(line(shadowed::spans), "span INFO s <> asked=1 callsite=2 level=?3");
}

#[test]
fn records_are_expressions() {
    fn choose(number: u64) {
        match number {
            0 => tracing::info!("none"),
            1 => tracing::warn!(number, "one"),
            _ => (),
        }
    }
    assert_eq!(line(|| choose(1)), "event WARN message='one number=u1");
    let nothing: () = tracing::info!("text");
    assert_eq!(nothing, ());
    let pair = (tracing::info!(name: "n", "text"), 3);
    assert_eq!(pair, ((), 3));
}

#[test]
fn values_may_leave_the_place() {
    fn question() -> Result<(), std::num::ParseIntError> {
        tracing::info!(number = "x".parse::<u8>()?, "text");
        panic!("the error is returned");
    }
    fn jump() -> u32 {
        let mut rounds = 0;
        loop {
            rounds += 1;
            let _span = tracing::info_span!(
                "s",
                rounds = match rounds {
                    1 => continue,
                    2 => 2,
                    _ => break,
                }
            );
        }
        rounds
    }
    assert_eq!(line(|| assert!(question().is_err())), "");
    assert_eq!(line(|| assert_eq!(jump(), 3)), "span INFO s rounds=2");
}

#[test]
fn generic_functions_closures_and_futures() {
    use std::{fmt::Debug, future::Future, pin::pin, task::*};

    fn generic<T: Debug>(value: &T) {
        let _span = tracing::info_span!("s", ?value).entered();
        tracing::info!(?value, name = std::any::type_name::<T>());
    }
    assert_eq!(line(|| generic(&'c')), "event INFO value=?'c' name=\"char\"");
    assert_eq!(line(|| generic(&1u8)), "event INFO value=?1 name=\"u8\"");

    let closure = |x: i32| tracing::info!(x, "text");
    assert_eq!(line(|| closure(3)), "event INFO message='text x=3");

    async fn step() -> u8 {
        3
    }
    async fn task() {
        tracing::info!(awaited = step().await, "text");
    }
    let poll = || pin!(task()).poll(&mut Context::from_waker(Waker::noop())).is_ready();
    assert_eq!(line(|| assert!(poll())), "event INFO message='text awaited=u3");
}

#[test]
fn records_in_values_of_records() {
    fn inner() -> u8 {
        tracing::info!("inner");
        3
    }
    let seen = crate::line::lines(|| {
        tracing::info!(value = inner(), "outer {}", {
            tracing::warn!("text");
            4
        })
    });
    assert_eq!(seen, ["event WARN message='text", "event INFO message='inner", "event INFO message='outer 4 value=u3"]);
}

/// Macros of others, which hand on what they were given.
#[test]
fn wrapped_in_other_macros() {
    macro_rules! at { ($level:expr, $($all:tt)*) => { tracing::event!($level, $($all)*) } }
    macro_rules! text {
        ($text:expr) => {
            tracing::info!($text)
        };
    }
    macro_rules! literal {
        ($text:literal, $value:expr) => {
            tracing::info!(value = $value, $text)
        };
    }
    macro_rules! field { ($key:ident, $value:expr) => { tracing::info!($key = ?$value, "text") } }
    macro_rules! quoted {
        ($key:literal, $value:expr) => {
            tracing::info!($key = $value)
        };
    }
    macro_rules! there { ($($all:tt)*) => { tracing::info!(target: "there", $($all)*) } }
    macro_rules! span {
        ($level:expr, $name:expr) => {
            tracing::span!($level, $name)
        };
    }
    macro_rules! named {
        ($level:ident) => {
            tracing::event!(tracing::Level::$level, "text")
        };
    }

    let x = 7;
    assert_eq!(line(|| at!(tracing::Level::WARN, x, "text {}", 1)), "event WARN message='text 1 x=7");
    assert_eq!(line(|| text!("text {x}")), "event INFO message='text 7");
    assert_eq!(line(|| literal!("text {x}", 3)), "event INFO message='text 7 value=3");
    assert_eq!(line(|| field!(key, "v")), "event INFO message='text key=?\"v\"");
    assert_eq!(line(|| quoted!("a b", "v")), "event INFO a b=\"v\"");
    assert_eq!(line(|| there!(x, ?x, "text {}", 1)), "event INFO @there message='text 1 x=7 x=?7");
    assert_eq!(line(|| span!(tracing::Level::ERROR, "s")), "span ERROR s");
    assert_eq!(line(|| named!(DEBUG)), "event DEBUG message='text");
}

/// All of the facade imported at once.
#[cfg(not(feature = "log"))]
mod glob {
    use tracing::*;

    #[test]
    fn the_name_log_is_left_to_the_crate_of_that_name() {
        let bytes = log::mem::size_of::<u8>();
        info!(bytes);
        assert_eq!(bytes, 1);
    }
}

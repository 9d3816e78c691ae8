//! One line per accepted form of the macros, and what it records.
//!
//! A form that was accepted once stays accepted: lines are added here, and none is taken out.

#![allow(clippy::all, reason = "each form is written as somebody might")]

use tracing::{
    Level, Span, debug, debug_span, error, error_span, event, field, info, info_span, span, trace, trace_span, warn,
    warn_span,
};

use crate::line::line;

const NAME: &str = "constant";
const LEVEL: Level = Level::WARN;

#[derive(Debug)]
struct User {
    name: &'static str,
    id: u64,
}

/// Compares each form with its line, and names all that differ.
macro_rules! corpus {
    ($($form:stmt => $expected:literal)*) => {
        let mut wrong = String::new();
        $(
            let seen = line(|| { $form });
            if seen != $expected {
                wrong += &format!("\n{}\n  expected  {}\n  seen      {seen}", stringify!($form), $expected);
            }
        )*
        assert!(wrong.is_empty(), "{wrong}");
    };
}

#[test]
fn texts() {
    let x = 7;
    corpus! {
        info!("text") => "event INFO message='text"
        info!("text",) => "event INFO message='text"
        info!("") => "event INFO message='"
        info!("braces {{}}") => "event INFO message='braces {}"
        info!("{}", x) => "event INFO message='7"
        info!("{} {}", x, "y",) => "event INFO message='7 y"
        info!("{x}") => "event INFO message='7"
        info!("{x:?} {y}", y = 3) => "event INFO message='7 3"
        info!("{0} {0}", x) => "event INFO message='7 7"
        info!(concat!("a", "b")) => "event INFO message='ab"
        info!(concat!("a", "{}"), x) => "event INFO message='a7"
        info!(std::concat!("a", "b")) => "event INFO message='ab"
        info!(x, concat!("a", "{}"), x) => "event INFO message='a7 x=7"
        info!("two\nlines \\ \u{e9}") => "event INFO message='two\nlines \\ é"
        info!(r#"raw "text""#) => "event INFO message='raw \"text\""
    }
}

#[test]
fn fields_and_texts() {
    let x = 7;
    let s = "str";
    corpus! {
        info!(x) => "event INFO x=7"
        info!(x,) => "event INFO x=7"
        info!(x, s) => "event INFO x=7 s=\"str\""
        // Of all literals these two are names, too, as any word is.
        info!(true) => "event INFO true=true"
        event!(Level::INFO, false) => "event INFO false=false"
        info!(x, true) => "event INFO x=7 true=true"
        info!(target: "t", true, "text") => "event INFO @t message='text true=true"
        info!(x, true, "text") => "event INFO message='text x=7 true=true"
        info!(target: "t", x, true, "text") => "event INFO @t message='text x=7 true=true"
        info!(a = 1, true, "text {}", x) => "event INFO message='text 7 a=1 true=true"
        info!(a = 1, true = 2, false = 3, "text") => "event INFO message='text a=1 true=2 false=3"
        info!(a = 1, b = 2, true) => "event INFO a=1 b=2 true=true"
        info!(true, "text {}", x) => "event INFO message='text 7 true=true"
        info!(a = ?1, true = ?2, "text") => "event INFO message='text a=?1 true=?2"
        info!(x, s, true, false, x, true, "text") =>
            "event INFO message='text x=7 s=\"str\" true=true false=false x=7 true=true"
        info!(x, s,) => "event INFO x=7 s=\"str\""
        info!(x, s, "text") => "event INFO message='text x=7 s=\"str\""
        info!(x, "text",) => "event INFO message='text x=7"
        info!(x, "text {}", s) => "event INFO message='text str x=7"
        info!(x, "text {}", s,) => "event INFO message='text str x=7"
        info!(x, "text {s} {y}", y = 1) => "event INFO message='text str 1 x=7"
        info!(a = x) => "event INFO a=7"
        info!(a = x,) => "event INFO a=7"
        info!(a = x, b = s) => "event INFO a=7 b=\"str\""
        info!(a = x, b = s, "text {x}") => "event INFO message='text 7 a=7 b=\"str\""
        info!(a = x, s) => "event INFO a=7 s=\"str\""
        info!(x, b = s, "text") => "event INFO message='text x=7 b=\"str\""
        info!(x, a = 1, a = 2) => "event INFO x=7 a=1 a=2"
        info!(message = "a field") => "event INFO message=\"a field\""
        info!(message = "a field", x) => "event INFO message=\"a field\" x=7"
        info!(message = format_args!("{x}")) => "event INFO message='7"
    }
}

#[test]
fn sigils() {
    let x = 7;
    let s = "str";
    let user = User { name: "ferris", id: 3 };
    corpus! {
        info!(?s) => "event INFO s=?\"str\""
        info!(%s) => "event INFO s=%str"
        info!(?s, %x,) => "event INFO s=?\"str\" x=%7"
        info!(?s, "text") => "event INFO message='text s=?\"str\""
        info!(a = ?s) => "event INFO a=?\"str\""
        info!(a = %s) => "event INFO a=%str"
        info!(a = ?s, b = %s, c = s, x, %s, "text {x}") =>
            "event INFO message='text 7 a=?\"str\" b=%str c=\"str\" x=7 s=%str"
        info!(a = ?user.name.len()) => "event INFO a=?6"
        info!(a = %user.name.to_uppercase()) => "event INFO a=%FERRIS"
        info!(a = ?*user.name) => "event INFO a=?\"ferris\""
        info!(a = %*String::from("unsized")) => "event INFO a=%unsized"
        info!(a = ?[1, 2][..]) => "event INFO a=?[1, 2]"
        info!(?user.name, %user.id, user.name) =>
            "event INFO user.name=?\"ferris\" user.id=%3 user.name=\"ferris\""
        info!(a = field::debug(s), b = field::display(s)) => "event INFO a=?\"str\" b=%str"
        info!(a = ?&s as &dyn std::fmt::Debug) => "event INFO a=?\"str\""
        info!(a = ?-1, b = %!true) => "event INFO a=?-1 b=%false"
    }
}

#[test]
fn names() {
    let user = User { name: "ferris", id: 3 };
    let r#type = 5;
    let _hidden = 6;
    corpus! {
        info!(user.id) => "event INFO user.id=u3"
        info!(user.id, user.name, "text") => "event INFO message='text user.id=u3 user.name=\"ferris\""
        info!(user.id = 4) => "event INFO user.id=4"
        info!(a.b.c = 4, "text") => "event INFO message='text a.b.c=4"
        info!(a.b = ?4, c.d = %5) => "event INFO a.b=?4 c.d=%5"
        info!("quoted" = 4) => "event INFO quoted=4"
        info!("with space" = 4, "a:b" = ?5, "c-d" = %6, "text {}", 7) =>
            "event INFO message='text 7 with space=4 a:b=?5 c-d=%6"
        info!("r#verbatim" = 4, "a . b" = 5) => "event INFO r#verbatim=4 a . b=5"
        info!({ NAME } = 4) => "event INFO constant=4"
        info!({ NAME } = ?4, "text") => "event INFO message='text constant=?4"
        info!(a = 1, { NAME } = %4, { concat!("x", "y") } = 5, "text") => "event INFO message='text a=1 constant=%4 xy=5"
        info!({ "literal" } = 4) => "event INFO literal=4"
        info!(r#type) => "event INFO type=5"
        info!(?r#type, "text") => "event INFO message='text type=?5"
        info!(r#type = 4) => "event INFO type=4"
        info!(a.r#type = 4, r#fn.b = 5) => "event INFO a.type=4 fn.b=5"
        info!(type = 4, "text") => "event INFO message='text type=4"
        info!(self = 4) => "event INFO self=4"
        info!(_hidden) => "event INFO _hidden=6"
    }
}

#[test]
fn braces() {
    let x = 7;
    let s = "str";
    corpus! {
        info!({ x }) => "event INFO x=7"
        info!({ x, ?s, }) => "event INFO x=7 s=?\"str\""
        info!({ x }, "text") => "event INFO message='text x=7"
        info!({ x, }, "text {}", s) => "event INFO message='text str x=7"
        info!({ x, a = ?s }, "text {s}",) => "event INFO message='text str x=7 a=?\"str\""
        info!({ ?s, %x }, "text") => "event INFO message='text s=?\"str\" x=%7"
        info!({ a = x }, "text") => "event INFO message='text a=7"
        info!({ a = ?x }, "text") => "event INFO message='text a=?7"
        info!({ a.b = 1, "q r" = 2, { NAME } = 3 }, "text") => "event INFO message='text a.b=1 q r=2 constant=3"
        info!({ { NAME } = 3 }, "text") => "event INFO message='text constant=3"
        info!({}, "text") => "event INFO message='text"
        info!({ a = 1 }, concat!("a", "b")) => "event INFO message='ab a=1"
        event!(Level::INFO, { x }, "text {}", s) => "event INFO message='text str x=7"
    }
}

#[test]
fn values() {
    let error: &(dyn std::error::Error + 'static) = &std::fmt::Error;
    let boxed: Box<dyn std::error::Error + Send + Sync> = "went wrong".into();
    corpus! {
        info!(a = -1, b = 1u8, c = 1.5, d = true, e = "s", f = 'c') =>
            "event INFO a=-1 b=u1 c=1.5 d=true e=\"s\" f=%c"
        info!(a = 1i128, b = 1u128) => "event INFO a=i128:1 b=u128:1"
        info!(a = String::from("s"), b = &String::from("t"), c = &&"u") => "event INFO a=\"s\" b=\"t\" c=\"u\""
        info!(a = b"ab") => "event INFO a=b[61 62]"
        info!(a = &b"ab"[..]) => "event INFO a=b[61 62]"
        info!(a = error, b = &*boxed) =>
            "event INFO a=!an error occurred when formatting an argument b=!went wrong"
        info!(a = Some(1), b = None::<&str>, c = field::Empty, d = 2) => "event INFO a=1 d=2"
        info!(a = Some(field::debug("s"))) => "event INFO a=?\"s\""
        info!(a = if true { 1 } else { 2 }, b = { 3 }, c = (|| 4)()) => "event INFO a=1 b=3 c=4"
        info!(a = 1 + 2 * 3, b = 1 == 1, c = 7 as u64, d = !true) => "event INFO a=7 b=true c=u7 d=false"
        info!(a = match 1 { 1 => "one", _ => "many" }) => "event INFO a=\"one\""
        info!(a = std::num::Wrapping(3), b = std::num::NonZero::<u8>::MIN) => "event INFO a=3 b=u1"
    }
}

#[test]
fn settings() {
    let x = 7;
    corpus! {
        info!(target: "there", "text") => "event INFO @there message='text"
        info!(target: "there", "text {}", x) => "event INFO @there message='text 7"
        info!(target: "there", x) => "event INFO @there x=7"
        info!(target: "there", ?x, "text") => "event INFO @there message='text x=?7"
        info!(target: "there", { x }, "text") => "event INFO @there message='text x=7"
        info!(target: NAME, "text") => "event INFO @constant message='text"
        info!(target: concat!("a", "::b"), "text") => "event INFO @a::b message='text"
        info!(name: "it", "text") => "event INFO it message='text"
        info!(name: NAME, x) => "event INFO constant x=7"
        info!(name: "it", { x }, "text") => "event INFO it message='text x=7"
        info!(parent: None, "text") => "event INFO <> message='text"
        info!(parent: None, x, "text") => "event INFO <> message='text x=7"
        info!(parent: Span::none(), "text") => "event INFO <> message='text"
        info!(name: "it", target: "there", "text") => "event INFO it @there message='text"
        info!(target: "there", name: "it", "text") => "event INFO it @there message='text"
        info!(name: "it", parent: None, "text") => "event INFO it <> message='text"
        info!(parent: None, name: "it", "text") => "event INFO it <> message='text"
        info!(target: "there", parent: None, "text") => "event INFO @there <> message='text"
        info!(parent: None, target: "there", "text") => "event INFO @there <> message='text"
        info!(name: "it", target: "there", parent: None, x, "text") => "event INFO it @there <> message='text x=7"
        info!(parent: None, target: "there", name: "it", { x }, "text") => "event INFO it @there <> message='text x=7"
        event!(target: "there", Level::INFO, "text") => "event INFO @there message='text"
        event!(name: "it", Level::INFO, x, "text") => "event INFO it message='text x=7"
        event!(parent: None, Level::INFO, x) => "event INFO <> x=7"
        event!(name: "it", target: "there", parent: None, Level::INFO, { x }, "text") =>
            "event INFO it @there <> message='text x=7"
        event!(parent: None, target: "there", name: "it", Level::INFO, "text") => "event INFO it @there <> message='text"
    }
}

#[test]
fn parents() {
    corpus! {
        { let p = info_span!("p"); info!(parent: &p, "text") } => "event INFO <1> message='text"
        { let p = info_span!("p"); info!(parent: p, "text") } => "event INFO <1> message='text"
        { let p = info_span!("p"); info!(parent: p.id(), "text") } => "event INFO <1> message='text"
        { let p = info_span!("p"); info!(parent: &p.id().unwrap(), "text") } => "event INFO <1> message='text"
        { let p = info_span!("p"); info!(parent: p.id().unwrap(), "text") } => "event INFO <1> message='text"
        { let p = info_span!("p").entered(); info!(parent: &p, "text") } => "event INFO <1> message='text"
        { let p = info_span!("p"); info_span!(parent: &p, "child") } => "span INFO child <1>"
        { let p = info_span!("p"); info_span!(parent: p, "child") } => "span INFO child <1>"
        { let p = info_span!("p"); info_span!(parent: p.id(), "child", a = 1) } => "span INFO child <1> a=1"
        { let p = info_span!("p").entered(); info_span!(target: "there", parent: &p, "child") } =>
            "span INFO child @there <1>"
        info_span!(parent: None, "child") => "span INFO child <>"
        info_span!(parent: Span::current(), "child") => "span INFO child <>"
    }
}

#[test]
fn levels() {
    let x = 7;
    corpus! {
        trace!(x, "text") => "event TRACE message='text x=7"
        debug!(x, "text") => "event DEBUG message='text x=7"
        info!(x, "text") => "event INFO message='text x=7"
        warn!(x, "text") => "event WARN message='text x=7"
        error!(x, "text") => "event ERROR message='text x=7"
        event!(Level::TRACE, x, "text") => "event TRACE message='text x=7"
        event!(Level::DEBUG, ?x) => "event DEBUG x=?7"
        event!(tracing::Level::INFO, x) => "event INFO x=7"
        event!(::tracing::Level::INFO, x) => "event INFO x=7"
        event!(LEVEL, x) => "event WARN x=7"
        event!(const { Level::ERROR }, x) => "event ERROR x=7"
        event!(Level::ERROR) => "event ERROR"
        trace_span!("s") => "span TRACE s"
        debug_span!("s") => "span DEBUG s"
        info_span!("s") => "span INFO s"
        warn_span!("s") => "span WARN s"
        error_span!("s") => "span ERROR s"
        span!(Level::TRACE, "s") => "span TRACE s"
        span!(tracing::Level::INFO, "s", x) => "span INFO s x=7"
        span!(LEVEL, "s") => "span WARN s"
    }
}

#[test]
fn spans() {
    let x = 7;
    let s = "str";
    let user = User { name: "ferris", id: 3 };
    corpus! {
        info_span!("s") => "span INFO s"
        info_span!("s",) => "span INFO s"
        info_span!("s", x) => "span INFO s x=7"
        info_span!("s", x,) => "span INFO s x=7"
        info_span!("s", x, user.name) => "span INFO s x=7 user.name=\"ferris\""
        info_span!("s", a = x) => "span INFO s a=7"
        info_span!("s", a = x, b = s,) => "span INFO s a=7 b=\"str\""
        info_span!("s", ?x, %s) => "span INFO s x=?7 s=%str"
        info_span!("s", a = ?x, b.c = %s, x, "q r" = 1, { NAME } = 2) =>
            "span INFO s a=?7 b.c=%str x=7 q r=1 constant=2"
        info_span!("s", a = field::Empty, user.id) => "span INFO s user.id=u3"
        info_span!("s", { x }) => "span INFO s x=7"
        info_span!("s", "text {}", x) => "span INFO s message='text 7"
        info_span!("s", x, "text") => "span INFO s message='text x=7"
        info_span!(NAME) => "span INFO constant"
        info_span!(NAME, x) => "span INFO constant x=7"
        info_span!(concat!("a", "b"), x) => "span INFO ab x=7"
        info_span!(target: "there", "s") => "span INFO s @there"
        info_span!(target: "there", "s", x) => "span INFO s @there x=7"
        info_span!(target: "there", parent: None, "s", x) => "span INFO s @there <> x=7"
        info_span!(parent: None, target: "there", "s", ?x) => "span INFO s @there <> x=?7"
        info_span!(name: "s", x) => "span INFO s x=7"
        span!(Level::INFO, "s", x, ?s) => "span INFO s x=7 s=?\"str\""
        span!(target: "there", parent: None, Level::INFO, "s", x) => "span INFO s @there <> x=7"
        span!(parent: None, Level::INFO, NAME) => "span INFO constant <>"
        span!(name: "s", target: "there", Level::INFO, x) => "span INFO s @there x=7"
    }
}

#[test]
fn any_number_of_fields() {
    macro_rules! many {
        ($($field:ident)*) => {
            corpus! {
                { info!($($field = 1),*, "text"); info!($($field = 1),*) } => "event INFO \
                    f00=1 f01=1 f02=1 f03=1 f04=1 f05=1 f06=1 f07=1 f08=1 f09=1 \
                    f10=1 f11=1 f12=1 f13=1 f14=1 f15=1 f16=1 f17=1 f18=1 f19=1 \
                    f20=1 f21=1 f22=1 f23=1 f24=1 f25=1 f26=1 f27=1 f28=1 f29=1 \
                    f30=1 f31=1 f32=1 f33=1 f34=1 f35=1 f36=1 f37=1 f38=1 f39=1"
            }
            let span = line(|| info_span!("s", $($field = ?1),*));
            assert_eq!(span.matches("=?1").count(), 40);
            let event = line(|| info!($($field = %1),*, "text"));
            assert_eq!(event.matches("=%1").count(), 40);
        };
    }
    many! {
        f00 f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19
        f20 f21 f22 f23 f24 f25 f26 f27 f28 f29 f30 f31 f32 f33 f34 f35 f36 f37 f38 f39
    }
}

#[test]
fn hundreds_of_fields() {
    /// Calls `$($call)*` with 240 fields of one kind: `value($($value)*)` behind each name.
    macro_rules! hundreds {
        ([$($name:ident)*] $value:tt $call:tt $($text:literal)?) => {
            hundreds!(@ [$($name)*] $value $call [] $($text)?)
        };
        (@ [$first:ident $($rest:ident)*] [$($value:tt)*] $call:tt [$($done:tt)*] $($text:literal)?) => {
            hundreds!(@ [$($rest)*] [$($value)*] $call [$($done)*
                $first.a = $($value)*, $first.b = $($value)*, $first.c = $($value)*, $first.d = $($value)*,
                $first.e = $($value)*, $first.f = $($value)*, $first.g = $($value)*, $first.h = $($value)*,
                $first.i = $($value)*, $first.j = $($value)*, $first.k = $($value)*, $first.l = $($value)*,
            ] $($text)?)
        };
        (@ [] $value:tt [$macro:ident $($head:tt)*] [$($fields:tt)*] $($text:literal)?) => {
            line(|| tracing::$macro!($($head)* $($fields)* $($text)?))
        };
    }
    macro_rules! of_kind {
        (@ $value:tt $call:tt $($text:literal)?) => {
            hundreds!([f00 f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19] $value $call
                $($text)?)
        };
        ($($value:tt)*) => {
            let expected = concat!("=", stringify!($($value)*));
            for seen in [
                of_kind!(@ [$($value)*] [info]),
                of_kind!(@ [$($value)*] [info] "text"),
                of_kind!(@ [$($value)*] [info target: "there", parent: None,]),
                of_kind!(@ [$($value)*] [event Level::WARN,]),
                of_kind!(@ [$($value)*] [debug_span "s",]),
            ] {
                assert_eq!(seen.matches(expected).count(), 240, "{seen}");
                assert!(seen.contains(" f00.a=") && seen.contains(" f19.l="), "{seen}");
            }
        };
    }
    of_kind!(1);
    of_kind!(?1);
    of_kind!(%1);
}

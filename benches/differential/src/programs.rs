//! Programs that log: all kinds of values, spans, texts and threads. Called by what compares outputs.
#![expect(dead_code, reason = "fields are read by `Debug` alone")]

use std::fmt;

#[derive(Debug)]
struct Outer {
    name: &'static str,
    inner: Option<Inner>,
}

#[derive(Debug)]
struct Inner(u8, [i32; 2]);

#[derive(Debug)]
pub(crate) struct Failure(pub(crate) &'static str, pub(crate) Option<Box<Failure>>);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed: {}", self.0)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|e| e as _)
    }
}

fn failure() -> Failure {
    Failure("top", Some(Box::new(Failure("middle", Some(Box::new(Failure("root", None)))))))
}

pub(crate) fn plain() {
    tracing::error!("an error");
    tracing::warn!("a warning");
    tracing::info!("a word");
    tracing::debug!("a detail");
    tracing::trace!("a trace");
    tracing::info!(target: "elsewhere::deep", "other target");
    tracing::info!("formatted {} and {:?}", 1, "two");
}

pub(crate) fn values() {
    tracing::info!(a = 1, b = -2i64, c = 3u8, d = true, "ints");
    tracing::info!(big = u128::MAX, small = i128::MIN, max = u64::MAX, min = i64::MIN);
    tracing::info!(
        f = 1.0,
        g = 0.1f32,
        h = 1e300,
        i = -0.0,
        j = f64::NAN,
        k = f64::INFINITY,
        l = 1e-7,
        m = 123456789012345680.0,
        "floats"
    );
    tracing::info!(s = "text", t = %"display", u = ?"debug", v = String::from("owned").as_str(), "strings");
    tracing::info!(outer = ?Outer { name: "n", inner: Some(Inner(1, [2, 3])) }, "structures");
    tracing::info!(none = Option::<i32>::None, some = Some(4), empty = tracing::field::Empty, "options");
    tracing::info!(unit = ?(), list = ?vec![1, 2], nested = ?vec![Some("a"), None], "debugs");
    tracing::info!(chars = ?'x', dotted.name = 1, "quoted name" = 2, r#type = "raw", "dots and raw");
    let e = failure();
    let dynamic: &(dyn std::error::Error + 'static) = &e;
    tracing::error!(error = dynamic, "with an error");
    let lone = Failure("lone", None);
    let dynamic: &(dyn std::error::Error + 'static) = &lone;
    tracing::error!(error = dynamic);
    tracing::info!(message = "explicit message", x = 1);
    tracing::info!(x = 1, message = "late message", y = 2);
    tracing::info!(message = 5, "z" = 3);
    tracing::info!(x = 1, "the message comes last");
    tracing::info!(empty = "", "");
    tracing::info!(bytes = ?b"bytes", dur = ?std::time::Duration::from_millis(1500), "more");
    tracing::info!(
        bx = Box::new(3) as Box<i32>,
        wrap = std::num::Wrapping(4),
        nz = std::num::NonZeroU8::new(5).unwrap(),
        "wrappers"
    );
    tracing::info!(log.target = "x", log.line = 3, kept = 1, "log fields");
    tracing::info!(unicode = "žluťoučký 🐴", "kůň");
    tracing::info!(quote = "say \"hi\" \\ back", "quote \" in message \\");
    tracing::info!(name: "named", tag = 1, "an event with a name");
}

pub(crate) fn no_fields() {
    tracing::event!(tracing::Level::INFO, nothing = tracing::field::Empty);
}

pub(crate) fn spans() {
    let outer = tracing::info_span!("outer", id = 7, who = "me");
    let _o = outer.enter();
    tracing::info!("in outer");
    let bare = tracing::debug_span!("bare");
    bare.in_scope(|| {
        tracing::info!(x = 1, "in bare");
        let deep = tracing::info_span!(target: "span::target", "deep", flag = true, obj = ?Inner(1, [2, 3]));
        deep.in_scope(|| {
            tracing::warn!(y = "z", "three deep");
            tracing::info!(y = 5);
        });
        tracing::info!(parent: None, "a root event");
        tracing::info!(parent: &deep, "an explicit parent");
    });
    let empty = tracing::info_span!("later", a = tracing::field::Empty, b = 2, c = tracing::field::Empty);
    empty.in_scope(|| tracing::info!("before record"));
    empty.record("a", "first");
    empty.in_scope(|| tracing::info!("after one"));
    empty.record("c", 3);
    empty.in_scope(|| tracing::info!("after two"));
    let message = tracing::info_span!("speaks", message = "hello", x = 1);
    message.in_scope(|| tracing::info!("inside"));
    let formatted = tracing::info_span!("formatted", x = 1, "the {}", "text");
    formatted.in_scope(|| tracing::info!("inside"));
    let detached = tracing::info_span!(parent: None, "detached", n = 1.5);
    detached.in_scope(|| tracing::info!("inside detached"));
    let failed = tracing::info_span!("failed", e = &failure() as &(dyn std::error::Error + 'static));
    failed.in_scope(|| tracing::info!("inside failed"));
    let typed = tracing::info_span!("typed", i = 1i8, u = 2u128, f = 0.5, b = false, d = %"disp", g = ?"dbg", r#type = 1, log.file = "hidden");
    typed.in_scope(|| tracing::info!("inside typed"));
    let nothing = tracing::info_span!("nothing", e = tracing::field::Empty);
    nothing.in_scope(|| tracing::info!("inside nothing"));
}

pub(crate) fn life() {
    let a = tracing::info_span!("a", n = 1);
    {
        let _a = a.enter();
        let b = tracing::info_span!("b", m = "v");
        let _b = b.enter();
        tracing::info!("deep");
    }
    let _again = a.enter();
}

/// Fields whose names are keys of a format.
pub(crate) fn reserved() {
    let _span = tracing::info_span!("shadowed", "name" = "own", level = 3).entered();
    tracing::info!(level = "mine", target = 4, "reserved");
}

pub(crate) fn twice() {
    let span = tracing::info_span!("twice", a = 1, b = 2);
    span.record("a", 3);
    span.in_scope(|| tracing::info!("recorded twice"));
}

/// Texts of several lines that the program itself lays out.
pub(crate) fn laid_out() {
    let outer = Outer { name: "two\nlines", inner: Some(Inner(1, [2, 3])) };
    tracing::info!("a literal\nof two lines");
    tracing::info!("laid out: {:#?}", outer);
    tracing::info!("lists: {:#?} {:#?}", [Some(1), None], std::collections::BTreeMap::from([("k", vec![1])]));
    tracing::info!("empty: {:#?} {:#?}", [(); 0], ());
}

pub(crate) fn threads() {
    let dispatch = tracing::dispatcher::get_default(Clone::clone);
    for name in [Some("a-thread-with-a-long-name"), Some("tiny"), None] {
        let dispatch = dispatch.clone();
        let mut builder = std::thread::Builder::new();
        if let Some(name) = name {
            builder = builder.name(name.to_owned());
        }
        let run = move || tracing::dispatcher::with_default(&dispatch, || tracing::info!("elsewhere"));
        builder.spawn(run).unwrap().join().unwrap();
    }
}

pub(crate) fn bridged() {
    for (level, target) in [(log::Level::Error, "from::log"), (log::Level::Info, "from::log"), (log::Level::Trace, "x")]
    {
        let record = |args| {
            let mut builder = log::Record::builder();
            builder.level(level).target(target).args(args);
            builder.module_path(Some("a::module")).file(Some("a/file.rs")).line(Some(7));
            tracing_log::format_trace(&builder.build()).unwrap();
        };
        record(format_args!("a record"));
        record(format_args!("a record with {}", 42));
    }
    let _span = tracing::info_span!("around", n = 1).entered();
    tracing_log::format_trace(&log::Record::builder().args(format_args!("bare")).build()).unwrap();
}

pub(crate) fn bytes() {
    tracing::info!(raw = &b"bytes"[..], none = &b""[..], "bytes");
}

pub(crate) fn related() {
    let cause = tracing::info_span!("cause", n = 1);
    let effect = tracing::info_span!("effect");
    effect.follows_from(&cause);
    let child = tracing::info_span!(parent: &cause, "child");
    drop(cause);
    child.in_scope(|| tracing::info!("in a child of a span that nobody holds"));
    effect.in_scope(|| tracing::info!("an effect"));
    let id = child.id();
    drop(child);
    tracing::info!(parent: id, "in a span that is closed");
}

pub(crate) fn hostile() {
    tracing::info!(v = "esc \x1b[31mred\x1b[0m", "str");
    tracing::info!(v = %"esc \x1b[31mred\x1b[0m", "display");
    tracing::info!(v = ?"esc \x1b[31mred\x1b[0m", "debug");
    tracing::info!(v = %"bell \x07 bs \x08 del \x7f c1 \u{9b}31m nul \0 vt \x0b ff \x0c", "display");
    tracing::info!(v = %"tab\tnewline\ncr\rend", "display");
    tracing::info!("msg esc \x1b[31mred\x1b[0m literal");
    tracing::info!("msg {} arg", "esc \x1b[31mred\x1b[0m bell \x07 c1 \u{9b}");
    tracing::info!("two\nlines");
    tracing::info!("{}", "two\nlines\tby\rarg");
    tracing::info!(message = "esc \x1b]0;title\x07 str");
    let e = Failure("esc \x1b[31m bell \x07\nline", Some(Box::new(Failure("src \x1b[1m", None))));
    let dynamic: &(dyn std::error::Error + 'static) = &e;
    tracing::error!(error = dynamic, "with an error");
    let s = tracing::info_span!("hostile", v = %"esc \x1b[31m \u{9b} \x07", w = "x\x1b");
    s.in_scope(|| tracing::info!("inside"));
    tracing::info!(v = "sep \u{2028} nel \u{85} rtl \u{202e}", "unicode");
    tracing::info!(v = %"sep \u{2028} nel \u{85} rtl \u{202e}", "unicode");
}

pub(crate) fn everything() {
    plain();
    values();
    spans();
}

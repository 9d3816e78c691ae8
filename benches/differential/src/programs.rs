//! Programs that log, with every setting of the formats. Called by the test of outputs.
#![expect(dead_code, reason = "fields are read by `Debug` alone")]
#![expect(deprecated, reason = "what is deprecated works as ever")]

use std::{
    fmt as std_fmt, io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::{
    field::MakeExt,
    fmt::{
        self, FmtContext, FormatEvent, FormatFields, FormattedFields, MakeWriter,
        format::{self, FmtSpan, Writer},
        time::FormatTime,
        writer::{BoxMakeWriter, MakeWriterExt},
    },
    prelude::*,
    registry::LookupSpan,
};

/// What a case wrote.
#[derive(Clone, Default)]
pub struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    pub fn make(&self) -> impl Fn() -> Sink + Send + Sync + 'static {
        let this = self.clone();
        move || this.clone()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A clock that stands still.
pub struct Still;

impl FormatTime for Still {
    fn format_time(&self, w: &mut Writer<'_>) -> std_fmt::Result {
        w.write_str("2018-02-19T12:34:56.123456Z")
    }
}

/// A clock that is broken.
struct Broken;

impl FormatTime for Broken {
    fn format_time(&self, w: &mut Writer<'_>) -> std_fmt::Result {
        w.write_str("half")?;
        Err(std_fmt::Error)
    }
}

#[derive(Debug)]
struct Outer {
    name: &'static str,
    inner: Option<Inner>,
}

#[derive(Debug)]
struct Inner(u8, [i32; 2]);

#[derive(Debug)]
pub(crate) struct Failure(pub(crate) &'static str, pub(crate) Option<Box<Failure>>);

impl std_fmt::Display for Failure {
    fn fmt(&self, f: &mut std_fmt::Formatter<'_>) -> std_fmt::Result {
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

fn no_fields() {
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
fn reserved() {
    let _span = tracing::info_span!("shadowed", "name" = "own", level = 3).entered();
    tracing::info!(level = "mine", target = 4, "reserved");
}

fn twice() {
    let span = tracing::info_span!("twice", a = 1, b = 2);
    span.record("a", 3);
    span.in_scope(|| tracing::info!("recorded twice"));
}

/// Texts of several lines that the program itself lays out.
fn laid_out() {
    let outer = Outer { name: "two\nlines", inner: Some(Inner(1, [2, 3])) };
    tracing::info!("a literal\nof two lines");
    tracing::info!("laid out: {:#?}", outer);
    tracing::info!("lists: {:#?} {:#?}", [Some(1), None], std::collections::BTreeMap::from([("k", vec![1])]));
    tracing::info!("empty: {:#?} {:#?}", [(); 0], ());
}

fn threads() {
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

fn bridged() {
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

fn bytes() {
    tracing::info!(raw = &b"bytes"[..], none = &b""[..], "bytes");
}

fn related() {
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

fn hostile() {
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

fn everything() {
    plain();
    values();
    spans();
}

pub struct Custom;

impl<S, N> FormatEvent<S, N> for Custom
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &tracing::Event<'_>,
    ) -> std_fmt::Result {
        write!(writer, "{} {}: ", event.metadata().level(), writer.has_ansi_escapes())?;
        if let Some(scope) = ctx.event_scope() {
            for span in scope.from_root() {
                write!(writer, "{}", span.name())?;
                let ext = span.extensions();
                let fields = &ext.get::<FormattedFields<N>>().expect("will never be None");
                if !fields.is_empty() {
                    write!(writer, "{{{}}}", fields)?;
                }
                write!(writer, ": ")?;
            }
        }
        ctx.field_format().format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

fn function<S, N>(ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &tracing::Event<'_>) -> std_fmt::Result
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    write!(writer, "fn {:?} ", ctx.lookup_current().map(|s| s.name()))?;
    ctx.visit_spans::<std_fmt::Error, _>(|s| write!(writer, "<{}>", s.name()))?;
    ctx.format_fields(writer.by_ref(), event)?;
    writeln!(writer)
}

type Pointer = fn(
    &FmtContext<'_, tracing_subscriber::Registry, format::DefaultFields>,
    Writer<'_>,
    &tracing::Event<'_>,
) -> std_fmt::Result;

pub(crate) struct Fails;

impl<S, N> FormatEvent<S, N> for Fails
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        _: &tracing::Event<'_>,
    ) -> std_fmt::Result {
        writer.write_str("half a line")?;
        Err(std_fmt::Error)
    }
}

macro_rules! cases {
    ($($name:ident: $program:ident, |$b:ident| $builder:expr;)*) => {
        /// Every case by name.
        pub fn cases() -> Vec<(&'static str, String)> {
            vec![$((stringify!($name), {
                let sink = Sink::default();
                let $b = fmt::fmt().with_timer(Still).with_max_level(tracing::Level::TRACE).with_writer(sink.make()).with_ansi(false);
                let subscriber = $builder.finish();
                tracing::subscriber::with_default(subscriber, $program);
                sink.text()
            }),)*]
        }
    };
}

cases! {
    full: everything, |b| b;
    full_ansi: everything, |b| b.with_ansi(true);
    full_no_fields: no_fields, |b| b;
    full_no_fields_ansi: no_fields, |b| b.with_ansi(true);
    full_no_time: everything, |b| b.without_time();
    full_no_target: everything, |b| b.with_target(false);
    full_no_target_ansi: everything, |b| b.with_ansi(true).with_target(false);
    full_no_level: everything, |b| b.with_level(false);
    full_no_level_no_time: everything, |b| b.with_level(false).without_time();
    full_bare: everything, |b| b.with_level(false).without_time().with_target(false);
    full_file: everything, |b| b.with_file(true);
    full_file_ansi: everything, |b| b.with_file(true).with_ansi(true);
    full_line: everything, |b| b.with_line_number(true);
    full_line_ansi: everything, |b| b.with_line_number(true).with_ansi(true);
    full_file_line: everything, |b| b.with_file(true).with_line_number(true);
    full_file_line_ansi: everything, |b| b.with_file(true).with_line_number(true).with_ansi(true);
    full_file_line_no_target: everything, |b| b.with_file(true).with_line_number(true).with_target(false);
    full_line_no_target: everything, |b| b.with_line_number(true).with_target(false);
    full_thread_names: spans, |b| b.with_thread_names(true);
    full_threads: spans, |b| b.with_thread_names(true).with_thread_ids(true).with_ansi(true);
    full_thread_ids: spans, |b| b.with_thread_ids(true);
    full_life: life, |b| b.with_span_events(FmtSpan::FULL);
    full_life_no_time: life, |b| b.without_time().with_span_events(FmtSpan::FULL);
    full_life_ansi: life, |b| b.with_span_events(FmtSpan::FULL).with_ansi(true);
    full_life_new: life, |b| b.with_span_events(FmtSpan::NEW);
    full_life_active: life, |b| b.with_span_events(FmtSpan::ACTIVE);
    full_life_close: life, |b| b.with_span_events(FmtSpan::CLOSE);
    full_life_new_close: life, |b| b.with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
    full_life_enter: life, |b| b.with_span_events(FmtSpan::ENTER);
    full_life_exit: life, |b| b.with_span_events(FmtSpan::EXIT);
    full_hostile: hostile, |b| b;
    full_hostile_ansi: hostile, |b| b.with_ansi(true);
    full_hostile_raw: hostile, |b| b.with_ansi_sanitization(false);
    full_timer_none: plain, |b| b.with_timer(());
    full_timer_broken: plain, |b| b.with_timer(Broken);
    full_timer_broken_ansi: plain, |b| b.with_timer(Broken).with_ansi(true);
    full_more_threads: threads, |b| b.with_thread_names(true);
    full_more_threads_ids: threads, |b| b.with_thread_names(true).with_target(false);
    full_laid_out: laid_out, |b| b;
    full_laid_out_ansi: laid_out, |b| b.with_ansi(true);
    full_bridged: bridged, |b| b;
    full_bridged_lines: bridged, |b| b.with_file(true).with_line_number(true).with_ansi(true);
    full_bytes: bytes, |b| b;
    full_related: related, |b| b.with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
    full_reserved: reserved, |b| b;
    full_twice: twice, |b| b;
    full_max_level: everything, |b| b.with_max_level(tracing::Level::WARN);
    full_off: everything, |b| b.with_max_level(tracing_subscriber::filter::LevelFilter::OFF);
    full_all: everything, |b| b.with_file(true).with_line_number(true).with_thread_ids(true).with_thread_names(true);

    compact: everything, |b| b.compact();
    compact_ansi: everything, |b| b.compact().with_ansi(true);
    compact_no_time: everything, |b| b.compact().without_time();
    compact_no_target: everything, |b| b.compact().with_target(false);
    compact_no_target_ansi: everything, |b| b.compact().with_target(false).with_ansi(true);
    compact_no_level: everything, |b| b.compact().with_level(false);
    compact_bare: everything, |b| b.compact().with_level(false).without_time().with_target(false);
    compact_file: everything, |b| b.compact().with_file(true);
    compact_line: everything, |b| b.compact().with_line_number(true);
    compact_file_line: everything, |b| b.compact().with_line_number(true).with_file(true);
    compact_file_line_ansi: everything, |b| b.compact().with_line_number(true).with_file(true).with_ansi(true);
    compact_file_line_no_target: everything, |b| b.compact().with_file(true).with_line_number(true).with_target(false);
    compact_threads: spans, |b| b.compact().with_thread_names(true).with_thread_ids(true);
    compact_life: life, |b| b.compact().with_span_events(FmtSpan::FULL);
    compact_hostile: hostile, |b| b.compact();
    compact_hostile_ansi: hostile, |b| b.compact().with_ansi(true);
    compact_line_ansi: plain, |b| b.compact().with_line_number(true).with_ansi(true);
    compact_line_no_target: plain, |b| b.compact().with_line_number(true).with_target(false);
    compact_file_ansi: plain, |b| b.compact().with_file(true).with_ansi(true);
    compact_timer_none: plain, |b| b.compact().with_timer(());
    compact_timer_broken: plain, |b| b.compact().with_timer(Broken);
    compact_more_threads: threads, |b| b.compact().with_thread_names(true);
    compact_laid_out: laid_out, |b| b.compact();
    compact_bridged: bridged, |b| b.compact();
    compact_related: related, |b| b.compact().with_span_events(FmtSpan::FULL);
    compact_ansi_life: life, |b| b.compact().with_ansi(true).with_span_events(FmtSpan::FULL);
    compact_all_ansi: everything, |b| b.compact().with_file(true).with_line_number(true).with_thread_ids(true).with_thread_names(true).with_ansi(true);

    pretty: everything, |b| b.pretty();
    pretty_ansi: everything, |b| b.pretty().with_ansi(true);
    pretty_no_fields: no_fields, |b| b.pretty();
    pretty_plain_fields: everything, |b| b.pretty().fmt_fields(format::PrettyFields::new().with_ansi(false));
    pretty_ansi_fields: everything, |b| b.pretty().fmt_fields(format::PrettyFields::new().with_ansi(true));
    pretty_default_fields: everything, |b| b.pretty().fmt_fields(format::DefaultFields::new());
    pretty_default_fields_ansi: everything, |b| b.pretty().with_ansi(true).fmt_fields(format::DefaultFields::new());
    pretty_no_time: everything, |b| b.pretty().without_time();
    pretty_no_target: everything, |b| b.pretty().with_target(false);
    pretty_no_target_ansi: everything, |b| b.pretty().with_target(false).with_ansi(true);
    pretty_no_level: everything, |b| b.pretty().with_level(false);
    pretty_no_level_ansi: everything, |b| b.pretty().with_level(false).with_ansi(true);
    pretty_no_file: everything, |b| b.pretty().with_file(false);
    pretty_no_line: everything, |b| b.pretty().with_line_number(false);
    pretty_no_source: everything, |b| b.pretty().with_file(false).with_line_number(false);
    pretty_no_source_threads: everything, |b| b.pretty().with_file(false).with_line_number(false).with_thread_names(true).with_thread_ids(true);
    pretty_threads: spans, |b| b.pretty().with_thread_names(true).with_thread_ids(true);
    pretty_thread_ids_ansi: spans, |b| b.pretty().with_thread_ids(true).with_ansi(true);
    pretty_life: life, |b| b.pretty().with_span_events(FmtSpan::FULL);
    pretty_life_ansi: life, |b| b.pretty().with_span_events(FmtSpan::FULL).with_ansi(true);
    pretty_hostile: hostile, |b| b.pretty();
    pretty_hostile_ansi: hostile, |b| b.pretty().with_ansi(true);
    pretty_source_location: everything, |b| b.pretty().map_event_format(|f| f.with_source_location(false));
    pretty_no_file_ansi: plain, |b| b.pretty().with_file(false).with_ansi(true);
    pretty_no_file_no_target: plain, |b| b.pretty().with_file(false).with_target(false);
    pretty_no_file_no_level_ansi: plain, |b| b.pretty().with_file(false).with_level(false).with_ansi(true);
    pretty_no_line_ansi: plain, |b| b.pretty().with_line_number(false).with_ansi(true);
    pretty_no_target_no_level_ansi: everything, |b| b.pretty().with_target(false).with_level(false).with_ansi(true);
    pretty_timer_none: plain, |b| b.pretty().with_timer(());
    pretty_timer_broken: plain, |b| b.pretty().with_timer(Broken);
    pretty_thread_names: threads, |b| b.pretty().with_thread_names(true);
    pretty_laid_out: laid_out, |b| b.pretty();
    pretty_laid_out_ansi: laid_out, |b| b.pretty().with_ansi(true);
    pretty_bridged: bridged, |b| b.pretty();
    pretty_bridged_ansi: bridged, |b| b.pretty().with_ansi(true);
    pretty_related: related, |b| b.pretty().with_span_events(FmtSpan::FULL);
    pretty_bytes: bytes, |b| b.pretty();
    pretty_reserved: reserved, |b| b.pretty();
    pretty_all_ansi: everything, |b| b.pretty().with_thread_names(true).with_thread_ids(true).with_ansi(true);
    pretty_bare: everything, |b| b.pretty().without_time().with_level(false).with_target(false);

    json: everything, |b| b.json();
    json_no_fields: no_fields, |b| b.json();
    json_ansi: everything, |b| b.json().with_ansi(true);
    json_flat: everything, |b| b.json().flatten_event(true);
    json_no_current: spans, |b| b.json().with_current_span(false);
    json_no_list: spans, |b| b.json().with_span_list(false);
    json_no_spans: spans, |b| b.json().with_span_list(false).with_current_span(false);
    json_flat_no_list: spans, |b| b.json().flatten_event(true).with_span_list(false);
    json_no_time: everything, |b| b.json().without_time();
    json_no_target: everything, |b| b.json().with_target(false);
    json_no_level: everything, |b| b.json().with_level(false);
    json_file_line: everything, |b| b.json().with_file(true).with_line_number(true);
    json_threads: spans, |b| b.json().with_thread_ids(true).with_thread_names(true);
    json_all_flat: everything, |b| b.json().with_file(true).with_line_number(true).with_thread_ids(true).with_thread_names(true).flatten_event(true);
    json_life: life, |b| b.json().with_span_events(FmtSpan::FULL);
    json_life_no_time: life, |b| b.json().without_time().with_span_events(FmtSpan::FULL);
    json_hostile: hostile, |b| b.json();
    json_bare: everything, |b| b.json().without_time().with_level(false).with_target(false).with_current_span(false).with_span_list(false);
    json_laid_out: laid_out, |b| b.json();
    json_bridged: bridged, |b| b.json();
    json_bridged_flat: bridged, |b| b.json().flatten_event(true).with_file(true).with_line_number(true);
    json_bytes: bytes, |b| b.json();
    json_related: related, |b| b.json().with_span_events(FmtSpan::FULL);
    json_reserved: reserved, |b| b.json();
    json_reserved_flat: reserved, |b| b.json().flatten_event(true);
    json_twice: twice, |b| b.json();
    json_timer_none: plain, |b| b.json().with_timer(());
    json_timer_broken: plain, |b| b.json().with_timer(Broken);
    json_thread_names: threads, |b| b.json().with_thread_names(true);
    json_custom_fields: everything, |b| b.json().fmt_fields(format::JsonFields::new());
    json_beside_custom: everything, |b| b.event_format(Custom).fmt_fields(format::JsonFields::new());
    json_default_fields: plain, |b| b.event_format(format::format().json().with_timer(Still)).fmt_fields(format::JsonFields::new());

    event_format_full: everything, |b| b.event_format(format::format().with_timer(Still));
    event_format_full_ansi: everything, |b| b.with_ansi(true).event_format(format::format().with_timer(Still));
    event_format_noansi: everything, |b| b.with_ansi(true).event_format(format::format().with_timer(Still).with_ansi(false));
    event_format_ansi: everything, |b| b.with_ansi(false).event_format(format::format().with_timer(Still).with_ansi(true));
    event_format_compact: everything, |b| b.event_format(format::format().with_timer(Still).compact());
    event_format_pretty: everything, |b| b.event_format(format::format().with_timer(Still).pretty());
    event_format_pretty_location: everything, |b| b.event_format(format::format().with_timer(Still).pretty().with_source_location(false));
    map_event_format: everything, |b| b.map_event_format(|f| f.compact());
    custom: everything, |b| b.event_format(Custom);
    custom_ansi: everything, |b| b.with_ansi(true).event_format(Custom);
    custom_function: everything, |b| b.event_format(function as Pointer);
    custom_function_life: life, |b| b.with_ansi(true).with_span_events(FmtSpan::NEW).event_format(function as Pointer);
    custom_fails: plain, |b| b.event_format(Fails);
    custom_fails_quietly: plain, |b| b.log_internal_errors(false).event_format(Fails);
    fields_fn: everything, |b| b.fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)));
    fields_fn_ansi: everything, |b| b.with_ansi(true).fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)));
    fields_delimited: everything, |b| b.fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).delimited(", "));
    fields_delimited_compact: everything, |b| b.compact().fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).delimited(", "));
    fields_alt: everything, |b| b.map_fmt_fields(|f| f.debug_alt());
    fields_messages: everything, |b| b.map_fmt_fields(|f| f.display_messages());
    fields_default_delimited: everything, |b| b.map_fmt_fields(|f| f.delimited("; "));
    fields_fn_pretty: everything, |b| b.pretty().fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).delimited(", "));
    fields_pretty_full: everything, |b| b.fmt_fields(format::PrettyFields::new());
    fields_pretty_full_ansi: everything, |b| b.with_ansi(true).fmt_fields(format::Pretty::default());
    fields_alt_pretty: everything, |b| b.pretty().map_fmt_fields(|_| format::DefaultFields::new().debug_alt());
    fields_alt_custom: everything, |b| b.event_format(Custom).map_fmt_fields(|f| f.debug_alt());
    fields_messages_fn: everything, |b| b.fmt_fields(format::debug_fn(|w, f, v| write!(w, "[{} {:?}]", f, v)).display_messages());
    custom_reserved: reserved, |b| b.event_format(Custom);
    custom_twice: twice, |b| b.event_format(Custom);
    custom_laid_out: laid_out, |b| b.event_format(Custom);
    custom_life: life, |b| b.event_format(Custom).fmt_fields(format::Pretty::default());
    writer_mutex: plain, |b| b.map_writer(|w| std::sync::Mutex::new(w.make_writer()));
    writer_boxed: plain, |b| b.map_writer(BoxMakeWriter::new);
    writer_max: everything, |b| b.map_writer(|w| w.with_max_level(tracing::Level::WARN));
    writer_min: everything, |b| b.map_writer(|w| w.with_min_level(tracing::Level::DEBUG));
    writer_filter: everything, |b| b.map_writer(|w| w.with_filter(|m| m.target().starts_with("elsewhere")));
    writer_filter_boxed: everything, |b| b.map_writer(|w| BoxMakeWriter::new(w.with_filter(|m| m.target().starts_with("elsewhere"))));
    writer_or_else: everything, |b| b.map_writer(|w| {
        let other = w();
        w.with_max_level(tracing::Level::WARN).or_else(move || other.clone())
    });
    writer_and: plain, |b| b.map_writer(|w| {
        let other = w();
        w.and(move || other.clone())
    });
    writer_nothing: plain, |b| b.map_writer(|w| w.with_max_level(tracing::Level::ERROR).and(io::sink));
    fields_fn_custom: everything, |b| b.event_format(Custom).fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).display_messages().delimited(", "));
}

/// Cases that need a stack of layers.
pub fn stacks() -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    {
        // two layers with the same formatter, ANSI first
        let (one, two) = (Sink::default(), Sink::default());
        let stack = tracing_subscriber::registry()
            .with(fmt::layer().with_timer(Still).with_ansi(false).with_writer(one.make()))
            .with(fmt::layer().with_timer(Still).with_ansi(false).compact().with_writer(two.make()));
        tracing::subscriber::with_default(stack, everything);
        all.push(("two_layers_first", one.text()));
        all.push(("two_layers_second", two.text()));
    }
    {
        let (one, two) = (Sink::default(), Sink::default());
        let stack = tracing_subscriber::registry()
            .with(fmt::layer().json().with_timer(Still).with_ansi(false).with_writer(one.make()))
            .with(fmt::layer().pretty().with_timer(Still).with_ansi(false).with_writer(two.make()));
        tracing::subscriber::with_default(stack, everything);
        all.push(("json_beside_pretty", one.text()));
        all.push(("pretty_beside_json", two.text()));
    }
    {
        let one = Sink::default();
        let stack = tracing_subscriber::registry().with(
            fmt::layer()
                .with_timer(Still)
                .with_ansi(false)
                .with_writer(one.make())
                .with_filter(tracing_subscriber::filter::LevelFilter::WARN),
        );
        tracing::subscriber::with_default(stack, everything);
        all.push(("filtered_layer", one.text()));
    }
    all
}

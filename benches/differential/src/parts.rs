//! Formats, fields, writers and clocks that a program puts together from the parts that there are. Called by the test of
//! outputs.
#![expect(deprecated, reason = "what is deprecated works as ever")]

use std::{
    fmt as std_fmt, io,
    sync::{Arc, Mutex},
};

use tracing::{Event, Level, Metadata, Subscriber, field::Field, field::Visit, span::Record};
use tracing_subscriber::{
    field::{MakeExt, MakeOutput, MakeVisitor, RecordFields, VisitFmt, VisitOutput},
    field::{debug::Alt, delimited::Delimited, delimited::VisitDelimited, display::Messages},
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields, MakeWriter,
        format::{
            self, DefaultFields, DefaultVisitor, FmtSpan, JsonFields, JsonVisitor, Pretty, PrettyFields, PrettyVisitor,
            Writer,
        },
        time::{ChronoLocal, ChronoUtc, FormatTime, LocalTime, OffsetTime, SystemTime, UtcTime, uptime},
        writer::{
            BoxMakeWriter, EitherWriter, MakeWriterExt, OptionalWriter, OrElse, Tee, WithFilter, WithMaxLevel,
            WithMinLevel,
        },
    },
    prelude::*,
    registry::LookupSpan,
};

use crate::{
    builders::Cases,
    programs,
    sink::{Sink, Still},
};

/// Asks its context for all that it knows, and its writer for all that it can.
struct Curious;

impl<S, N> FormatEvent<S, N> for Curious
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut w: Writer<'_>, event: &Event<'_>) -> std_fmt::Result {
        write!(w, "{} {} ", w.has_ansi_escapes(), w.sanitizes_ansi_escapes())?;
        w.by_ref().write_char('[')?;
        Still.format_time(&mut w.by_ref())?;
        w.write_str("] ")?;
        let current = ctx.current_span();
        let id = current.id();
        let exists = id.map(|id| ctx.exists(id));
        write!(w, "{exists:?} {:?} ", id.and_then(|id| ctx.metadata(id)).map(Metadata::name))?;
        write!(w, "{:?} ", current.metadata().map(Metadata::name))?;
        write!(w, "{:?} ", id.and_then(|id| ctx.span(id)).map(|span| span.name()))?;
        write!(w, "{:?} ", ctx.lookup_current().map(|span| span.name()))?;
        write!(w, "{:?} ", ctx.parent_span().map(|span| span.name()))?;
        for scope in [id.and_then(|id| ctx.span_scope(id)), ctx.event_scope()] {
            let names: Vec<_> = scope.into_iter().flat_map(|scope| scope.from_root()).map(|span| span.name()).collect();
            write!(w, "{names:?} ")?;
        }
        let mut seen = 0;
        let stopped = ctx.visit_spans(|_| {
            seen += 1;
            if seen == 2 { Err("two are enough") } else { Ok(()) }
        });
        write!(w, "{stopped:?} ")?;
        ctx.field_format().format_fields(w.by_ref(), event)?;
        let mut own = FormattedFields::<N>::new(String::from("own: "));
        ctx.field_format().format_fields(own.as_writer(), event)?;
        let mut twice = String::new();
        ctx.format_fields(Writer::new(&mut twice), event)?;
        writeln!(w, " | {own} | {} | {twice}", own.len())
    }
}

/// Shows fields by visitors made by hand.
struct ByVisitors(u8);

impl<'w> FormatFields<'w> for ByVisitors {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> std_fmt::Result {
        match self.0 {
            0 => DefaultVisitor::new(writer, true).visit(&fields),
            1 => DefaultVisitor::new(writer, false).visit(&fields),
            2 => PrettyVisitor::new(writer, true).visit(&fields),
            3 => PrettyVisitor::new(writer, false).visit(&fields),
            4 => JsonVisitor::new(&mut writer).visit(&fields),
            5 => DefaultFields::new().visit_with(writer, &fields),
            6 => PrettyFields::new().with_ansi(false).visit_with(writer, &fields),
            7 => Pretty::default().with_source_location(false).format_fields(writer, fields),
            8 => {
                let mut visitor = Alt::new(DefaultFields::new()).make_visitor(writer.by_ref());
                fields.record(&mut visitor);
                write!(visitor.writer(), " and more")?;
                visitor.finish()
            }
            9 => Delimited::new(" ~ ", DefaultFields::new()).visit_with(writer, &fields),
            10 => Messages::new(Delimited::new("; ", format::debug_fn(pair))).visit_with(writer, &fields),
            11 => VisitDelimited::new(", ", Messages::new(DefaultVisitor::new(writer, true))).visit(&fields),
            12 => format::debug_fn(pair).debug_alt().visit_with(writer, &fields),
            13 => DefaultFields::new().delimited("--").display_messages().debug_alt().visit_with(writer, &fields),
            _ => {
                let mut each = Each(writer, Ok(()));
                fields.record(&mut each);
                each.1
            }
        }
    }

    fn add_fields(&self, current: &'w mut FormattedFields<Self>, fields: &Record<'_>) -> std_fmt::Result {
        current.fields.push_str(" + ");
        self.format_fields(current.as_writer(), fields)
    }
}

fn pair(writer: &mut Writer<'_>, field: &Field, value: &dyn std_fmt::Debug) -> std_fmt::Result {
    write!(writer, "{field}:{value:?}")
}

/// Says as what each value comes.
struct Each<'w>(Writer<'w>, std_fmt::Result);

impl Each<'_> {
    fn say(&mut self, what: &str, field: &Field, value: &dyn std_fmt::Debug) {
        self.1 = self.1.and_then(|()| write!(self.0, "{what} {}:{}={value:?} ", field.index(), field.name()));
    }
}

impl Visit for Each<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.say("f64", field, &value);
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.say("i64", field, &value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.say("u64", field, &value);
    }
    fn record_i128(&mut self, field: &Field, value: i128) {
        self.say("i128", field, &value);
    }
    fn record_u128(&mut self, field: &Field, value: u128) {
        self.say("u128", field, &value);
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.say("bool", field, &value);
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.say("str", field, &value);
    }
    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.say("bytes", field, &value);
    }
    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.say("error", field, &value);
    }
    fn record_debug(&mut self, field: &Field, value: &dyn std_fmt::Debug) {
        self.say("debug", field, value);
    }
}

fn program() {
    programs::values();
    programs::spans();
}

/// What is put together from parts.
pub fn cases() -> Vec<(String, String)> {
    let mut cases = Cases::default();
    for ansi in [false, true] {
        formats(&mut cases, ansi);
    }
    writers(&mut cases);
    clocks(&mut cases);
    cases.all
}

fn formats(cases: &mut Cases, ansi: bool) {
    cases.layer(format!("curious, {ansi}"), program, |it| it.with_ansi(ansi).event_format(Curious).boxed());
    cases.layer(format!("curious, moments, {ansi}"), programs::life, |it| {
        it.with_ansi(ansi).with_span_events(FmtSpan::NEW | FmtSpan::EXIT).event_format(Curious).boxed()
    });
    cases.layer(format!("curious, raw, {ansi}"), programs::life, |it| {
        it.with_ansi(ansi).with_ansi_sanitization(false).event_format(Curious).boxed()
    });
    cases
        .layer(format!("curious, json, {ansi}"), program, |it| it.with_ansi(ansi).json().event_format(Curious).boxed());
    cases.layer(format!("curious, pretty, {ansi}"), program, |it| {
        it.with_ansi(ansi).pretty().event_format(Curious).boxed()
    });
    for number in 0..15 {
        let name = |format: &str| format!("visitors, {format}, {number}, {ansi}");
        let fields = || ByVisitors(number);
        cases.layer(name("full"), program, |it| it.with_ansi(ansi).fmt_fields(fields()).boxed());
        cases.layer(name("compact"), program, |it| it.with_ansi(ansi).compact().fmt_fields(fields()).boxed());
        cases.layer(name("pretty"), program, |it| it.with_ansi(ansi).pretty().fmt_fields(fields()).boxed());
        cases.layer(name("curious"), program, |it| {
            it.with_ansi(ansi).event_format(Curious).map_fmt_fields(|_| fields()).boxed()
        });
    }
    let json = || JsonFields::default();
    cases.layer(format!("json's fields, {ansi}"), program, |it| it.with_ansi(ansi).fmt_fields(json()).boxed());
}

/// Sorts lines by what it is told of them.
struct Sorts {
    all: Sink,
    warnings: Sink,
}

impl<'a> MakeWriter<'a> for Sorts {
    type Writer = EitherWriter<Sink, Marked>;

    fn make_writer(&'a self) -> Self::Writer {
        EitherWriter::A(self.all.clone())
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Self::Writer {
        let mark = if metadata.is_span() { "span: " } else { "loud: " };
        if *metadata.level() <= Level::WARN || metadata.is_span() {
            EitherWriter::B(Marked(self.warnings.clone(), Some(mark)))
        } else {
            self.make_writer()
        }
    }
}

/// Puts a mark before what is written to it first.
struct Marked(Sink, Option<&'static str>);

impl io::Write for Marked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(mark) = self.1.take() {
            self.0.write_all(mark.as_bytes())?;
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Takes a few bytes at a time.
struct Slow(Sink);

impl io::Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(&bytes[..bytes.len().min(7)])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn writers(cases: &mut Cases) {
    macro_rules! each {
        ($($name:literal => |$sink:ident, $other:ident| $writer:expr;)*) => {$(
            let ($sink, $other) = (Sink::default(), Sink::default());
            let layer = tracing_subscriber::fmt::layer().with_timer(Still).with_ansi(false).with_span_events(FmtSpan::NEW);
            let dispatch = tracing_subscriber::registry().with({
                #[allow(unused_variables, reason = "not all cases have two")]
                let ($sink, $other) = ($sink.clone(), $other.clone());
                layer.with_writer($writer)
            });
            cases.push(format!("writer, {}", $name), &dispatch.into(), &$sink, programs::plain);
            cases.all.push((format!("writer, {}, the other", $name), $other.text()));
        )*};
    }
    each! {
        "sorts" => |sink, other| Sorts { all: sink, warnings: other };
        "some" => |sink, other| move || EitherWriter::some(sink.clone());
        "none" => |sink, other| || -> OptionalWriter<Sink> { EitherWriter::none() };
        "slow" => |sink, other| move || Slow(sink.clone());
        "mutex" => |sink, other| Mutex::new(sink);
        "mutex of a slow one" => |sink, other| Mutex::new(Slow(sink));
        "boxed mutex" => |sink, other| BoxMakeWriter::new(Mutex::new(sink));
        "boxed writer" => |sink, other| move || -> Box<dyn io::Write> { Box::new(sink.clone()) };
        "max" => |sink, other| WithMaxLevel::new(sink.make(), Level::WARN);
        "min" => |sink, other| WithMinLevel::new(sink.make(), Level::DEBUG);
        "filter" => |sink, other| WithFilter::new(sink.make(), |metadata: &Metadata<'_>| metadata.is_event());
        "tee" => |sink, other| Tee::new(sink.make(), other.make());
        "tee of parts" => |sink, other| {
            Tee::new(sink.make().with_max_level(Level::INFO), other.make().with_min_level(Level::INFO))
        };
        "or else" => |sink, other| OrElse::new(sink.make().with_max_level(Level::WARN), other.make());
        "many" => |sink, other| {
            sink.make().with_max_level(Level::INFO).with_filter(|metadata| metadata.target() != "elsewhere::deep")
                .or_else(other.make().with_min_level(Level::DEBUG).and(io::sink))
        };
        "range" => |sink, other| sink.make().with_max_level(Level::DEBUG).with_min_level(Level::WARN).and(other.make());
    }
    let path = std::env::temp_dir().join(format!("differential-{}-{:p}", std::process::id(), &raw const *cases));
    macro_rules! files {
        ($($name:literal => |$file:ident| $writer:expr;)*) => {$(
            let $file = std::fs::File::create(&path).unwrap();
            let layer = tracing_subscriber::fmt::layer().with_timer(Still).with_ansi(false);
            let stack = tracing_subscriber::registry().with(layer.with_writer($writer));
            tracing::subscriber::with_default(stack, programs::plain);
            cases.all.push((format!("file, {}", $name), std::fs::read_to_string(&path).unwrap()));
        )*};
    }
    files! {
        "mutex" => |file| Mutex::new(file);
        "arc" => |file| Arc::new(file);
        "cloned" => |file| move || file.try_clone().unwrap();
        "buffered" => |file| Mutex::new(io::LineWriter::new(file));
        "boxed" => |file| BoxMakeWriter::new(Arc::new(file));
    }
    std::fs::remove_file(&path).unwrap();
}

/// A clock whose numbers are all sevens.
struct Masked<T>(T);

impl<T: FormatTime> FormatTime for Masked<T> {
    fn format_time(&self, w: &mut Writer<'_>) -> std_fmt::Result {
        let mut text = String::new();
        self.0.format_time(&mut Writer::new(&mut text))?;
        // Fractions have no zeros at their end, in some forms.
        let mut masked: String = text.chars().map(|c| if c.is_ascii_digit() { '7' } else { c }).collect();
        while let Some(at) = masked.find(".77") {
            masked.remove(at + 1);
        }
        w.write_str(&masked)
    }
}

fn clocks(cases: &mut Cases) {
    macro_rules! each {
        ($($name:literal => $clock:expr;)*) => {$(
            for ansi in [false, true] {
                let name = |format: &str| format!("clock, {format}, {}, {ansi}", $name);
                cases.layer(name("full"), programs::plain, |it| it.with_timer(Masked($clock)).with_ansi(ansi).boxed());
                cases.layer(name("pretty"), programs::plain, |it| {
                    it.pretty().with_timer(Masked($clock)).with_ansi(ansi).boxed()
                });
            }
            cases.layer(format!("clock, json, {}", $name), programs::plain, |it| {
                it.json().with_timer(Masked($clock)).boxed()
            });
        )*};
    }
    let offset = time::UtcOffset::from_hms(-3, 30, 0).unwrap();
    let description = time::macros::format_description!("[hour]:[minute]:[second]");
    each! {
        "system" => SystemTime;
        "utc" => UtcTime::rfc_3339();
        "utc as described" => UtcTime::new(description);
        "local" => LocalTime::rfc_3339();
        "local as described" => LocalTime::new(description);
        "offset" => OffsetTime::new(offset, time::format_description::well_known::Rfc3339);
        "offset, local" => OffsetTime::local_rfc_3339().unwrap();
        "chrono" => ChronoUtc::rfc_3339();
        "chrono as described" => ChronoUtc::new("%a? %H:%M:%S%.3f %z".to_owned().replace("%a", "day"));
        "chrono by default" => ChronoUtc::default();
        "chrono, local" => ChronoLocal::rfc_3339();
        "chrono, local, as described" => ChronoLocal::new("%F at %T".to_owned());
        "chrono, local, by default" => ChronoLocal::default();
    }
    // Its width depends on how long the test runs, up to the point.
    cases.layer("clock, uptime".into(), programs::plain, |it| {
        let last = |w: &mut Writer<'_>| {
            let mut text = String::new();
            uptime().format_time(&mut Writer::new(&mut text))?;
            let (seconds, fraction) = text.split_once('.').ok_or(std_fmt::Error)?;
            write!(w, "{} {} {}", seconds.len(), fraction.len(), fraction.ends_with('s'))
        };
        it.with_timer(last as fn(&mut Writer<'_>) -> std_fmt::Result).with_ansi(false).boxed()
    });
}

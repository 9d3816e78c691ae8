//! Writes spans and events as records of the `log` crate.

use core::fmt::{self, Write};

use tracing_core::{
    Level, Metadata,
    callsite::DefaultCallsite,
    dispatcher,
    field::{ValueRef, ValueSet},
    subscriber::Verdict,
};

use crate::Span;

/// Under this target: that a span without fields was made, and that a span was closed.
const LIFECYCLE: &str = "tracing::span";
/// Under this target: that a span was entered or exited.
const ACTIVITY: &str = "tracing::span::active";

#[inline(always)]
pub(crate) fn is_off(callsite: &DefaultCallsite, level: Level) -> bool {
    callsite.is_never() && !wants(level)
}

/// Tells whether `log` gets records of this level now.
#[inline]
pub fn wants(level: Level) -> bool {
    let level = to_log(level);
    level <= log::STATIC_MAX_LEVEL
        && level <= log::max_level()
        && (cfg!(feature = "log-always") || !dispatcher::has_been_set())
}

/// Asks whether a record is wanted, by a subscriber or here.
#[cold]
#[inline(never)]
pub(crate) fn ask(callsite: &'static DefaultCallsite) -> Verdict {
    let verdict = callsite.ask();
    if verdict.is_refused() && wants(*callsite.describe().level()) { Verdict::PRIVATE_ELSEWHERE } else { verdict }
}

/// Tells whether a record is made for the `log` crate alone.
#[inline(always)]
pub(crate) fn is_elsewhere(verdict: Verdict) -> bool {
    verdict.is_refused()
}

/// The levels of `log` bear the same names.
pub fn to_log(level: Level) -> log::Level {
    match level {
        Level::ERROR => log::Level::Error,
        Level::WARN => log::Level::Warn,
        Level::INFO => log::Level::Info,
        Level::DEBUG => log::Level::Debug,
        Level::TRACE => log::Level::Trace,
    }
}

/// Also a disabled span is heard of in the log, so it has to know its name.
#[inline]
pub(crate) fn no_span(callsite: &'static DefaultCallsite) -> Span {
    Span::new_disabled(callsite.describe())
}

pub fn event(metadata: &'static Metadata<'static>, values: &ValueSet<'_>) {
    if wants(*metadata.level()) {
        write(metadata, metadata.target(), *metadata.level(), format_args!("{}", Sentence(values)));
    }
}

/// A span was made; the record names it by its id if it is enabled.
pub(crate) fn span(span: &Span, values: &ValueSet<'_>) {
    let mark = if span.is_disabled() { "" } else { "++ " };
    pairs(span, values, mark);
}

/// Values were recorded for a span.
pub(crate) fn record(span: &Span, values: &ValueSet<'_>) {
    pairs(span, values, "");
}

fn pairs(span: &Span, values: &ValueSet<'_>, mark: &str) {
    if let Some(metadata) = span.metadata().filter(|metadata| wants(*metadata.level())) {
        // Not `is_empty`: a field that is declared counts also while it has no value.
        let declared = values.len();
        let target = if declared == 0 { LIFECYCLE } else { metadata.target() };
        let (values, number) = (Pairs(values), number(span));
        write(metadata, target, *metadata.level(), format_args!("{mark}{};{values}{number}", metadata.name()));
    }
}

pub(crate) fn enter(span: &Span) {
    trace(span, number(span), ACTIVITY, "->");
}

pub(crate) fn exit(span: &Span) {
    trace(span, number(span), ACTIVITY, "<-");
}

/// The span was closed, which had this number before.
pub(crate) fn close(span: &Span, number: Number) {
    trace(span, number, LIFECYCLE, "--");
}

/// At the level `TRACE`, where records of the span's own level are wanted.
fn trace(span: &Span, number: Number, target: &str, mark: &str) {
    if let Some(metadata) = span.metadata().filter(|metadata| wants(*metadata.level())) {
        write(metadata, target, Level::TRACE, format_args!("{mark} {};{number}", metadata.name()));
    }
}

fn write(metadata: &'static Metadata<'static>, target: &str, level: Level, text: fmt::Arguments<'_>) {
    let logger = log::logger();
    let log_metadata = log::Metadata::builder().level(to_log(level)).target(target).build();
    if logger.enabled(&log_metadata) {
        write_to(logger, log_metadata, metadata, text);
    }
}

fn write_to(
    logger: &dyn log::Log,
    log_metadata: log::Metadata<'_>,
    metadata: &Metadata<'static>,
    text: fmt::Arguments<'_>,
) {
    logger.log(
        &log::Record::builder()
            .metadata(log_metadata)
            .module_path_static(metadata.module_path())
            .file_static(metadata.file())
            .line(metadata.line())
            .args(text)
            .build(),
    );
}

/// Writes an event to a logger that was asked before.
pub fn event_to(
    logger: &dyn log::Log,
    log_metadata: log::Metadata<'_>,
    metadata: &Metadata<'static>,
    values: &ValueSet<'_>,
) {
    write_to(logger, log_metadata, metadata, format_args!("{}", Sentence(values)));
}

/// The text of an event, then its other fields.
struct Sentence<'a>(&'a ValueSet<'a>);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (field, value) in self.0 {
            if !first {
                f.write_char(' ')?;
            }
            first = false;
            match (field.name(), value) {
                ("message", ValueRef::Str(text)) => f.write_str(text)?,
                ("message", value) => write!(f, "{value:?}")?,
                (name, value) => write!(f, "{name}={value:?}")?,
            }
        }
        Ok(())
    }
}

/// The fields of a span, each after a space.
struct Pairs<'a>(&'a ValueSet<'a>);

impl fmt::Display for Pairs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(field, value)| write!(f, " {}={value:?}", field.name()))
    }
}

/// The id of a span, after a space, if it is enabled.
pub(crate) struct Number(Option<u64>);

#[inline]
pub(crate) fn number(span: &Span) -> Number {
    Number(span.id().map(|id| id.into_u64()))
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |number| write!(f, " span={number}"))
    }
}

//! The format of `key=value` pairs, as many tools for logs read it.

use core::fmt;

use tracing_core::{Event, Subscriber, field::ValueRef};

use super::{
    Format, FormatEvent, FormatFields, FormattedFields, Writer,
    head::{normalized, push_thread_id},
};
use crate::{
    fmt::{
        buffer,
        context::FmtContext,
        escape, number,
        text::{Text, bare, is_of_log},
        time::FormatTime,
    },
    registry::LookupSpan,
};

/// One line of `key=value` pairs per event: time, level, target, spans, message, then the fields of the spans from the
/// outermost in, then those of the event.
///
/// ```text
/// ts=2018-02-19T12:34:56.123456Z level=warn target=yaks::shave span=shaving_yaks:shave msg="could not locate yak" yaks=3 yak=2
/// ```
///
/// A value with a space, a quote, an equals sign or a control character stands in quotes, with escapes as in Rust.
/// There are no colours.
///
/// ```
/// let subscriber = tracing_subscriber::fmt().logfmt();
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), "level=info target=app msg=ready size=7\n");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logfmt;

/// A line of pairs in the making.
struct Pairs<'a, 'b> {
    text: &'a mut Text<'b>,
    first: bool,
}

impl Pairs<'_, '_> {
    /// Appends a key, and makes it one word.
    fn key(&mut self, key: &str) {
        if !core::mem::take(&mut self.first) {
            self.text.push(" ");
        }
        for c in bare(key).chars() {
            let bad = c.is_control() || c.is_whitespace() || escape::is_direction(c) || matches!(c, '=' | '"');
            self.text.out.push(if bad { '_' } else { c });
        }
        self.text.push("=");
    }

    fn number(&mut self, key: &str, n: u64) {
        self.key(key);
        number::push_u64(self.text.out, n);
    }

    fn words(&mut self, key: &str, words: &str) {
        self.key(key);
        let start = self.text.out.len();
        self.text.push(words);
        self.settle(start);
    }

    fn value(&mut self, key: &str, value: ValueRef<'_>) -> fmt::Result {
        self.key(key);
        let start = self.text.out.len();
        // A message shows strings without quotes, which then are put around what needs them.
        self.text.message(value)?;
        self.settle(start);
        Ok(())
    }

    /// Puts quotes around what was written since `start`, if it is more than a word.
    fn settle(&mut self, start: usize) {
        let out = &mut *self.text.out;
        let written = &out[start..];
        let is_word = |b: u8| b > b' ' && b < 0x7f && !matches!(b, b'=' | b'"' | b'\\');
        if !written.is_empty() && written.bytes().all(is_word) {
            return;
        }
        let mut written = buffer::scratch();
        written.push_str(&out[start..]);
        out.truncate(start);
        escape::push_debug(out, &written);
    }
}

impl<S, N, T> FormatEvent<S, N> for Format<Logfmt, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let normalized = normalized(event);
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        // Raw, for what is special is spelled out together with the quotes.
        writer.escaping = super::Escaping::Raw;
        writer.ansi = false;
        writer.with_text(false, |text| {
            let mut pairs = Pairs { text, first: true };
            if self.show.timestamp {
                pairs.key("ts");
                let start = pairs.text.out.len();
                self.push_time(pairs.text)?;
                pairs.settle(start);
            }
            if self.show.level {
                pairs.words("level", level_name(metadata.level().as_str()));
            }
            if self.show.target {
                pairs.words("target", metadata.target());
            }
            if let Some(name) = self.event_name(metadata) {
                pairs.words("event", name);
            }
            if let Some(file) = metadata.file().filter(|_| self.show.file) {
                pairs.words("file", file);
            }
            if let Some(line) = metadata.line().filter(|_| self.show.line) {
                pairs.number("line", u64::from(line));
            }
            self.push_thread_pairs(&mut pairs);
            if self.show.spans {
                self.push_names(&mut pairs, ctx);
            }
            for (field, value) in event.values().iter().filter(|(field, _)| field.name() == "message") {
                let _ = field;
                pairs.value("msg", value)?;
            }
            if self.show.spans {
                push_span_fields(&mut pairs, ctx)?;
            }
            for (field, value) in event.values().iter() {
                if field.name() != "message" && !is_of_log(field.name()) {
                    pairs.value(field.name(), value)?;
                }
            }
            text.push("\n");
            Ok(())
        })
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

fn level_name(level: &str) -> &'static str {
    match level {
        "TRACE" => "trace",
        "DEBUG" => "debug",
        "INFO" => "info",
        "WARN" => "warn",
        _ => "error",
    }
}

impl<T> Format<Logfmt, T> {
    fn push_thread_pairs(&self, pairs: &mut Pairs<'_, '_>) {
        if !self.show.thread_name && !self.show.thread_id {
            return;
        }
        let current = std::thread::current();
        if let Some(name) = current.name().filter(|_| self.show.thread_name) {
            pairs.words("thread", name);
        }
        if self.show.thread_id {
            pairs.key("thread_id");
            push_thread_id(pairs.text, current.id(), 1);
        }
    }

    /// Appends `span=outer:inner`.
    fn push_names<S, N>(&self, pairs: &mut Pairs<'_, '_>, ctx: &FmtContext<'_, S, N>)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(mut spans) = ctx.event_scope().map(|scope| scope.from_root().peekable()) else { return };
        if spans.peek().is_none() {
            return;
        }
        pairs.key("span");
        let start = pairs.text.out.len();
        let mut innermost = 0;
        for (depth, span) in spans.enumerate() {
            if depth > 0 {
                pairs.text.push(":");
            }
            pairs.text.push(span.name());
            innermost = span.id().into_u64();
        }
        pairs.settle(start);
        if self.show.span_ids {
            pairs.number("span_id", innermost);
        }
    }
}

/// Appends the fields of all spans, from the outermost in.
fn push_span_fields<S, N>(pairs: &mut Pairs<'_, '_>, ctx: &FmtContext<'_, S, N>) -> fmt::Result
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    let Some(scope) = ctx.event_scope() else { return Ok(()) };
    for span in scope.from_root() {
        let values = span.values();
        if values.is_kept() {
            for (name, value) in values.iter().filter(|(name, _)| !is_of_log(name)) {
                pairs.value(name, value)?;
            }
        } else if let Some(fields) = span.extensions().get::<FormattedFields<N>>() {
            pairs.words(span.name(), fields);
        }
    }
    Ok(())
}

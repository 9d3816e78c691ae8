//! The format of several lines, for developers.

use core::fmt;
use std::thread;

use tracing_core::{Event, Metadata, Subscriber};

use super::{
    Format, FormatEvent, FormatFields, Writer,
    head::{Shape, normalized, push_span_fields, push_span_id, push_thread_id},
    pretty_fields::{self, Style},
};
use crate::{
    field::{Known, RecordFields},
    fmt::{
        context::FmtContext,
        fields::Pairs as _,
        memo::{self, Lasting},
        number, style,
        text::Text,
        time::FormatTime,
    },
    registry::{LookupSpan, Scope},
};

/// Several lines per event: the message with its fields, where it was logged, and each span around it, innermost first.
///
/// ```text
///   2018-02-19T12:34:56.123456Z  WARN yaks::shave: could not locate yak, yak: 2
///     at src/shave.rs:16 on main
///     in yaks::shave::shave with yak: 2
///     in yaks::shave::shaving_yaks with yaks: 3
///
/// ```
///
/// ```
/// let subscriber = tracing_subscriber::fmt().pretty();
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert!(lines.text().starts_with("   INFO app: ready, size: 7\n    at "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pretty {
    display_location: bool,
}

impl Default for Pretty {
    fn default() -> Self {
        Self { display_location: true }
    }
}

impl Pretty {
    /// Shows where an event was logged, or not. It is shown at first.
    ///
    /// ```
    /// use tracing_subscriber::fmt::format::Pretty;
    ///
    /// let format = Pretty::default().with_source_location(false);
    /// # drop(format);
    /// ```
    #[must_use]
    pub fn with_source_location(self, display_location: bool) -> Self {
        Self { display_location }
    }
}

impl<'writer> FormatFields<'writer> for Pretty {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result {
        super::PrettyFields::new().format_fields(writer, fields)
    }

    fn add_fields(
        &self,
        current: &'writer mut super::FormattedFields<Self>,
        fields: &tracing_core::span::Record<'_>,
    ) -> fmt::Result {
        if !current.fields.is_empty() {
            current.fields.push_str(", ");
        }
        self.format_fields(current.as_writer(), fields)
    }

    fn known(&self) -> Option<Known> {
        Some(Known::Pretty { ansi: None })
    }
}

impl<S, N, T> FormatEvent<S, N> for Format<Pretty, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let normalized = normalized(event);
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        // Values may span lines here: it is a format of several lines.
        writer.with_ansi(self.ansi).with_text(true, |text| {
            self.push_event(text, metadata, event)?;
            self.push_source(text, metadata);
            if self.show.spans {
                self.push_scope(text, ctx)?;
            }
            text.push("\n");
            Ok(())
        })
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

impl<T: FormatTime> Format<Pretty, T> {
    /// Appends the line with the event itself.
    fn push_event(&self, text: &mut Text<'_>, metadata: &Metadata<'_>, event: &Event<'_>) -> fmt::Result {
        text.push("  ");
        // All but thread names, which have a place of their own.
        if self.show.timestamp {
            if text.ansi {
                text.push(style::DIM);
            }
            self.push_time(text)?;
            if text.ansi {
                text.push(style::RESET);
            }
            text.push(" ");
        }
        let style = Style(self.show.level.then_some(*metadata.level()));
        if self.show.level {
            text.push(style::level(*metadata.level(), text.ansi));
            text.push(" ");
        }
        self.push_place(text, style, metadata);
        let mut first = true;
        event.values().each(|name, value| pretty_fields::push(text, style, &mut first, name, value))?;
        if text.ansi {
            text.push(style.end());
        }
        text.push("\n");
        Ok(())
    }

    /// Appends `target:line: `.
    fn push_place(&self, text: &mut Text<'_>, style: Style, metadata: &Metadata<'_>) {
        let line = metadata.line().filter(|_| self.show.line && !self.show.file);
        if !self.show.target && line.is_none() {
            text.push(" ");
            return;
        }
        if self.show.target {
            style.bold_name(text, metadata.target(), "");
            text.push(":");
        }
        if let Some(line) = line {
            if text.ansi {
                text.push(style.begin());
            }
            number::push_u64(text.out, u64::from(line));
            text.push(":");
        }
        text.push(" ");
        if let Some(name) = self.event_name(metadata) {
            style.bold_name(text, name, "");
            text.push(": ");
        }
    }

    /// Appends the line that says where the event was logged.
    fn push_source(&self, text: &mut Text<'_>, metadata: &Metadata<'_>) {
        let file = metadata.file().filter(|_| self.format.display_location && self.show.file);
        let thread = self.show.thread_name || self.show.thread_id;
        if file.is_none() && !thread {
            return;
        }
        text.push("    ");
        if let Some(file) = file {
            text.paint(style::DIM_ITALIC, "at");
            text.push(" ");
            text.name(file);
            if let Some(line) = metadata.line().filter(|_| self.show.line) {
                text.push(":");
                number::push_u64(text.out, u64::from(line));
            }
            if thread {
                text.push(" ");
            }
        }
        if thread {
            text.paint(style::DIM_ITALIC, "on");
            text.push(" ");
            let current = thread::current();
            if let Some(name) = current.name().filter(|_| self.show.thread_name) {
                text.name(name);
                if self.show.thread_id {
                    text.push(" ");
                }
            }
            if self.show.thread_id {
                push_thread_id(text, current.id(), 1);
            }
        }
        text.push("\n");
    }

    /// Appends a line per span, innermost first.
    fn push_scope<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let shape = self.shape(Shape::Pretty, text);
        if ctx.recall(text, shape) {
            return Ok(());
        }
        let Some(innermost) = ctx.span_or_current() else { return Ok(()) };
        memo::push(text, ctx.key(&innermost.id(), shape), |text| self.push_spans(text, ctx, innermost.scope()))
    }

    #[inline(never)]
    fn push_spans<S, N>(
        &self,
        text: &mut Text<'_>,
        ctx: &FmtContext<'_, S, N>,
        scope: Scope<'_, S>,
    ) -> Result<Lasting, fmt::Error>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let mut lasting = Lasting::Yes;
        for span in scope {
            text.push("    ");
            text.paint(style::DIM_ITALIC, "in");
            text.push(" ");
            if self.show.target {
                text.name(span.metadata().target());
                text.push("::");
            }
            text.paint_name(style::BOLD, span.name());
            if self.show.span_ids {
                push_span_id(text, &span);
            }
            let before = text.out.len();
            text.push(" ");
            text.paint(style::DIM_ITALIC, "with");
            text.push(" ");
            let opened = text.out.len();
            if push_span_fields(text, ctx, &span)? == Lasting::No {
                lasting = Lasting::No;
            }
            if text.out.len() == opened {
                text.out.truncate(before);
            }
            text.push("\n");
        }
        Ok(lasting)
    }
}

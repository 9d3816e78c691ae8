//! The default format: `2018-02-19T12:34:56.123456Z  INFO outer{id=7}:inner: target: message name=value`.

use core::fmt;

use tracing_core::{Event, Metadata, Subscriber};

use super::{
    Format, FormatEvent, FormatFields, Writer,
    head::{Shape, normalized, push_event_fields, push_planned_fields, push_span_fields, push_span_id},
};
use crate::{
    fmt::{
        context::FmtContext,
        memo::{self, Lasting},
        number, style,
        text::Text,
        time::FormatTime,
    },
    registry::{LookupSpan, Scope},
};

/// One line per event; the spans around it come first, from the outermost in, each with its fields.
///
/// ```text
/// 2018-02-19T12:34:56.123456Z  INFO shaving_yaks{yaks=3}: yaks::shave: shaving yaks
/// 2018-02-19T12:34:56.123456Z  WARN shaving_yaks{yaks=3}:shave{yak=2}: yaks::shave: could not locate yak
/// ```
///
/// ```
/// use tracing_subscriber::fmt::{self, format::{Format, Full}};
///
/// let format: Format<Full> = fmt::format();
/// # drop(format);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Full;

impl<S, N, T> FormatEvent<S, N> for Format<Full, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        writer.with_ansi(self.ansi).with_text(false, |text| {
            let (shape, ansi, escaping) = (self.shape(Shape::Full, text), text.ansi, text.escaping);
            let planned =
                ctx.plan(shape, |metadata| self.plan(event, metadata, shape, ansi, escaping, Self::push_place));
            let normalized = if planned.is_none() { normalized(event) } else { None };
            let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
            match planned {
                Some((plan, _)) => self.push_planned_head(text, plan)?,
                None => self.push_head(text, metadata)?,
            }
            if self.show.spans {
                self.push_scope(text, ctx)?;
            }
            match planned {
                Some((plan, values)) => {
                    text.push(&plan.place);
                    push_planned_fields(text, plan, metadata, values)?;
                }
                None => {
                    self.push_place(text, metadata);
                    push_event_fields(text, ctx, event)?;
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

impl<T> Format<Full, T> {
    /// Appends `outer{id=7}:inner: `.
    #[inline]
    fn push_scope<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(scope) = ctx.event_scope() else { return Ok(()) };
        let Some(innermost) = scope.next_id() else { return Ok(()) };
        let key = ctx.key(innermost, self.shape(Shape::Full, text));
        memo::push(text, key, |text| self.push_spans(text, ctx, scope.clone()))
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
        let start = text.out.len();
        let mut lasting = Lasting::Yes;
        for span in scope.from_root() {
            text.paint_name(style::BOLD, span.name());
            if self.show.span_ids {
                push_span_id(text, &span);
            }
            let before = text.out.len();
            text.paint(style::BOLD, "{");
            let opened = text.out.len();
            if push_span_fields(text, ctx, &span)? == Lasting::No {
                lasting = Lasting::No;
            }
            if text.out.len() == opened {
                text.out.truncate(before);
            } else {
                text.paint(style::BOLD, "}");
            }
            text.paint(style::DIM, ":");
        }
        if text.out.len() != start {
            text.push(" ");
        }
        Ok(lasting)
    }

    /// Appends `target: file:line: `.
    #[inline]
    fn push_place(&self, text: &mut Text<'_>, metadata: &Metadata<'_>) {
        if self.show.target {
            text.paint_name(style::DIM, metadata.target());
            text.paint(style::DIM, ":");
            text.push(" ");
        }
        if let Some(name) = self.event_name(metadata) {
            text.paint_name(style::BOLD, name);
            text.paint(style::DIM, ":");
            text.push(" ");
        }
        if self.show.file || self.show.line {
            self.push_source(text, metadata);
        }
    }

    fn push_source(&self, text: &mut Text<'_>, metadata: &Metadata<'_>) {
        let line = metadata.line().filter(|_| self.show.line);
        if let Some(file) = metadata.file().filter(|_| self.show.file) {
            text.paint_name(style::DIM, file);
            text.paint(style::DIM, ":");
            if line.is_none() {
                text.push(" ");
            }
        }
        if let Some(line) = line {
            if text.ansi {
                text.push(style::DIM);
            }
            number::push_u64(text.out, u64::from(line));
            text.push(":");
            if text.ansi {
                text.push(style::RESET);
            }
            text.push(" ");
        }
    }
}

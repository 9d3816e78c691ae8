//! The short format: `2018-02-19T12:34:56.123456Z  INFO outer:inner: target: message name=value id=7`.

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

/// One line per event; of the spans around it, the names come first and the fields last.
///
/// ```text
/// 2018-02-19T12:34:56.123456Z  INFO shaving_yaks: yaks::shave: shaving yaks yaks=3
/// 2018-02-19T12:34:56.123456Z  WARN shaving_yaks:shave: yaks::shave: could not locate yak yaks=3 yak=2
/// ```
///
/// ```
/// use tracing_subscriber::fmt::{self, format::{Compact, Format}};
///
/// let format: Format<Compact> = fmt::format().compact();
/// # drop(format);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compact;

impl<S, N, T> FormatEvent<S, N> for Format<Compact, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        writer.with_ansi(self.ansi).with_text(false, |text| {
            let (shape, ansi, escaping) = (self.shape(Shape::CompactFields, text), text.ansi, text.escaping);
            let planned =
                ctx.plan(shape, |metadata| self.plan(event, metadata, shape, ansi, escaping, Self::push_place));
            let normalized = if planned.is_none() { normalized(event) } else { None };
            let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
            match planned {
                Some((plan, _)) => self.push_planned_head(text, plan)?,
                None => self.push_head(text, metadata)?,
            }
            if self.show.spans {
                self.push_names(text, ctx);
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
            if self.show.spans {
                self.push_span_fields(text, ctx)?;
            }
            text.push("\n");
            Ok(())
        })
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

/// Appends ` id=7` per span that has fields.
#[inline(never)]
fn push_fields<S, N>(
    text: &mut Text<'_>,
    ctx: &FmtContext<'_, S, N>,
    scope: Scope<'_, S>,
) -> Result<Lasting, fmt::Error>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    let mut lasting = Lasting::Yes;
    for span in scope.from_root() {
        let before = text.out.len();
        text.push(" ");
        if text.ansi {
            text.push(style::DIM);
        }
        let opened = text.out.len();
        if push_span_fields(text, ctx, &span)? == Lasting::No {
            lasting = Lasting::No;
        }
        if text.out.len() == opened {
            text.out.truncate(before);
        } else if text.ansi {
            text.push(style::RESET);
        }
    }
    Ok(lasting)
}

impl<T> Format<Compact, T> {
    /// Appends the fields of the spans that the event is in.
    #[inline]
    fn push_span_fields<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(scope) = ctx.event_scope() else { return Ok(()) };
        let Some(innermost) = scope.next_id() else { return Ok(()) };
        let key = ctx.key(innermost, self.shape(Shape::CompactFields, text));
        memo::push(text, key, |text| push_fields(text, ctx, scope.clone()))
    }

    /// Appends `outer:inner: `.
    fn push_names<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(span) = ctx.span_or_current() else { return };
        let start = text.out.len();
        for span in span.scope().from_root() {
            text.paint_name(style::BOLD, span.name());
            if self.show.span_ids {
                push_span_id(text, &span);
            }
            text.push(":");
        }
        if text.out.len() != start {
            text.push(" ");
        }
    }

    /// Appends `target: file:line: `.
    fn push_place(&self, text: &mut Text<'_>, metadata: &Metadata<'_>) {
        let start = text.out.len();
        if self.show.target {
            text.paint_name(style::DIM, metadata.target());
            text.paint(style::DIM, ":");
        }
        if let Some(name) = self.event_name(metadata) {
            if text.out.len() != start {
                text.push(" ");
            }
            text.paint_name(style::BOLD, name);
            text.paint(style::DIM, ":");
        }
        if let Some(file) = metadata.file().filter(|_| self.show.file) {
            if text.out.len() != start {
                text.push(" ");
            }
            text.paint_name(style::DIM, file);
            text.paint(style::DIM, ":");
        }
        if let Some(line) = metadata.line().filter(|_| self.show.line) {
            if text.ansi {
                text.push(style::DIM);
            }
            number::push_u64(text.out, u64::from(line));
            if text.ansi {
                text.push(style::RESET);
            }
            text.paint(style::DIM, ":");
        }
        if text.out.len() != start {
            text.push(" ");
        }
    }
}

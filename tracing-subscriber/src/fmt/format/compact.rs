//! The short format: `2018-02-19T12:34:56.123456Z  INFO outer:inner: target: message name=value id=7`.

use core::fmt;

use tracing_core::{Event, Metadata, Subscriber};

use super::{
    Format, FormatEvent, FormatFields, Writer,
    head::{Shape, normalized, push_event_fields, push_planned_rest, push_span_fields, push_span_id},
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
/// # let lines = test_support::Lines::default();
/// # let subscriber = tracing_subscriber::fmt().event_format(format.without_time()).with_writer(lines.writer()).with_ansi(false).finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// let _job = tracing::info_span!("job", id = 3).entered();
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO job: app: ready size=7 id=3\n");
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
        match writer.with_ansi(self.ansi).into_text(false) {
            Ok(mut text) => self.push_event(&mut text, ctx, event),
            Err(writer) => writer.through(&|writer| self.format_event(ctx, writer, event)),
        }
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

impl<T: FormatTime> Format<Compact, T> {
    #[inline]
    fn push_event<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>, event: &Event<'_>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let shape = self.shape(Shape::CompactFields, text);
        let Some((plan, values)) = self.planned(ctx, event, shape, text, Self::push_place) else {
            return self.push_unplanned(text, ctx, event);
        };
        self.push_planned_head(text, plan)?;
        if self.show.spans {
            self.push_names(text, ctx);
        }
        push_planned_rest(text, plan, event.metadata(), values)?;
        if self.show.spans {
            self.push_span_fields(text, ctx)?;
        }
        text.push("\n");
        Ok(())
    }

    /// As [`push_event`](Self::push_event), for a callsite without a plan.
    #[inline(never)]
    fn push_unplanned<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>, event: &Event<'_>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let normalized = normalized(event);
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        self.push_head(text, metadata)?;
        if self.show.spans {
            self.push_names(text, ctx);
        }
        self.push_place(text, metadata);
        push_event_fields(text, ctx, event)?;
        if self.show.spans {
            self.push_span_fields(text, ctx)?;
        }
        text.push("\n");
        Ok(())
    }
}

impl<T> Format<Compact, T> {
    /// Appends the fields of the spans that the event is in.
    #[inline]
    fn push_span_fields<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let shape = self.shape(Shape::CompactFields, text);
        if ctx.recall(text, shape) {
            return Ok(());
        }
        let Some(scope) = ctx.event_scope() else { return Ok(()) };
        let Some(innermost) = scope.next_id() else { return Ok(()) };
        memo::push(text, ctx.key(innermost, shape), |text| push_fields(text, ctx, scope.clone()))
    }

    /// Appends `outer:inner: `.
    fn push_names<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let shape = self.shape(Shape::CompactNames, text);
        if ctx.recall(text, shape) {
            return;
        }
        let Some(span) = ctx.span_or_current() else { return };
        // Nothing here fails.
        let _ = memo::push(text, ctx.key(&span.id(), shape), |text| Ok(self.push_names_of(text, span.scope())));
    }

    #[inline(never)]
    fn push_names_of<S>(&self, text: &mut Text<'_>, scope: Scope<'_, S>) -> Lasting
    where
        S: for<'a> LookupSpan<'a>,
    {
        let start = text.out.len();
        for span in scope.from_root() {
            text.paint_name(style::BOLD, span.name());
            if self.show.span_ids {
                push_span_id(text, &span);
            }
            text.push(":");
        }
        if text.out.len() != start {
            text.push(" ");
        }
        Lasting::Yes
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

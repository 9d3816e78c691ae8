//! The default format: `2018-02-19T12:34:56.123456Z  INFO outer{id=7}:inner: target: message name=value`.

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
/// # let lines = test_support::Lines::default();
/// # let subscriber = tracing_subscriber::fmt().event_format(format.without_time()).with_writer(lines.writer()).with_ansi(false).finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// let _job = tracing::info_span!("job", id = 3).entered();
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO job{id=3}: app: ready size=7\n");
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
        match writer.with_ansi(self.ansi).into_text(false) {
            Ok(mut text) => self.push_event(&mut text, ctx, event),
            Err(writer) => writer.through(&|writer| self.format_event(ctx, writer, event)),
        }
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

impl<T: FormatTime> Format<Full, T> {
    #[inline]
    fn push_event<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>, event: &Event<'_>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let shape = self.shape(Shape::Full, text);
        let Some((plan, values)) = self.planned(ctx, event, shape, text, Self::push_place) else {
            return self.push_unplanned(text, ctx, event);
        };
        self.push_planned_head(text, plan)?;
        if self.show.spans {
            self.push_scope(text, ctx, shape)?;
        }
        push_planned_rest(text, plan, event.metadata(), values)?;
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
            self.push_scope(text, ctx, self.shape(Shape::Full, text))?;
        }
        self.push_place(text, metadata);
        push_event_fields(text, ctx, event)?;
        text.push("\n");
        Ok(())
    }
}

impl<T> Format<Full, T> {
    /// Appends `outer{id=7}:inner: `.
    #[inline]
    fn push_scope<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>, shape: u32) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        if ctx.recall(text, shape) { Ok(()) } else { self.push_new_scope(text, ctx, shape) }
    }

    #[inline(never)]
    fn push_new_scope<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>, shape: u32) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(scope) = ctx.event_scope() else { return Ok(()) };
        let Some(innermost) = scope.next_id() else { return Ok(()) };
        memo::push(text, ctx.key(innermost, shape), |text| self.push_spans(text, ctx, scope.clone()))
    }

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

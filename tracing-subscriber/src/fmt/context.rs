//! What a format sees of the world around an event. Made by the layer for each event.

use core::fmt;

use tracing_core::{Event, Metadata, Subscriber, field::ValueRef, span, span::Id};

use super::{
    FormatFields,
    format::Writer,
    memo::{self, Key},
    plan::Plans,
    text::Text,
};
use crate::{
    field::{Known, RecordFields},
    layer::Context,
    registry::{LookupSpan, Scope, SpanRef},
};

/// The spans around the event that is being formatted, and the layer's way of writing fields.
///
/// ```
/// use std::fmt;
/// use tracing_core::{Event, Subscriber};
/// use tracing_subscriber::{fmt::{FmtContext, FormatFields, format::Writer}, registry::LookupSpan};
///
/// fn depth_and_fields<S, N>(ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result
/// where
///     S: Subscriber + for<'a> LookupSpan<'a>,
///     N: for<'a> FormatFields<'a> + 'static,
/// {
///     let depth = ctx.event_scope().map_or(0, |scope| scope.count());
///     write!(writer, "{depth} ")?;
///     ctx.format_fields(writer.by_ref(), event)?;
///     writeln!(writer)
/// }
/// # let _ = depth_and_fields::<tracing_subscriber::Registry, tracing_subscriber::fmt::format::DefaultFields>;
/// ```
pub struct FmtContext<'a, S, N> {
    ctx: Context<'a, S>,
    fmt_fields: &'a N,
    event: &'a Event<'a>,
    /// The number of the layer.
    layer: usize,
    plans: &'a Plans,
}

impl<'a, S, N> FmtContext<'a, S, N> {
    #[inline]
    pub(crate) fn new(
        ctx: Context<'a, S>,
        fmt_fields: &'a N,
        event: &'a Event<'a>,
        layer: usize,
        plans: &'a Plans,
    ) -> Self {
        Self { ctx, fmt_fields, event, layer, plans }
    }
}

impl<S, N> FmtContext<'_, S, N>
where
    S: Subscriber + for<'lookup> LookupSpan<'lookup>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    /// Calls `f` for each span around the event, from the outermost in, until it fails.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     ctx.visit_spans(|span| write!(writer, "{} ", span.name()))?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "job step \n");
    /// ```
    ///
    /// # Errors
    ///
    /// That of `f`.
    pub fn visit_spans<E, F>(&self, mut f: F) -> Result<(), E>
    where
        F: FnMut(&SpanRef<'_, S>) -> Result<(), E>,
    {
        self.event_scope().into_iter().flat_map(Scope::from_root).try_for_each(|span| f(&span))
    }

    /// Describes the span of that id, if there is one.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     let current = ctx.current_span();
    ///     let target = current.id().and_then(|id| Some(ctx.metadata(id)?.target()));
    ///     write!(writer, "{target:?}")?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "Some(\"db\")\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn metadata(&self, id: &Id) -> Option<&'static Metadata<'static>> {
        self.ctx.metadata(id)
    }

    /// Returns the span of that id, if there is one.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     let current = ctx.current_span();
    ///     let span = current.id().and_then(|id| ctx.span(id));
    ///     write!(writer, "{}", span.map_or("none", |span| span.name()))?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "step\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn span(&self, id: &Id) -> Option<SpanRef<'_, S>> {
        self.ctx.span(id)
    }

    /// Tells whether there is a span of that id.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     let current = ctx.current_span();
    ///     write!(writer, "{}", current.id().is_some_and(|id| ctx.exists(id)))?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "true\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn exists(&self, id: &Id) -> bool {
        self.ctx.exists(id)
    }

    /// Returns the span that the thread is in.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     write!(writer, "{}", ctx.lookup_current().map_or("none", |span| span.name()))?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "step\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn lookup_current(&self) -> Option<SpanRef<'_, S>> {
        self.ctx.lookup_current()
    }

    /// Returns what the subscriber knows of the span that the thread is in.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     write!(writer, "{}", ctx.current_span().metadata().map_or("none", |metadata| metadata.name()))?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "step\n");
    /// ```
    #[must_use]
    pub fn current_span(&self) -> span::Current {
        self.ctx.current_span()
    }

    /// Returns the span that the event is in: the one it names, or else the one that the thread is in.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     write!(writer, "{}", ctx.parent_span().map_or("none", |span| span.name()))?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "step\n");
    /// ```
    #[must_use]
    pub fn parent_span(&self) -> Option<SpanRef<'_, S>> {
        self.ctx.event_span(self.event)
    }

    /// Walks from the span of that id to the root.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     let current = ctx.current_span();
    ///     let scope = current.id().and_then(|id| ctx.span_scope(id));
    ///     write!(writer, "{}", scope.into_iter().flatten().count())?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "2\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn span_scope(&self, id: &Id) -> Option<Scope<'_, S>> {
        self.ctx.span_scope(id)
    }

    /// Walks from the span that the event is in to the root.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
    ///     for span in ctx.event_scope().into_iter().flatten() {
    ///         write!(writer, "{} ", span.name())?;
    ///     }
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "step job \n");
    /// ```
    #[inline]
    #[must_use]
    pub fn event_scope(&self) -> Option<Scope<'_, S>> {
        self.ctx.event_scope(self.event)
    }

    /// Returns the layer's way of writing fields.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// # use tracing_subscriber::{Registry, fmt::{FmtContext, FormatFields, format::{DefaultFields, Writer}}};
    /// fn format(ctx: &FmtContext<'_, Registry, DefaultFields>, mut writer: Writer<'_>, event: &Event<'_>) -> std::fmt::Result {
    ///     ctx.field_format().format_fields(writer.by_ref(), event)?;
    ///     writeln!(writer)
    /// }
    /// # let lines = Lines::default();
    /// # type Format = fn(&FmtContext<'_, Registry, DefaultFields>, Writer<'_>, &Event<'_>) -> std::fmt::Result;
    /// # let subscriber = tracing_subscriber::fmt().event_format(format as Format).with_writer(lines.writer());
    /// # let _default = set_default(&subscriber.finish().into());
    /// let _job = tracing::info_span!("job").entered();
    /// let _step = tracing::info_span!(target: "db", "step").entered();
    /// tracing::info!("inside");
    /// assert_eq!(lines.text(), "inside\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn field_format(&self) -> &N {
        self.fmt_fields
    }

    /// The plans, and the values that go with the one of the event's callsite, if it can have one.
    #[inline]
    pub(crate) fn plans(&self) -> Option<(&Plans, &[ValueRef<'_>])> {
        if self.known() != Some(Known::Default) {
            return None;
        }
        Some((self.plans, self.event.values().declared(self.event.metadata())?))
    }

    /// Appends the text of the scope that the event is in as it is remembered, without a look at the spans; tells whether
    /// that was all there is to append.
    ///
    /// A text is remembered by the innermost span that the layer sees. If that of the thread is one, it is also the one
    /// that the walk over the scope would begin with.
    #[inline]
    pub(crate) fn recall(&self, text: &mut Text<'_>, shape: u32) -> bool {
        if !self.event.is_contextual() {
            return false;
        }
        let current = self.ctx.current_span();
        let Some(span) = current.id() else { return true };
        memo::recall(text, self.key(span, shape))
    }

    /// What a text about that span and those around it depends on.
    #[inline]
    pub(crate) fn key(&self, span: &Id, shape: u32) -> Key {
        Key::new(self.layer, span, shape)
    }

    /// Tells whether the fields are written in a way that the formats know.
    #[inline]
    pub(crate) fn known(&self) -> Option<Known> {
        self.fmt_fields.known()
    }

    /// The span that the event names, or else the one that the thread is in; also if the event is in none on purpose.
    #[inline]
    pub(crate) fn span_or_current(&self) -> Option<SpanRef<'_, S>> {
        self.event.parent().and_then(|id| self.ctx.span(id)).or_else(|| self.ctx.lookup_current())
    }
}

impl<'writer, S, N> FormatFields<'writer> for FmtContext<'_, S, N>
where
    S: Subscriber + for<'lookup> LookupSpan<'lookup>,
    N: FormatFields<'writer> + 'static,
{
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result {
        self.fmt_fields.format_fields(writer, fields)
    }

    fn known(&self) -> Option<Known> {
        self.fmt_fields.known()
    }
}

impl<S, N> fmt::Debug for FmtContext<'_, S, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FmtContext").finish_non_exhaustive()
    }
}

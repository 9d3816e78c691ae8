//! The layer that writes events. Called by the stack of layers; calls the format, then the writer.

#![expect(unsafe_code, reason = "the signature of downcasting is the published one")]

use core::{any::TypeId, fmt, marker::PhantomData, ptr};
use std::io;

use tracing_core::{
    Event, Metadata, Subscriber,
    field::{FieldSet, ValueRef, ValueSet},
    span::{Attributes, Id, Record},
};

use super::{
    FmtContext, Format, FormatEvent, FormatFields, FormattedFields, MakeWriter, TestWriter,
    buffer::{self, Delivery},
    escape::Escaping,
    fields::push_values,
    format::{self, DefaultFields, FmtSpan, Writer},
    kept::{Formatting, Keeper},
    settings::{Settings, setters},
    text::Text,
    timing::Timings,
    writer::deliver,
};
use crate::{
    field::Known,
    layer::{self, Attention, Context},
    registry::{LookupSpan, Maker, SpanRef, Values},
    report::report,
};

/// A [`Layer`](layer::Layer) that writes events as text.
///
/// ```
/// use tracing_subscriber::{fmt, prelude::*};
///
/// let subscriber = tracing_subscriber::registry().with(fmt::layer().with_target(false).compact());
/// # drop(subscriber);
/// ```
///
/// Several may be in one stack; each has its own format and its own writer, and what one does shows in no other:
///
/// ```
/// use tracing_subscriber::{filter::LevelFilter, fmt, prelude::*};
///
/// # let (terminal, file) = (test_support::Lines::default(), test_support::Lines::default());
/// let subscriber = tracing_subscriber::registry()
///     .with(fmt::layer().with_ansi(true).without_time().with_writer(terminal.writer()).with_filter(LevelFilter::WARN))
///     .with(fmt::layer().with_ansi(false).without_time().with_writer(file.writer()));
/// # let _guard = subscriber.set_default();
/// tracing::info!(target: "app", "ready");
/// tracing::warn!(target: "app", "late");
/// assert_eq!(file.text(), " INFO app: ready\n WARN app: late\n");
/// assert_eq!(terminal.text(), "\x1b[33m WARN\x1b[0m \x1b[2mapp\x1b[0m\x1b[2m:\x1b[0m late\n");
/// ```
pub struct Layer<S, N = DefaultFields, E = Format, W = fn() -> io::Stdout> {
    pub(super) settings: Settings<N, E, W>,
    _inner: PhantomData<fn(S)>,
}

impl<S> Layer<S> {
    /// Returns a layer with the default settings.
    ///
    /// ```
    /// let layer = tracing_subscriber::fmt::Layer::<tracing_subscriber::Registry>::new();
    /// # drop(layer);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<S> Default for Layer<S> {
    fn default() -> Self {
        Self { settings: Settings::default(), _inner: PhantomData }
    }
}

impl<S, N, E, W> Layer<S, N, E, W> {
    pub(super) fn map_settings<N2, E2, W2>(
        self,
        f: impl FnOnce(Settings<N, E, W>) -> Settings<N2, E2, W2>,
    ) -> Layer<S, N2, E2, W2> {
        Layer { settings: f(self.settings), _inner: PhantomData }
    }

    fn settings_mut(&mut self) -> &mut Settings<N, E, W> {
        &mut self.settings
    }

    /// Borrows what makes the writers.
    ///
    /// ```
    /// # let lines = test_support::Lines::default();
    /// let layer = tracing_subscriber::fmt::layer::<tracing_subscriber::Registry>().with_writer(lines.writer());
    /// std::io::Write::write_all(&mut layer.writer()(), b"a line of one's own").unwrap();
    /// assert_eq!(lines.text(), "a line of one's own");
    /// ```
    pub fn writer(&self) -> &W {
        &self.settings.make_writer
    }

    /// Borrows what makes the writers, to change it; for layers behind [`reload`](crate::reload).
    ///
    /// ```
    /// use tracing_subscriber::{fmt, fmt::writer::BoxMakeWriter, prelude::*, reload};
    ///
    /// # let lines = test_support::Lines::default();
    /// let layer = fmt::layer().with_writer(BoxMakeWriter::new(lines.writer()));
    /// let (layer, handle) = reload::Layer::new(layer);
    /// # let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info!("before");
    /// handle.modify(|layer| *layer.writer_mut() = BoxMakeWriter::new(std::io::sink))?;
    /// tracing::info!("after");
    /// assert!(lines.text().contains("before") && !lines.text().contains("after"));
    /// # Ok::<(), reload::Error>(())
    /// ```
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.settings.make_writer
    }

    /// Switches colours on or off; for layers behind [`reload`](crate::reload).
    ///
    /// ```
    /// let mut layer = tracing_subscriber::fmt::layer::<tracing_subscriber::Registry>();
    /// layer.set_ansi(false);
    /// # let lines = test_support::Lines::default();
    /// # let layer = layer.with_writer(lines.writer()).without_time();
    /// # use tracing_subscriber::prelude::*;
    /// # let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info!(target: "app", "ready");
    /// assert_eq!(lines.text(), " INFO app: ready\n");
    /// ```
    ///
    /// # Panics
    ///
    /// As [`with_ansi`](Self::with_ansi) does.
    pub fn set_ansi(&mut self, ansi: bool) {
        self.settings.set_ansi(ansi);
    }

    /// Chooses at which moments of spans events are written; for layers behind [`reload`](crate::reload).
    ///
    /// It holds from now on, also for spans that are open.
    ///
    /// ```
    /// use tracing_subscriber::fmt::{self, format::FmtSpan};
    ///
    /// let mut layer = fmt::layer::<tracing_subscriber::Registry>();
    /// layer.set_span_events(FmtSpan::CLOSE);
    /// # let lines = test_support::Lines::default();
    /// # let layer = layer.with_writer(lines.writer()).without_time().with_ansi(false);
    /// # use tracing_subscriber::prelude::*;
    /// # let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// drop(tracing::info_span!(target: "app", "job"));
    /// assert_eq!(lines.text(), " INFO job: app: close\n");
    /// ```
    pub fn set_span_events(&mut self, kind: FmtSpan) {
        self.settings.set_span_events(kind);
    }
}

impl<S, N, E, W> Layer<S, N, E, W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'writer> FormatFields<'writer> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
{
    /// Writes events in another way; the default is [`Format`].
    ///
    /// ```
    /// use tracing_subscriber::fmt::{self, format};
    ///
    /// let layer = fmt::layer::<tracing_subscriber::Registry>().event_format(format().without_time().with_target(false));
    /// # let lines = test_support::Lines::default();
    /// # let layer = layer.with_writer(lines.writer()).with_ansi(false);
    /// # use tracing_subscriber::prelude::*;
    /// # let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info!("ready");
    /// assert_eq!(lines.text(), " INFO ready\n");
    /// ```
    pub fn event_format<E2>(self, e: E2) -> Layer<S, N, E2, W>
    where
        E2: FormatEvent<S, N> + 'static,
    {
        self.with_parts(|fields, _, writer| (fields, e, writer))
    }

    /// Changes the way in which events are written.
    ///
    /// ```
    /// let layer = tracing_subscriber::fmt::layer::<tracing_subscriber::Registry>()
    ///     .map_event_format(|format| format.without_time().with_target(false));
    /// # let lines = test_support::Lines::default();
    /// # let layer = layer.with_writer(lines.writer()).with_ansi(false);
    /// # use tracing_subscriber::prelude::*;
    /// # let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info!("ready");
    /// assert_eq!(lines.text(), " INFO ready\n");
    /// ```
    pub fn map_event_format<E2>(self, f: impl FnOnce(E) -> E2) -> Layer<S, N, E2, W>
    where
        E2: FormatEvent<S, N> + 'static,
    {
        self.with_parts(|fields, event, writer| (fields, f(event), writer))
    }
}

setters!(
    Layer,
    "tracing_subscriber::fmt::layer::<tracing_subscriber::Registry>()",
    ";",
    "# let lines = test_support::Lines::default();\n# let made = made.with_writer(lines.writer()).with_ansi(false).without_time();\n# use tracing_subscriber::prelude::*;\n# let _guard = tracing_subscriber::registry().with(made).set_default();"
);

impl<S, N, E, W> layer::Layer<S> for Layer<S, N, E, W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'writer> FormatFields<'writer> + 'static,
    E: FormatEvent<S, N> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
{
    fn on_layer(&mut self, subscriber: &mut S) {
        let settings = &mut self.settings;
        let known = settings.fmt_fields.known();
        let escaping = settings.escaping;
        settings.is_offered = known.is_some_and(|known| {
            subscriber.private_offer(Maker::new(move |values| text_on_request::<N>(known, escaping, values)))
        });
    }

    #[inline]
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let events = &self.settings.span_events;
        if self.in_extensions() || events.at_new() || events.measures() {
            self.note_new(attributes, id, ctx);
        }
        // Else all that there is to know is with the span.
    }

    #[inline]
    fn on_record(&self, id: &Id, record: &Record<'_>, ctx: Context<'_, S>) {
        if self.in_extensions() {
            if let Some(span) = ctx.span(id) {
                self.keeper().renew(&span, record);
            }
        }
    }

    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        let events = &self.settings.span_events;
        if !events.at_enter() && !events.measures() {
            return;
        }
        let Some(span) = ctx.span(id) else { return };
        if events.measures() {
            Timings::enter(&mut span.extensions_mut());
        }
        if events.at_enter() {
            self.on_span_event(&span, "enter", ctx);
        }
    }

    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        let events = &self.settings.span_events;
        if !events.at_exit() && !events.measures() {
            return;
        }
        let Some(span) = ctx.span(id) else { return };
        if events.measures() {
            Timings::exit(&mut span.extensions_mut());
        }
        if events.at_exit() {
            self.on_span_event(&span, "exit", ctx);
        }
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        let events = &self.settings.span_events;
        if !events.at_close() {
            return;
        }
        let Some(span) = ctx.span(&id) else { return };
        let timings = if events.measures() { Timings::end(&span.extensions()) } else { None };
        let Some(timings) = timings else { return self.on_span_event(&span, "close", ctx) };
        let (busy, idle) = timings.shown();
        let names = &["message", "time.busy", "time.idle"];
        // Written in the call, since the arguments live no longer than their statement.
        self.write_span_event(
            &span,
            names,
            &[ValueRef::Str("close"), ValueRef::Display(&busy), ValueRef::Display(&idle)],
            ctx,
        );
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        self.settings.span_events.attention()
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let settings = &self.settings;
        let ctx = FmtContext::new(ctx, &settings.fmt_fields, event, settings.number, &settings.plans);
        let _formatting = self.in_extensions().then(|| Formatting::begin(self.keeper().ansi));
        buffer::with_line(
            #[inline(always)]
            |line| {
                let writer = Writer::over(line, settings.ansi, settings.escaping);
                if settings.fmt_event.format_event(&ctx, writer, event).is_ok() || self.excuse(line, event) {
                    self.write(line.as_bytes(), event.metadata());
                }
            },
        );
    }

    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() { Some(ptr::from_ref(self).cast()) } else { None }
    }
}

impl<S, N, E, W> Layer<S, N, E, W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'writer> FormatFields<'writer> + 'static,
    E: FormatEvent<S, N> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
{
    /// Hands a line to a writer.
    #[inline]
    fn write(&self, line: &[u8], metadata: &Metadata<'_>) {
        let Some(_delivery) = Delivery::begin() else {
            return report(format_args!("a writer logs while it writes; that was left out"));
        };
        let mut writer = self.settings.make_writer.make_writer_for(metadata);
        if let Err(error) = deliver(&mut writer, line) {
            report(format_args!("a line could not be written: {error}"));
        }
    }

    /// Reports an event that could not be formatted, and tells whether there is a line in its place.
    #[cold]
    #[inline(never)]
    fn excuse(&self, line: &mut String, event: &Event<'_>) -> bool {
        let name = event.metadata().name();
        report(format_args!("an event could not be formatted: {name}"));
        if self.settings.log_internal_errors {
            line.clear();
            let fields = event.fields();
            // Writing to a String does not fail.
            let _ = fmt::Write::write_fmt(
                line,
                format_args!("Unable to format the following event. Name: {name}; Fields: {fields:?}\n"),
            );
        }
        self.settings.log_internal_errors
    }

    /// Takes note of a new span: of its fields if somebody will look for their text, and of the time.
    #[inline(never)]
    fn note_new(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let events = &self.settings.span_events;
        let Some(span) = ctx.span(id) else { return };
        if self.in_extensions() {
            self.keeper().keep(&span, attributes);
        }
        if events.measures() {
            Timings::begin(&mut span.extensions_mut());
        }
        if events.at_new() {
            self.on_span_event(&span, "new", ctx);
        }
    }

    fn on_span_event(&self, span: &SpanRef<'_, S>, moment: &'static str, ctx: Context<'_, S>) {
        self.write_span_event(span, &["message"], &[ValueRef::Str(moment)], ctx);
    }

    /// Makes an event of a moment in a span's life, which only this layer sees.
    fn write_span_event(
        &self,
        span: &SpanRef<'_, S>,
        names: &'static [&'static str],
        values: &[ValueRef<'_>],
        ctx: Context<'_, S>,
    ) {
        let metadata = span.metadata();
        let fields = FieldSet::new(names, metadata.callsite());
        let values = ValueSet::from_refs(&fields, values);
        let event = Event::new_child_of(span.id(), metadata, &values);
        layer::Layer::on_event(self, &event, ctx);
    }

    /// Whether a text of a span's fields must be in its extensions, for code that is not of this crate.
    #[inline]
    fn in_extensions(&self) -> bool {
        !self.settings.is_offered || self.settings.fmt_event.reads_extensions()
    }

    /// This layer as one that keeps texts of fields.
    fn keeper(&self) -> Keeper<'_, N> {
        let Settings { fmt_fields, ansi, escaping, number, .. } = &self.settings;
        let ansi = Keeper::has_colours(*ansi, fmt_fields);
        Keeper { fmt_fields, ansi, escaping: *escaping, number: *number }
    }
}

/// Writes the text of a span's fields for who asks the span's extensions for it, where it is not kept there.
///
/// It has no colours: those are for a layer's output, and who asks has another, such as the span trace of an error.
fn text_on_request<N: 'static>(known: Known, escaping: Escaping, values: &Values<'_>) -> Option<FormattedFields<N>> {
    let mut fields = FormattedFields::<N>::new(String::new());
    fields.escaping = escaping;
    let mut text = Text { out: &mut fields.fields, ansi: false, escaping, breaks: false };
    push_values(&mut text, known.without_colours(), values).ok().map(|()| fields)
}

impl<S, N: fmt::Debug, E: fmt::Debug, W: fmt::Debug> fmt::Debug for Layer<S, N, E, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings {
            make_writer,
            fmt_fields,
            fmt_event,
            span_events,
            ansi,
            escaping,
            log_internal_errors,
            number: _,
            plans: _,
            is_offered: _,
        } = &self.settings;
        f.debug_struct("Layer")
            .field("make_writer", make_writer)
            .field("fmt_fields", fmt_fields)
            .field("fmt_event", fmt_event)
            .field("fmt_span", span_events)
            .field("is_ansi", ansi)
            .field("escaping", escaping)
            .field("log_internal_errors", log_internal_errors)
            .finish_non_exhaustive()
    }
}

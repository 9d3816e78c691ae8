//! Formats of a program's own. Called by what compares outputs.

use std::fmt;

use tracing_subscriber::{
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields,
        format::{self, Writer},
    },
    registry::LookupSpan,
};

/// Shows a span's fields from where layers keep them.
pub struct Custom;

impl<S, N> FormatEvent<S, N> for Custom
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &tracing::Event<'_>,
    ) -> fmt::Result {
        write!(writer, "{} {}: ", event.metadata().level(), writer.has_ansi_escapes())?;
        if let Some(scope) = ctx.event_scope() {
            for span in scope.from_root() {
                write!(writer, "{}", span.name())?;
                let ext = span.extensions();
                let fields = &ext.get::<FormattedFields<N>>().expect("will never be None");
                if !fields.is_empty() {
                    write!(writer, "{{{}}}", fields)?;
                }
                write!(writer, ": ")?;
            }
        }
        ctx.field_format().format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

/// A format that is a function.
pub(crate) fn function<S, N>(
    ctx: &FmtContext<'_, S, N>,
    mut writer: Writer<'_>,
    event: &tracing::Event<'_>,
) -> fmt::Result
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    write!(writer, "fn {:?} ", ctx.lookup_current().map(|s| s.name()))?;
    ctx.visit_spans::<fmt::Error, _>(|s| write!(writer, "<{}>", s.name()))?;
    ctx.format_fields(writer.by_ref(), event)?;
    writeln!(writer)
}

/// The same as a pointer, which is a format too.
pub(crate) type Pointer = fn(
    &FmtContext<'_, tracing_subscriber::Registry, format::DefaultFields>,
    Writer<'_>,
    &tracing::Event<'_>,
) -> fmt::Result;

/// Fails in the middle of a line.
pub(crate) struct Fails;

impl<S, N> FormatEvent<S, N> for Fails
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, _: &tracing::Event<'_>) -> fmt::Result {
        writer.write_str("half a line")?;
        Err(fmt::Error)
    }
}

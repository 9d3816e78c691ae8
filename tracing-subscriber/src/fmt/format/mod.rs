//! How an event is written: [`FormatEvent`], and the formats that come with the crate.
//!
//! [`Format`] is the settings that all of them share, with a marker for the shape of the line:
//!
//! | | |
//! |---|---|
//! | [`Full`] | one line; spans with their fields come before the message. The default. |
//! | [`Compact`] | one line; names of spans before the message, their fields after it. |
//! | [`Pretty`] | several lines, for the eyes of a developer. |
//! | `Json` | one JSON object, for machines; needs the feature `json`. |
//! | [`Logfmt`] | one line of `key=value`. |
//! | [`Template`] | one line, as a string such as `"{time} {level} {message}"` says. |
//!
//! ```
//! use tracing_subscriber::fmt;
//!
//! let format = fmt::format().without_time().with_thread_names(true).compact();
//! let subscriber = fmt().event_format(format).finish();
//! # drop(subscriber);
//! ```
#![doc = include_str!("../../../docs/differences.md")]

use core::fmt;

use tracing_core::{Event, Subscriber};

use crate::registry::LookupSpan;

mod settings;
mod writer;

mod compact;
mod full;
mod head;
#[cfg(feature = "json")]
mod json;
mod logfmt;
mod pretty;
mod template;

pub(crate) mod default_fields;
mod field_fn;
#[cfg(feature = "json")]
pub(crate) mod json_fields;
pub(crate) mod pretty_fields;

mod span_events;

use super::context::FmtContext;

use super::fields::FormattedFields;
pub use super::{escape::Escaping, fields::FormatFields};
pub use compact::Compact;
pub use default_fields::{DefaultFields, DefaultVisitor};
pub use field_fn::{FieldFn, FieldFnVisitor, debug_fn};
pub use full::Full;
#[cfg(feature = "json")]
pub use json::Json;
#[cfg(feature = "json")]
pub use json_fields::{JsonFields, JsonVisitor};
pub use logfmt::Logfmt;
pub use pretty::Pretty;
pub use pretty_fields::{PrettyFields, PrettyVisitor};
pub use settings::Format;
pub use span_events::FmtSpan;
pub(crate) use span_events::SpanEvents;
pub use template::{Template, TemplateError};
pub use writer::Writer;

/// Writes an event.
///
/// The layer calls it for each event, on the thread that logs, with an empty writer; what it wrote is then written out
/// at one go. Nothing is locked meanwhile, so it may log in turn. Function pointers of the same signature are formats.
///
/// ```
/// use std::fmt;
/// use tracing_core::{Event, Subscriber};
/// use tracing_subscriber::{
///     fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields, format::Writer},
///     registry::LookupSpan,
/// };
///
/// struct Simple;
///
/// impl<S, N> FormatEvent<S, N> for Simple
/// where
///     S: Subscriber + for<'a> LookupSpan<'a>,
///     N: for<'a> FormatFields<'a> + 'static,
/// {
///     fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
///         write!(writer, "{} ", event.metadata().level())?;
///         if let Some(scope) = ctx.event_scope() {
///             for span in scope.from_root() {
///                 write!(writer, "{}", span.name())?;
///                 if let Some(fields) = span.extensions().get::<FormattedFields<N>>() {
///                     write!(writer, "{{{fields}}}")?;
///                 }
///                 write!(writer, ": ")?;
///             }
///         }
///         ctx.format_fields(writer.by_ref(), event)?;
///         writeln!(writer)
///     }
/// }
///
/// let subscriber = tracing_subscriber::fmt().event_format(Simple);
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// let _job = tracing::info_span!("job", id = 7).entered();
/// tracing::info!(size = 7, "ready");
/// assert_eq!(lines.text(), "INFO job{id=7}: ready size=7\n");
/// ```
pub trait FormatEvent<S, N>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    /// Writes `event`, with the end of its line.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{fmt::{FmtContext, FormatEvent, FormatFields, format::Writer}, registry::LookupSpan};
    ///
    /// /// Writes levels, and nothing else.
    /// struct Levels;
    ///
    /// impl<S, N> FormatEvent<S, N> for Levels
    /// where
    ///     S: Subscriber + for<'a> LookupSpan<'a>,
    ///     N: for<'a> FormatFields<'a> + 'static,
    /// {
    ///     fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> std::fmt::Result {
    ///         writeln!(writer, "{}", event.metadata().level())
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let subscriber = tracing_subscriber::fmt().event_format(Levels).with_writer(lines.writer()).finish();
    /// # let _default = set_default(&subscriber.into());
    /// tracing::warn!("late");
    /// assert_eq!(lines.text(), "WARN\n");
    /// ```
    ///
    /// # Errors
    ///
    /// If writing fails, or showing a value does. The layer then leaves the event out, or says so in the output; see
    /// [`log_internal_errors`](super::Layer::log_internal_errors).
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result;

    /// Tells whether the texts of the spans' fields must be there, in their extensions. The formats of this crate read
    /// the values instead.
    #[doc(hidden)]
    fn reads_extensions(&self) -> bool {
        true
    }
}

impl<S, N> FormatEvent<S, N> for fn(ctx: &FmtContext<'_, S, N>, Writer<'_>, &Event<'_>) -> fmt::Result
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        self(ctx, writer, event)
    }
}

/// Returns the default format, to be changed by its methods.
///
/// ```
/// use tracing_subscriber::fmt::format;
///
/// let subscriber = tracing_subscriber::fmt().event_format(format().with_target(false));
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO ready size=7\n");
/// ```
#[must_use]
pub fn format() -> Format {
    Format::default()
}

/// Returns the format Json, to be changed by its methods.
///
/// ```
/// use tracing_subscriber::fmt::format;
///
/// let subscriber = tracing_subscriber::fmt().event_format(format::json().flatten_event(true));
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), "{\"level\":\"INFO\",\"message\":\"ready\",\"size\":7,\"target\":\"app\"}\n");
/// ```
#[cfg(feature = "json")]
#[must_use]
pub fn json() -> Format<Json> {
    format().json()
}

//! How fields become text: [`FormatFields`], and [`FormattedFields`] where a span keeps it. Called by the layer and by
//! formats; calls the visitors of fields.

use core::{
    any::TypeId,
    fmt,
    marker::PhantomData,
    ops::{ControlFlow, Deref},
};

use tracing_core::{
    field::{ValueRef, ValueSet},
    span,
};

#[cfg(feature = "json")]
use super::format::json_fields;
use super::{
    escape::Escaping,
    format::{Writer, default_fields, pretty_fields},
    style,
    text::Text,
};
use crate::{
    field::{Known, MakeOutput, MakeVisitor, RecordFields, VisitFmt, VisitOutput},
    registry::Values,
};

/// Writes the fields of events and spans.
///
/// A format calls it with an event's fields, on the thread that logs. For a span it is called once when the span is
/// new, and again for what is recorded later; the text is kept in the span's extensions as [`FormattedFields`]. With the
/// formats and fields of this crate nothing is kept: they read the values.
///
/// Every [`MakeVisitor`](crate::field::MakeVisitor) whose visitors write text is a `FormatFields`.
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use tracing_subscriber::{field::RecordFields, fmt::{FormatFields, format::Writer}};
///
/// /// Shows the names of fields, and not their values.
/// struct Names;
///
/// impl<'writer> FormatFields<'writer> for Names {
///     fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> std::fmt::Result {
///         let mut result = Ok(());
///         fields.record(&mut |field: &Field, _: &dyn std::fmt::Debug| result = result.and(write!(writer, "{field} ")));
///         result
///     }
/// }
///
/// # let lines = Lines::default();
/// let subscriber = tracing_subscriber::fmt().fmt_fields(Names);
/// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
/// # let _default = set_default(&subscriber.finish().into());
/// tracing::info!(user = "ann", password = "secret");
/// assert_eq!(lines.text(), " INFO user password \n");
/// ```
pub trait FormatFields<'writer> {
    /// Writes `fields`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::fmt::{FormatFields, format::{DefaultFields, Writer}};
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
    /// let mut text = String::new();
    /// DefaultFields::new().format_fields(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
    /// assert_eq!(text, r#"path="/index" size=512"#);
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If writing fails, or showing a value does.
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result;

    /// Adds fields that were recorded later to the text of a span; by default behind a space.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::fmt::{FormatFields, FormattedFields, format::DefaultFields};
    ///
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// let mut text = FormattedFields::<DefaultFields>::new("path=\"/index\"".to_owned());
    /// DefaultFields::new().add_fields(&mut text, &Record::new(&values))?;
    /// assert_eq!(text.fields, r#"path="/index" size=512"#);
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If writing fails, or showing a value does.
    fn add_fields(&self, current: &'writer mut FormattedFields<Self>, fields: &span::Record<'_>) -> fmt::Result {
        if !current.fields.is_empty() {
            current.fields.push(' ');
        }
        self.format_fields(current.as_writer(), fields)
    }

    /// Tells whether this is a way that the formats know, and may go themselves.
    #[doc(hidden)]
    fn known(&self) -> Option<Known> {
        None
    }
}

impl<'writer, M> FormatFields<'writer> for M
where
    M: MakeOutput<Writer<'writer>, fmt::Result>,
    M::Visitor: VisitFmt + VisitOutput<fmt::Result>,
{
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> fmt::Result {
        match (MakeVisitor::known(self), fields.values()) {
            (Some(known), Some(values)) => {
                let breaks = matches!(known, Known::Pretty { .. });
                writer.with_text(breaks, |text| push_values(text, known, values))
            }
            _ => {
                let mut visitor = self.make_visitor(writer);
                fields.record(&mut visitor);
                visitor.finish()
            }
        }
    }

    fn known(&self) -> Option<Known> {
        MakeVisitor::known(self)
    }
}

/// Names and values, one after the other: of a record, or of a span.
pub(crate) trait Pairs {
    /// Calls `each` with a name and a value until it fails.
    fn each(&self, each: impl FnMut(&'static str, ValueRef<'_>) -> fmt::Result) -> fmt::Result;
}

impl Pairs for ValueSet<'_> {
    #[inline]
    fn each(&self, mut each: impl FnMut(&'static str, ValueRef<'_>) -> fmt::Result) -> fmt::Result {
        let all = self.try_each(|name, value| match each(name, value) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        });
        match all {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(error) => Err(error),
        }
    }
}

impl Pairs for Values<'_> {
    #[inline]
    fn each(&self, mut each: impl FnMut(&'static str, ValueRef<'_>) -> fmt::Result) -> fmt::Result {
        self.iter().try_for_each(|(name, value)| each(name, value))
    }
}

/// Appends values in one of the known ways.
#[inline]
pub(crate) fn push_values(text: &mut Text<'_>, known: Known, values: &impl Pairs) -> fmt::Result {
    let mut first = true;
    match known {
        Known::Default => values.each(|name, value| default_fields::push(text, &mut first, name, value)),
        Known::Pretty { ansi } => {
            let style = pretty_fields::Style(None);
            let before = text.ansi;
            text.ansi = ansi.map_or(before, style::allowed);
            let result = values.each(|name, value| pretty_fields::push(text, style, &mut first, name, value));
            text.ansi = before;
            result
        }
        #[cfg(feature = "json")]
        Known::Json => {
            json_fields::push_object(text.out, values);
            Ok(())
        }
    }
}

/// The text of a span's fields, as it is kept in the span's extensions.
///
/// It is there for each span when a [`FormatEvent`](super::FormatEvent) runs that is not of this crate, and where
/// [`FormatFields`] is not. There is one text per type `E` of field format, whichever layers use it. It has no colours, but
/// for the format of a layer that has them, while that runs. With a format and fields of this crate it is written when a
/// layer further out asks for it by [`Extensions::get`](crate::registry::Extensions::get).
///
/// ```
/// use tracing_subscriber::fmt::{FormattedFields, format::DefaultFields};
///
/// let fields = FormattedFields::<DefaultFields>::new("id=7".to_owned());
/// assert_eq!(fields.to_string(), "id=7");
/// ```
pub struct FormattedFields<E: ?Sized> {
    /// The text.
    pub fields: String,
    pub(crate) ansi: bool,
    pub(crate) escaping: Escaping,
    /// The number of the layer that keeps the text up to date.
    pub(crate) keeper: usize,
    /// Whether it is the text of a layer with colours, without them.
    pub(crate) bleached: bool,
    _format: PhantomData<fn(E)>,
}

impl<E: ?Sized> FormattedFields<E> {
    /// Returns a text without colours.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::{FormattedFields, format::DefaultFields};
    /// let fields = FormattedFields::<DefaultFields>::new(String::new());
    /// assert!(fields.is_empty());
    /// ```
    #[must_use]
    pub fn new(fields: String) -> Self {
        Self { fields, ansi: false, escaping: Escaping::Safe, keeper: 0, bleached: false, _format: PhantomData }
    }

    /// Returns a writer to the end of the text.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::{FormattedFields, format::DefaultFields};
    /// let mut fields = FormattedFields::<DefaultFields>::new(String::new());
    /// fields.as_writer().write_str("id=7").unwrap();
    /// assert_eq!(&*fields, "id=7");
    /// ```
    pub fn as_writer(&mut self) -> Writer<'_> {
        Writer::over(&mut self.fields, self.ansi, self.escaping)
    }
}

/// Whether `T` is the text of fields that are not always kept.
#[inline]
pub(crate) fn is_made<T: 'static>() -> bool {
    let id = TypeId::of::<T>();
    #[cfg(feature = "json")]
    if id == TypeId::of::<FormattedFields<super::format::JsonFields>>() {
        return true;
    }
    id == TypeId::of::<FormattedFields<super::format::DefaultFields>>()
        || id == TypeId::of::<FormattedFields<super::format::Pretty>>()
        || id == TypeId::of::<FormattedFields<super::format::PrettyFields>>()
}

impl<E: ?Sized> Default for FormattedFields<E> {
    fn default() -> Self {
        Self::new(String::new())
    }
}

impl<E: ?Sized> Deref for FormattedFields<E> {
    type Target = String;

    fn deref(&self) -> &String {
        &self.fields
    }
}

impl<E: ?Sized> fmt::Display for FormattedFields<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.fields, f)
    }
}

impl<E: ?Sized> fmt::Debug for FormattedFields<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormattedFields")
            .field("fields", &self.fields)
            .field("formatter", &format_args!("{}", core::any::type_name::<E>()))
            .field("was_ansi", &self.ansi)
            .field("was_ansi_sanitized", &(self.escaping != Escaping::Raw))
            .finish()
    }
}

/// The methods of `Visit`, by one `push(&mut self, &Field, ValueRef)`.
macro_rules! visit_by_push {
    () => {
        fn record_f64(&mut self, field: &Field, value: f64) {
            self.push(field, ValueRef::F64(value));
        }

        fn record_i64(&mut self, field: &Field, value: i64) {
            self.push(field, ValueRef::I64(value));
        }

        fn record_u64(&mut self, field: &Field, value: u64) {
            self.push(field, ValueRef::U64(value));
        }

        fn record_i128(&mut self, field: &Field, value: i128) {
            self.push(field, ValueRef::I128(&value));
        }

        fn record_u128(&mut self, field: &Field, value: u128) {
            self.push(field, ValueRef::U128(&value));
        }

        fn record_bool(&mut self, field: &Field, value: bool) {
            self.push(field, ValueRef::Bool(value));
        }

        fn record_str(&mut self, field: &Field, value: &str) {
            self.push(field, ValueRef::Str(value));
        }

        fn record_bytes(&mut self, field: &Field, value: &[u8]) {
            self.push(field, ValueRef::Bytes(value));
        }

        fn record_error(&mut self, field: &Field, value: &(dyn core::error::Error + 'static)) {
            self.push(field, ValueRef::Error(value));
        }

        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            self.push(field, ValueRef::Debug(value));
        }
    };
}
pub(crate) use visit_by_push;

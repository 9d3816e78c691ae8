//! `message name=value name=value`: the fields of the formats Full and Compact.

use core::{error::Error, fmt};

use tracing_core::field::{Field, ValueRef, Visit};

use crate::{
    field::{Known, MakeVisitor, VisitFmt, VisitOutput},
    fmt::{
        fields::visit_by_push,
        format::Writer,
        style,
        text::{Text, bare, is_of_log},
    },
};

/// Shows fields as `message name=value name=value`; the default.
///
/// ```
/// use tracing_subscriber::fmt::format::DefaultFields;
///
/// let subscriber = tracing_subscriber::fmt().fmt_fields(DefaultFields::new());
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO app: ready size=7\n");
/// ```
#[derive(Debug)]
pub struct DefaultFields {
    _private: (),
}

impl DefaultFields {
    /// Returns it.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::DefaultFields;
    /// let fields = DefaultFields::new();
    /// # drop(fields);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { _private: () }
    }
}

impl Default for DefaultFields {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> MakeVisitor<Writer<'a>> for DefaultFields {
    type Visitor = DefaultVisitor<'a>;

    #[inline]
    fn make_visitor(&self, target: Writer<'a>) -> Self::Visitor {
        DefaultVisitor::new(target, true)
    }

    #[inline]
    fn known(&self) -> Option<Known> {
        Some(Known::Default)
    }
}

/// Appends one field; `first` tells whether nothing stands before it.
#[inline]
pub(crate) fn push(text: &mut Text<'_>, first: &mut bool, name: &str, value: ValueRef<'_>) -> fmt::Result {
    if is_of_log(name) || value.is_empty() {
        return Ok(());
    }
    if !core::mem::take(first) {
        text.push(" ");
    }
    let name = bare(name);
    if name == "message" {
        text.message(value)?;
    } else {
        text.paint_name(style::ITALIC, name);
        text.paint(style::DIM, "=");
        text.value(value)?;
    }
    push_sources(text, name, value)
}

/// Appends ` name=`.
pub(crate) fn push_name(text: &mut Text<'_>, name: &str) {
    text.push(" ");
    text.paint_name(style::ITALIC, bare(name));
    text.paint(style::DIM, "=");
}

/// Appends the sources of an error as another field.
#[inline]
pub(crate) fn push_sources(text: &mut Text<'_>, name: &str, value: ValueRef<'_>) -> fmt::Result {
    match value {
        ValueRef::Error(error) => push_sources_of(text, name, error),
        _ => Ok(()),
    }
}

#[cold]
fn push_sources_of(text: &mut Text<'_>, name: &str, error: &(dyn Error + 'static)) -> fmt::Result {
    let Some(source) = error.source() else { return Ok(()) };
    text.push(" ");
    text.paint_name(style::ITALIC, name);
    text.paint(style::ITALIC, ".sources");
    text.paint(style::DIM, "=");
    text.sources(source)
}

/// The visitor of [`DefaultFields`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::VisitOutput, fmt::format::{DefaultVisitor, Writer}};
///
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
/// let mut text = String::new();
/// DefaultVisitor::new(Writer::new(&mut text), true).visit(&Event::new(&SERVED, &values))?;
/// assert_eq!(text, r#"path="/index" size=512"#);
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Debug)]
pub struct DefaultVisitor<'a> {
    writer: Writer<'a>,
    first: bool,
    result: fmt::Result,
}

impl<'a> DefaultVisitor<'a> {
    /// Returns a visitor that writes to `writer`; unless `is_empty`, a space comes before its first field.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::{DefaultVisitor, Writer};
    /// let mut text = String::new();
    /// let visitor = DefaultVisitor::new(Writer::new(&mut text), true);
    /// # drop(visitor);
    /// ```
    #[must_use]
    pub fn new(writer: Writer<'a>, is_empty: bool) -> Self {
        Self { writer, first: is_empty, result: Ok(()) }
    }

    fn push(&mut self, field: &Field, value: ValueRef<'_>) {
        if self.result.is_ok() {
            let first = &mut self.first;
            self.result = self.writer.with_text(false, |text| push(text, first, field.name(), value));
        }
    }
}

impl Visit for DefaultVisitor<'_> {
    visit_by_push!();
}

impl VisitOutput<fmt::Result> for DefaultVisitor<'_> {
    fn finish(self) -> fmt::Result {
        self.result
    }
}

impl VisitFmt for DefaultVisitor<'_> {
    fn writer(&mut self) -> &mut dyn fmt::Write {
        &mut self.writer
    }
}

//! `message, name: value, name: value`: the fields of the format Pretty.

use core::{error::Error, fmt};

use tracing_core::{
    Level,
    field::{Field, ValueRef, Visit},
};

use crate::{
    field::{Known, MakeVisitor, VisitFmt, VisitOutput},
    fmt::{
        fields::visit_by_push,
        format::Writer,
        style,
        text::{Text, bare, is_of_log},
    },
};

/// Shows fields as `message, name: value, name: value`.
///
/// ```
/// use tracing_subscriber::fmt::format::PrettyFields;
///
/// let subscriber = tracing_subscriber::fmt().pretty().fmt_fields(PrettyFields::new());
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert!(lines.text().starts_with("   INFO app: ready, size: 7\n    at "));
/// ```
#[derive(Debug)]
pub struct PrettyFields {
    ansi: Option<bool>,
}

impl PrettyFields {
    /// Returns it. It has colours if its writer has.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::PrettyFields;
    /// let fields = PrettyFields::new();
    /// # drop(fields);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { ansi: None }
    }

    /// Switches colours on or off, whatever the writer has.
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// # use tracing_subscriber::fmt::format::PrettyFields;
    /// let fields = PrettyFields::new().with_ansi(false);
    /// # drop(fields);
    /// ```
    #[deprecated(since = "0.3.3", note = "Use `fmt::Subscriber::with_ansi` or `fmt::Layer::with_ansi` instead.")]
    #[must_use]
    pub fn with_ansi(self, ansi: bool) -> Self {
        Self { ansi: Some(ansi) }
    }
}

impl Default for PrettyFields {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> MakeVisitor<Writer<'a>> for PrettyFields {
    type Visitor = PrettyVisitor<'a>;

    #[inline]
    fn make_visitor(&self, target: Writer<'a>) -> Self::Visitor {
        PrettyVisitor::new(target.with_ansi(self.ansi), true)
    }

    #[inline]
    fn known(&self) -> Option<Known> {
        Some(Known::Pretty { ansi: self.ansi })
    }
}

/// The weights of a pretty text: those of a level, or none.
#[derive(Clone, Copy)]
pub(crate) struct Style(pub(crate) Option<Level>);

impl Style {
    pub(crate) fn begin(self) -> &'static str {
        self.0.map_or("", style::colour)
    }

    pub(crate) fn end(self) -> &'static str {
        self.0.map_or("", |_| style::RESET)
    }

    fn bold(self) -> &'static str {
        self.0.map_or(style::BOLD, style::bold_colour)
    }

    /// Appends a name in bold, and goes on in the weight of the text.
    pub(crate) fn bold_name(self, text: &mut Text<'_>, name: &str, rest: &str) {
        if text.ansi {
            text.push(self.bold());
        }
        text.name(name);
        text.push(rest);
        if text.ansi {
            text.push(style::RESET);
            text.push(self.begin());
        }
    }
}

/// Appends one field; `first` tells whether nothing stands before it.
pub(crate) fn push(
    text: &mut Text<'_>,
    style: Style,
    first: &mut bool,
    name: &str,
    value: ValueRef<'_>,
) -> fmt::Result {
    if is_of_log(name) || value.is_empty() {
        return Ok(());
    }
    if !core::mem::take(first) {
        text.push(", ");
    }
    let name = bare(name);
    if name == "message" {
        if text.ansi {
            text.push(style.begin());
        }
        text.message(value)?;
    } else {
        style.bold_name(text, name, "");
        text.push(": ");
        text.value(value)?;
    }
    match value {
        ValueRef::Error(error) => push_sources(text, style, name, error),
        _ => Ok(()),
    }
}

#[cold]
fn push_sources(text: &mut Text<'_>, style: Style, name: &str, error: &(dyn Error + 'static)) -> fmt::Result {
    let Some(source) = error.source() else { return Ok(()) };
    text.push(", ");
    style.bold_name(text, name, ".sources");
    text.push(": ");
    text.sources(source)
}

/// The visitor of [`PrettyFields`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::VisitOutput, fmt::format::{PrettyVisitor, Writer}};
///
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
/// let mut text = String::new();
/// PrettyVisitor::new(Writer::new(&mut text), true).visit(&Event::new(&SERVED, &values))?;
/// assert_eq!(text, r#"path: "/index", size: 512"#);
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub struct PrettyVisitor<'a> {
    writer: Writer<'a>,
    style: Style,
    first: bool,
    result: fmt::Result,
}

impl<'a> PrettyVisitor<'a> {
    /// Returns a visitor that writes to `writer`; unless `is_empty`, a comma comes before its first field.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::{PrettyVisitor, Writer};
    /// let mut text = String::new();
    /// let visitor = PrettyVisitor::new(Writer::new(&mut text), true);
    /// # drop(visitor);
    /// ```
    #[must_use]
    pub fn new(writer: Writer<'a>, is_empty: bool) -> Self {
        Self { writer, style: Style(None), first: is_empty, result: Ok(()) }
    }

    fn push(&mut self, field: &Field, value: ValueRef<'_>) {
        if self.result.is_ok() {
            let (style, first) = (self.style, &mut self.first);
            self.result = self.writer.with_text(true, |text| push(text, style, first, field.name(), value));
        }
    }
}

impl Visit for PrettyVisitor<'_> {
    visit_by_push!();
}

impl VisitOutput<fmt::Result> for PrettyVisitor<'_> {
    fn finish(self) -> fmt::Result {
        self.result
    }
}

impl VisitFmt for PrettyVisitor<'_> {
    fn writer(&mut self) -> &mut dyn fmt::Write {
        &mut self.writer
    }
}

impl fmt::Debug for PrettyVisitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrettyVisitor")
            .field("writer", &self.writer)
            .field("is_empty", &self.first)
            .field("result", &self.result)
            .finish_non_exhaustive()
    }
}

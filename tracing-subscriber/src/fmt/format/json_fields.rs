//! Fields as a JSON object: those of a span inside of an event, and of formats that are not of this crate.

use core::fmt;

use tracing_core::{
    field::{Field, ValueRef, Visit},
    span,
};

use super::{FormatFields, FormattedFields, Writer};
use crate::{
    field::{Known, RecordFields, VisitFmt, VisitOutput},
    fmt::{
        fields::{Pairs, visit_by_push},
        json,
        text::bare,
    },
};

/// Shows fields as a JSON object, ordered by name.
///
/// ```
/// use tracing_subscriber::fmt::format::JsonFields;
///
/// let subscriber = tracing_subscriber::fmt().fmt_fields(JsonFields::new());
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO app: {\"message\":\"ready\",\"size\":7}\n");
/// ```
#[derive(Debug)]
pub struct JsonFields {
    _private: (),
}

impl JsonFields {
    /// Returns it.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::JsonFields;
    /// let fields = JsonFields::new();
    /// # drop(fields);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { _private: () }
    }
}

impl Default for JsonFields {
    fn default() -> Self {
        Self::new()
    }
}

impl<'writer> FormatFields<'writer> for JsonFields {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut visitor = JsonVisitor::new(&mut writer);
        fields.record(&mut visitor);
        visitor.finish()
    }

    fn add_fields(&self, current: &'writer mut FormattedFields<Self>, fields: &span::Record<'_>) -> fmt::Result {
        // The text is all that there is here; the layer, which has the values, does not come this way.
        let mut all = Members::default();
        if !current.fields.is_empty() {
            let known = json::members(&current.fields).ok_or(fmt::Error)?;
            known.into_iter().for_each(|(name, value)| all.put(name.to_owned(), value.to_owned()));
        }
        fields.values().iter().for_each(|(field, value)| all.put_value(&field, value));
        current.fields.clear();
        all.write(&mut current.fields);
        Ok(())
    }

    fn known(&self) -> Option<Known> {
        Some(Known::Json)
    }
}

/// The visitor of [`JsonFields`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::VisitOutput, fmt::format::JsonVisitor};
///
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
/// let mut text = String::new();
/// JsonVisitor::new(&mut text).visit(&Event::new(&SERVED, &values))?;
/// assert_eq!(text, r#"{"path":"/index","size":512}"#);
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub struct JsonVisitor<'a> {
    values: Members,
    writer: &'a mut dyn fmt::Write,
}

impl<'a> JsonVisitor<'a> {
    /// Returns a visitor that writes to `writer`, once it has seen all fields.
    ///
    /// ```
    /// # use tracing_subscriber::fmt::format::JsonVisitor;
    /// let mut text = String::new();
    /// let visitor = JsonVisitor::new(&mut text);
    /// # drop(visitor);
    /// ```
    pub fn new(writer: &'a mut dyn fmt::Write) -> Self {
        Self { values: Members::default(), writer }
    }

    fn push(&mut self, field: &Field, value: ValueRef<'_>) {
        self.values.put_value(field, value);
    }
}

impl Visit for JsonVisitor<'_> {
    visit_by_push!();
}

impl VisitOutput<fmt::Result> for JsonVisitor<'_> {
    fn finish(self) -> fmt::Result {
        let mut text = String::new();
        self.values.write(&mut text);
        self.writer.write_str(&text)
    }
}

impl VisitFmt for JsonVisitor<'_> {
    fn writer(&mut self) -> &mut dyn fmt::Write {
        self.writer
    }
}

impl fmt::Debug for JsonVisitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonVisitor").field("values", &self.values).finish_non_exhaustive()
    }
}

/// The members of an object, each name and value as JSON, ordered by name.
#[derive(Debug, Default)]
struct Members(Vec<(String, String)>);

impl Members {
    /// The later one of two values counts.
    fn put(&mut self, name: String, value: String) {
        match self.0.binary_search_by(|(other, _)| other.cmp(&name)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    fn put_value(&mut self, field: &Field, value: ValueRef<'_>) {
        let (mut name, mut text) = (String::new(), String::new());
        json::push_str(&mut name, bare(field.name()));
        json::push_value(&mut text, value);
        self.put(name, text);
    }

    /// Appends the object.
    fn write(&self, out: &mut String) {
        out.push('{');
        for (at, (name, value)) in self.0.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            for part in [name, ":", value] {
                out.push_str(part);
            }
        }
        out.push('}');
    }
}

/// Appends values as an object, ordered by name.
pub(crate) fn push_object(out: &mut String, values: &impl Pairs) {
    out.push('{');
    push_members(out, &mut true, values, json::push_str);
    out.push('}');
}

/// Appends `"name":value` for each, ordered by name.
///
/// There are few, so the next name is looked for each time; nothing is stored.
pub(crate) fn push_members(out: &mut String, first: &mut bool, values: &impl Pairs, key: impl Fn(&mut String, &str)) {
    let mut last: Option<&str> = None;
    loop {
        let mut next: Option<&str> = None;
        // Nothing here fails.
        let _ = values.each(|name, _| {
            let name = bare(name);
            if last.is_none_or(|last| name > last) && next.is_none_or(|best| name < best) {
                next = Some(name);
            }
            Ok(())
        });
        let Some(name) = next else { return };
        if !core::mem::take(first) {
            out.push(',');
        }
        key(out, name);
        out.push(':');
        let start = out.len();
        let _ = values.each(|other, value| {
            if bare(other) == name {
                // Of two of one name, the later one counts.
                out.truncate(start);
                json::push_value(out, value);
            }
            Ok(())
        });
        last = Some(name);
    }
}

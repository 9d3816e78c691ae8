//! Visitors that show messages without quotes.
//!
//! ```
//! # use test_support::{Lines, sample::*};
//! use tracing_subscriber::{field::display::Messages, fmt::format};
//!
//! # let lines = Lines::default();
//! let fields = Messages::new(format::debug_fn(|writer, field, value| write!(writer, "{field}: {value:?} ")));
//! # let subscriber = tracing_subscriber::fmt().fmt_fields(fields);
//! # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
//! # let _default = set_default(&subscriber.finish().into());
//! tracing::info!(message = "late", by = "ann");
//! assert_eq!(lines.text(), " INFO message: late by: \"ann\" \n");
//! ```

use core::fmt;

use tracing_core::field::{Field, Visit};

use super::{MakeVisitor, VisitFmt, VisitOutput};

/// Shows strings in the field `message` without quotes. It wraps visitors and their factories.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{MakeOutput, display::Messages}, fmt::format::{Writer, debug_fn}};
///
/// let fields = Messages::new(debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}")));
/// let named = [(Field::dynamic("message", &SERVED), ValueRef::Str("late"))];
/// let values = ValueSet::from_named(SERVED.fields(), &named);
/// let mut text = String::new();
/// fields.visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
/// assert_eq!(text, "message: late");
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Messages<V>(V);

impl<V> Messages<V> {
    /// Wraps a visitor, or a factory of visitors.
    ///
    /// ```
    /// # use tracing_subscriber::{field::display::Messages, fmt::format::DefaultFields};
    /// let fields = Messages::new(DefaultFields::new());
    /// assert!(format!("{fields:?}").starts_with("Messages(DefaultFields"));
    /// ```
    pub fn new(inner: V) -> Self {
        Messages(inner)
    }
}

impl<T, V: MakeVisitor<T>> MakeVisitor<T> for Messages<V> {
    type Visitor = Messages<V::Visitor>;

    fn make_visitor(&self, target: T) -> Self::Visitor {
        Messages(self.0.make_visitor(target))
    }
}

impl<V: Visit> Visit for Messages<V> {
    super::forward_typed!(|this| this.0, except str);

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0.record_debug(field, &format_args!("{value}"));
        } else {
            self.0.record_str(field, value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.record_debug(field, value);
    }
}

super::forward_output!(Messages<V>, |this| this.0);

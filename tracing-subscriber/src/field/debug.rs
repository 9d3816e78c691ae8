//! Visitors that show values by `{:#?}`.
//!
//! ```
//! # use test_support::{Lines, sample::*};
//! use tracing_subscriber::{field::debug::Alt, fmt::format::DefaultFields};
//!
//! # let lines = Lines::default();
//! let subscriber = tracing_subscriber::fmt().fmt_fields(Alt::new(DefaultFields::new()));
//! # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
//! # let _default = set_default(&subscriber.finish().into());
//! tracing::info!(size = ?Some(7));
//! assert_eq!(lines.text(), " INFO size=Some(\n    7,\n)\n");
//! ```

use core::fmt;

use tracing_core::field::{Field, Visit};

use super::{MakeVisitor, VisitFmt, VisitOutput};

/// Shows values that are recorded by `Debug` by its alternate form, `{:#?}`. It wraps visitors and their factories.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{MakeOutput, debug::Alt}, fmt::format::{DefaultFields, Writer}};
///
/// let fields = Alt::new(DefaultFields::new());
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Debug(&Some(7))]);
/// let mut text = String::new();
/// fields.visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
/// assert_eq!(text, "path=Some(\n    7,\n)");
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Alt<V>(V);

impl<V> Alt<V> {
    /// Wraps a visitor, or a factory of visitors.
    ///
    /// ```
    /// # use tracing_subscriber::{field::debug::Alt, fmt::format::DefaultFields};
    /// let fields = Alt::new(DefaultFields::new());
    /// assert!(format!("{fields:?}").starts_with("Alt(DefaultFields"));
    /// ```
    pub fn new(inner: V) -> Self {
        Alt(inner)
    }
}

impl<T, V: MakeVisitor<T>> MakeVisitor<T> for Alt<V> {
    type Visitor = Alt<V::Visitor>;

    fn make_visitor(&self, target: T) -> Self::Visitor {
        Alt(self.0.make_visitor(target))
    }
}

impl<V: Visit> Visit for Alt<V> {
    super::forward_typed!(|this| this.0);

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.record_debug(field, &format_args!("{value:#?}"));
    }
}

super::forward_output!(Alt<V>, |this| this.0);

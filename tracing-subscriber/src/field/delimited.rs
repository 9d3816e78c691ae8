//! Visitors that put something between fields.
//!
//! ```
//! use tracing_core::field::Visit;
//! use tracing_subscriber::{field::{VisitOutput, delimited::VisitDelimited}, fmt::format::{DefaultVisitor, Writer}};
//! # use test_support::sample::*;
//!
//! let mut text = String::new();
//! let mut visitor = VisitDelimited::new(";", DefaultVisitor::new(Writer::new(&mut text), true));
//! visitor.record_u64(&size(), 1);
//! visitor.record_u64(&size(), 2);
//! visitor.finish()?;
//! assert_eq!(text, "size=1; size=2");
//! # Ok::<(), std::fmt::Error>(())
//! ```

use core::fmt;

use tracing_core::field::{Field, Visit};

use super::{MakeVisitor, VisitFmt, VisitOutput};

/// Makes visitors that put a delimiter between fields.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{MakeOutput, delimited::Delimited}, fmt::format::{self, Writer}};
///
/// let fields = format::debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}"));
/// let fields = Delimited::new("; ", fields);
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Bool(true), ValueRef::U64(2)]);
/// let mut text = String::new();
/// fields.visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
/// assert_eq!(text, "path: true; size: 2");
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Delimited<D, V> {
    delimiter: D,
    inner: V,
}

impl<D, V> Delimited<D, V> {
    /// Wraps a factory of visitors.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{field::{MakeOutput, delimited::Delimited}, fmt::format::{Writer, debug_fn}};
    /// let fields = Delimited::new(",", debug_fn(|writer, _, value| write!(writer, "{value:?}")));
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Bool(true), ValueRef::U64(2)]);
    /// let mut text = String::new();
    /// fields.visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
    /// assert_eq!(text, "true,2");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn new(delimiter: D, inner: V) -> Self {
        Self { delimiter, inner }
    }
}

impl<D, V, T> MakeVisitor<T> for Delimited<D, V>
where
    D: AsRef<str> + Clone,
    V: MakeVisitor<T>,
    V::Visitor: VisitFmt,
{
    type Visitor = VisitDelimited<D, V::Visitor>;

    fn make_visitor(&self, target: T) -> Self::Visitor {
        VisitDelimited::new(self.delimiter.clone(), self.inner.make_visitor(target))
    }
}

/// Puts a delimiter between the fields that a visitor writes.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{VisitOutput, delimited::VisitDelimited}, fmt::format::{DefaultVisitor, Writer}};
///
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Bool(true), ValueRef::U64(2)]);
/// let mut text = String::new();
/// let visitor = VisitDelimited::new(",", DefaultVisitor::new(Writer::new(&mut text), true));
/// visitor.visit(&Event::new(&SERVED, &values))?;
/// assert_eq!(text, "path=true, size=2");
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Debug)]
pub struct VisitDelimited<D, V> {
    delimiter: D,
    seen: bool,
    inner: V,
    result: fmt::Result,
}

impl<D, V> VisitDelimited<D, V> {
    /// Wraps a visitor.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{field::{VisitOutput, delimited::VisitDelimited}, fmt::format::{DefaultVisitor, Writer}};
    ///
    /// let mut text = String::new();
    /// let mut visitor = VisitDelimited::new(",", DefaultVisitor::new(Writer::new(&mut text), true));
    /// visitor.record_bool(&size(), true);
    /// visitor.finish()?;
    /// assert_eq!(text, "size=true");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn new(delimiter: D, inner: V) -> Self {
        Self { delimiter, seen: false, inner, result: Ok(()) }
    }

    fn delimit(&mut self)
    where
        D: AsRef<str>,
        V: VisitFmt,
    {
        if core::mem::replace(&mut self.seen, true) && self.result.is_ok() {
            self.result = self.inner.writer().write_str(self.delimiter.as_ref());
        }
    }
}

impl<D: AsRef<str>, V: VisitFmt> Visit for VisitDelimited<D, V> {
    super::forward_typed!(|this| {
        this.delimit();
        &mut this.inner
    });

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.delimit();
        self.inner.record_debug(field, value);
    }
}

impl<D: AsRef<str>, V: VisitFmt> VisitOutput<fmt::Result> for VisitDelimited<D, V> {
    fn finish(self) -> fmt::Result {
        self.result?;
        self.inner.finish()
    }
}

impl<D: AsRef<str>, V: VisitFmt> VisitFmt for VisitDelimited<D, V> {
    fn writer(&mut self) -> &mut dyn fmt::Write {
        self.inner.writer()
    }
}

//! Tools for visitors of fields: factories of visitors, visitors with a result, and wrappers around both.
//!
//! ```
//! use std::fmt;
//! use tracing_core::field::{Field, Visit};
//! use tracing_subscriber::field::{MakeOutput, MakeVisitor, RecordFields, VisitOutput};
//!
//! /// Counts fields.
//! struct Count(usize);
//!
//! impl Visit for Count {
//!     fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {
//!         self.0 += 1;
//!     }
//! }
//!
//! impl VisitOutput<usize> for Count {
//!     fn finish(self) -> usize {
//!         self.0
//!     }
//! }
//!
//! fn count(fields: &impl RecordFields) -> usize {
//!     Count(0).visit(fields)
//! }
//! # use test_support::sample::*;
//!
//! let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
//! assert_eq!(count(&Event::new(&SERVED, &values)), 2);
//! ```

use core::fmt;

#[doc(no_inline)]
pub use tracing_core::field::Visit;
use tracing_core::{
    Event,
    field::ValueSet,
    span::{Attributes, Record},
};

mod forward;
use forward::{forward_output, forward_typed};

pub mod debug;
pub mod delimited;
pub mod display;

/// Makes visitors for a target: something to write to, or whatever a visitor works on.
///
/// Functions from a target to a visitor are factories too.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{MakeVisitor, VisitOutput}, fmt::format::{DefaultVisitor, Writer}};
///
/// // A function that makes visitors, as the formats of fields do.
/// let make = |text| DefaultVisitor::new(Writer::new(text), true);
/// let mut text = String::new();
/// let mut visitor = make.make_visitor(&mut text);
/// visitor.record_u64(&size(), 7);
/// visitor.finish()?;
/// assert_eq!(text, "size=7");
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub trait MakeVisitor<T> {
    /// What is made.
    type Visitor: Visit;

    /// Makes a visitor for `target`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{field::{MakeVisitor, VisitOutput}, fmt::format::{DefaultFields, Writer}};
    ///
    /// let mut text = String::new();
    /// let mut visitor = DefaultFields::new().make_visitor(Writer::new(&mut text));
    /// visitor.record_u64(&size(), 7);
    /// visitor.finish()?;
    /// assert_eq!(text, "size=7");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    fn make_visitor(&self, target: T) -> Self::Visitor;

    /// Tells whether this is a way of writing that the formats know, and may go themselves.
    #[doc(hidden)]
    fn known(&self) -> Option<Known> {
        None
    }
}

/// The ways of writing fields that the formats of this crate know.
#[doc(hidden)]
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// `message name=value`
    Default,
    /// `message, name: value`
    Pretty { ansi: Option<bool> },
    /// `{"name":value}`
    #[cfg(feature = "json")]
    Json,
}

#[cfg(all(feature = "fmt", feature = "registry"))]
impl Known {
    /// The same, where the fields do not ask for colours by themselves.
    pub(crate) fn without_colours(self) -> Self {
        match self {
            Self::Pretty { .. } => Self::Pretty { ansi: Some(false) },
            other => other,
        }
    }
}

/// A visitor that gives a result when it has seen all.
///
/// See the [module](self) for an example.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::field::VisitOutput;
///
/// /// Finds the longest name.
/// struct Longest(&'static str);
///
/// impl Visit for Longest {
///     fn record_debug(&mut self, field: &Field, _: &dyn std::fmt::Debug) {
///         if field.name().len() > self.0.len() {
///             self.0 = field.name();
///         }
///     }
/// }
///
/// impl VisitOutput<&'static str> for Longest {
///     fn finish(self) -> &'static str {
///         self.0
///     }
/// }
///
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/"), ValueRef::U64(7)]);
/// assert_eq!(Longest("").visit(&Event::new(&SERVED, &values)), "path");
/// ```
pub trait VisitOutput<Out>: Visit {
    /// Ends the visit.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{field::VisitOutput, fmt::format::{DefaultVisitor, Writer}};
    ///
    /// let mut text = String::new();
    /// let mut visitor = DefaultVisitor::new(Writer::new(&mut text), true);
    /// visitor.record_bool(&size(), true);
    /// assert!(visitor.finish().is_ok());
    /// assert_eq!(text, "size=true");
    /// ```
    fn finish(self) -> Out;

    /// Visits all of `fields`, and gives the result.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{field::VisitOutput, fmt::format::{DefaultVisitor, Writer}};
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(7)]);
    /// let mut text = String::new();
    /// DefaultVisitor::new(Writer::new(&mut text), true).visit(&Record::new(&values))?;
    /// assert_eq!(text, "size=7");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    fn visit<R>(mut self, fields: &R) -> Out
    where
        R: RecordFields,
        Self: Sized,
    {
        fields.record(&mut self);
        self.finish()
    }
}

/// Something with fields to visit: an event, a new span's attributes, what is recorded in a span later.
///
/// See the [module](self) for an example.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::field::RecordFields;
///
/// /// Takes events, new spans, and what is recorded in spans later.
/// fn names(fields: &impl RecordFields) -> Vec<&'static str> {
///     let mut names = Vec::new();
///     fields.record(&mut |field: &Field, _: &dyn std::fmt::Debug| names.push(field.name()));
///     names
/// }
/// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(7)]);
/// assert_eq!(names(&Attributes::new(&REQUEST, &values)), ["size"]);
/// ```
pub trait RecordFields: sealed::Sealed<RecordFieldsMarker> {
    /// Shows all fields to `visitor`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::field::RecordFields;
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/"), ValueRef::U64(7)]);
    /// let mut count = 0;
    /// RecordFields::record(&Event::new(&SERVED, &values), &mut |_: &Field, _: &dyn std::fmt::Debug| count += 1);
    /// assert_eq!(count, 2);
    /// ```
    fn record(&self, visitor: &mut dyn Visit);

    /// Gives the values with their types.
    #[doc(hidden)]
    fn values(&self) -> Option<&ValueSet<'_>> {
        None
    }
}

/// Makes visitors with a result; every [`MakeVisitor`] of [`VisitOutput`]s does.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::MakeOutput, fmt::format::{DefaultFields, Writer}};
///
/// fn text(event: &Event<'_>) -> String {
///     let mut text = String::new();
///     let _ = DefaultFields::new().visit_with(Writer::new(&mut text), event);
///     text
/// }
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Bool(true), ValueRef::U64(2)]);
/// assert_eq!(text(&Event::new(&SERVED, &values)), "path=true size=2");
/// ```
pub trait MakeOutput<T, Out>: MakeVisitor<T> + sealed::Sealed<(T, Out)>
where
    Self::Visitor: VisitOutput<Out>,
{
    /// Visits `fields` with a visitor for `target`, and gives the result.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{field::MakeOutput, fmt::format::{DefaultFields, Writer}};
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(7)]);
    /// let mut text = String::new();
    /// DefaultFields::new().visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
    /// assert_eq!(text, "size=7");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    fn visit_with<F>(&self, target: T, fields: &F) -> Out
    where
        F: RecordFields,
    {
        self.make_visitor(target).visit(fields)
    }
}

/// A visitor that writes to an `io::Write`.
///
/// ```
/// # use test_support::sample::*;
/// use std::{fmt, io::{self, Write}};
/// use tracing_subscriber::field::{VisitOutput, VisitWrite};
///
/// /// Writes names, each on a line.
/// struct Names<W>(W, io::Result<()>);
///
/// impl<W: Write> Visit for Names<W> {
///     fn record_debug(&mut self, field: &Field, _: &dyn fmt::Debug) {
///         if self.1.is_ok() {
///             self.1 = writeln!(self.0, "{field}");
///         }
///     }
/// }
///
/// impl<W: Write> VisitOutput<io::Result<()>> for Names<W> {
///     fn finish(self) -> io::Result<()> {
///         self.1
///     }
/// }
///
/// impl<W: Write> VisitWrite for Names<W> {
///     fn writer(&mut self) -> &mut dyn Write {
///         &mut self.0
///     }
/// }
///
/// let mut bytes = Vec::new();
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/"), ValueRef::U64(7)]);
/// Names(&mut bytes, Ok(())).visit(&Event::new(&SERVED, &values))?;
/// assert_eq!(bytes, b"path\nsize\n");
/// # io::Result::Ok(())
/// ```
#[cfg(feature = "std")]
pub trait VisitWrite: VisitOutput<Result<(), std::io::Error>> {
    /// Gives what it writes to.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::io::Write;
    /// use tracing_subscriber::field::VisitWrite;
    ///
    /// /// Puts a line before what a visitor writes.
    /// fn head(visitor: &mut impl VisitWrite, text: &str) -> std::io::Result<()> {
    ///     writeln!(visitor.writer(), "{text}")
    /// }
    /// # struct Bytes(Vec<u8>);
    /// # impl Visit for Bytes { fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {} }
    /// # impl tracing_subscriber::field::VisitOutput<std::io::Result<()>> for Bytes {
    /// #     fn finish(self) -> std::io::Result<()> { Ok(()) }
    /// # }
    /// # impl VisitWrite for Bytes { fn writer(&mut self) -> &mut dyn Write { &mut self.0 } }
    /// let mut visitor = Bytes(Vec::new());
    /// head(&mut visitor, "fields:")?;
    /// assert_eq!(visitor.0, b"fields:\n");
    /// # std::io::Result::Ok(())
    /// ```
    fn writer(&mut self) -> &mut dyn std::io::Write;
}

/// A visitor that writes text.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{VisitFmt, VisitOutput}, fmt::format::{DefaultVisitor, Writer}};
///
/// /// Puts brackets around the fields.
/// fn bracketed(mut visitor: impl VisitFmt, event: &Event<'_>) -> std::fmt::Result {
///     visitor.writer().write_char('[')?;
///     event.record(&mut visitor);
///     visitor.writer().write_char(']')?;
///     visitor.finish()
/// }
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(7)]);
/// let mut text = String::new();
/// bracketed(DefaultVisitor::new(Writer::new(&mut text), true), &Event::new(&SERVED, &values))?;
/// assert_eq!(text, "[size=7]");
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub trait VisitFmt: VisitOutput<fmt::Result> {
    /// Gives what it writes to.
    ///
    /// ```
    /// use tracing_subscriber::{field::{VisitFmt, VisitOutput}, fmt::format::{DefaultVisitor, Writer}};
    ///
    /// let mut text = String::new();
    /// let mut visitor = DefaultVisitor::new(Writer::new(&mut text), true);
    /// visitor.writer().write_str("fields: ")?;
    /// visitor.finish()?;
    /// assert_eq!(text, "fields: ");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    fn writer(&mut self) -> &mut dyn fmt::Write;
}

/// Wraps factories of visitors.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{MakeExt, MakeOutput}, fmt::format::{Writer, debug_fn}};
///
/// let fields = debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}")).display_messages().delimited("; ");
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Bool(true), ValueRef::U64(2)]);
/// let mut text = String::new();
/// fields.visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
/// assert_eq!(text, "path: true; size: 2");
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub trait MakeExt<T>
where
    Self: MakeVisitor<T> + Sized,
    Self: sealed::Sealed<MakeExtMarker<T>>,
{
    /// Shows values by `{:#?}`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{field::{MakeExt, MakeOutput}, fmt::format::{DefaultFields, Writer}};
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Debug(&Some(7))]);
    /// let mut text = String::new();
    /// DefaultFields::new().debug_alt().visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
    /// assert_eq!(text, "path=Some(\n    7,\n)");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    fn debug_alt(self) -> debug::Alt<Self> {
        debug::Alt::new(self)
    }

    /// Shows strings in the field `message` without quotes.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{field::MakeExt, fmt::format};
    ///
    /// let fields = format::debug_fn(|writer, _, value| write!(writer, "{value:?}")).display_messages();
    /// # let lines = Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().fmt_fields(fields);
    /// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
    /// # let _default = set_default(&subscriber.finish().into());
    /// tracing::info!(message = "late");
    /// assert_eq!(lines.text(), " INFO late\n");
    /// ```
    fn display_messages(self) -> display::Messages<Self> {
        display::Messages::new(self)
    }

    /// Puts `delimiter` between fields.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{field::MakeExt, fmt::format};
    ///
    /// let fields = format::debug_fn(|writer, field, value| write!(writer, "{field}={value:?}")).delimited(" | ");
    /// # let lines = Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().fmt_fields(fields);
    /// # let subscriber = subscriber.with_writer(lines.writer()).without_time().with_target(false).with_ansi(false);
    /// # let _default = set_default(&subscriber.finish().into());
    /// tracing::info!(a = 1, b = 2);
    /// assert_eq!(lines.text(), " INFO a=1 | b=2\n");
    /// ```
    fn delimited<D>(self, delimiter: D) -> delimited::Delimited<D, Self>
    where
        D: AsRef<str> + Clone,
        Self::Visitor: VisitFmt,
    {
        delimited::Delimited::new(delimiter, self)
    }
}

impl<T, V, F> MakeVisitor<T> for F
where
    F: Fn(T) -> V,
    V: Visit,
{
    type Visitor = V;

    fn make_visitor(&self, target: T) -> V {
        self(target)
    }
}

impl<T, Out, M> sealed::Sealed<(T, Out)> for M
where
    M: MakeVisitor<T>,
    M::Visitor: VisitOutput<Out>,
{
}

impl<T, Out, M> MakeOutput<T, Out> for M
where
    M: MakeVisitor<T>,
    M::Visitor: VisitOutput<Out>,
{
}

impl<T, M> sealed::Sealed<MakeExtMarker<T>> for M where M: MakeVisitor<T> {}

impl<T, M> MakeExt<T> for M where M: MakeVisitor<T> {}

/// Has `RecordFields` forwarded to the methods of the same names.
macro_rules! record_fields {
    ($($type:ty),*) => {$(
        impl sealed::Sealed<RecordFieldsMarker> for $type {}

        impl RecordFields for $type {
            fn record(&self, visitor: &mut dyn Visit) {
                self.record(visitor);
            }

            fn values(&self) -> Option<&ValueSet<'_>> {
                Some(self.values())
            }
        }
    )*};
}

record_fields!(Event<'_>, Attributes<'_>, Record<'_>);

impl<F: RecordFields> sealed::Sealed<RecordFieldsMarker> for &F {}

impl<F: RecordFields> RecordFields for &F {
    fn record(&self, visitor: &mut dyn Visit) {
        (*self).record(visitor);
    }

    fn values(&self) -> Option<&ValueSet<'_>> {
        (*self).values()
    }
}

#[doc(hidden)]
#[derive(Debug)]
pub struct MakeExtMarker<T> {
    _target: core::marker::PhantomData<T>,
}

#[doc(hidden)]
#[derive(Debug)]
pub struct RecordFieldsMarker {
    _private: (),
}

/// Keeps the extension traits to this crate.
mod sealed {
    pub trait Sealed<A = ()> {}
}

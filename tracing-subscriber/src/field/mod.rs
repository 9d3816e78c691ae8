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
//! # let _ = |event: &tracing_core::Event<'_>| count(event);
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
/// use tracing_subscriber::{field::MakeVisitor, fmt::format::{DefaultFields, Writer}};
///
/// let mut text = String::new();
/// let visitor = DefaultFields::new().make_visitor(Writer::new(&mut text));
/// # drop(visitor);
/// ```
pub trait MakeVisitor<T> {
    /// What is made.
    type Visitor: Visit;

    /// Makes a visitor for `target`.
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

/// A visitor that gives a result when it has seen all.
///
/// See the [module](self) for an example.
pub trait VisitOutput<Out>: Visit {
    /// Ends the visit.
    fn finish(self) -> Out;

    /// Visits all of `fields`, and gives the result.
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
pub trait RecordFields: sealed::Sealed<RecordFieldsMarker> {
    /// Shows all fields to `visitor`.
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
/// use tracing_core::Event;
/// use tracing_subscriber::{field::MakeOutput, fmt::format::{DefaultFields, Writer}};
///
/// fn text(event: &Event<'_>) -> String {
///     let mut text = String::new();
///     let _ = DefaultFields::new().visit_with(Writer::new(&mut text), event);
///     text
/// }
/// # let _ = text;
/// ```
pub trait MakeOutput<T, Out>: MakeVisitor<T> + sealed::Sealed<(T, Out)>
where
    Self::Visitor: VisitOutput<Out>,
{
    /// Visits `fields` with a visitor for `target`, and gives the result.
    fn visit_with<F>(&self, target: T, fields: &F) -> Out
    where
        F: RecordFields,
    {
        self.make_visitor(target).visit(fields)
    }
}

/// A visitor that writes to an `io::Write`.
#[cfg(feature = "std")]
pub trait VisitWrite: VisitOutput<Result<(), std::io::Error>> {
    /// Gives what it writes to.
    fn writer(&mut self) -> &mut dyn std::io::Write;
}

/// A visitor that writes text.
pub trait VisitFmt: VisitOutput<fmt::Result> {
    /// Gives what it writes to.
    fn writer(&mut self) -> &mut dyn fmt::Write;
}

/// Wraps factories of visitors.
///
/// ```
/// use tracing_subscriber::{field::MakeExt, fmt::format};
///
/// let fields = format::debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}"))
///     .display_messages()
///     .delimited("; ");
/// let subscriber = tracing_subscriber::fmt().fmt_fields(fields).finish();
/// # drop(subscriber);
/// ```
pub trait MakeExt<T>
where
    Self: MakeVisitor<T> + Sized,
    Self: sealed::Sealed<MakeExtMarker<T>>,
{
    /// Shows values by `{:#?}`.
    fn debug_alt(self) -> debug::Alt<Self> {
        debug::Alt::new(self)
    }

    /// Shows strings in the field `message` without quotes.
    fn display_messages(self) -> display::Messages<Self> {
        display::Messages::new(self)
    }

    /// Puts `delimiter` between fields.
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

//! Fields shown by a function.

use core::fmt;

use tracing_core::field::{Field, Visit};

use crate::{
    field::{MakeVisitor, VisitFmt, VisitOutput},
    fmt::format::Writer,
};

/// Returns a format of fields that calls a function for each.
///
/// What comes between the fields is the function's business, or that of
/// [`delimited`](crate::field::MakeExt::delimited).
///
/// ```
/// use tracing_subscriber::{fmt::format, prelude::*};
///
/// let fields = format::debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}")).delimited(", ");
/// let subscriber = tracing_subscriber::fmt().fmt_fields(fields);
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO app: message: ready, size: 7\n");
/// ```
pub fn debug_fn<F>(f: F) -> FieldFn<F>
where
    F: Fn(&mut Writer<'_>, &Field, &dyn fmt::Debug) -> fmt::Result + Clone,
{
    FieldFn(f)
}

/// Shows fields by a function; made by [`debug_fn`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::MakeOutput, fmt::format::{Writer, debug_fn}};
///
/// let fields = debug_fn(|writer, field, value| write!(writer, "<{field} {value:?}>"));
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
/// let mut text = String::new();
/// fields.visit_with(Writer::new(&mut text), &Event::new(&SERVED, &values))?;
/// assert_eq!(text, "<size 512>");
/// # Ok::<(), std::fmt::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FieldFn<F>(F);

impl<'a, F> MakeVisitor<Writer<'a>> for FieldFn<F>
where
    F: Fn(&mut Writer<'a>, &Field, &dyn fmt::Debug) -> fmt::Result + Clone,
{
    type Visitor = FieldFnVisitor<'a, F>;

    fn make_visitor(&self, writer: Writer<'a>) -> Self::Visitor {
        FieldFnVisitor { f: self.0.clone(), writer, result: Ok(()) }
    }
}

/// The visitor of [`FieldFn`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{field::{MakeVisitor, VisitOutput}, fmt::format::{Writer, debug_fn}};
///
/// let mut text = String::new();
/// let mut visitor = debug_fn(|writer, _, value| write!(writer, "{value:?};")).make_visitor(Writer::new(&mut text));
/// visitor.record_u64(&size(), 1);
/// visitor.record_u64(&size(), 2);
/// visitor.finish()?;
/// assert_eq!(text, "1;2;");
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub struct FieldFnVisitor<'a, F> {
    f: F,
    writer: Writer<'a>,
    result: fmt::Result,
}

impl<'a, F> Visit for FieldFnVisitor<'a, F>
where
    F: Fn(&mut Writer<'a>, &Field, &dyn fmt::Debug) -> fmt::Result,
{
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if self.result.is_ok() {
            self.result = (self.f)(&mut self.writer, field, value);
        }
    }
}

impl<'a, F> VisitOutput<fmt::Result> for FieldFnVisitor<'a, F>
where
    F: Fn(&mut Writer<'a>, &Field, &dyn fmt::Debug) -> fmt::Result,
{
    fn finish(self) -> fmt::Result {
        self.result
    }
}

impl<'a, F> VisitFmt for FieldFnVisitor<'a, F>
where
    F: Fn(&mut Writer<'a>, &Field, &dyn fmt::Debug) -> fmt::Result,
{
    fn writer(&mut self) -> &mut dyn fmt::Write {
        &mut self.writer
    }
}

impl<F> fmt::Debug for FieldFnVisitor<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldFnVisitor")
            .field("writer", &self.writer)
            .field("result", &self.result)
            .finish_non_exhaustive()
    }
}

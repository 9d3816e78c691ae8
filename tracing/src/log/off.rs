//! Nobody asked for records of the `log` crate.

use tracing_core::{Level, Metadata, callsite::DefaultCallsite, field::ValueSet, subscriber::Verdict};

use crate::Span;

#[inline(always)]
pub(crate) fn is_off(callsite: &DefaultCallsite, _: Level) -> bool {
    callsite.is_never()
}

/// No record is wanted.
#[inline(always)]
pub fn wants(_: Level) -> bool {
    false
}

#[inline(always)]
pub(crate) fn ask(callsite: &'static DefaultCallsite) -> Verdict {
    callsite.ask()
}

/// A record that no subscriber wants is not made.
#[inline(always)]
pub(crate) fn is_elsewhere(_: Verdict) -> bool {
    false
}

/// Without `log`, a disabled span does not need to know its name.
#[inline(always)]
pub(crate) fn no_span(_: &'static DefaultCallsite) -> Span {
    Span::none()
}

/// Makes no record.
#[inline(always)]
pub fn event(_: &'static Metadata<'static>, _: &ValueSet<'_>) {}

#[inline(always)]
pub(crate) fn span(_: &Span, _: &ValueSet<'_>) {}

#[inline(always)]
pub(crate) fn record(_: &Span, _: &ValueSet<'_>) {}

#[inline(always)]
pub(crate) fn enter(_: &Span) {}

#[inline(always)]
pub(crate) fn exit(_: &Span) {}

/// Nobody is told the number of a span.
pub(crate) struct Number;

#[inline(always)]
pub(crate) fn number(_: &Span) -> Number {
    Number
}

#[inline(always)]
pub(crate) fn close(_: &Span, _: Number) {}

//! In place of `on.rs` where guards are not watched: the same names, which cost nothing.

use core::marker::PhantomData;

#[cfg(feature = "std")]
use tracing_core::span::Id;

use crate::Span;

#[inline(always)]
pub(crate) fn watch(_: bool) {}

#[inline(always)]
pub(crate) fn settle() {}

#[cfg(feature = "std")]
#[inline(always)]
pub(crate) fn is_gone(_: &Id) -> bool {
    false
}

#[derive(Debug)]
pub(crate) struct Ticket;

impl Ticket {
    #[inline(always)]
    pub(crate) fn new(_: &Span) -> Self {
        Ticket
    }

    #[inline(always)]
    pub(crate) fn redeem(&mut self, _: &Span) -> bool {
        true
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Held;

impl Held {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Held
    }

    #[inline(always)]
    pub(crate) fn poll(&mut self) -> Polling<'_> {
        Polling(PhantomData)
    }

    #[inline(always)]
    pub(crate) fn drop_inside(&mut self) -> Dropping {
        Dropping
    }
}

pub(crate) struct Polling<'a>(PhantomData<&'a mut Held>);

impl Polling<'_> {
    #[inline(always)]
    pub(crate) fn ready<T>(&mut self) {}
}

pub(crate) struct Dropping;

#[cfg(feature = "std")]
pub(crate) struct Job;

#[cfg(feature = "std")]
impl Job {
    #[inline(always)]
    pub(crate) fn begin() -> Self {
        Job
    }

    #[inline(always)]
    pub(crate) fn done<T>(&mut self) {}
}

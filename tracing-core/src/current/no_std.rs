//! The current dispatcher of a program without threads of its own: the global one.
//!
//! Nothing here knows one thread from another, so a subscriber that records inside its own callbacks must end that by
//! itself.

use core::marker::PhantomData;

use super::global;
use crate::{Dispatch, Event, Metadata, callsite::Work, subscriber::Verdict};

/// Calls `f` with the global dispatcher, or with one that drops everything.
#[inline]
pub fn get_default<T, F>(mut f: F) -> T
where
    F: FnMut(&Dispatch) -> T,
{
    f(global())
}

#[inline]
pub(crate) fn try_get<T>(f: impl FnOnce(&Dispatch) -> T) -> Option<T> {
    Some(f(global()))
}

/// That a record may be handed over.
#[derive(Clone, Copy)]
pub(crate) struct Here<'a>(PhantomData<&'a ()>);

impl Here<'_> {
    #[inline(always)]
    pub(crate) fn begin(self) -> Self {
        self
    }

    #[inline(always)]
    pub(crate) fn is_unusual(self) -> bool {
        false
    }
}

/// Asks the global dispatcher whether a record is wanted.
#[inline(always)]
pub(crate) fn ask(metadata: impl FnOnce() -> &'static Metadata<'static>) -> Verdict {
    global().subscriber().ask(metadata(), Here(PhantomData))
}

/// Hands an event to the global dispatcher.
#[inline(always)]
pub fn private_tell(event: &Event<'_>) {
    global().subscriber().tell(event, Here(PhantomData));
}

#[inline]
pub(crate) fn deliver<T>(f: impl FnOnce(&Dispatch) -> T) -> T {
    f(global())
}

/// That a callsite's interest is being asked for.
pub(crate) struct Asking;

impl Asking {
    pub(crate) fn begin() -> Option<Self> {
        Some(Asking)
    }
}

/// Calls a subscriber on behalf of somebody else. Without `std` its panic cannot be held up.
pub(crate) fn contained<T>(f: impl FnOnce() -> T) -> Option<T> {
    Some(f())
}

/// That all callsites are being settled.
pub(crate) struct Rebuilding;

impl Rebuilding {
    pub(crate) fn begin(_: Work) -> Option<Self> {
        Some(Rebuilding)
    }

    pub(crate) fn left(&self) -> Option<Work> {
        None
    }
}

/// Calls somebody about a span that is there already. How deep calls lie inside each other is not known without threads.
#[inline(always)]
pub fn inside<T>(f: impl FnOnce() -> T) -> T {
    f()
}

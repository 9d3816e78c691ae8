//! The current dispatcher of a program without threads of its own: the global one.
//!
//! Nothing here knows one thread from another, so a subscriber that records inside its own callbacks must end that by
//! itself.

use super::global;
use crate::Dispatch;

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
    pub(crate) fn begin() -> Option<Self> {
        Some(Rebuilding)
    }
}

/// Calls somebody about a span that is there already. How deep calls lie inside each other is not known without threads.
#[inline(always)]
pub fn inside<T>(f: impl FnOnce() -> T) -> T {
    f()
}

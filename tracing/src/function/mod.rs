//! What `#[instrument]` expands to: the span of a running function, and of the future of an asynchronous one.
//!
//! Called by the expansion alone, through `__private`. A program has hundreds of such functions, so each costs it as
//! little as can be: a [`Scope`] is left out of line, and all futures of one type of output share one `poll`.

#![allow(missing_docs, reason = "called by an expansion alone")]

mod scope;
#[cfg(feature = "std")]
mod traced;
mod watched;

use tracing_core::{Level, span::Id};

use crate::{
    __private::{Callsite, is_on},
    Span,
    level_filters::{cap, is_compiled_in},
};

#[cfg(feature = "std")]
pub use self::traced::{Traced, begin, begin_at};
pub use self::{
    scope::{Once, Scope},
    watched::Watched,
};

/// The cap on the level where no environment variable lowers it.
const CAP: u8 = cap(None);

/// Tells whether the span of a function may be wanted: all that a disabled one executes.
#[inline(always)]
pub fn is_live(callsite: &Callsite, level: Level) -> bool {
    is_compiled_in(level, CAP) && is_on(callsite, level)
}

/// Says what caused the span of a function: the argument `follows_from`.
pub fn follow<C>(span: &Span, causes: C)
where
    C: IntoIterator<Item: Into<Option<Id>>>,
{
    for cause in causes {
        span.follows_from(cause);
    }
}

/// A disabled span that the `log` crate alone hears of: of its beginning and its end.
#[expect(missing_debug_implementations, reason = "lives within an expansion")]
pub struct Aside {
    #[cfg(feature = "log")]
    _span: Span,
}

/// Takes a span that is disabled out of where it would be entered.
#[inline]
pub fn set_aside(span: &mut Span) -> Aside {
    #[cfg(feature = "log")]
    return Aside { _span: if span.is_disabled() { core::mem::replace(span, Span::none()) } else { Span::none() } };
    #[cfg(not(feature = "log"))]
    {
        _ = span;
        Aside {}
    }
}

/// The level of the event of an error, which a closure chooses: the argument `err(level = |error| …)`.
pub fn level_of<E: ?Sized>(error: &E, choose: impl FnOnce(&E) -> Level) -> Level {
    choose(error)
}

/// Stands for what a function returns, in a place that is never reached.
#[cold]
pub fn expected<T>() -> T {
    unreachable!("stands behind `if false`")
}

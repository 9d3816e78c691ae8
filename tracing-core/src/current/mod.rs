//! Who listens: this thread's dispatcher, else the global one. Called for every record; calls [`Dispatch`].
//!
//! The feature `std` selects `std.rs`, with dispatchers per thread, or `no_std.rs`, with the global one alone.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use once_cell::race::OnceBox;

use crate::{Dispatch, dispatch::NONE, dispatcher::SetGlobalDefaultError};

#[cfg(feature = "std")]
#[path = "std.rs"]
mod imp;
#[cfg(not(feature = "std"))]
#[path = "no_std.rs"]
mod imp;

pub use self::imp::get_default;
pub use self::imp::inside;
pub(crate) use self::imp::{Asking, Rebuilding, contained, deliver, try_get};
#[cfg(feature = "std")]
pub use self::imp::{DefaultGuard, set_default, with_default};

static GLOBAL: OnceBox<Dispatch> = OnceBox::new();

/// Whether any dispatcher was ever set.
static EXISTS: AtomicBool = AtomicBool::new(false);

/// The global dispatcher, or the one that drops everything.
#[inline]
fn global() -> &'static Dispatch {
    GLOBAL.get().unwrap_or(&NONE)
}

pub(crate) fn set_global(dispatch: Dispatch) -> Result<(), SetGlobalDefaultError> {
    if GLOBAL.get().is_some() {
        return Err(SetGlobalDefaultError::new());
    }
    GLOBAL.set(alloc::boxed::Box::new(dispatch.leak())).map_err(|_| SetGlobalDefaultError::new())?;
    note_existence();
    Ok(())
}

pub(crate) fn has_been_set() -> bool {
    // Relaxed: a lone flag; whoever acts on it goes on to ask `global` or the thread's own cell.
    EXISTS.load(Relaxed)
}

fn note_existence() {
    // Relaxed: see `has_been_set`.
    EXISTS.store(true, Relaxed);
}

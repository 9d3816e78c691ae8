//! Who listens: this thread's dispatcher, else the global one. Called for every record; calls [`Dispatch`].
//!
//! The feature `std` selects `std.rs`, with dispatchers per thread, or `no_std.rs`, with the global one alone.

#![expect(unsafe_code, reason = "the dispatcher in use is reached through a pointer")]

use alloc::boxed::Box;
use core::{
    mem, ptr,
    sync::atomic::Ordering::{Acquire, Relaxed, Release},
};

use crate::{
    Dispatch,
    dispatch::NONE,
    dispatcher::SetGlobalDefaultError,
    sync::{AtomicBool, AtomicPtr, process_wide},
};

#[cfg(feature = "std")]
#[path = "std.rs"]
mod imp;
#[cfg(not(feature = "std"))]
#[path = "no_std.rs"]
mod imp;

pub use self::imp::get_default;
pub use self::imp::inside;
pub use self::imp::private_tell;
pub(crate) use self::imp::{Asking, Here, Rebuilding, ask, contained, deliver, try_get};
#[cfg(feature = "std")]
pub use self::imp::{DefaultGuard, private_with_borrowed, set_default, with_default};

process_wide! {
    /// The dispatcher of the process. Null until it is set, and the same ever after.
    static GLOBAL: AtomicPtr<Dispatch> = AtomicPtr::new(ptr::null_mut());
}

process_wide! {
    /// Whether any dispatcher was ever set.
    static EXISTS: AtomicBool = AtomicBool::new(false);
}

/// The global dispatcher, if it is set.
#[inline]
fn set_before() -> Option<&'static Dispatch> {
    // Acquire: pairs with the Release in `set_global`; makes the handle and its subscriber visible.
    let global = GLOBAL.load(Acquire);
    // SAFETY: what `set_global` has put there is never freed, and nobody changes it.
    unsafe { global.as_ref() }
}

/// The global dispatcher, or the one that drops everything.
#[inline]
pub fn global() -> &'static Dispatch {
    set_before().unwrap_or(&NONE)
}

pub(crate) fn set_global(dispatch: Dispatch) -> Result<(), SetGlobalDefaultError> {
    // SAFETY: the new handle is used only if it is put into `GLOBAL`, and then `dispatch` is forgotten.
    let global = Box::into_raw(Box::new(unsafe { dispatch.as_global() }));
    // Release: pairs with the Acquire in `set_before`. Relaxed: of the one that came first only its presence is of use.
    if GLOBAL.compare_exchange(ptr::null_mut(), global, Release, Relaxed).is_err() {
        // SAFETY: it was made above, and nobody else has seen it.
        drop(unsafe { Box::from_raw(global) });
        return Err(SetGlobalDefaultError::new());
    }
    mem::forget(dispatch);
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

//! The current dispatcher of a thread: the one that was set for it, else the global one.
//!
//! All state of a thread lies in one cell that is built at compile time and has no destructor, so that it can be
//! reached with one load, and also while the thread's other locals are being destroyed.

use core::{
    cell::{Cell, RefCell},
    fmt,
    mem::ManuallyDrop,
};
use std::{
    panic::{self, AssertUnwindSafe},
    rc::Rc,
};

use super::{global, note_existence};
use crate::{Dispatch, dispatch::NONE, sync::per_thread};

per_thread! {
    /// bits 0..6: how many records this thread is in the middle of handing over, one made inside the other;
    /// [`IN_SCOPED`]; [`SCOPED`]; bits 8..32: how many [calls about spans](inside) it is in
    ///
    /// By itself, and never borrowed for longer than a look: so it takes no call to get at it.
    // 2026-11: with `f` called inside of `LocalKey::with`, that was not inlined, and a question took twice as long.
    static STATE: Cell<u32> = Cell::new(0);
}

per_thread! {
    static CURRENT: Current = Current::new();
}

struct Current {
    /// The dispatcher set for this thread. Each change is undone by a guard, which drops it; only a guard that is
    /// leaked leaks its dispatcher too.
    scoped: RefCell<ManuallyDrop<Option<Rc<Dispatch>>>>,
    /// How many callsites this thread is in the middle of registering.
    asking: Cell<u8>,
    rebuilding: Cell<bool>,
}

/// A dispatcher is set for this thread.
const SCOPED: u32 = 1 << 7;

/// This thread is inside a subscriber that was reached as the scoped one: what is recorded there is dropped.
const IN_SCOPED: u32 = 1 << 6;

/// How deep records may be made inside each other: by the `Debug` of a value, or by a layer. It ends a subscriber
/// that records whenever it is handed a record.
const MAX_DEPTH: u32 = 4;

/// One call about a span.
const CALL: u32 = 1 << 8;

/// How deep a record lies that is made now.
fn depth(state: u32) -> u32 {
    (state & (IN_SCOPED - 1)) + state / CALL
}

impl Current {
    const fn new() -> Self {
        Current { scoped: RefCell::new(ManuallyDrop::new(None)), asking: Cell::new(0), rebuilding: Cell::new(false) }
    }

    fn replace(&self, dispatch: Option<Rc<Dispatch>>) -> Option<Rc<Dispatch>> {
        let scoped = if dispatch.is_some() { SCOPED } else { 0 };
        STATE.with(|state| state.set(state.get() & !SCOPED | scoped));
        ManuallyDrop::into_inner(self.scoped.replace(ManuallyDrop::new(dispatch)))
    }
}

#[inline(always)]
fn state() -> u32 {
    STATE.with(Cell::get)
}

/// That the thread is inside a subscriber; ends when dropped, also when a panic passes through.
struct Inside(u32);

impl Inside {
    #[inline(always)]
    fn begin(added: u32) -> Self {
        STATE.with(|state| state.set(state.get() + added));
        Inside(added)
    }
}

impl Drop for Inside {
    #[inline(always)]
    fn drop(&mut self) {
        // Taken away and not set back: a dispatcher may have been set meanwhile.
        STATE.with(|state| state.set(state.get() - self.0));
    }
}

/// Calls `f` with the scoped dispatcher; with `None` if the thread is inside it already.
#[inline]
fn with_scoped<T>(added: u32, f: impl FnOnce(Option<&Dispatch>) -> T) -> T {
    if state() & IN_SCOPED != 0 {
        return f(None);
    }
    let dispatch = CURRENT.with(|current| Option::clone(&current.scoped.borrow()));
    let _inside = Inside::begin(added | IN_SCOPED);
    f(dispatch.as_deref())
}

/// Calls `f` with the dispatcher of this thread: the one set by [`with_default`] or [`set_default`], else the global
/// one, else one that drops everything.
///
/// Inside of a callback of the thread's own dispatcher, `f` gets the one that drops everything, so that a subscriber
/// which records does not call itself for ever.
///
/// ```
/// use tracing_core::dispatcher;
///
/// let anybody = dispatcher::get_default(|dispatch| !dispatch.is::<tracing_core::subscriber::NoSubscriber>());
/// assert!(!anybody);
/// ```
#[inline]
pub fn get_default<T, F>(mut f: F) -> T
where
    F: FnMut(&Dispatch) -> T,
{
    if state() & SCOPED == 0 {
        return f(global());
    }
    with_scoped(0, |dispatch| f(dispatch.unwrap_or(&NONE)))
}

/// As [`get_default`], but `None` inside of a callback of the thread's own dispatcher.
#[inline]
pub(crate) fn try_get<T>(f: impl FnOnce(&Dispatch) -> T) -> Option<T> {
    if state() & SCOPED == 0 {
        return Some(f(global()));
    }
    with_scoped(0, |dispatch| dispatch.map(f))
}

/// As [`get_default`], for handing over a record: also the global dispatcher is left out when records are made inside
/// each other too deep.
#[inline]
pub(crate) fn deliver<T>(f: impl FnOnce(&Dispatch) -> T) -> T {
    let state = state();
    // One compare for the usual case: no dispatcher of the thread's own, and not too deep.
    if state < MAX_DEPTH {
        let _deeper = Inside::begin(1);
        return f(global());
    }
    deliver_inside(state, f)
}

#[inline(never)]
fn deliver_inside<T>(state: u32, f: impl FnOnce(&Dispatch) -> T) -> T {
    if depth(state) >= MAX_DEPTH {
        return f(&NONE);
    }
    if state & SCOPED == 0 {
        let _deeper = Inside::begin(1);
        return f(global());
    }
    with_scoped(1, |dispatch| f(dispatch.unwrap_or(&NONE)))
}

/// Calls somebody about a span that is there already: what is recorded meanwhile counts as made inside of that call, so
/// that whoever makes and enters a span whenever one is entered comes to an end.
#[inline(always)]
pub fn inside<T>(f: impl FnOnce() -> T) -> T {
    let _deeper = Inside::begin(CALL);
    f()
}

/// Sets the dispatcher of this thread while `f` runs.
///
/// The one before is set again when `f` returns or panics.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher, subscriber::NoSubscriber};
///
/// let dispatch = Dispatch::new(NoSubscriber::default());
/// let answer = dispatcher::with_default(&dispatch, || 42);
/// assert_eq!(answer, 42);
/// ```
pub fn with_default<T>(dispatcher: &Dispatch, f: impl FnOnce() -> T) -> T {
    /// As [`DefaultGuard`], for a guard that never leaves its thread.
    struct Restored(Option<Rc<Dispatch>>);
    impl Drop for Restored {
        fn drop(&mut self) {
            drop(CURRENT.with(|current| current.replace(self.0.take())));
        }
    }

    note_existence();
    let _restored = Restored(CURRENT.with(|current| current.replace(Some(Rc::new(dispatcher.lease())))));
    f()
}

/// Sets the dispatcher of this thread until the guard is dropped.
///
/// The one before is set again then. Drop guards in the reverse order of their making. Allocates once.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher, subscriber::NoSubscriber};
///
/// let dispatch = Dispatch::new(NoSubscriber::new());
/// let guard = dispatcher::set_default(&dispatch);
/// assert!(Dispatch::default().ptr_eq(&dispatch), "what is recorded here goes to it");
/// drop(guard);
/// assert!(!Dispatch::default().ptr_eq(&dispatch));
/// ```
#[must_use = "the dispatcher before is set again when this guard is dropped"]
pub fn set_default(dispatcher: &Dispatch) -> DefaultGuard {
    note_existence();
    let before = CURRENT.with(|current| current.replace(Some(Rc::new(dispatcher.lease()))));
    DefaultGuard { before: Some(before.map(Rc::unwrap_or_clone)) }
}

/// Sets the dispatcher of the thread back when it is dropped; made by [`set_default`].
///
/// Drop it on the thread that it was made on: elsewhere it would set that thread's dispatcher.
///
/// ```
/// use tracing_core::{Dispatch, dispatcher::{self, DefaultGuard}, subscriber::NoSubscriber};
///
/// /// Listens as long as it lives.
/// struct Session(Dispatch, DefaultGuard);
///
/// let dispatch = Dispatch::new(NoSubscriber::new());
/// let guard = dispatcher::set_default(&dispatch);
/// let session = Session(dispatch, guard);
/// assert!(Dispatch::default().ptr_eq(&session.0));
/// ```
pub struct DefaultGuard {
    before: Option<Option<Dispatch>>,
}

impl Drop for DefaultGuard {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            // The replaced one is dropped with no borrow held: it may be the subscriber's last handle, and its
            // destructor may record.
            drop(CURRENT.with(|current| current.replace(before.map(Rc::new))));
        }
    }
}

impl fmt::Debug for DefaultGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DefaultGuard").field(&self.before.as_ref().and_then(Option::as_ref)).finish()
    }
}

/// That this thread asks subscribers for their interest in a callsite; the number of such questions inside each other
/// is bounded, so that a subscriber may record while it is asked.
pub(crate) struct Asking(());

/// One question, and one for the callsite that records it.
const MAX_ASKING: u8 = 2;

impl Asking {
    pub(crate) fn begin() -> Option<Self> {
        CURRENT.with(|current| {
            let asking = current.asking.get();
            (asking < MAX_ASKING).then(|| {
                current.asking.set(asking + 1);
                Asking(())
            })
        })
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        CURRENT.with(|current| current.asking.set(current.asking.get() - 1));
    }
}

/// Calls a subscriber on behalf of somebody else, whom its panic must not reach: `None` if it panics.
pub(crate) fn contained<T>(f: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(f)).ok()
}

/// That this thread is settling all callsites.
pub(crate) struct Rebuilding(());

impl Rebuilding {
    pub(crate) fn begin() -> Option<Self> {
        CURRENT.with(|current| (!current.rebuilding.replace(true)).then(|| Rebuilding(())))
    }
}

impl Drop for Rebuilding {
    fn drop(&mut self) {
        CURRENT.with(|current| current.rebuilding.set(false));
    }
}

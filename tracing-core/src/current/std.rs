//! The current dispatcher of a thread: the one that was set for it, else the global one.
//!
//! All state of a thread lies in one place that is built at compile time and has no destructor, so that it can be
//! reached with one load, and also while the thread's other locals are being destroyed. In the usual case, whichever
//! dispatcher the thread has, one word says that nothing is special, and the next where that dispatcher is.

use alloc::{sync::Arc, vec::Vec};
use core::{
    cell::{Cell, RefCell},
    fmt,
    mem::ManuallyDrop,
    ptr::{self, NonNull},
};
use std::panic::{self, AssertUnwindSafe};

use super::{global, note_existence, set_before};
use crate::{
    Dispatch, Event, Metadata, callsite::Work, dispatch::NONE, forward::Held, subscriber::Verdict, sync::per_thread,
};

per_thread! {
    static CURRENT: Current = Current::new();
}

struct Current {
    /// bits 0..5: how many records this thread is in the middle of handing over, one made inside the other;
    /// [`CHANGED`], [`IN_OWN`]; bits 8..31: how many [calls about spans](inside) it is in; [`UNKNOWN`]
    ///
    /// 0 is the usual case: the thread is inside of nothing, and `dispatch` is who listens.
    state: Cell<u32>,
    /// Who listens, unless that is [`UNKNOWN`].
    listener: Cell<NonNull<dyn Held>>,
    /// The handle to it.
    dispatch: Cell<NonNull<Dispatch>>,
    has_own: Cell<bool>,
    /// Keeps what `dispatch` points to, if that is the thread's own. Each change is undone by a guard, which drops it;
    /// only a guard that is leaked leaks its dispatcher too.
    own: Cell<ManuallyDrop<Own>>,
    /// What was set for this thread, and is no more, but is perhaps being called. Empty unless [`CHANGED`].
    kept: RefCell<ManuallyDrop<Vec<Arc<Dispatch>>>>,
    /// How many callsites this thread is in the middle of registering.
    asking: Cell<u8>,
    rebuilding: Cell<bool>,
    /// What was asked for while `rebuilding`.
    left: Cell<Option<Work>>,
}

/// The dispatcher that was set for a thread.
enum Own {
    Nobody,
    Shared(Arc<Dispatch>),
    /// It is on the stack of this thread, in a frame that outlives every use of it: that of [`with_default`].
    Borrowed(NonNull<Dispatch>),
}

/// The thread has no dispatcher of its own, and the global one was not yet seen.
const UNKNOWN: u32 = 1 << 31;

/// A dispatcher was set for the thread, or taken away from it, while a record was being handed over. Until that ends,
/// [`IN_OWN`] says whether it was handed to the thread's own dispatcher; else that is so if the thread has one.
const CHANGED: u32 = 1 << 5;

/// This thread is inside a subscriber that was reached as the thread's own: what is recorded there is dropped.
const IN_OWN: u32 = 1 << 6;

/// How deep records may be made inside each other: by the `Debug` of a value, or by a layer. It ends a subscriber
/// that records whenever it is handed a record.
const MAX_DEPTH: u32 = 4;

/// The number of records that are being handed over.
const HANDING: u32 = 0b1_1111;

/// One call about a span.
const CALL: u32 = 1 << 8;

/// How deep a record lies that is made now.
fn depth(state: u32) -> u32 {
    (state & HANDING) + (state & !UNKNOWN) / CALL
}

/// What a thread is to do with a record that is made in an unusual state.
enum Way {
    Nobody,
    Global,
    /// And what to add to the state meanwhile.
    Own(u32),
}

impl Current {
    const fn new() -> Self {
        Current {
            state: Cell::new(UNKNOWN),
            listener: Cell::new(NONE.held()),
            dispatch: Cell::new(pointer(&NONE)),
            has_own: Cell::new(false),
            own: Cell::new(ManuallyDrop::new(Own::Nobody)),
            kept: RefCell::new(ManuallyDrop::new(Vec::new())),
            asking: Cell::new(0),
            rebuilding: Cell::new(false),
            left: Cell::new(None),
        }
    }

    /// Who listens.
    ///
    /// # Safety
    ///
    /// The state says that a record is being handed over as long as the reference is used for a call: then what is set
    /// for the thread meanwhile does not drop the dispatcher, see [`replace`](Self::replace).
    #[inline(always)]
    unsafe fn listener(&self) -> &dyn Held {
        // SAFETY: the global dispatcher is never dropped. The thread's own is kept by `own` or by a frame below, and
        // by `kept` when it is taken out of `own`.
        unsafe { self.listener.get().as_ref() }
    }

    /// The handle to who listens.
    ///
    /// # Safety
    ///
    /// As that of [`listener`](Self::listener).
    #[inline(always)]
    unsafe fn dispatch(&self) -> &Dispatch {
        // SAFETY: as in `listener`.
        unsafe { self.dispatch.get().as_ref() }
    }

    fn listen_to(&self, dispatch: &Dispatch) {
        self.listener.set(dispatch.held());
        self.dispatch.set(pointer(dispatch));
    }

    #[inline]
    fn replace(&self, own: Own) -> Own {
        if self.state.get() & CHANGED != 0 {
            ended(self);
        }
        let mut state = self.state.get() & !UNKNOWN;
        let dispatch = match &own {
            Own::Nobody => set_before(),
            Own::Shared(dispatch) => Some(&**dispatch),
            // SAFETY: it is on the stack, see `Own`.
            Own::Borrowed(dispatch) => Some(unsafe { dispatch.as_ref() }),
        };
        if dispatch.is_none() {
            state |= UNKNOWN;
        }
        self.listen_to(dispatch.unwrap_or(&NONE));
        let had_own = self.has_own.replace(!matches!(own, Own::Nobody));
        let before = ManuallyDrop::into_inner(self.own.replace(ManuallyDrop::new(own)));
        if state & HANDING != 0 {
            state = self.keep(state, had_own, &before);
        }
        self.state.set(state);
        before
    }

    /// Keeps what was set for the thread, for it may be handed a record just now.
    #[cold]
    fn keep(&self, state: u32, had_own: bool, before: &Own) -> u32 {
        if let Own::Shared(before) = before {
            self.kept.borrow_mut().push(Arc::clone(before));
        }
        match (state & CHANGED != 0, had_own) {
            (true, _) => state,
            (false, true) => state | CHANGED | IN_OWN,
            (false, false) => state | CHANGED,
        }
    }

    /// Looks for the global dispatcher if that was not seen before.
    fn look(&self) {
        if self.state.get() & UNKNOWN == 0 {
            return;
        }
        if let Some(dispatch) = set_before() {
            self.listen_to(dispatch);
            self.state.set(self.state.get() & !UNKNOWN);
        }
    }

    /// What to add to the state while a record is handed over; `None` if it is not, because there is nobody, or records
    /// are made inside each other too deep.
    fn may_hand(&self) -> Option<u32> {
        ended(self);
        self.look();
        let state = self.state.get();
        if depth(state) >= MAX_DEPTH {
            return None;
        }
        match self.way(state) {
            Way::Nobody => None,
            Way::Global => Some(1),
            Way::Own(added) => Some(added),
        }
    }

    /// Where a record goes, in any state.
    fn way(&self, state: u32) -> Way {
        if state & UNKNOWN != 0 {
            return Way::Nobody;
        }
        if !self.has_own.get() {
            return Way::Global;
        }
        match state & (HANDING | CHANGED | IN_OWN) {
            // Inside of a call about a span, or of nothing.
            0 => Way::Own(1),
            // Inside of the global dispatcher, somebody has set one for the thread.
            inside if inside & (CHANGED | IN_OWN) == CHANGED => Way::Own(1 | IN_OWN),
            _ => Way::Nobody,
        }
    }
}

/// As `NonNull::from`, which is not for constants.
const fn pointer(dispatch: &Dispatch) -> NonNull<Dispatch> {
    // SAFETY: a reference is not null.
    unsafe { NonNull::new_unchecked(ptr::from_ref(dispatch).cast_mut()) }
}

/// The state of this thread.
#[inline(always)]
fn here<'a>() -> &'a Current {
    let here = CURRENT.with(ptr::from_ref);
    // SAFETY: it has no destructor and lies there as long as the thread runs; a reference to it cannot leave the thread,
    // for it is not `Sync`, and those who call this let go of it before they return.
    // 2026-11: with the work done inside of `LocalKey::with`, that was not inlined, and a question took twice as long.
    unsafe { &*here }
}

/// That this thread may hand over a record to who listens.
#[derive(Clone, Copy)]
pub(crate) struct Here<'a>(&'a Current);

impl<'a> Here<'a> {
    /// Notes that the record is being handed over, until what this gives is dropped.
    #[inline(always)]
    pub(crate) fn begin(self) -> impl Drop {
        struct Begun<'a>(&'a Current);
        impl Drop for Begun<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                // What was kept meanwhile is dropped later, see `ended`: it may be the very subscriber whose method this
                // is a part of.
                self.0.state.set(self.0.state.get() - 1);
            }
        }
        self.0.state.set(self.0.state.get() + 1);
        Begun(self.0)
    }

    #[inline(always)]
    pub(crate) fn is_unusual(self) -> bool {
        self.0.state.get() != 0
    }
}

/// That the thread hands over a record; ends when dropped, also when a panic passes through.
pub(crate) struct Handing<'a> {
    here: &'a Current,
    added: u32,
}

impl<'a> Handing<'a> {
    #[inline(always)]
    fn begin(here: &'a Current, added: u32) -> Self {
        here.state.set(here.state.get() + added);
        Handing { here, added }
    }
}

impl Drop for Handing<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // Taken away and not set back: a dispatcher may have been set meanwhile.
        let state = self.here.state.get() - self.added;
        self.here.state.set(state);
        if state != 0 {
            ended(self.here);
        }
    }
}

/// Lets go of what was kept for a record that was being handed over, if that was the last one. Called when that ends; when
/// a question ends, before the thread's next record or change of dispatchers.
#[inline(never)]
fn ended(here: &Current) {
    let state = here.state.get();
    if state & HANDING == 0 && state & CHANGED != 0 {
        here.state.set(state & !(CHANGED | IN_OWN));
        let kept = ManuallyDrop::into_inner(here.kept.replace(ManuallyDrop::new(Vec::new())));
        // With no borrow held: these may be the last handles of a subscriber, whose destructor may record.
        drop(kept);
    }
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
    let here = here();
    if here.has_own.get() { with_own(here, |dispatch| f(dispatch.unwrap_or(&NONE))) } else { f(global()) }
}

/// As [`get_default`], but `None` inside of a callback of the thread's own dispatcher.
#[inline]
pub(crate) fn try_get<T>(f: impl FnOnce(&Dispatch) -> T) -> Option<T> {
    let here = here();
    if here.has_own.get() { with_own(here, |dispatch| dispatch.map(f)) } else { Some(f(global())) }
}

/// Calls `f` with the thread's own dispatcher; with `None` if the thread is inside it already.
#[inline]
fn with_own<T>(here: &Current, f: impl FnOnce(Option<&Dispatch>) -> T) -> T {
    if here.state.get() & CHANGED != 0 {
        ended(here);
    }
    let Way::Own(added) = here.way(here.state.get()) else { return f(None) };
    let _handing = Handing::begin(here, added);
    // SAFETY: `_handing` lives as long as the call; there is a dispatcher, for it is the thread's own.
    f(Some(unsafe { here.dispatch() }))
}

/// As [`get_default`], for handing over a record: also the global dispatcher is left out when records are made inside
/// each other too deep.
#[inline(always)]
pub(crate) fn deliver<T>(f: impl FnOnce(&Dispatch) -> T) -> T {
    let here = here();
    if here.state.get() != 0 {
        return deliver_inside(here, f);
    }
    let _handing = Handing::begin(here, 1);
    // SAFETY: `_handing` lives as long as the call; the state was 0.
    f(unsafe { here.dispatch() })
}

#[cold]
#[inline(never)]
fn deliver_inside<T>(here: &Current, f: impl FnOnce(&Dispatch) -> T) -> T {
    let Some(added) = here.may_hand() else { return f(&NONE) };
    let _handing = Handing::begin(here, added);
    // SAFETY: `_handing` lives as long as the call.
    f(unsafe { here.dispatch() })
}

/// Asks the dispatcher of this thread whether a record is wanted. `metadata` is called at once.
// But behind the address of the thread's state, for which the compiler believes that a function is called: so one
// register less is saved.
#[inline(always)]
pub(crate) fn ask(metadata: impl FnOnce() -> &'static Metadata<'static>) -> Verdict {
    let here = here();
    let metadata = metadata();
    if here.state.get() != 0 {
        return ask_inside(here, metadata);
    }
    // SAFETY: who is called notes that a record is being handed over, before anything else.
    unsafe { here.listener() }.ask(metadata, Here(here))
}

#[cold]
#[inline(never)]
fn ask_inside(here: &Current, metadata: &'static Metadata<'static>) -> Verdict {
    let Some(added) = here.may_hand() else { return Verdict::REFUSED };
    let _handing = Handing::begin(here, added - 1);
    // SAFETY: as in `ask`.
    unsafe { here.listener() }.ask(metadata, Here(here))
}

/// Hands an event to the dispatcher of this thread.
#[inline(always)]
pub fn private_tell(event: &Event<'_>) {
    let here = here();
    if here.state.get() != 0 {
        return tell_inside(here, event);
    }
    // SAFETY: as in `ask`.
    if unsafe { here.listener() }.tell(event, Here(here)) {
        ended_here();
    }
}

#[cold]
#[inline(never)]
fn ended_here() {
    ended(here());
}

#[cold]
#[inline(never)]
fn tell_inside(here: &Current, event: &Event<'_>) {
    let Some(added) = here.may_hand() else { return };
    let _handing = Handing::begin(here, added - 1);
    // SAFETY: as in `ask`.
    unsafe { here.listener() }.tell(event, Here(here));
}

/// Calls somebody about a span that is there already: what is recorded meanwhile counts as made inside of that call, so
/// that whoever makes and enters a span whenever one is entered comes to an end.
#[inline(always)]
pub fn inside<T>(f: impl FnOnce() -> T) -> T {
    struct Inside<'a>(&'a Current);
    impl Drop for Inside<'_> {
        #[inline(always)]
        fn drop(&mut self) {
            // Taken away and not set back, as in `Handing`.
            self.0.state.set(self.0.state.get() - CALL);
        }
    }
    let here = here();
    here.state.set(here.state.get() + CALL);
    let _inside = Inside(here);
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
    note_existence();
    private_with_borrowed(&dispatcher.private_lease(), f)
}

/// As [`with_default`], with the very handle that is given, whose count the spans share that are made meanwhile. It
/// allocates nothing.
#[doc(hidden)]
#[inline]
pub fn private_with_borrowed<T>(dispatcher: &Dispatch, f: impl FnOnce() -> T) -> T {
    /// As [`DefaultGuard`], for a guard that never leaves its frame.
    struct Restored(Own);
    impl Drop for Restored {
        #[inline]
        fn drop(&mut self) {
            drop(here().replace(core::mem::replace(&mut self.0, Own::Nobody)));
        }
    }

    note_existence();
    let _restored = Restored(here().replace(Own::Borrowed(pointer(dispatcher))));
    f()
}

/// Sets the dispatcher of this thread until the guard is dropped.
///
/// The one before is set again then. Drop guards in the reverse order of their making. Allocates twice.
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
    let before = match here().replace(Own::Shared(Arc::new(dispatcher.private_lease()))) {
        Own::Nobody => None,
        Own::Shared(before) => Some(before),
        // SAFETY: the frame that holds it is below this one, on the stack of this thread.
        Own::Borrowed(before) => Some(Arc::new(unsafe { before.as_ref() }.clone())),
    };
    DefaultGuard { before: Some(before) }
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
    /// It can outlive the frames below it, so it holds nothing that is borrowed.
    before: Option<Option<Arc<Dispatch>>>,
}

impl Drop for DefaultGuard {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            // The replaced one is dropped with no borrow held: it may be the subscriber's last handle, and its
            // destructor may record.
            drop(here().replace(before.map_or(Own::Nobody, Own::Shared)));
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
        let asking = &here().asking;
        (asking.get() < MAX_ASKING).then(|| {
            asking.set(asking.get() + 1);
            Asking(())
        })
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let asking = &here().asking;
        asking.set(asking.get() - 1);
    }
}

/// Calls a subscriber on behalf of somebody else, whom its panic must not reach: `None` if it panics.
pub(crate) fn contained<T>(f: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(f)).ok()
}

/// That this thread is settling all callsites.
pub(crate) struct Rebuilding(());

impl Rebuilding {
    /// If it is already, notes what else it has to do then.
    pub(crate) fn begin(work: Work) -> Option<Self> {
        let here = here();
        if here.rebuilding.replace(true) {
            here.left.set(here.left.get().max(Some(work)));
            return None;
        }
        here.left.set(None);
        Some(Rebuilding(()))
    }

    /// What there is to do because of what was called meanwhile.
    pub(crate) fn left(&self) -> Option<Work> {
        here().left.take()
    }
}

impl Drop for Rebuilding {
    fn drop(&mut self) {
        here().rebuilding.set(false);
    }
}

//! Guards that are held where they do not belong: across an `.await`, on another thread, in another poll. Called by
//! guards when they are made and dropped, and by instrumented futures around each poll; reports, and repairs.
//!
//! Each thread has a list of the guards that were made on it and are alive. A poll that ends with more of them than it
//! began with has left guards in the future that it polled: it exits their spans, so that what runs next on the thread
//! is not inside of them, and keeps them with the future, whose next poll, wherever that is, enters them again. See
//! `README.md` beside this file.
//!
//! `off.rs` has the same names and does nothing.

use alloc::{boxed::Box, rc::Rc};
use core::{
    fmt,
    marker::PhantomData,
    mem,
    panic::Location,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use tracing_core::span::Id;

use crate::Span;

mod entry;
mod list;

mod report;
mod shared;

use self::{
    entry::Entry,
    list::{Began, Removed},
    report::Mistake,
    shared::{Serials, Shared},
};

/// What `shared.rs` knows as the atomics and locks; a model checker has its own.
mod sync {
    pub(super) use core::sync::atomic::{AtomicU32, Ordering};
    pub(super) use std::sync::{Mutex, MutexGuard};
}

static SHARED: Shared = Shared::of(sync::AtomicU32::new(0), sync::Mutex::new(Serials::new()));

/// Whether guards that are made from now on are watched.
static WATCHES: AtomicBool = AtomicBool::new(true);

pub(crate) fn watch(on: bool) {
    // Relaxed: a lone flag; a guard that was made before the change is dropped as it was made.
    WATCHES.store(on, Relaxed);
}

/// What a guard has to show when it is dropped.
#[derive(Debug)]
pub(crate) struct Ticket {
    /// 0 if the guard is not watched.
    serial: u64,
    place: &'static Location<'static>,
}

impl Ticket {
    /// Notes that a guard of `span` was made; the span has just been entered.
    #[inline]
    #[track_caller]
    pub(crate) fn new(span: &Span) -> Self {
        let place = Location::caller();
        // Relaxed: see `watch`.
        let serial = if !span.is_disabled() && WATCHES.load(Relaxed) { Self::note(span, place) } else { 0 };
        Ticket { serial, place }
    }

    #[inline(never)]
    fn note(span: &Span, place: &'static Location<'static>) -> u64 {
        collect_posted();
        let serial = list::next_serial();
        match Entry::new(serial, span, place) {
            Some(entry) => list::push(entry),
            None => return 0,
        }
        serial
    }

    /// Tells, when the guard is dropped, whether that is to exit the span on this thread.
    #[inline]
    pub(crate) fn redeem(&mut self, span: &Span) -> bool {
        match mem::take(&mut self.serial) {
            0 => true,
            serial => self.look_up(serial, span),
        }
    }

    #[inline(never)]
    fn look_up(&self, serial: u64, span: &Span) -> bool {
        match list::remove(serial) {
            Removed::InThisPoll => {
                forget_away(serial);
                true
            }
            Removed::OfBefore => {
                forget_away(serial);
                report::once(self.place, span.metadata(), Mistake::DroppedInAPoll);
                true
            }
            Removed::OfBeforeTheJob => {
                forget_away(serial);
                false
            }
            Removed::Unknown => {
                // Either a poll has exited the span already, or it is entered on another thread.
                SHARED.drop_elsewhere(serial);
                report::once(self.place, span.metadata(), Mistake::DroppedElsewhere);
                false
            }
        }
    }
}

/// The guards that are inside of a future while it is not polled; their spans are exited.
#[derive(Default)]
pub(crate) struct Held(Option<Box<[Entry]>>);

impl Held {
    pub(crate) const fn new() -> Self {
        Held(None)
    }

    /// Begins a poll of the future. What the future is inside of has been entered.
    #[inline]
    pub(crate) fn poll(&mut self) -> Polling<'_> {
        if list::has_guards() || self.0.is_some() {
            return self.poll_among_guards();
        }
        Polling { began: Began::WITHOUT_GUARDS, held: self, end: End::Waits }
    }

    // 2026-11: in line with the usual way, what both give was copied, and a poll took 3 ns more.
    #[cold]
    #[inline(never)]
    fn poll_among_guards(&mut self) -> Polling<'_> {
        // What was posted for this thread is of guards that are in its list.
        collect_posted();
        // Made first: it ends the poll also if a subscriber panics as its span is entered.
        let polling = Polling { began: list::begin(), held: self, end: End::Waits };
        enter_all(polling.held);
        polling
    }

    /// Enters the spans of the guards again, because the future is dropped; when what is returned is dropped behind the
    /// future, those that the future did not drop are exited.
    #[inline]
    pub(crate) fn drop_inside(&mut self) -> Dropping {
        Dropping(self.0.is_some().then(|| {
            let began = list::begin();
            enter_all(self);
            began
        }))
    }
}

#[cold]
fn enter_all(held: &mut Held) {
    for entry in held.0.take().into_iter().flatten() {
        // A guard that was dropped meanwhile is not known any more.
        if SHARED.resume(entry.serial(), list::thread()) {
            entry.enter();
            list::push(entry);
        }
    }
}

/// A clone of a future has no guards in it: they cannot be cloned.
impl Clone for Held {
    fn clone(&self) -> Self {
        Held::new()
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().flat_map(|held| held.iter().map(Entry::name))).finish()
    }
}

/// One poll of a future, from [`Held::poll`] until it is dropped.
pub(crate) struct Polling<'a> {
    held: &'a mut Held,
    began: Began,
    end: End,
}

/// How a poll ends, and with that what becomes of the guards that are left.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// The future keeps them.
    Waits,
    /// The caller may have them.
    Gives,
    /// They are not in the result, so nobody has them.
    IsDone,
}

/// Tells whether a value of a type may have guards in it: they are dropped, and stay on their thread.
fn may_hold_guards<T>() -> bool {
    mem::needs_drop::<T>() && !is_send::<T>()
}

/// Tells whether a type is `Send`. Generic code can ask the standard library: two `Rc`s to the same value are equal if the
/// type of the value is `Eq`; if it is `PartialEq` alone, the value is asked. Should that change, this is `false`.
fn is_send<T>() -> bool {
    struct Probe<T>(PhantomData<T>);
    impl<T> PartialEq for Probe<T> {
        fn eq(&self, _: &Self) -> bool {
            false
        }
    }
    impl<T: Send> Eq for Probe<T> {}

    let probe = Rc::new(Probe::<T>(PhantomData));
    Rc::clone(&probe) == probe
}

impl Polling<'_> {
    /// Says that the future is done, with a result of type `T`.
    #[inline]
    pub(crate) fn ready<T>(&mut self) {
        self.end = End::IsDone;
        if list::is_deeper(self.began) && may_hold_guards::<T>() {
            self.end = End::Gives;
        }
    }
}

impl Drop for Polling<'_> {
    #[inline]
    fn drop(&mut self) {
        if !list::is_without_guards(self.began) {
            leave(self.held, self.began, self.end);
        }
    }
}

/// One future that is dropped, with guards in it, from [`Held::drop_inside`] on.
pub(crate) struct Dropping(Option<Began>);

impl Drop for Dropping {
    #[inline]
    fn drop(&mut self) {
        if let Some(began) = self.0 {
            abandon();
            list::end(began);
        }
    }
}

/// Work that runs in a context of its own, from `begin` until it is dropped. What it is inside of has been entered.
pub(crate) struct Job {
    began: Began,
    outer: usize,
    gives: bool,
}

impl Job {
    #[inline]
    pub(crate) fn begin() -> Self {
        let began = list::begin();
        Job { began, outer: list::begin_job(), gives: false }
    }

    /// Says that the work is done, with a result of type `T`.
    #[inline]
    pub(crate) fn done<T>(&mut self) {
        self.gives = list::is_deeper(self.began) && may_hold_guards::<T>();
    }
}

impl Drop for Job {
    #[inline]
    fn drop(&mut self) {
        if list::is_deeper(self.began) && !self.gives {
            abandon();
        }
        list::end_job(self.outer);
        list::end(self.began);
    }
}

/// Tells whether the span is not to be entered again when a job ends, because its guard was dropped in the job.
#[inline]
pub(crate) fn is_gone(id: &Id) -> bool {
    list::is_gone(id)
}

/// Ends a poll among guards, and deals with those that are left.
#[cold]
#[inline(never)]
fn leave(held: &mut Held, began: Began, end: End) {
    if list::is_deeper(began) {
        // One that the future has given to another thread may be gone.
        collect_posted();
        match end {
            End::Waits => held.0 = suspend(),
            End::IsDone => abandon(),
            End::Gives => {}
        }
    }
    list::end(began);
}

/// Takes the guards that this poll leaves out of the list and exits their spans.
fn suspend() -> Option<Box<[Entry]>> {
    let held = list::take_of_this_poll();
    // Known before they are exited, so that a guard that is dropped by a layer's `on_exit` finds itself.
    SHARED.suspend(held.iter().map(Entry::serial));
    held.iter().rev().for_each(Entry::exit);
    for entry in &held {
        report::once(entry.place(), Some(entry.metadata()), Mistake::HeldAcrossAwait);
    }
    Some(held.into_boxed_slice())
}

/// Takes the guards that a future leaves, which has ended, out of the list and exits their spans.
///
/// They were forgotten, or are kept somewhere. When such a one is dropped it is in no list, and exits nothing.
#[cold]
fn abandon() {
    let left = list::take_of_this_poll();
    left.iter().rev().for_each(Entry::exit);
    for entry in &left {
        forget_away(entry.serial());
        report::once(entry.place(), Some(entry.metadata()), Mistake::LeftBehind);
    }
}

/// Forgets a guard that is entered nowhere any more, if it has ever left its thread.
#[inline]
fn forget_away(serial: u64) {
    if serial >> shared::THREAD_SHIFT != list::thread() {
        SHARED.forget(serial);
    }
}

/// Exits the spans that this thread is inside of though their guards are gone. Called before something is recorded.
#[inline]
pub(crate) fn settle() {
    // Mostly nothing was posted ever.
    if SHARED.posted() != 0 {
        collect_posted();
    }
}

/// Exits the spans that are entered on this thread, and whose guards were dropped on others.
#[inline]
fn collect_posted() {
    let posted = SHARED.posted();
    if list::is_news(posted) {
        collect(posted);
    }
}

#[cold]
fn collect(posted: u32) {
    list::note_news(posted);
    for serial in SHARED.collect(list::thread()) {
        if let Some(entry) = list::take(serial) {
            entry.exit();
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{rc::Rc, string::String};

    use super::{is_send, may_hold_guards};
    use crate::span::EnteredSpan;

    #[test]
    fn guards_are_looked_for_in_what_is_dropped_and_stays_on_its_thread() {
        assert!(may_hold_guards::<EnteredSpan>() && may_hold_guards::<Option<(u8, Rc<EnteredSpan>)>>());
        assert!(!may_hold_guards::<()>() && !may_hold_guards::<*const u8>());
        assert!(!may_hold_guards::<String>() && !may_hold_guards::<Result<crate::Span, String>>());
        assert!(is_send::<u8>() && is_send::<&str>() && !is_send::<*const u8>());
    }
}

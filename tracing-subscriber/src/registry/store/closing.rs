//! The end of a span: when its data goes, and what becomes of its parent. Called by `Layered` around the callbacks, by the
//! registry, and by whoever gives back the last pin. See README, "the last handle" and "a long chain closes".
#![expect(unsafe_code, reason = "a list through the slots that wait")]

use core::cell::Cell;
use core::ptr;

use tracing_core::dispatcher::WeakDispatch;
use tracing_core::span::Id;

use super::slot::{Freed, Orphaned, Pinned, Slot};
use crate::sync::Mutex;

thread_local! {
    /// What this thread is closing.
    ///
    /// It says what to do after the callbacks to code that does not see whom it is called by: a subscriber that is
    /// not ours may stand between. It is put aside while a callback runs.
    static CLOSING: Closing = const {
        Closing { depth: Cell::new(0), pending: Cell::new(ptr::null_mut()), chain: Cell::new(Chain::Idle) }
    };
}

struct Closing {
    /// How many `try_close` of stacks of layers this thread is in.
    depth: Cell<usize>,
    /// The spans whose callbacks are being made: pins, linked through their slots.
    pending: Cell<*mut Slot>,
    chain: Cell<Chain>,
}

/// How far this thread is with giving back handles on parents.
#[derive(Clone, Copy)]
enum Chain {
    Idle,
    Walked,
    Next(Orphaned),
}

/// A `try_close` in a stack of layers; the data of the span stays until the outermost of them ends.
#[must_use = "the data of the span goes when this is dropped"]
pub(crate) struct Close(());

impl Close {
    #[inline]
    pub(crate) fn begin() -> Self {
        CLOSING.with(|closing| closing.depth.set(closing.depth.get() + 1));
        Self(())
    }

    /// Calls a layer. What it closes in turn is a matter of its own.
    #[inline]
    pub(crate) fn callback(&self, on_close: impl FnOnce()) {
        struct Restore {
            depth: usize,
            pending: *mut Slot,
            chain: Option<Chain>,
        }
        impl Drop for Restore {
            #[inline]
            fn drop(&mut self) {
                CLOSING.with(|closing| {
                    closing.depth.set(self.depth);
                    closing.pending.set(self.pending);
                    if let Some(chain) = self.chain {
                        closing.chain.set(chain);
                    }
                });
            }
        }
        let _restore = CLOSING.with(|closing| Restore {
            depth: closing.depth.replace(0),
            pending: closing.pending.replace(ptr::null_mut()),
            chain: match closing.chain.get() {
                Chain::Idle => None,
                chain => {
                    closing.chain.set(Chain::Idle);
                    Some(chain)
                }
            },
        });
        on_close();
    }

    /// Ends this `try_close`. If it is the outermost, the data goes; `try_close` closes the parent if that was kept by
    /// its child alone, and no dispatcher of the span's registry is known.
    #[inline]
    pub(crate) fn end(self, mut try_close: impl FnMut(Id)) {
        core::mem::forget(self);
        for pinned in leave() {
            if let Some(freed) = pinned.release() {
                free(freed, Some(&mut try_close));
            }
        }
    }
}

impl Drop for Close {
    /// A callback panicked, or nothing was closed.
    #[inline]
    fn drop(&mut self) {
        leave().for_each(drop);
    }
}

/// Ends one `try_close`; gives the pins that are to go if it is the outermost.
#[inline]
fn leave() -> Pending {
    CLOSING.with(|closing| {
        let depth = closing.depth.get().saturating_sub(1);
        closing.depth.set(depth);
        Pending(if depth == 0 { closing.pending.replace(ptr::null_mut()) } else { ptr::null_mut() })
    })
}

struct Pending(*mut Slot);

impl Iterator for Pending {
    type Item = Pinned;

    #[inline]
    fn next(&mut self) -> Option<Pinned> {
        // SAFETY: the list was made by `defer`, and this takes it link by link.
        let (pinned, next) = unsafe { Pinned::from_link(self.0) }?;
        self.0 = next;
        Some(pinned)
    }
}

/// Tells whether layers will be told that a span has closed, once the caller has said so.
#[inline]
pub(super) fn is_observed() -> bool {
    CLOSING.with(|closing| closing.depth.get() != 0)
}

/// Keeps a closed span until the outermost `try_close` of this thread ends.
#[inline]
pub(super) fn defer(pinned: Pinned) {
    CLOSING.with(|closing| closing.pending.set(pinned.into_link(closing.pending.get())));
}

/// Empties a slot, and gives back the handle that its span had on its parent. If that is the last one and no dispatcher of
/// the registry is known, the parent is closed by `try_close`.
#[inline]
pub(super) fn free(freed: Freed, try_close: Option<&mut dyn FnMut(Id)>) {
    if let Some(parent) = freed.empty() {
        if !parent.give_unless_last() {
            close_chain(parent, try_close);
        }
    }
}

/// Closes a span whose last handle is that of its child which has ended; then, if that was all, its parent, and so on.
///
/// The stack must see each of them close, so the handles are given back through a dispatcher. That ends up here again;
/// it then leaves the next parent to the loop of the first call.
#[cold]
#[inline(never)]
fn close_chain(parent: Orphaned, mut try_close: Option<&mut dyn FnMut(Id)>) {
    struct Reset(Chain);
    impl Drop for Reset {
        fn drop(&mut self) {
            CLOSING.with(|closing| closing.chain.set(self.0));
        }
    }

    let before = CLOSING.with(|closing| closing.chain.get());
    if let Chain::Walked = before {
        return CLOSING.with(|closing| closing.chain.set(Chain::Next(parent)));
    }
    // `Next`: there are two registries below one dispatcher, and both have a chain to walk. This one is walked here.
    let _reset = Reset(before);
    let mut next = parent;
    loop {
        CLOSING.with(|closing| closing.chain.set(Chain::Walked));
        match (owner_of(next.owner).and_then(|owner| owner.upgrade()), &mut try_close) {
            (Some(dispatch), _) => {
                dispatch.try_close(next.id());
            }
            (None, Some(try_close)) => try_close(next.id()),
            (None, None) => {
                if let Some(above) = next.give().and_then(Freed::empty).filter(|above| !above.give_unless_last()) {
                    CLOSING.with(|closing| closing.chain.set(Chain::Next(above)));
                }
            }
        }
        match CLOSING.with(|closing| closing.chain.get()) {
            Chain::Next(above) => next = above,
            Chain::Walked | Chain::Idle => break,
        }
    }
}

/// The dispatcher of each registry that has one.
static OWNERS: Mutex<Vec<(u32, WeakDispatch)>> = Mutex::new(Vec::new());

/// Notes the dispatcher through which the spans of a registry are closed.
pub(super) fn register_owner(owner: u32, dispatch: WeakDispatch) {
    let mut owners = OWNERS.lock();
    owners.retain(|(number, _)| *number != owner);
    owners.push((owner, dispatch));
}

/// Forgets a registry.
pub(super) fn forget_owner(owner: u32) {
    let dispatch = {
        let mut owners = OWNERS.lock();
        owners.iter().position(|(number, _)| *number == owner).map(|at| owners.swap_remove(at))
    };
    // Dropped after the lock is.
    drop(dispatch);
}

fn owner_of(owner: u32) -> Option<WeakDispatch> {
    OWNERS.lock().iter().find(|(number, _)| *number == owner).map(|(_, dispatch)| dispatch.clone())
}

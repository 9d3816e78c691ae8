//! The second half of what a subscriber returns. A subscriber can but say yes or no, an interest, or a hint; one that is a
//! stack of layers also says who among its layers stands behind it. Left by `Layered` and by the registry as they return,
//! read by the `Layered` around them as the call returns; never kept from one call to the next.
//!
//! A subscriber that is not ours may stand between and know nothing of this. So a note goes past it, and is believed only
//! if it fits what was returned.

use core::cell::Cell;

use tracing_core::{Interest, LevelFilter};

use super::{Opinion, Reach, Stance};

#[derive(Clone, Copy)]
enum Note {
    None,
    Opinion(Opinion),
    Stance(Stance),
    Reach(Reach),
}

std::thread_local! {
    /// Without a destructor, so that it can be used while the thread ends.
    static NOTE: Cell<Note> = const { Cell::new(Note::None) };
}

#[inline]
pub(super) fn leave_opinion(opinion: Opinion) {
    NOTE.set(Note::Opinion(opinion));
}

#[inline]
pub(super) fn leave_stance(stance: Stance) {
    NOTE.set(Note::Stance(stance));
}

pub(super) fn leave_reach(reach: Reach) {
    NOTE.set(Note::Reach(reach));
}

#[inline]
pub(super) fn read_opinion(ask: impl FnOnce() -> bool) -> (bool, Option<Opinion>) {
    let (answer, note) = read(ask);
    (answer, if let Note::Opinion(opinion) = note { Some(opinion) } else { None })
}

#[inline]
pub(super) fn read_stance(ask: impl FnOnce() -> Interest) -> (Interest, Option<Stance>) {
    let (answer, note) = read(ask);
    (answer, if let Note::Stance(stance) = note { Some(stance) } else { None })
}

pub(super) fn read_reach(ask: impl FnOnce() -> Option<LevelFilter>) -> (Option<LevelFilter>, Option<Reach>) {
    let (answer, note) = read(ask);
    (answer, if let Note::Reach(reach) = note { Some(reach) } else { None })
}

/// Asks, and takes the note that is left.
#[inline]
fn read<T>(ask: impl FnOnce() -> T) -> (T, Note) {
    NOTE.set(Note::None);
    let answer = ask();
    (answer, NOTE.replace(Note::None))
}

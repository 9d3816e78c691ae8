//! In place of the notes where there is no `std`, and so no filter of a single layer: yes or no is all there is to say.

use tracing_core::{Interest, LevelFilter};

use super::{Opinion, Reach, Stance};

pub(super) fn leave_opinion(_: Opinion) {}

pub(super) fn leave_stance(_: Stance) {}

pub(super) fn leave_reach(_: Reach) {}

pub(super) fn read_opinion(ask: impl FnOnce() -> bool) -> (bool, Option<Opinion>) {
    (ask(), None)
}

pub(super) fn read_stance(ask: impl FnOnce() -> Interest) -> (Interest, Option<Stance>) {
    (ask(), None)
}

pub(super) fn read_reach(ask: impl FnOnce() -> Option<LevelFilter>) -> (Option<LevelFilter>, Option<Reach>) {
    (ask(), None)
}

//! Where a span or event belongs. Part of both.

use crate::span::Id;

#[derive(Debug)]
pub(crate) enum Parent {
    /// It has no parent, whatever the thread is in.
    Root,
    /// Its parent is the span that the thread is in, if any.
    Current,
    /// Its parent was named.
    Explicit(Id),
}

impl Parent {
    pub(crate) fn of(parent: Option<Id>) -> Self {
        parent.map_or(Parent::Root, Parent::Explicit)
    }

    pub(crate) fn is_root(&self) -> bool {
        matches!(self, Parent::Root)
    }

    pub(crate) fn is_current(&self) -> bool {
        matches!(self, Parent::Current)
    }

    pub(crate) fn id(&self) -> Option<&Id> {
        match self {
            Parent::Explicit(id) => Some(id),
            Parent::Root | Parent::Current => None,
        }
    }
}

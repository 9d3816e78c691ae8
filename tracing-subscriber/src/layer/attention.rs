//! Which moments of a span that is there a layer or filter makes something of. Asked by `Layered`, which leaves out what
//! nobody would hear.

use core::ops::BitOr;

/// Some of the moments at which a span is entered, exited and closed.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention(u8);

const ENTERS: u8 = 1;
const EXITS: u8 = 1 << 1;
const CLOSES: u8 = 1 << 2;

impl Attention {
    pub(crate) const NONE: Self = Self::new(false, false, false);
    pub(crate) const ALL: Self = Self::new(true, true, true);

    #[inline(always)]
    pub(crate) const fn new(enters: bool, exits: bool, closes: bool) -> Self {
        Self((enters as u8 * ENTERS) | (exits as u8 * EXITS) | (closes as u8 * CLOSES))
    }

    #[inline(always)]
    pub(crate) fn enters(self) -> bool {
        self.0 & ENTERS != 0
    }

    #[inline(always)]
    pub(crate) fn exits(self) -> bool {
        self.0 & EXITS != 0
    }

    #[inline(always)]
    pub(crate) fn closes(self) -> bool {
        self.0 & CLOSES != 0
    }
}

impl BitOr for Attention {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

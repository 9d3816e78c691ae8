//! The identity of a callsite: the address of its static.

use core::{
    fmt,
    hash::{Hash, Hasher},
    ptr,
};

use super::Callsite;
use crate::{Interest, Kind, Level, Metadata, field::FieldSet};

/// Identifies a callsite: two are equal when they stand for one and the same static.
///
/// ```
/// # use tracing_core::{*, callsite::{DefaultCallsite, Identifier}};
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &[], callsite: &CALLSITE, kind: Kind::EVENT
/// # };
/// static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// assert_eq!(META.callsite(), identify_callsite!(&CALLSITE));
/// ```
#[derive(Clone)]
pub struct Identifier(
    /// Exported for [`identify_callsite!`](crate::identify_callsite).
    #[doc(hidden)]
    pub &'static dyn Callsite,
);

impl Identifier {
    /// Gives the number of a registered [`DefaultCallsite`](super::DefaultCallsite), for tables beside it: the first
    /// is 0, and none is left out. `None` for one not yet registered, or of another type.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static TICK: DefaultCallsite =
    ///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::WARN, "clock\0clock.rs", 7, &[]));
    /// let identifier = TICK.describe().callsite();
    /// assert_eq!(identifier.index(), None);
    /// TICK.register();
    /// assert_eq!(identifier.index(), Some(0), "the first of this program");
    /// ```
    #[inline]
    #[must_use]
    pub fn index(&self) -> Option<u32> {
        self.0.private_index()
    }

    /// A callsite that is nowhere in the code.
    pub(crate) fn nowhere() -> Identifier {
        Identifier(&NOWHERE)
    }

    /// Describes [`nowhere`](Self::nowhere).
    pub(super) fn nowhere_metadata() -> &'static Metadata<'static> {
        static META: Metadata<'static> =
            Metadata::new("", "", Level::TRACE, None, None, None, FieldSet::new(&[], Identifier(&NOWHERE)), Kind::HINT);
        &META
    }

    /// The address of the static. The vtable is left out, for one type may have several.
    fn address(&self) -> *const () {
        ptr::from_ref(self.0).cast()
    }
}

/// Not empty, so that it shares its address with no other static.
struct Nowhere {
    _place: u8,
}

static NOWHERE: Nowhere = Nowhere { _place: 0 };

impl Callsite for Nowhere {
    fn set_interest(&self, _: Interest) {}
    fn metadata(&self) -> &Metadata<'_> {
        Identifier::nowhere_metadata()
    }
}

impl PartialEq for Identifier {
    #[inline]
    fn eq(&self, other: &Identifier) -> bool {
        ptr::eq(self.address(), other.address())
    }
}

impl Eq for Identifier {}

impl Hash for Identifier {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address().hash(state);
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({:p})", self.address())
    }
}

/// Makes the [`Identifier`](crate::callsite::Identifier) of a callsite, also in a static.
///
/// ```
/// # use test_support::sample::*;
/// static TICK: DefaultCallsite =
///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::WARN, "clock\0clock.rs", 7, &[]));
/// static ID: Identifier = identify_callsite!(&TICK);
/// assert_eq!(ID, TICK.describe().callsite());
/// ```
#[macro_export]
macro_rules! identify_callsite {
    ($callsite:expr) => {
        $crate::callsite::Identifier($callsite)
    };
}

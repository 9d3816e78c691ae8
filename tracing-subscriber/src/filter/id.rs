//! The number of a filter of a single layer. Given by the registry when the layer is added; names the filter in a verdict
//! and in a span's slot.

use core::fmt;

/// Names the filter of a single layer, within its subscriber.
///
/// Given by [`LookupSpan::register_filter`](crate::registry::LookupSpan::register_filter); of use to stores of spans that
/// wrap a [`Registry`](crate::Registry), to hand it on.
///
/// ```
/// use tracing_subscriber::{Registry, filter::FilterId, registry::LookupSpan};
///
/// let mut registry = Registry::default();
/// let (first, second): (FilterId, FilterId) = (registry.register_filter(), registry.register_filter());
/// assert_ne!(first, second);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FilterId(u32);

impl FilterId {
    const NONE: u32 = u32::MAX;

    #[cfg(feature = "registry")]
    pub(crate) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The id of no filter: of a layer that sees all.
    #[inline]
    pub(crate) const fn none() -> Self {
        Self(Self::NONE)
    }

    #[inline]
    pub(crate) const fn is_none(self) -> bool {
        self.0 == Self::NONE
    }

    #[cfg(feature = "registry")]
    #[inline]
    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Debug for FilterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() { f.write_str("FilterId(none)") } else { write!(f, "FilterId({})", self.0) }
    }
}

impl fmt::Binary for FilterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Binary::fmt(&self.0, f)
    }
}

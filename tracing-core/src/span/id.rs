//! The name of a span. Chosen by a subscriber, kept by a facade.

use core::num::NonZeroU64;

/// Names a span. The subscriber chooses it; it is never 0.
///
/// ```
/// use tracing_core::span::Id;
///
/// let id = Id::from_u64(7);
/// assert_eq!(id.into_u64(), 7);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Id(NonZeroU64);

impl Id {
    /// Makes an id from a number.
    ///
    /// ```
    /// use tracing_core::span::Id;
    ///
    /// assert_eq!(Id::from_u64(7).into_u64(), 7);
    /// ```
    ///
    /// # Panics
    ///
    /// If the number is 0.
    #[must_use]
    #[track_caller]
    pub fn from_u64(number: u64) -> Self {
        Id(NonZeroU64::new(number).expect("span IDs must be > 0"))
    }

    /// Makes an id from a number that is not 0.
    ///
    /// ```
    /// use std::num::NonZeroU64;
    /// use tracing_core::span::Id;
    ///
    /// let id = Id::from_non_zero_u64(NonZeroU64::MIN);
    /// assert_eq!(id, Id::from_u64(1));
    /// ```
    #[inline]
    #[must_use]
    pub const fn from_non_zero_u64(number: NonZeroU64) -> Self {
        Id(number)
    }

    /// Gives the number.
    ///
    /// ```
    /// use tracing_core::span::Id;
    ///
    /// let id = Id::from_u64(7);
    /// assert_eq!(format!("{:x}", id.into_u64()), "7");
    /// ```
    #[allow(clippy::wrong_self_convention, reason = "the name is the published one")]
    #[inline]
    #[must_use]
    pub fn into_u64(&self) -> u64 {
        self.0.get()
    }

    /// Gives the number, as one that is not 0.
    ///
    /// ```
    /// use tracing_core::span::Id;
    ///
    /// let slot = Id::from_u64(7).into_non_zero_u64().get() - 1;
    /// assert_eq!(slot, 6);
    /// ```
    #[allow(clippy::wrong_self_convention, reason = "the name is the published one")]
    #[inline]
    #[must_use]
    pub const fn into_non_zero_u64(&self) -> NonZeroU64 {
        self.0
    }
}

impl From<&Id> for Option<Id> {
    fn from(id: &Id) -> Self {
        Some(id.clone())
    }
}

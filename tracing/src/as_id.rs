//! Whatever names a span by its id: a handle, a guard, the id itself, or none. For functions that take any of them.

use crate::{
    sealed::Sealed,
    span::{EnteredSpan, Id, Span},
};

/// What may stand for a span's id, or for none.
///
/// ```
/// use tracing::{Span, span::AsId};
///
/// assert!(Span::none().as_id().is_none());
/// ```
pub trait AsId: Sealed {
    /// Gives the id, if there is one.
    ///
    /// ```
    /// use tracing::{Span, info_span, span::AsId};
    ///
    /// # test_support::check(|| {
    /// let job = info_span!("job");
    /// assert_eq!(job.as_id(), job.id().as_ref());
    /// assert_eq!(Some(Span::none()).as_id(), None);
    /// # }, "job");
    /// ```
    fn as_id(&self) -> Option<&Id>;
}

impl Sealed for Span {}
impl AsId for Span {
    fn as_id(&self) -> Option<&Id> {
        self.into()
    }
}

impl Sealed for EnteredSpan {}
impl AsId for EnteredSpan {
    fn as_id(&self) -> Option<&Id> {
        self.into()
    }
}

impl Sealed for Id {}
impl AsId for Id {
    fn as_id(&self) -> Option<&Id> {
        Some(self)
    }
}

impl<T: AsId> Sealed for Option<T> {}
impl<T: AsId> AsId for Option<T> {
    fn as_id(&self) -> Option<&Id> {
        self.as_ref()?.as_id()
    }
}

//! The span that a thread is in. A subscriber's answer to a facade.

use super::Id;
use crate::Metadata;

/// A subscriber's answer to which span a thread is in: one, none, or that it keeps no track.
///
/// ```
/// use tracing_core::span::Current;
///
/// let none = Current::none();
/// assert!(none.is_known());
/// assert!(none.id().is_none());
/// ```
#[derive(Debug)]
pub struct Current {
    inner: Inner,
}

#[derive(Debug)]
enum Inner {
    Current { id: Id, metadata: &'static Metadata<'static> },
    None,
    Unknown,
}

impl Current {
    /// Says that the thread is in the span `id`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let current = Current::new(Id::from_u64(7), &REQUEST);
    /// assert_eq!(current.id(), Some(&Id::from_u64(7)));
    /// ```
    #[inline]
    #[must_use]
    pub fn new(id: Id, metadata: &'static Metadata<'static>) -> Self {
        Current { inner: Inner::Current { id, metadata } }
    }

    /// Says that the thread is in no span.
    ///
    /// ```
    /// use tracing_core::span::Current;
    ///
    /// assert!(Current::none().is_known());
    /// assert!(Current::none().metadata().is_none());
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Current { inner: Inner::None }
    }

    /// The subscriber keeps no track.
    pub(crate) fn unknown() -> Self {
        Current { inner: Inner::Unknown }
    }

    /// Tells whether the subscriber keeps track.
    ///
    /// ```
    /// use tracing_core::{Dispatch, span::Current};
    ///
    /// assert!(Current::none().is_known());
    /// assert!(!Dispatch::none().current_span().is_known());
    /// ```
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self.inner, Inner::Unknown)
    }

    /// Gives the id and the metadata of the span, if the thread is in one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let (id, metadata) = Current::new(Id::from_u64(7), &REQUEST).into_inner().unwrap();
    /// assert_eq!((id.into_u64(), metadata.name()), (7, "request"));
    /// ```
    #[must_use]
    pub fn into_inner(self) -> Option<(Id, &'static Metadata<'static>)> {
        match self.inner {
            Inner::Current { id, metadata } => Some((id, metadata)),
            Inner::None | Inner::Unknown => None,
        }
    }

    /// Gives the id of the span, if the thread is in one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert_eq!(Current::new(Id::from_u64(7), &REQUEST).id(), Some(&Id::from_u64(7)));
    /// assert_eq!(Current::none().id(), None);
    /// ```
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        match &self.inner {
            Inner::Current { id, .. } => Some(id),
            Inner::None | Inner::Unknown => None,
        }
    }

    /// Gives the metadata of the span, if the thread is in one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let current = Current::new(Id::from_u64(7), &REQUEST);
    /// assert_eq!(current.metadata().map(Metadata::name), Some("request"));
    /// ```
    #[must_use]
    pub fn metadata(&self) -> Option<&'static Metadata<'static>> {
        match self.inner {
            Inner::Current { metadata, .. } => Some(metadata),
            Inner::None | Inner::Unknown => None,
        }
    }
}

impl<'a> From<&'a Current> for Option<&'a Id> {
    fn from(current: &'a Current) -> Self {
        current.id()
    }
}

impl From<&Current> for Option<Id> {
    fn from(current: &Current) -> Self {
        current.id().cloned()
    }
}

impl From<Current> for Option<Id> {
    fn from(current: Current) -> Self {
        current.into_inner().map(|(id, _)| id)
    }
}

impl From<&Current> for Option<&'static Metadata<'static>> {
    fn from(current: &Current) -> Self {
        current.metadata()
    }
}

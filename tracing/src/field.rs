//! Fields and values: what spans and events carry. Used by the macros, by [`Span`](crate::Span), and by subscribers.
//!
//! ```
//! use tracing::{field, info_span};
//!
//! # test_support::check(|| {
//! let span = info_span!("load", file = "a.txt", size = field::Empty);
//! span.record("size", 1024);
//! # }, r#"load{file="a.txt" size=1024}"#);
//! ```
//!
//! A value is a number, a boolean, a string, bytes, an error, or a reference, box or option of one: see [`Value`].
//! Anything else is recorded by its `Debug` (`?value`, [`debug`]) or its `Display` (`%value`, [`display`]).

use tracing_core::Metadata;
#[doc(inline)]
pub use tracing_core::field::*;

use crate::sealed::Sealed;

/// What may stand for a field: a [`Field`], or its name.
///
/// A `Field` is found at once; a name is looked for among those of the callsite.
///
/// ```
/// use tracing::{field::AsField, info_span};
///
/// if let Some(metadata) = info_span!("load", file = "a.txt").metadata() {
///     let field = "file".as_field(metadata).unwrap();
///     assert_eq!(field.as_field(metadata), Some(field));
/// }
/// ```
pub trait AsField: Sealed {
    /// Gives the field, if the callsite of `metadata` declares it.
    ///
    /// ```
    /// use tracing::{field::AsField, info_span};
    ///
    /// # test_support::check(|| {
    /// let span = info_span!("load", file = "a.txt");
    /// let metadata = span.metadata().unwrap();
    /// assert_eq!("file".as_field(metadata).unwrap().index(), 0);
    /// assert!("line".as_field(metadata).is_none());
    /// # }, r#"load{file="a.txt"}"#);
    /// ```
    fn as_field(&self, metadata: &Metadata<'_>) -> Option<Field>;
}

impl Sealed for Field {}
impl AsField for Field {
    fn as_field(&self, metadata: &Metadata<'_>) -> Option<Field> {
        (self.callsite() == metadata.callsite()).then(|| self.clone())
    }
}

impl Sealed for &Field {}
impl AsField for &Field {
    fn as_field(&self, metadata: &Metadata<'_>) -> Option<Field> {
        (**self).as_field(metadata)
    }
}

impl Sealed for str {}
impl AsField for str {
    fn as_field(&self, metadata: &Metadata<'_>) -> Option<Field> {
        metadata.fields().field(self)
    }
}

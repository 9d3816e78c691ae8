//! How a span begins. Made by a facade on its stack, read by a subscriber.

use core::fmt;

use super::Id;
use crate::{
    Metadata,
    field::{Field, FieldSet, ValueSet, Visit},
    parent::Parent,
    subscriber::Verdict,
};

/// How a span begins: what it is, its first values, and its parent.
///
/// ```
/// # use test_support::sample::*;
/// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
/// let attributes = Attributes::child_of(Id::from_u64(1), &REQUEST, &values);
/// assert_eq!(attributes.parent(), Some(&Id::from_u64(1)));
/// assert!(attributes.is_empty());
/// ```
pub struct Attributes<'a> {
    metadata: &'static Metadata<'static>,
    values: &'a ValueSet<'a>,
    parent: Parent,
    verdict: Verdict,
}

impl<'a> Attributes<'a> {
    /// Describes a span whose parent is the current one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index")]);
    /// let span = Attributes::new(&REQUEST, &values);
    /// assert!(span.is_contextual());
    /// assert_eq!(span.values().to_string(), r#"{path: "/index"}"#);
    /// ```
    #[inline]
    #[must_use]
    pub fn new(metadata: &'static Metadata<'static>, values: &'a ValueSet<'a>) -> Self {
        Attributes { metadata, values, parent: Parent::Current, verdict: Verdict::UNASKED }
    }

    /// Describes a span without a parent.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// assert!(Attributes::new_root(&REQUEST, &values).is_root());
    /// ```
    #[inline]
    #[must_use]
    pub fn new_root(metadata: &'static Metadata<'static>, values: &'a ValueSet<'a>) -> Self {
        Attributes { metadata, values, parent: Parent::Root, verdict: Verdict::UNASKED }
    }

    /// Describes a span whose parent is `parent`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// let span = Attributes::child_of(Id::from_u64(7), &REQUEST, &values);
    /// assert_eq!(span.parent(), Some(&Id::from_u64(7)));
    /// ```
    #[inline]
    #[must_use]
    pub fn child_of(parent: Id, metadata: &'static Metadata<'static>, values: &'a ValueSet<'a>) -> Self {
        Attributes { metadata, values, parent: Parent::Explicit(parent), verdict: Verdict::UNASKED }
    }

    /// Adds what the subscriber's filters said when they were asked about this span; see
    /// [`DefaultCallsite::ask`](crate::callsite::DefaultCallsite::ask).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// let mut verdict = Verdict::UNASKED;
    /// verdict.set(0, false);
    /// let span = Attributes::new(&REQUEST, &values).with_verdict(verdict);
    /// assert_eq!(span.verdict().get(0), Some(false));
    /// ```
    #[inline]
    #[must_use]
    pub fn with_verdict(self, verdict: Verdict) -> Self {
        Attributes { verdict, ..self }
    }

    /// Gives what the subscriber's filters said when they were asked about this span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// assert_eq!(Attributes::new(&REQUEST, &values).verdict(), Verdict::UNASKED);
    /// ```
    #[inline]
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Describes the place in the code.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// assert_eq!(Attributes::new(&REQUEST, &values).metadata().name(), "request");
    /// ```
    #[inline]
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.metadata
    }

    /// Gives the first values.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
    /// let span = Attributes::new(&REQUEST, &values);
    /// let (field, value) = span.values().iter().last().unwrap();
    /// assert_eq!(format!("{field}={value:?}"), "size=512");
    /// ```
    #[inline]
    #[must_use]
    pub fn values(&self) -> &ValueSet<'a> {
        self.values
    }

    /// Tells whether the span has no parent, on purpose.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// assert!(Attributes::new_root(&REQUEST, &values).is_root());
    /// assert!(!Attributes::new(&REQUEST, &values).is_root());
    /// ```
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.parent.is_root()
    }

    /// Tells whether the parent is the span that the thread is in.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// assert!(Attributes::new(&REQUEST, &values).is_contextual());
    /// assert!(!Attributes::new_root(&REQUEST, &values).is_contextual());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_contextual(&self) -> bool {
        self.parent.is_current()
    }

    /// Gives the span that was named as the parent, if one was.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// let named = Attributes::child_of(Id::from_u64(7), &REQUEST, &values);
    /// assert_eq!(named.parent(), Some(&Id::from_u64(7)));
    /// assert_eq!(Attributes::new(&REQUEST, &values).parent(), None, "it was not named");
    /// ```
    #[inline]
    #[must_use]
    pub fn parent(&self) -> Option<&Id> {
        self.parent.id()
    }

    /// Shows each value to a visitor.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index")]);
    /// let mut seen = String::new();
    /// Attributes::new(&REQUEST, &values)
    ///     .record(&mut |field: &Field, value: &dyn std::fmt::Debug| seen = format!("{field}={value:?}"));
    /// assert_eq!(seen, r#"path="/index""#);
    /// ```
    pub fn record(&self, visitor: &mut dyn Visit) {
        self.values.record(visitor);
    }

    /// Tells whether `field` has a value.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index")]);
    /// let span = Attributes::new(&REQUEST, &values);
    /// let given: Vec<_> = span.fields().iter().map(|field| span.contains(&field)).collect();
    /// assert_eq!(given, [true, false]);
    /// ```
    #[must_use]
    pub fn contains(&self, field: &Field) -> bool {
        self.values.contains(field)
    }

    /// Tells whether no field has a value.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty]);
    /// assert!(Attributes::new(&REQUEST, &values).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Gives the fields that the span's callsite declares.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[]);
    /// let span = Attributes::new(&REQUEST, &values);
    /// assert_eq!(span.fields().to_string(), "{path, size}");
    /// ```
    #[must_use]
    pub fn fields(&self) -> &FieldSet {
        self.metadata.fields()
    }
}

impl fmt::Debug for Attributes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attributes")
            .field("metadata", &self.metadata)
            .field("values", &self.values)
            .field("parent", &self.parent)
            .finish()
    }
}

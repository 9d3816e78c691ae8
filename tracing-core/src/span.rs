//! What crosses from a facade to a subscriber about spans: their ids, how they begin, what is added to them.
//!
//! ```
//! use tracing_core::span::{Attributes, Id};
//!
//! /// How a subscriber's `new_span` finds the parent of a span.
//! fn parent(span: &Attributes<'_>, current: impl FnOnce() -> Option<Id>) -> Option<Id> {
//!     if span.is_contextual() { current() } else { span.parent().cloned() }
//! }
//! # let _ = parent(&Attributes::new_root(&META, &values()), || None);
//! # use tracing_core::{*, callsite::DefaultCallsite, field::*};
//! # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
//! # static META: Metadata<'static> = metadata! {
//! #     name: "n", target: "t", level: Level::INFO, fields: &[], callsite: &CALLSITE, kind: Kind::SPAN
//! # };
//! # fn values() -> ValueSet<'static> { ValueSet::from_refs(META.fields(), &[]) }
//! ```

use core::{fmt, num::NonZeroU64};

use crate::{
    Metadata,
    field::{Field, FieldSet, ValueSet, Visit},
    parent::Parent,
    subscriber::Verdict,
};

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
    /// # Panics
    ///
    /// If the number is 0.
    #[must_use]
    #[track_caller]
    pub fn from_u64(number: u64) -> Self {
        Id(NonZeroU64::new(number).expect("span IDs must be > 0"))
    }

    /// Makes an id from a number that is not 0.
    #[inline]
    #[must_use]
    pub const fn from_non_zero_u64(number: NonZeroU64) -> Self {
        Id(number)
    }

    /// Gives the number.
    #[allow(clippy::wrong_self_convention, reason = "the name is the published one")]
    #[inline]
    #[must_use]
    pub fn into_u64(&self) -> u64 {
        self.0.get()
    }

    /// Gives the number, as one that is not 0.
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

/// How a span begins: what it is, its first values, and its parent.
///
/// ```
/// # use tracing_core::{*, callsite::DefaultCallsite, field::*, span::*};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &["size"], callsite: &CALLSITE, kind: Kind::SPAN
/// # };
/// let values = ValueSet::from_refs(META.fields(), &[]);
/// let attributes = Attributes::child_of(Id::from_u64(1), &META, &values);
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
    #[inline]
    #[must_use]
    pub fn new(metadata: &'static Metadata<'static>, values: &'a ValueSet<'a>) -> Self {
        Attributes { metadata, values, parent: Parent::Current, verdict: Verdict::UNASKED }
    }

    /// Describes a span without a parent.
    #[inline]
    #[must_use]
    pub fn new_root(metadata: &'static Metadata<'static>, values: &'a ValueSet<'a>) -> Self {
        Attributes { metadata, values, parent: Parent::Root, verdict: Verdict::UNASKED }
    }

    /// Describes a span whose parent is `parent`.
    #[inline]
    #[must_use]
    pub fn child_of(parent: Id, metadata: &'static Metadata<'static>, values: &'a ValueSet<'a>) -> Self {
        Attributes { metadata, values, parent: Parent::Explicit(parent), verdict: Verdict::UNASKED }
    }

    /// Adds what the subscriber's filters said when they were asked about this span; see
    /// [`DefaultCallsite::ask`](crate::callsite::DefaultCallsite::ask).
    #[inline]
    #[must_use]
    pub fn with_verdict(self, verdict: Verdict) -> Self {
        Attributes { verdict, ..self }
    }

    /// Gives what the subscriber's filters said when they were asked about this span.
    #[inline]
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Describes the place in the code.
    #[inline]
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.metadata
    }

    /// Gives the first values.
    #[inline]
    #[must_use]
    pub fn values(&self) -> &ValueSet<'a> {
        self.values
    }

    /// Tells whether the span has no parent, on purpose.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.parent.is_root()
    }

    /// Tells whether the parent is the span that the thread is in.
    #[inline]
    #[must_use]
    pub fn is_contextual(&self) -> bool {
        self.parent.is_current()
    }

    /// Gives the span that was named as the parent, if one was.
    #[inline]
    #[must_use]
    pub fn parent(&self) -> Option<&Id> {
        self.parent.id()
    }

    /// Shows each value to a visitor.
    pub fn record(&self, visitor: &mut dyn Visit) {
        self.values.record(visitor);
    }

    /// Tells whether `field` has a value.
    #[must_use]
    pub fn contains(&self, field: &Field) -> bool {
        self.values.contains(field)
    }

    /// Tells whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Gives the fields that the span's callsite declares.
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

/// Values that are added to a span after it began.
///
/// ```
/// # use tracing_core::{*, callsite::DefaultCallsite, field::*, span::*};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &["size"], callsite: &CALLSITE, kind: Kind::SPAN
/// # };
/// let values = [ValueRef::U64(5)];
/// let values = ValueSet::from_refs(META.fields(), &values);
/// assert_eq!(Record::new(&values).len(), 1);
/// ```
#[derive(Debug)]
pub struct Record<'a> {
    values: &'a ValueSet<'a>,
}

impl<'a> Record<'a> {
    /// Makes a record of values.
    #[inline]
    #[must_use]
    pub fn new(values: &'a ValueSet<'a>) -> Self {
        Record { values }
    }

    /// Gives the values, with their types.
    #[inline]
    #[must_use]
    pub fn values(&self) -> &'a ValueSet<'a> {
        self.values
    }

    /// Shows each value to a visitor.
    pub fn record(&self, visitor: &mut dyn Visit) {
        self.values.record(visitor);
    }

    /// Tells how many places for values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Tells whether `field` has a value.
    #[must_use]
    pub fn contains(&self, field: &Field) -> bool {
        self.values.contains(field)
    }

    /// Tells whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

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
    /// The thread is in the span `id`.
    #[inline]
    #[must_use]
    pub fn new(id: Id, metadata: &'static Metadata<'static>) -> Self {
        Current { inner: Inner::Current { id, metadata } }
    }

    /// The thread is in no span.
    #[must_use]
    pub fn none() -> Self {
        Current { inner: Inner::None }
    }

    /// The subscriber keeps no track.
    pub(crate) fn unknown() -> Self {
        Current { inner: Inner::Unknown }
    }

    /// Tells whether the subscriber keeps track.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self.inner, Inner::Unknown)
    }

    /// Gives the id and the metadata of the span, if the thread is in one.
    #[must_use]
    pub fn into_inner(self) -> Option<(Id, &'static Metadata<'static>)> {
        match self.inner {
            Inner::Current { id, metadata } => Some((id, metadata)),
            Inner::None | Inner::Unknown => None,
        }
    }

    /// Gives the id of the span, if the thread is in one.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        match &self.inner {
            Inner::Current { id, .. } => Some(id),
            Inner::None | Inner::Unknown => None,
        }
    }

    /// Gives the metadata of the span, if the thread is in one.
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

//! What is added to a span after it began. Made by a facade on its stack, read by a subscriber.

use crate::field::{Field, ValueSet, Visit};

/// Values that are added to a span after it began.
///
/// ```
/// # use test_support::sample::*;
/// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(5)]);
/// assert_eq!(Record::new(&values).len(), 2);
/// ```
#[derive(Debug)]
pub struct Record<'a> {
    values: &'a ValueSet<'a>,
}

impl<'a> Record<'a> {
    /// Makes a record of values.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// let record = Record::new(&values);
    /// assert_eq!(record.values().to_string(), "{size: 512}");
    /// ```
    #[inline]
    #[must_use]
    pub fn new(values: &'a ValueSet<'a>) -> Self {
        Record { values }
    }

    /// Gives the values, with their types.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// let record = Record::new(&values);
    /// assert!(record.values().iter().all(|(_, value)| matches!(value, ValueRef::U64(512))));
    /// ```
    #[inline]
    #[must_use]
    pub fn values(&self) -> &'a ValueSet<'a> {
        self.values
    }

    /// Shows each value to a visitor.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// let mut seen = String::new();
    /// Record::new(&values).record(&mut |field: &Field, value: &dyn std::fmt::Debug| seen = format!("{field}={value:?}"));
    /// assert_eq!(seen, "size=512");
    /// ```
    pub fn record(&self, visitor: &mut dyn Visit) {
        self.values.record(visitor);
    }

    /// Tells how many places for values there are.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// assert_eq!(Record::new(&values).len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Tells whether `field` has a value.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(REQUEST.fields(), &[ValueRef::Str("/index")]);
    /// let path = REQUEST.fields().field("path").unwrap();
    /// assert!(Record::new(&values).contains(&path));
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
    /// let record = Record::new(&values);
    /// assert!(record.is_empty() && record.len() == 1);
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

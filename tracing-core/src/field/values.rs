//! The values of one record, beside the fields that they belong to. Made by a facade on its stack; read by subscribers.

use core::{borrow::Borrow, fmt, ops::ControlFlow, ptr};

use super::{Field, FieldSet, Value, ValueRef, Visit};
use crate::{Metadata, callsite::Identifier};

/// The values of one record.
///
/// Read it with [`iter`](ValueSet::iter) (typed values, no virtual calls) or [`record`](ValueSet::record) (a
/// visitor). Borrowed and three pointers wide: a record costs no allocation.
///
/// ```
/// # use test_support::sample::*;
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(7)]);
/// assert_eq!(values.to_string(), r#"{path: "/index", size: 7}"#);
/// ```
pub struct ValueSet<'a> {
    fields: &'a FieldSet,
    values: Source<'a>,
    extra: &'a [(Field, ValueRef<'a>)],
}

/// Where the values come from, by what the facade has at hand.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// One per declared field, in order.
    Refs(&'a [ValueRef<'a>]),
    /// Some fields, each with its value.
    Named(&'a [(Field, ValueRef<'a>)]),
    /// One per declared field, in order, as trait objects.
    Objects(&'a [Option<&'a (dyn Value + 'a)>]),
    /// Some fields, each with its value, as trait objects.
    Pairs(&'a [(&'a Field, Option<&'a (dyn Value + 'a)>)]),
}

impl<'a> ValueSet<'a> {
    /// Makes a set from one value per declared field, in the order of `fields`. Surplus values are left out.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
    /// assert_eq!(values.to_string(), r#"{path: "/index", size: 512}"#);
    /// ```
    #[inline]
    #[must_use]
    pub fn from_refs(fields: &'a FieldSet, values: &'a [ValueRef<'a>]) -> Self {
        let declared = values.len().min(fields.len());
        ValueSet { fields, values: Source::Refs(&values[..declared]), extra: &[] }
    }

    /// Makes a set of some fields, each with its value; also of fields not declared at the callsite
    /// ([`Field::dynamic`]).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let user = Field::dynamic("user", &SERVED);
    /// let named = [(user, ValueRef::Str("ann")), (size(), ValueRef::U64(512))];
    /// let values = ValueSet::from_named(SERVED.fields(), &named);
    /// assert_eq!(values.to_string(), r#"{user: "ann", size: 512}"#);
    /// ```
    #[inline]
    #[must_use]
    pub fn from_named(fields: &'a FieldSet, values: &'a [(Field, ValueRef<'a>)]) -> Self {
        ValueSet { fields, values: Source::Named(values), extra: &[] }
    }

    /// Adds fields behind those that the set has, such as ones made by [`Field::dynamic`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let extra = [(Field::dynamic("user", &SERVED), ValueRef::Str("ann"))];
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]).with_extra(&extra);
    /// assert_eq!(values.to_string(), r#"{path: "/index", user: "ann"}"#);
    /// ```
    #[inline]
    #[must_use]
    pub fn with_extra(self, extra: &'a [(Field, ValueRef<'a>)]) -> Self {
        ValueSet { extra, ..self }
    }

    /// Identifies the callsite whose fields these values belong to.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert_eq!(values.callsite(), SERVED.callsite());
    /// ```
    #[inline]
    #[must_use]
    pub fn callsite(&self) -> Identifier {
        self.fields.callsite()
    }

    /// Shows each value to a visitor, in order.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
    /// let mut line = String::new();
    /// values.record(&mut |field: &Field, value: &dyn std::fmt::Debug| line += &format!("{field}={value:?} "));
    /// assert_eq!(line, r#"path="/index" size=512 "#);
    /// ```
    pub fn record(&self, visitor: &mut dyn Visit) {
        match (self.values, self.extra) {
            (Source::Refs([]), []) => {}
            (Source::Refs(values), []) => self.record_refs(values, visitor),
            _ => self.record_others(visitor),
        }
    }

    /// The usual case walks with one field, for a field is larger than a value.
    #[inline]
    fn record_refs(&self, values: &[ValueRef<'_>], visitor: &mut dyn Visit) {
        let mut field = Field::new(0, self.fields.copy());
        for value in values {
            value.record(&field, visitor);
            field.advance();
        }
    }

    #[inline(never)]
    fn record_others(&self, visitor: &mut dyn Visit) {
        if let Source::Refs(values) = self.values {
            self.record_refs(values, visitor);
        } else {
            for (field, value) in self.iter_without_extra() {
                value.record(&field, visitor);
            }
        }
        for (field, value) in self.extra.iter().filter(|(field, _)| self.has(field)) {
            value.record(field, visitor);
        }
    }

    /// Walks over the fields that have a value, in order, with their typed values.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
    /// let number = values.iter().find_map(|(field, value)| match value {
    ///     ValueRef::U64(number) => Some((field.name(), number)),
    ///     _ => None,
    /// });
    /// assert_eq!(number, Some(("size", 512)));
    /// ```
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Values<'a> {
        Values { fields: self.fields, values: self.values, extra: self.extra, next: 0 }
    }

    fn iter_without_extra(&self) -> Values<'a> {
        Values { fields: self.fields, values: self.values, extra: &[], next: 0 }
    }

    /// Calls `each` with the name and the value of every field that has a value, in order, until it breaks.
    ///
    /// The same as [`iter`](Self::iter) for those who want names alone; it makes no [`Field`]s.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use core::ops::ControlFlow;
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(7)]);
    /// let found = values.try_each(|name, value| match value {
    ///     ValueRef::U64(number) => ControlFlow::Break((name, number)),
    ///     _ => ControlFlow::Continue(()),
    /// });
    /// assert_eq!(found, ControlFlow::Break(("size", 7)));
    /// ```
    #[inline]
    pub fn try_each<B>(&self, mut each: impl FnMut(&'static str, ValueRef<'a>) -> ControlFlow<B>) -> ControlFlow<B> {
        if let (Source::Refs(values), []) = (self.values, self.extra) {
            for (name, value) in self.fields.names().iter().zip(values) {
                if !value.is_empty() {
                    each(name, *value)?;
                }
            }
            return ControlFlow::Continue(());
        }
        for (field, value) in self.iter() {
            each(field.name(), value)?;
        }
        ControlFlow::Continue(())
    }

    /// The declared fields' names and values side by side, if that is how the set has them, and nothing else.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn private_refs(&self) -> Option<(&'static [&'static str], &'a [ValueRef<'a>])> {
        match (self.values, self.extra) {
            (Source::Refs(values), []) => Some((self.fields.names(), values)),
            _ => None,
        }
    }

    /// The one value, if there is one, of a field that the callsite declares, and it was named.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn private_one(&self) -> Option<(&'static str, ValueRef<'a>)> {
        match (self.values, self.extra) {
            (Source::Named([(field, value)]), []) if self.has(field) => Some((field.name(), *value)),
            _ => None,
        }
    }

    /// Tells how many places for values the set has, with or without a value in them.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// assert_eq!(values.len(), 2);
    /// assert_eq!(values.iter().count(), 1);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.extra.len()
            + match self.values {
                Source::Refs(values) => values.len(),
                Source::Named(values) => values.iter().filter(|(field, _)| self.has(field)).count(),
                Source::Objects(values) => values.len(),
                Source::Pairs(values) => values.iter().filter(|(field, _)| self.has(field)).count(),
            }
    }

    /// Tells whether the set has no value.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert!(ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty]).is_empty());
    /// assert!(!ValueSet::from_refs(SERVED.fields(), &[ValueRef::Bool(false)]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Tells whether `field` has a value here.
    pub(crate) fn contains(&self, field: &Field) -> bool {
        field.callsite() == self.callsite() && self.iter().any(|(set, _)| set == *field)
    }

    /// Gives one value per field that `metadata` declares, in order, if that is how they are stored, and all there are.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn declared(&self, metadata: &Metadata<'_>) -> Option<&'a [ValueRef<'a>]> {
        match (self.values, self.extra) {
            (Source::Refs(values), []) if ptr::eq(self.fields.names(), metadata.fields().names()) => Some(values),
            _ => None,
        }
    }

    pub(crate) fn field_set(&self) -> &'a FieldSet {
        self.fields
    }

    fn has(&self, field: &Field) -> bool {
        field.callsite() == self.callsite()
    }
}

impl<'a> IntoIterator for &ValueSet<'a> {
    type Item = (Field, ValueRef<'a>);
    type IntoIter = Values<'a>;
    fn into_iter(self) -> Values<'a> {
        self.iter()
    }
}

/// Walks over the fields of a [`ValueSet`] that have a value; made by [`ValueSet::iter`].
///
/// ```
/// # use test_support::sample::*;
/// let mut values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(7)]).iter();
/// let (field, value) = values.next().unwrap();
/// assert_eq!((field.name(), format!("{value:?}")), ("size", "7".to_owned()));
/// assert!(values.next().is_none());
/// ```
pub struct Values<'a> {
    fields: &'a FieldSet,
    values: Source<'a>,
    extra: &'a [(Field, ValueRef<'a>)],
    next: usize,
}

impl<'a> Iterator for Values<'a> {
    type Item = (Field, ValueRef<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let Source::Refs(values) = self.values else { return self.next_of_others() };
        while let Some(value) = values.get(self.next) {
            let index = self.next;
            self.next += 1;
            if !value.is_empty() {
                return Some((Field::new(index, self.fields.copy()), *value));
            }
        }
        if self.extra.is_empty() { None } else { self.next_of_extra() }
    }
}

impl<'a> Values<'a> {
    #[cold]
    fn next_of_extra(&mut self) -> Option<(Field, ValueRef<'a>)> {
        self.values = Source::Named(self.extra);
        self.extra = &[];
        self.next = 0;
        self.next_of_others()
    }

    #[inline(never)]
    fn next_of_others(&mut self) -> Option<(Field, ValueRef<'a>)> {
        loop {
            let index = self.next;
            // Each arm gives the place's field and value, or `None` behind the last.
            let place = match self.values {
                Source::Refs(_) => return self.next(),
                Source::Named(values) => values.get(index).map(|(field, value)| (field.clone(), *value)),
                Source::Objects(values) => values.get(index).filter(|_| index < self.fields.len()).map(|value| {
                    (Field::new(index, self.fields.copy()), value.map_or(ValueRef::Empty, Value::value_ref))
                }),
                Source::Pairs(values) => values
                    .get(index)
                    .map(|(field, value)| ((*field).clone(), value.map_or(ValueRef::Empty, Value::value_ref))),
            };
            match place {
                // A field of another callsite is not this record's.
                Some((field, value)) if !value.is_empty() && field.callsite() == self.fields.callsite() => {
                    self.next += 1;
                    return Some((field, value));
                }
                Some(_) => self.next += 1,
                None if self.extra.is_empty() => return None,
                None => return self.next_of_extra(),
            }
        }
    }
}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").field("next", &self.next).finish_non_exhaustive()
    }
}

impl fmt::Debug for ValueSet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ValueSet");
        self.record(&mut out);
        out.field("callsite", &self.callsite()).finish()
    }
}

impl fmt::Display for ValueSet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_map();
        self.record(&mut out);
        out.finish()
    }
}

/// An array of fields and values, of any length.
#[doc(hidden)]
pub trait ValidLen<'a>: Borrow<[(&'a Field, Option<&'a (dyn Value + 'a)>)]> {}

impl<'a, const N: usize> ValidLen<'a> for [(&'a Field, Option<&'a (dyn Value + 'a)>); N] {}

impl FieldSet {
    /// Makes a set of some fields, each with its value.
    #[doc(hidden)]
    #[must_use]
    pub fn value_set<'v, V: ValidLen<'v>>(&'v self, values: &'v V) -> ValueSet<'v> {
        ValueSet { fields: self, values: Source::Pairs(values.borrow()), extra: &[] }
    }

    /// Makes a set from one value per declared field, in order.
    #[doc(hidden)]
    #[must_use]
    pub fn value_set_all<'v>(&'v self, values: &'v [Option<&'v (dyn Value + 'v)>]) -> ValueSet<'v> {
        ValueSet { fields: self, values: Source::Objects(values), extra: &[] }
    }
}

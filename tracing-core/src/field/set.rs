//! The fields that a callsite declares. Made by macros in statics; walked by subscribers and filters.

use core::{borrow::Borrow, fmt, hash, ops::Range};

use crate::callsite::Identifier;

/// Names one field of one callsite.
///
/// Two fields are equal when they come from one callsite and have one name; fields of the same name at two callsites
/// differ. Cheap to clone: no allocation.
///
/// ```
/// # use test_support::sample::*;
/// let size = SERVED.fields().field("size").unwrap();
/// assert_eq!(size.name(), "size");
/// assert_eq!(size.index(), 1);
/// ```
#[derive(Clone)]
pub struct Field {
    index: usize,
    fields: FieldSet,
}

impl Field {
    /// Identifies the callsite that the field belongs to.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let path = SERVED.fields().field("path").unwrap();
    /// assert_eq!(path.callsite(), SERVED.callsite());
    /// ```
    #[inline]
    #[must_use]
    pub fn callsite(&self) -> Identifier {
        self.fields.callsite()
    }

    /// Gives the field's name.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let names: Vec<_> = SERVED.fields().iter().map(|field| field.name()).collect();
    /// assert_eq!(names, ["path", "size"]);
    /// ```
    #[inline]
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.fields.names[self.index]
    }

    /// Gives the place of the field in its [`FieldSet`].
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let size = SERVED.fields().field("size").unwrap();
    /// let mut columns = [""; 2];
    /// columns[size.index()] = size.name();
    /// assert_eq!(columns, ["", "size"]);
    /// ```
    #[inline]
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    #[inline]
    pub(super) fn new(index: usize, fields: FieldSet) -> Self {
        Field { index, fields }
    }

    /// Goes on to the next field of the set; there may be none, as long as it is not asked for its name.
    #[inline]
    pub(super) fn advance(&mut self) {
        self.index += 1;
    }

    pub(crate) const fn fake(callsite: Identifier) -> Self {
        Field { index: 0, fields: FieldSet::new(&[""], callsite) }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.callsite() == other.callsite() && self.index == other.index && self.name() == other.name()
    }
}

impl Eq for Field {}

impl hash::Hash for Field {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.callsite().hash(state);
        self.index.hash(state);
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field").field("i", &self.index).field("fields", &self.fields).finish()
    }
}

impl AsRef<str> for Field {
    fn as_ref(&self) -> &str {
        self.name()
    }
}

/// The fields that a callsite declares, in order.
///
/// ```
/// # use test_support::sample::*;
/// let names: Vec<_> = SERVED.fields().iter().map(|field| field.name()).collect();
/// assert_eq!(names, ["path", "size"]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FieldSet {
    names: &'static [&'static str],
    callsite: Identifier,
}

impl FieldSet {
    /// Declares fields for a callsite. Each name should occur once.
    ///
    /// ```
    /// use tracing_core::{field::FieldSet, identify_callsite};
    /// # use test_support::sample::*;
    /// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&SERVED);
    ///
    /// let fields = FieldSet::new(&["user", "age"], identify_callsite!(&CALLSITE));
    /// assert_eq!(fields.to_string(), "{user, age}");
    /// ```
    #[inline]
    #[must_use]
    pub const fn new(names: &'static [&'static str], callsite: Identifier) -> Self {
        Self { names, callsite }
    }

    #[inline]
    pub(crate) fn callsite(&self) -> Identifier {
        Identifier(self.callsite.0)
    }

    pub(crate) const fn callsite_const(&self) -> Identifier {
        Identifier(self.callsite.0)
    }

    /// Finds a field by its name.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let size = SERVED.fields().field("size").unwrap();
    /// assert_eq!((size.name(), size.index()), ("size", 1));
    /// assert!(SERVED.fields().field("user").is_none());
    /// ```
    #[must_use]
    pub fn field<Q: Borrow<str> + ?Sized>(&self, name: &Q) -> Option<Field> {
        let name = name.borrow();
        let index = self.names.iter().position(|declared| *declared == name)?;
        Some(Field::new(index, self.copy()))
    }

    /// Tells whether this very field, of this callsite, is declared here.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let size = SERVED.fields().field("size").unwrap();
    /// assert!(SERVED.fields().contains(&size));
    /// assert!(!REQUEST.fields().contains(&size), "another callsite has another field of that name");
    /// ```
    #[must_use]
    pub fn contains(&self, field: &Field) -> bool {
        field.callsite() == self.callsite() && self.names.get(field.index).is_some_and(|name| *name == field.name())
    }

    /// Walks over the fields in order.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let widest = SERVED.fields().iter().map(|field| field.name().len()).max();
    /// assert_eq!(widest, Some(4));
    /// ```
    #[must_use]
    pub fn iter(&self) -> Iter {
        Iter { indices: 0..self.len(), fields: self.copy() }
    }

    /// Tells how many fields are declared.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert_eq!(SERVED.fields().len(), 2);
    /// ```
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Tells whether no field is declared.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert!(!SERVED.fields().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names, in order.
    #[inline]
    pub(super) fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// A plain copy. `FieldSet` is not `Copy` in the public API.
    #[inline]
    pub(super) fn copy(&self) -> Self {
        FieldSet { names: self.names, callsite: self.callsite() }
    }
}

impl IntoIterator for &FieldSet {
    type IntoIter = Iter;
    type Item = Field;
    fn into_iter(self) -> Iter {
        self.iter()
    }
}

impl fmt::Debug for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldSet").field("names", &self.names).field("callsite", &self.callsite).finish()
    }
}

impl fmt::Display for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names.iter().map(|name| Bare(name))).finish()
    }
}

/// Shows a name without quotes where `Debug` is asked for.
struct Bare(&'static str);

impl fmt::Debug for Bare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Walks over the fields of a [`FieldSet`]; made by [`FieldSet::iter`].
///
/// ```
/// # use test_support::sample::*;
/// assert_eq!(SERVED.fields().iter().len(), 2);
/// ```
pub struct Iter {
    indices: Range<usize>,
    fields: FieldSet,
}

impl Iterator for Iter {
    type Item = Field;

    #[inline]
    fn next(&mut self) -> Option<Field> {
        Some(Field::new(self.indices.next()?, self.fields.copy()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

impl ExactSizeIterator for Iter {}

impl fmt::Debug for Iter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("idxs", &self.indices).field("fields", &self.fields).finish()
    }
}

//! The fields that a callsite declares. Made by macros in statics; walked by subscribers and filters.

use core::{borrow::Borrow, fmt, hash, ops::Range};

use crate::callsite::Identifier;

/// Names one field of one callsite.
///
/// Two fields are equal when they come from one callsite and have one name; fields of the same name at two callsites
/// differ. Cheap to clone: no allocation.
///
/// ```
/// # use tracing_core::{*, callsite::DefaultCallsite};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &["path", "size"], callsite: &CALLSITE, kind: Kind::EVENT
/// # };
/// let size = META.fields().field("size").unwrap();
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
    #[inline]
    #[must_use]
    pub fn callsite(&self) -> Identifier {
        self.fields.callsite()
    }

    /// Gives the field's name.
    #[inline]
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.fields.names[self.index]
    }

    /// Gives the place of the field in its [`FieldSet`].
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
/// # use tracing_core::{*, callsite::DefaultCallsite};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &["path", "size"], callsite: &CALLSITE, kind: Kind::EVENT
/// # };
/// let names: Vec<_> = META.fields().iter().map(|field| field.name()).collect();
/// assert_eq!(names, ["path", "size"]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FieldSet {
    names: &'static [&'static str],
    callsite: Identifier,
}

impl FieldSet {
    /// Declares fields for a callsite. Each name should occur once.
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
    #[must_use]
    pub fn field<Q: Borrow<str> + ?Sized>(&self, name: &Q) -> Option<Field> {
        let name = name.borrow();
        let index = self.names.iter().position(|declared| *declared == name)?;
        Some(Field::new(index, self.copy()))
    }

    /// Tells whether this very field, of this callsite, is declared here.
    #[must_use]
    pub fn contains(&self, field: &Field) -> bool {
        field.callsite() == self.callsite() && self.names.get(field.index).is_some_and(|name| *name == field.name())
    }

    /// Walks over the fields in order.
    #[must_use]
    pub fn iter(&self) -> Iter {
        Iter { indices: 0..self.len(), fields: self.copy() }
    }

    /// Tells how many fields are declared.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Tells whether no field is declared.
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
/// # use tracing_core::{*, callsite::DefaultCallsite};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &["path", "size"], callsite: &CALLSITE, kind: Kind::EVENT
/// # };
/// assert_eq!(META.fields().iter().len(), 2);
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

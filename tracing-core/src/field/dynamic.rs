//! Fields that their callsite did not declare. Their names are kept for the life of the program.

use alloc::{borrow::ToOwned, boxed::Box, collections::BTreeMap};

use super::{Field, FieldSet};
use crate::{
    metadata::Metadata,
    sync::{Mutex, process_wide},
};

process_wide! {
    /// Each name that was asked for, with the list of one that a [`FieldSet`] wants.
    static NAMES: Mutex<BTreeMap<&'static str, &'static [&'static str]>> = Mutex::new(BTreeMap::new());
}

impl Field {
    /// Makes a field that was not declared at the callsite of `metadata`, by a name known at run time.
    ///
    /// A declared field of that name is given back as it is. Takes a lock, and allocates the first time that a name
    /// is seen; the names are kept for the life of the program, so let them come from a bounded set.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let header = Field::dynamic("x-request-id", &SERVED);
    /// let values = [(header, ValueRef::Str("7f3a"))];
    /// let values = ValueSet::from_named(SERVED.fields(), &values);
    /// assert_eq!(values.to_string(), r#"{x-request-id: "7f3a"}"#);
    /// ```
    #[must_use]
    pub fn dynamic(name: &str, metadata: &Metadata<'_>) -> Field {
        metadata.fields().field(name).unwrap_or_else(|| Field::new(0, FieldSet::new(intern(name), metadata.callsite())))
    }
}

fn intern(name: &str) -> &'static [&'static str] {
    let mut names = NAMES.lock();
    if let Some(list) = names.get(name) {
        return list;
    }
    let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
    let list: &'static [&'static str] = Box::leak(Box::new([name]));
    names.insert(name, list);
    list
}

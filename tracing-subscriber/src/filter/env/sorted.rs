//! Lists that are sorted from the start. They are short; a sort of the standard library is ten kilobytes of code, and as
//! much time to build as a tenth of this crate takes, for each type that it sorts.

/// Puts an item behind those that are less or equal.
fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    let at = list.partition_point(|other| *other <= item);
    list.insert(at, item);
}

/// Sorts a few items.
pub(super) fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list = Vec::new();
    items.for_each(|item| insert(&mut list, item));
    list
}

//! The spans of all registries of the process. Read in the order of the `mod` lines below, or the README one folder up.

mod lifecycle;
mod returns;

mod home;
mod memory;
mod pool;
mod slab;
mod slot;

mod extensions;
mod request;
mod room;
mod times;
mod value;
mod values;

mod closing;
mod stack;

mod subscriber;

pub use extensions::{Extensions, ExtensionsMut};
pub use request::Maker;
pub use subscriber::{Data, OpenSpan, Registry};
pub use times::SpanTimes;
pub use value::FieldValue;
pub use values::Values;

pub(crate) use closing::Close;
#[cfg(feature = "fmt")]
pub(crate) use values::changes;

use tracing_core::span::Id;

use crate::filter::FilterId;

/// Notes that a filter does not want a span that is being made; with the filters inside what it filters.
pub(crate) fn refuse(id: &Id, first: FilterId, last: FilterId) {
    if let Some(name) = slot::Name::of(id) {
        name.refuse(first.number(), last.number());
    }
}

/// Tells whether a filter admitted a span. An unknown one it did not.
pub(crate) fn is_admitted(id: &Id, filter: FilterId) -> bool {
    slot::Name::of(id).is_some_and(|name| name.is_admitted(filter.number()))
}

/// The same, for a span that layers are being told about, which is therefore known.
#[inline]
pub(crate) fn is_told_admitted(id: &Id, filter: FilterId) -> bool {
    slot::is_admitted(id, filter.number())
}

/// The innermost span of the same registry that this thread is in and that the filter admits.
pub(crate) fn entered_below(id: &Id, filter: FilterId) -> Option<Id> {
    let owner = slot::Name::of(id)?.owner();
    stack::top(|id| {
        let id = Id::from_u64(id);
        let is_of_owner = slot::Name::of(&id).is_some_and(|name| name.is_open(owner));
        (is_of_owner && (filter.is_none() || is_admitted(&id, filter))).then_some(id)
    })
}

/// Calls `each` with the spans of one registry that this thread is in, the innermost first.
#[cfg(feature = "env-filter")]
pub(crate) fn each_entered(registry: u32, mut each: impl FnMut(Id)) {
    let _ = stack::top(|id| {
        let id = Id::from_u64(id);
        if slot::Name::of(&id).is_some_and(|name| name.is_open(registry)) {
            each(id);
        }
        None::<()>
    });
}

//! What crosses from a facade to a subscriber about spans: their ids, how they begin, what is added to them.
//!
//! ```
//! # use test_support::sample::*;
//! use tracing_core::span::{Attributes, Id};
//!
//! /// How a subscriber's `new_span` finds the parent of a span.
//! fn parent(span: &Attributes<'_>, current: impl FnOnce() -> Option<Id>) -> Option<Id> {
//!     if span.is_contextual() { current() } else { span.parent().cloned() }
//! }
//!
//! let values = ValueSet::from_refs(REQUEST.fields(), &[]);
//! assert_eq!(parent(&Attributes::new(&REQUEST, &values), || Some(Id::from_u64(7))), Some(Id::from_u64(7)));
//! assert_eq!(parent(&Attributes::new_root(&REQUEST, &values), || Some(Id::from_u64(7))), None);
//! ```

mod attributes;
mod current;
mod id;
mod record;

pub use self::{attributes::Attributes, current::Current, id::Id, record::Record};

//! Storage of spans, and the lookup of their data.
//!
//! `SpanRef::fields()` is the declared `&'static FieldSet`, so the recorded values are reached by another name:
//! `SpanRef::values() -> Values<'_>` is a read guard with `iter() -> impl Iterator<Item = (&'static str, ValueRef<'_>)>`,
//! `get(name) -> Option<ValueRef<'_>>`, `record(&mut dyn Visit)`, `version() -> u32` and `is_empty()`;
//! `SpanRef::field(name) -> Option<FieldValue>` is one value, copied.

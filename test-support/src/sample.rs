//! What the examples of tracing-core stand on: two callsites, and all names of that crate.
//!
//! A facade's macros would make the callsites; tracing-core has none.
//!
//! ```
//! use test_support::sample::*;
//!
//! let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
//! assert_eq!(values.to_string(), r#"{path: "/index", size: 512}"#);
//! ```

pub use tracing_core::{callsite::*, dispatcher::*, field::*, span::*, subscriber::*, *};

pub use crate::Recorder;

static OF_SERVED: DefaultCallsite = DefaultCallsite::new(&SERVED);
static OF_REQUEST: DefaultCallsite = DefaultCallsite::new(&REQUEST);

/// An event: `info!(target: "app::web", path, size)`.
pub static SERVED: Metadata<'static> = metadata! {
    name: "served", target: "app::web", level: Level::INFO, fields: &["path", "size"], callsite: &OF_SERVED, kind: Kind::EVENT
};

/// A span: `debug_span!(target: "app::web", "request", path, size)`.
pub static REQUEST: Metadata<'static> = metadata! {
    name: "request", target: "app::web", level: Level::DEBUG, fields: &["path", "size"], callsite: &OF_REQUEST, kind: Kind::SPAN
};

/// The field `size` of [`SERVED`].
#[must_use]
pub fn size() -> Field {
    Field::dynamic("size", &SERVED)
}

/// Writes methods of a subscriber that an example has no use for: `stub!(enabled event)`.
#[macro_export]
macro_rules! stub {
    ($($name:ident)*) => { $($crate::stub!(@ $name);)* };
    (@ enabled) => { fn enabled(&self, _: &$crate::sample::Metadata<'_>) -> bool { true } };
    (@ new_span) => {
        fn new_span(&self, _: &$crate::sample::Attributes<'_>) -> $crate::sample::Id { $crate::sample::Id::from_u64(1) }
    };
    (@ record) => { fn record(&self, _: &$crate::sample::Id, _: &$crate::sample::Record<'_>) {} };
    (@ record_follows_from) => { fn record_follows_from(&self, _: &$crate::sample::Id, _: &$crate::sample::Id) {} };
    (@ event) => { fn event(&self, _: &$crate::sample::Event<'_>) {} };
    (@ enter) => { fn enter(&self, _: &$crate::sample::Id) {} };
    (@ exit) => { fn exit(&self, _: &$crate::sample::Id) {} };
}

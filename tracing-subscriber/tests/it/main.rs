//! The tests of this crate that need nothing but its public face: a module per behaviour.

mod tape;

mod auto_traits;
mod closing;
mod fields;
mod spans;
mod threads;

mod containers;
mod dispatchers;
mod filtered;
mod layers;
mod model;

#[cfg(feature = "env-filter")]
mod directives;
#[cfg(feature = "env-filter")]
mod env_filter;
#[cfg(feature = "env-filter")]
mod muted;
mod reload;
mod targets;

#[cfg(feature = "fmt")]
mod sink;

#[cfg(feature = "fmt")]
mod fmt_escaping;
#[cfg(feature = "json")]
mod fmt_formats;
#[cfg(feature = "fmt")]
mod fmt_hostile;
#[cfg(feature = "json")]
mod fmt_json;
#[cfg(feature = "fmt")]
mod fmt_outputs;
#[cfg(feature = "json")]
mod fmt_texts;
#[cfg(feature = "fmt")]
mod fmt_time;
#[cfg(feature = "fmt")]
mod fmt_values;
#[cfg(feature = "fmt")]
mod fmt_writers;

//! Filters: who wants what. Each can be added as a layer of its own, and then holds for all, or belong to one layer.

#[cfg(feature = "env-filter")]
mod env;
pub mod targets;

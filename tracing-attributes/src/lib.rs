//! The `#[instrument]` attribute.

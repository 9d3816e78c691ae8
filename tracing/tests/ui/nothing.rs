//! Macros without anything.
fn main() {
    tracing::info!();
    tracing::event!();
    tracing::span!();
    tracing::info_span!();
    tracing::enabled!();
}

//! The name of a span is missing.
use tracing::Level;
fn main() {
    tracing::span!(Level::INFO);
    tracing::info_span!(target: "t");
}

//! Settings come first.
use tracing::Level;
fn main() {
    let size = 3;
    tracing::info!(size, target: "t", "text");
    tracing::span!(Level::INFO, "s", parent: None);
    tracing::info!(size, name: "n");
}

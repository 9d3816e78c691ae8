//! A setting that does not exist.
fn main() {
    tracing::info!(tagret: "t", "text");
}

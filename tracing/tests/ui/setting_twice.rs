//! A setting is given twice.
fn main() {
    tracing::info!(target: "t", target: "u", "text");
    tracing::info_span!(parent: None, target: "t", parent: None, "s");
    tracing::info!(name: "n", name: "m", "text");
}

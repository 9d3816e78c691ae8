//! An expression needs a name.
fn main() {
    let pair = (1, 2);
    tracing::info!(pair.0);
    tracing::info!(1 + 2);
    tracing::info!(&pair);
    tracing::info!(*&pair, "text");
    tracing::info_span!("s", pair.0);
}

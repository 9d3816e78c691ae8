//! The text has arguments for all that it asks for.
fn main() {
    tracing::info!("{} {}", 1);
    tracing::info!(a = 1, "{missing}");
}

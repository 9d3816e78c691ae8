//! A field has a value.
fn main() {
    tracing::info!(size = );
    tracing::info!(size = , "text");
}

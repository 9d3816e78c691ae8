//! One list of fields, and not in a span.
fn main() {
    let list = [("a", 1)];
    tracing::info!(..list, ..list);
    tracing::info_span!("s", ..list);
}

//! What is recorded has to be named.
fn main() {
    let span = tracing::Span::none();
    tracing::record_all!(span);
    tracing::record_all!(span, ..[("a", 1)]);
}

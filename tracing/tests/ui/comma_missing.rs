//! Fields are separated by commas.
fn main() {
    let (a, b) = (1, 2);
    tracing::info!(a b);
    tracing::info!(a; "text");
}

//! A sigil alone takes a variable.
fn main() {
    let parts = [1, 2];
    tracing::info!(?parts.len());
    tracing::info!(%"text");
}

//! A level is missing.
fn main() {
    tracing::event!(target: "t", name: "n");
    tracing::event!("text");
}

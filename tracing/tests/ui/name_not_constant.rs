//! The name of a span is part of a static.
fn main() {
    let name = String::from("s");
    tracing::info_span!(&name);
}

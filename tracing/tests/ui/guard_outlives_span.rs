//! A guard borrows its span.
fn main() {
    let _guard = tracing::info_span!("s").enter();
    println!("inside");
}

//! An owned guard stays on the thread that entered the span.
fn main() {
    let guard = tracing::Span::none().entered();
    std::thread::spawn(move || drop(guard));
}

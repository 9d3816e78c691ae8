//! A guard stays on the thread that entered the span.
fn main() {
    let span = tracing::Span::none();
    let guard = span.enter();
    std::thread::scope(|scope| scope.spawn(move || drop(guard)));
}

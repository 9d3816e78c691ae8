//! A type that is no value.
struct Point;
fn main() {
    tracing::info!(point = Point, "at");
}

//! The checks of this repository: `cargo xtask ci`.
fn main() {}

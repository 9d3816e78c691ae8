#![deny(warnings)]

use tracing::instrument;

#[instrument(skip_al)]
fn mistyped(password: &str) {}

#[instrument(color = "red", level = "debug")]
fn unknown() {}

fn main() {
    mistyped("");
    unknown();
}

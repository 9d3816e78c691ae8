//! Very many threads, all alive at once, hand spans to each other and close those of others.
//!
//! ```text
//! cargo run --release -p concurrency --bin many_threads -- 10000 60
//! ```
//!
//! The arguments are how many threads, and for how many seconds. It ends with an error if a span was lost.

use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let threads = arguments.next().and_then(|threads| threads.parse().ok()).unwrap_or(10_000);
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let account = concurrency::hands::run(threads, Duration::from_secs(seconds));
    println!("{account:#?}");
    if account.made == account.closed && account.left == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! The checks of this repository: `cargo xtask ci`. The same on a developer's machine and on a server.

mod command;
mod metadata;

mod ci;
mod examples;
mod features;
mod outside;
mod readme;

mod tidy;
mod toolchains;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask ci [STEP…]   runs all checks, or the steps that are named
cargo xtask steps        lists the steps
cargo xtask tidy [--fix] checks the rules that no other tool knows; --fix rewrites the tables in ARCHITECTURE.md
cargo xtask bench [WORD…] measures everything, beside the published crates, and writes benches/RESULTS.md; `bench help`";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["ci", steps @ ..] => ci::run(steps),
        ["steps"] => {
            ci::list();
            Ok(())
        }
        ["tidy"] => tidy::check(&root()),
        ["tidy", "--fix"] => tidy::fix(&root()),
        ["bench"] => bench(&["all"]),
        ["bench", words @ ..] => bench(words),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command of the benchmarks, its output to the terminal.
fn bench(words: &[&str]) -> Result<(), command::Failure> {
    let status = outside::bench(words).status().map_err(|error| format!("cannot start cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err("the benchmarks ended early".to_owned()) }
}

/// The root of the repository: the folder above this crate's.
fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

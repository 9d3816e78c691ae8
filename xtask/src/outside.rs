//! Checks that stand outside the workspace's own build: other workspaces and other kinds of run. One that needs what is
//! not on this machine says so and is skipped.

use std::process::Command;

use crate::ci::Outcome;
use crate::command::{Failure, Log, answers, cargo};
use crate::root;

/// The workspace of the benchmarks.
pub(crate) fn benches(log: &Log) -> Result<Outcome, Failure> {
    check_other(log, "benches")
}

/// Programs on mixed crates, each a workspace of its own.
pub(crate) fn cross(log: &Log) -> Result<Outcome, Failure> {
    log.run(Command::new("benches/cross/check.sh").current_dir(root()))?;
    Ok(Outcome::Passed)
}

/// Instruction counts of the hottest scenarios against the committed ones.
pub(crate) fn guard(log: &Log) -> Result<Outcome, Failure> {
    if !answers(Command::new("valgrind").arg("--version")) {
        return Ok(Outcome::Skipped("no valgrind, which counts the instructions".to_owned()));
    }
    log.run(&mut bench(&["guard"]))?;
    Ok(Outcome::Passed)
}

/// A command of the benchmarks; `all` measures everything and writes `benches/RESULTS.md`.
pub(crate) fn bench(words: &[&str]) -> Command {
    let mut command =
        cargo(["run", "--quiet", "--release", "--manifest-path", "benches/Cargo.toml", "-p", "bench", "--"]);
    command.args(words);
    command
}

/// The same programs on the published crates and on these; what they write is compared.
pub(crate) fn differential(log: &Log) -> Result<Outcome, Failure> {
    log.run(&mut cargo(["test", "--manifest-path", "benches/differential/Cargo.toml"]))?;
    Ok(Outcome::Passed)
}

/// The workspace of the fuzz targets.
pub(crate) fn fuzz(log: &Log) -> Result<Outcome, Failure> {
    check_other(log, "fuzz")
}

fn check_other(log: &Log, folder: &str) -> Result<Outcome, Failure> {
    let manifest = format!("{folder}/Cargo.toml");
    if !root().join(&manifest).is_file() {
        return Ok(Outcome::Skipped(format!("no {manifest}")));
    }
    log.run(&mut cargo(["check", "--all-targets", "--manifest-path", &manifest]))?;
    Ok(Outcome::Passed)
}

/// The test that needs tokio built in another way, away from the other artefacts.
pub(crate) fn console(log: &Log) -> Result<Outcome, Failure> {
    let args = ["test", "--package", "ecosystem", "--test", "process_console", "--target-dir", "target/console"];
    log.run(cargo(args).env("RUSTFLAGS", "--cfg tokio_unstable"))?;
    Ok(Outcome::Passed)
}

/// The model checks. A workspace of its own, because the checker itself depends on tracing.
pub(crate) fn loom(log: &Log) -> Result<Outcome, Failure> {
    let manifest = "loom/Cargo.toml";
    if !root().join(manifest).is_file() {
        return Ok(Outcome::Skipped(format!("no {manifest}")));
    }
    log.run(cargo(["test", "--release", "--manifest-path", manifest]).env("RUSTFLAGS", "--cfg loom"))?;
    Ok(Outcome::Passed)
}

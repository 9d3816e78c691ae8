//! Checks that stand outside the workspace's own build: other workspaces, other toolchains, other kinds of run. One that
//! needs what is not on this machine says so and is skipped.

use std::fs;
use std::process::Command;

use crate::ci::Outcome;
use crate::command::{Failure, Log, cargo, cargo_of};
use crate::metadata::CRATES;
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

/// The unit tests of the crates that hold unsafe code, under Miri.
pub(crate) fn miri(log: &Log) -> Result<Outcome, Failure> {
    let Some(toolchain) = toolchain("nightly") else {
        return Ok(Outcome::Skipped("no nightly toolchain, which Miri is part of".to_owned()));
    };
    if !answers(&mut cargo_of(&toolchain, ["miri", "--version"])) {
        return Ok(Outcome::Skipped(format!("{toolchain} has no Miri; `rustup +nightly component add miri` gets it")));
    }
    for name in ["tracing-core", "tracing", "tracing-subscriber"] {
        let args = ["miri", "test", "--package", name, "--lib", "--target-dir", "target/miri"];
        // Clocks and files of the host; what is checked does not depend on them.
        log.run(cargo_of(&toolchain, args).env("MIRIFLAGS", "-Zmiri-disable-isolation"))?;
    }
    Ok(Outcome::Passed)
}

/// The `rust-version` of the workspace.
pub(crate) fn minimum(log: &Log) -> Result<Outcome, Failure> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).ok_or("no rust-version")?;
    let version = line.trim().trim_matches('"');
    let Some(toolchain) = toolchain(version) else {
        return Ok(Outcome::Skipped(format!("no toolchain {version}; `rustup toolchain install {version}` gets it")));
    };
    let packages = CRATES.iter().flat_map(|name| ["--package", name]);
    let args = ["check", "--target-dir", "target/minimum"].into_iter().chain(packages);
    log.run(&mut cargo_of(&toolchain, args))?;
    Ok(Outcome::Passed)
}

/// The installed toolchain whose name begins so.
fn toolchain(begin: &str) -> Option<String> {
    let output = Command::new("rustup").args(["toolchain", "list"]).output().ok()?;
    let list = String::from_utf8_lossy(&output.stdout).into_owned();
    let name = list.lines().find(|line| {
        let rest = line.strip_prefix(begin);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    })?;
    name.split(' ').next().map(str::to_owned)
}

fn answers(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

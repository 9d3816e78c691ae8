//! Checks that need another compiler, target or machine than the build. One whose tools are not here is skipped, and
//! says what it misses.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::ci::Outcome;
use crate::command::{Failure, Log, answers, cargo, cargo_of};
use crate::metadata::CRATES;
use crate::root;

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

/// The tests of the crates that hold unsafe code, with every access to memory checked.
pub(crate) fn address(log: &Log) -> Result<Outcome, Failure> {
    let Some(toolchain) = toolchain("nightly") else {
        return Ok(Outcome::Skipped("no nightly toolchain, which the sanitizers are part of".to_owned()));
    };
    let host = "x86_64-unknown-linux-gnu";
    if !toolchain.ends_with(host) {
        return Ok(Outcome::Skipped(format!("{toolchain} is not of {host}")));
    }
    let packages = ["tracing-core", "tracing", "tracing-subscriber", "tracing-log"];
    let packages = packages.iter().flat_map(|name| ["--package", name]);
    // With a target of its own, so that macros and build scripts, which are libraries of the compiler, stay as they are.
    let args = ["test", "--lib", "--tests", "--target", host, "--target-dir", "target/address"];
    let args = args.into_iter().chain(packages);
    // The messages of another compiler are others, and the sanitizer keeps memory that was given back.
    let skipped = ["--", "--skip", "rejected", "--skip", "memory_returns"];
    let mut command = cargo_of(&toolchain, args.chain(skipped));
    // Not leaks: what describes a callsite lives as long as the process, on purpose.
    command.env("RUSTFLAGS", "-Zsanitizer=address").env("ASAN_OPTIONS", "detect_leaks=0");
    log.run(&mut command)?;
    Ok(Outcome::Passed)
}

/// The `rust-version` of the workspace: the crates and their tests compile.
pub(crate) fn minimum(log: &Log) -> Result<Outcome, Failure> {
    let rustc = match oldest()? {
        Ok(rustc) => rustc,
        Err(missing) => return Ok(Outcome::Skipped(missing)),
    };
    let packages = || CRATES.iter().flat_map(|name| ["--package", name]);
    for what in [&["--lib"][..], &["--lib", "--tests", "--all-features"]] {
        let args = ["check", "--target-dir", "target/minimum"].into_iter().chain(what.iter().copied());
        log.run(cargo(args.chain(packages())).env("RUSTC", &rustc))?;
    }
    Ok(Outcome::Passed)
}

/// A program without a clock, threads or a standard error writes what it should.
pub(crate) fn wasm(log: &Log) -> Result<Outcome, Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    if !answers(Command::new("node").arg("--version")) {
        return Ok(Outcome::Skipped("no node, which runs the module".to_owned()));
    }
    let candidates = [Some(PathBuf::from("rustc")), oldest()?.ok()];
    let Some(rustc) = candidates.into_iter().flatten().find(|rustc| has_std(rustc, TARGET)) else {
        return Ok(Outcome::Skipped(format!("no standard library of {TARGET}; `rustup target add {TARGET}` gets it")));
    };
    let args = ["build", "--package", "wasm", "--target", TARGET, "--target-dir", "target/wasm"];
    let mut build = cargo(args);
    build.env("RUSTC", &rustc);
    if let Some(linker) = linker() {
        build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    log.run(&mut build)?;
    let mut node = Command::new("node");
    node.arg("examples/wasm/run.mjs").arg(format!("target/wasm/{TARGET}/debug/wasm.wasm")).current_dir(root());
    let (written, _) = log.capture(&mut node)?;
    let expected = fs::read_to_string(root().join("examples/wasm/expected.txt")).map_err(|error| error.to_string())?;
    if written == expected {
        Ok(Outcome::Passed)
    } else {
        Err(format!("the module wrote this, not what is in examples/wasm/expected.txt:\n{written}"))
    }
}

/// The compiler of the `rust-version`: rustup's, or the one that `OLDEST_RUSTC` names. Else what is missing.
fn oldest() -> Result<Result<PathBuf, String>, Failure> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).ok_or("no rust-version")?;
    let version = line.trim().trim_matches('"');
    if let Some(toolchain) = toolchain(version) {
        let output = Command::new("rustup").args(["which", "--toolchain", &toolchain, "rustc"]).output();
        let output = output.map_err(|error| error.to_string())?;
        return Ok(Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())));
    }
    let named = std::env::var_os("OLDEST_RUSTC").map(PathBuf::from);
    Ok(named.ok_or_else(|| format!("no toolchain {version}; `rustup toolchain install {version}` gets it")))
}

/// Whether the compiler has the standard library of that target.
fn has_std(rustc: &PathBuf, target: &str) -> bool {
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    output.is_ok_and(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// The linker that comes with the toolchain of the build. One from elsewhere may come without.
fn linker() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "target-libdir"]).output().ok()?;
    let libraries = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let linker = libraries.parent()?.join("bin/rust-lld");
    linker.is_file().then_some(linker)
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

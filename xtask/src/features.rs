//! Features and the patch: what a crate is when it is built alone, which is not what it is in the workspace.

use crate::ci::Outcome;
use crate::command::{Failure, Log, cargo};
use crate::metadata::{CRATES, packages};

/// Features that only say what is left out of a build; tests of other things would find nothing with them.
const CAPS: &str = "max_level_";

/// Each of the five crates is in the dependency graph once, and is ours.
pub(crate) fn patch(log: &Log) -> Result<Outcome, Failure> {
    let packages = packages(log)?;
    for name in CRATES {
        let found: Vec<bool> =
            packages.iter().filter(|package| package.name == name).map(|package| package.ours).collect();
        if found != [true] {
            return Err(format!("{name}: {} in the graph, {found:?} of them ours", found.len()));
        }
    }
    Ok(Outcome::Passed)
}

/// Each crate without features, and with each feature alone. In the workspace, features add up over the members, so
/// that a crate which needs a feature it does not ask for would pass.
pub(crate) fn alone(log: &Log) -> Result<Outcome, Failure> {
    let mut failed = Vec::new();
    for package in packages(log)?.iter().filter(|package| package.ours && CRATES.contains(&package.name.as_str())) {
        let check = |more: &[&str]| {
            let base = ["check", "--quiet", "--package", &package.name, "--no-default-features"];
            log.build(&mut cargo(base.iter().chain(more)))
        };
        let alone = package.features.iter().map(|feature| check(&["--features", feature]));
        failed.extend([check(&[])].into_iter().chain(alone).filter_map(Result::err));
    }
    all(failed)
}

/// Each failure counts, and all are told.
fn all(failed: Vec<Failure>) -> Result<Outcome, Failure> {
    if failed.is_empty() { Ok(Outcome::Passed) } else { Err(failed.join("\n     ")) }
}

/// The tests of each crate with all its features but the level caps.
pub(crate) fn tests(log: &Log) -> Result<Outcome, Failure> {
    let mut failed = Vec::new();
    for package in packages(log)?.iter().filter(|package| package.ours && CRATES.contains(&package.name.as_str())) {
        let chosen: Vec<&str> =
            package.features.iter().map(String::as_str).filter(|feature| !feature.contains(CAPS)).collect();
        failed.extend(log.run(&mut cargo(["test", "--package", &package.name, "--features", &chosen.join(",")])).err());
    }
    // The one example with a feature that would change others: every event is a log record as well.
    failed.extend(log.run(&mut cargo(["test", "--package", "bridges", "--features", "always"])).err());
    all(failed)
}

//! The list of checks, and the loop that runs them. The whole takes less than an hour on two cores from a fresh clone.

use std::time::{Duration, Instant};

use crate::command::{Failure, Log, cargo};
use crate::{examples, features, outside, readme, root, tidy, toolchains};

/// One check. It prints nothing; what it finds is in its log.
struct Step {
    name: &'static str,
    about: &'static str,
    check: fn(&Log) -> Result<Outcome, Failure>,
}

/// How a check ended that did not fail.
pub(crate) enum Outcome {
    Passed,
    /// What it needs is not on this machine.
    Skipped(String),
}

/// In the order of what fails soonest.
const STEPS: [Step; 21] = [
    Step { name: "tidy", about: "rules that no other tool knows", check: tidy },
    Step { name: "format", about: "rustfmt has nothing to change", check: format },
    Step { name: "patch", about: "every crate resolves to the crates of this repository", check: features::patch },
    Step { name: "clippy", about: "no warning in any target", check: clippy },
    Step { name: "test", about: "the README's test command, documentation included", check: readme::test },
    Step { name: "doc", about: "rustdoc has no warning", check: doc },
    Step { name: "examples", about: "every public item has an example that runs", check: examples::check },
    Step { name: "features", about: "each crate alone, without features and with each alone", check: features::alone },
    Step {
        name: "feature-tests",
        about: "the crates' tests with the features that are off by default",
        check: features::tests,
    },
    Step { name: "survey", about: "the README's main command, on this repository", check: readme::survey },
    Step { name: "benches", about: "benchmarks compile", check: outside::benches },
    Step { name: "cross", about: "published crates on these, and these on published ones", check: outside::cross },
    Step { name: "differential", about: "outputs are those of the published crates", check: outside::differential },
    Step { name: "guard", about: "what is hot takes no more instructions than it did", check: outside::guard },
    Step { name: "fuzz", about: "fuzz targets compile", check: outside::fuzz },
    Step { name: "console", about: "console-subscriber hears of tokio's tasks", check: outside::console },
    Step { name: "loom", about: "every interleaving of the small concurrent cores", check: outside::loom },
    Step { name: "miri", about: "no undefined behaviour in the unsafe files", check: toolchains::miri },
    Step { name: "address", about: "no access outside of what is allocated", check: toolchains::address },
    Step { name: "wasm", about: "a machine without clock, threads or files", check: toolchains::wasm },
    Step { name: "minimum", about: "the oldest Rust that is promised", check: toolchains::minimum },
];

pub(crate) fn list() {
    for step in &STEPS {
        println!("{:14} {}", step.name, step.about);
    }
}

/// Runs the named steps, or all. One that fails does not keep the others from running.
pub(crate) fn run(named: &[&str]) -> Result<(), Failure> {
    if let Some(unknown) = named.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        return Err(format!("no step {unknown}; see `cargo xtask steps`"));
    }
    let mut failed = Vec::new();
    let mut tests = Tests::default();
    let begin = Instant::now();
    for step in STEPS.iter().filter(|step| named.is_empty() || named.contains(&step.name)) {
        println!("     {:14} {} …", step.name, step.about);
        let start = Instant::now();
        let log = Log::of(step.name)?;
        let outcome = (step.check)(&log);
        let took = seconds(start.elapsed());
        match outcome {
            Ok(Outcome::Passed) => println!("ok   {:14} {took}", step.name),
            Ok(Outcome::Skipped(why)) => println!("skip {:14} {why}", step.name),
            Err(why) => {
                println!("{}", last_lines(&log.text()));
                println!("FAIL {:14} {took}: {why}\n     the log above is {}", step.name, log.path().display());
                failed.push(step.name);
            }
        }
        tests.add(&log.text());
    }
    println!("     {} in all", seconds(begin.elapsed()));
    if tests.passed + tests.failed > 0 {
        println!("{} passed, {} failed", tests.passed, tests.failed);
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// What tells why: the end of a log.
fn last_lines(log: &str) -> String {
    const MOST: usize = 300;
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(MOST)..].join("\n")
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Tests that were run, as their runner's closing lines tell.
#[derive(Default)]
struct Tests {
    passed: u64,
    failed: u64,
}

impl Tests {
    fn add(&mut self, log: &str) {
        for line in log.lines().filter(|line| line.starts_with("test result: ")) {
            let count = |what: &str| -> u64 {
                let before = line.split(';').find_map(|part| part.trim().strip_suffix(what));
                before.and_then(|part| part.trim().rsplit(' ').next()?.parse().ok()).unwrap_or(0)
            };
            self.passed += count("passed");
            self.failed += count("failed");
        }
    }
}

fn tidy(_: &Log) -> Result<Outcome, Failure> {
    tidy::check(&root())?;
    Ok(Outcome::Passed)
}

fn format(log: &Log) -> Result<Outcome, Failure> {
    log.run(&mut cargo(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}

fn clippy(log: &Log) -> Result<Outcome, Failure> {
    log.run(&mut cargo(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    Ok(Outcome::Passed)
}

fn doc(log: &Log) -> Result<Outcome, Failure> {
    log.run(cargo(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(Outcome::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let mut tests = Tests::default();
        tests.add("test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; finished in 0.1s\n");
        tests.add("test result: FAILED. 3 passed; 2 failed; 0 ignored\n");
        assert_eq!((tests.passed, tests.failed), (15, 2));
    }
}

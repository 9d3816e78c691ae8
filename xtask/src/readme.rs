//! The README's two commands, run as they are written there.

use std::fs;

use crate::ci::Outcome;
use crate::command::{Failure, Log, cargo};
use crate::root;

/// `cargo test --workspace`.
pub(crate) fn test(log: &Log) -> Result<Outcome, Failure> {
    log.run(&mut cargo(command("cargo test")?))?;
    Ok(Outcome::Passed)
}

/// `cargo run --release -p examples --bin survey -- .`, with all diagnostics and with none.
pub(crate) fn survey(log: &Log) -> Result<Outcome, Failure> {
    let main = command("cargo run")?;
    let (report, trace) = log.capture(cargo(&main).env("RUST_LOG", "trace"))?;
    let (quiet_report, quiet) = log.capture(cargo(&main).env("RUST_LOG", "off"))?;

    expect(report == quiet_report, "the report depends on RUST_LOG")?;
    // Cargo's own lines, of what it compiles, come first.
    expect(!quiet.contains("survey{"), "RUST_LOG=off is not silent")?;
    expect(row(&report, "functions") > 1_000, "the repository has more functions")?;
    for fixture in ["fixtures/survey/broken.rs:5:10: ", "fixtures/survey/latin1.rs:1:28: not UTF-8"] {
        expect(report.contains(fixture), &format!("{fixture} is not in the report"))?;
    }

    let read: Vec<&str> = trace.lines().filter(|line| line.ends_with(": survey::findings: read")).collect();
    expect(read.len() == row(&report, "functions"), "a line for each function")?;
    let scoped = |line: &str| {
        let scope = ["survey{dir=.}:file{path=", "}:function{name=", " line=", " lines="];
        let mut rest = line;
        scope.iter().all(|part| rest.find(part).map(|at| rest = &rest[at + part.len()..]).is_some())
    };
    if let Some(line) = read.iter().find(|line| !scoped(line)) {
        return Err(format!("no full scope in {line}"));
    }
    let warning = "WARN survey{dir=.}:file{path=examples/fixtures/survey/queue/mod.rs}:function{name=Slot::set line=16 \
                   lines=5}: survey::findings: unsafe block without a SAFETY comment line=18";
    expect(trace.lines().any(|line| line.ends_with(warning)), &format!("no line {warning}"))?;

    let mut fixture = main;
    fixture.pop();
    fixture.push("examples/fixtures/survey".to_owned());
    let (report, _) = log.capture(&mut cargo(&fixture))?;
    let counts =
        ["files", "lines", "lines of code", "functions", "unsafe blocks", "public items without documentation"];
    let counted = counts.map(|name| row(&report, name));
    expect(counted == [4, 107, 71, 11, 4, 7], &format!("the fixture has other counts: {counted:?}"))?;
    Ok(Outcome::Passed)
}

fn expect(holds: bool, what: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// The number in a row of the report; 0 where there is none.
fn row(report: &str, name: &str) -> usize {
    let rows = report.lines().filter_map(|line| line.trim_start().split_once("  "));
    rows.filter(|(_, what)| *what == name).find_map(|(n, _)| n.parse().ok()).unwrap_or(0)
}

/// The arguments of the first command in the README that begins so.
fn command(begin: &str) -> Result<Vec<String>, Failure> {
    let readme = fs::read_to_string(root().join("README.md")).map_err(|error| format!("README.md: {error}"))?;
    let line = readme.lines().find(|line| line.starts_with(begin)).ok_or(format!("no `{begin} …` in README.md"))?;
    Ok(line.split_whitespace().skip(1).map(str::to_owned).collect())
}

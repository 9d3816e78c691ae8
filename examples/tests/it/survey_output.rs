//! Outputs that are closed, broken or full: a clean end.

#![cfg(unix)]

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use crate::program::{Said, fixture, survey};

/// Runs the program through a shell that redirects its outputs.
fn redirected(how: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("\"$0\" \"$@\" {how}"), env!("CARGO_BIN_EXE_survey")]);
    command.arg(fixture()).env("RUST_LOG", "trace");
    command
}

#[test]
fn standard_error_closed() {
    let report = Said::by(&mut survey(fixture())).report;
    for how in ["2>&-", "2>/dev/full"] {
        let said = Said::by(&mut redirected(how));
        assert_eq!((said.code, said.log.as_str()), (Some(0), ""), "{how}");
        assert_eq!(said.report, report, "{how}");
    }
}

#[test]
fn standard_error_without_a_reader() {
    let report = Said::by(&mut survey(fixture())).report;
    let mut child = survey(fixture())
        .env("RUST_LOG", "trace")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stderr.take());
    let output = child.wait_with_output().unwrap();
    let said = Said::of(&output);
    assert_eq!((said.code, said.report), (Some(0), report));
}

#[test]
fn standard_output_without_a_reader() {
    let mut child = survey(fixture())
        .env("RUST_LOG", "warn")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = Said::of(&output);
    assert_eq!((said.code, said.log.lines().count()), (Some(0), 3), "{}", said.log);
}

#[test]
fn standard_output_closed_or_full() {
    let said = Said::by(redirected(">&-").env("RUST_LOG", "off"));
    assert_eq!((said.code, said.log.as_str()), (Some(0), ""));
    let full = OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    let said = Said::by(survey(fixture()).env("RUST_LOG", "off").stdout(full));
    assert_eq!(said.code, Some(1));
    assert!(said.log.starts_with("survey: cannot write the report: "), "{}", said.log);
}

//! A program whose output is closed, full or gone goes on as if nothing had happened. Each case is a process of its own.

use std::{
    env,
    process::{Command, Stdio},
};

use tracing::{error, info, info_span};

const CASE: &str = "TRACING_TEST_CASE";

/// What runs in the child: it logs to both outputs, and ends well.
fn child() {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    for n in 0..100 {
        let _span = info_span!("span", n).entered();
        info!("to stderr");
    }
    let to_stdout = tracing_subscriber::fmt().finish();
    tracing::subscriber::with_default(to_stdout, || {
        for n in 0..100 {
            error!(n, "to stdout");
        }
    });
    let captured = tracing_subscriber::fmt().with_test_writer().finish();
    tracing::subscriber::with_default(captured, || info!("to the harness"));
}

/// Runs this test's child through a shell that has prepared the outputs.
fn run(redirection: &str) -> bool {
    let program = env::current_exe().unwrap();
    let line = format!("exec \"$0\" --exact a_child --nocapture {redirection}");
    let status = Command::new("sh")
        .arg("-c")
        .arg(line)
        .arg(program)
        .env(CASE, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.unwrap().success()
}

#[test]
fn a_child() {
    if env::var_os(CASE).is_some() {
        child();
        // The harness itself would panic when it prints its result.
        std::process::exit(0);
    }
}

#[cfg(unix)]
#[test]
fn closed_outputs_harm_nobody() {
    assert!(run(""));
    assert!(run("2>&-"));
    assert!(run(">&-"));
    assert!(run(">&- 2>&-"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_output_harms_nobody() {
    // Standard output is not for us alone: the harness gives up if that is full.
    assert!(run("2>/dev/full"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_went_away_harms_nobody() {
    let program = env::current_exe().unwrap();
    // The status of the child is that of the pipe's first command.
    let line = "{ \"$0\" --exact a_child --nocapture 2>&1; echo $? >&3; } 3>&2 | head -c 1 >/dev/null";
    let output = Command::new("sh").arg("-c").arg(line).arg(program).env(CASE, "1").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim(), "0");
}

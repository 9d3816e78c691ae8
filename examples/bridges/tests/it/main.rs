//! Runs the program and reads what it prints, which says of each line who printed it.

use std::process::Command;

fn printed() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bridges")).output().expect("the program starts");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("the output is text")
}

const BEFORE: &str = "\
A logger and no subscriber: what either library says is a log record.
  log     | INFO bridges::catalog: look_up; word=\"span\"
  log     | INFO bridges::store: read rows=4 cached=true
  log     | INFO bridges::catalog: looked up rows=4
";

/// Both ways are open, and each library's line is one event: nothing goes round.
#[test]
#[cfg(not(feature = "always"))]
fn records_and_events_reach_the_other_side_once() {
    let after = "\
The subscriber is there: what either library says is an event, in the span that it happened in.
  log     | INFO bridges::store: read rows=5 cached=true
  tracing |  INFO look_up{word=\"event\"}: bridges::store: read rows=5 cached=true
  tracing |  INFO look_up{word=\"event\"}: bridges::catalog: looked up rows=5
Log records: 1. Events: 2.
";
    assert_eq!(printed(), format!("{BEFORE}{after}"));
}

/// Every record is an event and every event a record, and still nothing goes round.
#[test]
#[cfg(feature = "always")]
fn records_and_events_reach_both_sides_once() {
    let printed = printed();
    let after = printed.strip_prefix(BEFORE).unwrap_or_else(|| panic!("{printed}"));
    let mut lines: Vec<&str> = after.lines().collect();
    assert!(lines[1].starts_with("  log     | INFO bridges::catalog: ++ look_up; word=\"event\" span="), "{after}");
    lines.remove(1);
    assert_eq!(
        lines,
        [
            "The subscriber is there: what either library says is an event, in the span that it happened in.",
            "  log     | INFO bridges::store: read rows=5 cached=true",
            "  tracing |  INFO look_up{word=\"event\"}: bridges::store: read rows=5 cached=true",
            "  tracing |  INFO look_up{word=\"event\"}: bridges::catalog: looked up rows=5",
            "  log     | INFO bridges::catalog: looked up rows=5",
            "Log records: 3. Events: 2.",
        ]
    );
}

//! `filters`: each way to name what a directive is on, by what comes through, and the reasons that are given.

use std::process::Command;

/// The lines of what comes through, and those of why.
fn filters(text: &str) -> (Vec<String>, Vec<String>) {
    let output = Command::new(env!("CARGO_BIN_EXE_filters")).arg(text).env_remove("NO_COLOR").output();
    let output = output.expect("the program starts");
    assert!(output.status.success(), "{text}: {output:?}");
    let said = String::from_utf8(output.stdout).expect("it says text");
    let (lines, why) = said.split_once("Why:\n").expect("it says why");
    let list = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    (list(lines).split_off(1), list(why))
}

fn lines(text: &str) -> Vec<String> {
    filters(text).0
}

#[test]
fn a_target_is_a_beginning_a_module_exact_or_has_a_wildcard() {
    let slow = [r#"WARN app_web: slow"#; 2];
    assert_eq!(lines("events:app=warn"), slow);
    assert_eq!(lines("app=warn"), slow);
    assert_eq!(lines("app::*=warn"), [] as [&str; 0]);
    assert_eq!(lines("app::*=debug,spans=off")[..2], ["INFO app: served", "DEBUG app::db: read rows=3"]);
    assert_eq!(lines("=app=debug,spans=off"), ["INFO app: served", "INFO app: served", "INFO app: swept"]);
    assert_eq!(lines("*::db=debug"), ["DEBUG app::db: read rows=3"; 2]);
}

#[test]
fn what_is_excluded_is_left_out() {
    assert!(lines("info").iter().any(|line| line.contains("hyper")));
    assert!(!lines("info,!hyper").iter().any(|line| line.contains("hyper")));
}

#[test]
fn spans_stay_while_the_log_is_quiet() {
    assert_eq!(
        lines("spans=info,warn"),
        [r#"WARN request{path="/"}: app_web: slow"#, r#"WARN request{path="/health"}: app_web: slow"#]
    );
    assert_eq!(lines("warn"), ["WARN app_web: slow"; 2]);
}

#[test]
fn a_tree_is_muted_and_it_is_said_why() {
    let (lines, why) = filters(r#"info,!hyper,[request{path="/health"}]=off"#);
    assert_eq!(
        lines,
        [
            r#"INFO request{path="/"}: app: served"#,
            r#"WARN request{path="/"}: app_web: slow"#,
            "INFO cleanup: app: swept",
        ]
    );
    let readme = include_str!("../../../README.md");
    assert!(lines.iter().all(|line| readme.contains(line)), "the README shows what comes through");
    assert_eq!(readme.lines().filter(|line| why.iter().any(|said| said == line)).count(), 2, "and some of why");
    let why: Vec<&str> = why.iter().map(String::as_str).collect();
    assert_eq!(
        why,
        [
            r#"span  INFO  app      yes: `info` decides; it can be otherwise by `[request{path="/health"}]=off`"#,
            r#"event INFO  app      yes: `info` decides; it can be otherwise by `[request{path="/health"}]=off`"#,
            r#"event DEBUG app::db  no: `info` decides"#,
            r#"event WARN  app_web  yes: `info` decides; it can be otherwise by `[request{path="/health"}]=off`"#,
            r#"event INFO  hyper    no: `hyper=off` decides"#,
            r#"span  INFO  app      yes: `info` decides; it can be otherwise by `[request{path="/health"}]=off`"#,
            r#"event INFO  app      yes: `info` decides; it can be otherwise by `[request{path="/health"}]=off`"#,
        ]
    );
}

//! `TRACING_MAX_LEVEL` when a crate is compiled caps that crate.

use std::{env, process::Command};

/// Compiles `tests/capped/*.rs` in a process whose environment has the variable.
fn in_capped_environment(cap: &str, compile: fn(&trybuild::TestCases)) {
    if env::var_os("TRACING_MAX_LEVEL").is_some() {
        return compile(&trybuild::TestCases::new());
    }
    let name = std::thread::current().name().unwrap().to_owned();
    let this_test = Command::new(env::current_exe().unwrap())
        .args([&name, "--exact", "--nocapture"])
        .env("TRACING_MAX_LEVEL", cap)
        .output()
        .unwrap();
    assert!(
        this_test.status.success(),
        "{}{}",
        String::from_utf8_lossy(&this_test.stdout),
        String::from_utf8_lossy(&this_test.stderr)
    );
}

#[test]
fn what_is_above_the_cap_is_not_there() {
    in_capped_environment("warn", |cases| cases.pass("tests/capped/warn.rs"));
}

#[test]
#[should_panic(expected = "TRACING_MAX_LEVEL is not one of")]
fn a_wrong_cap_fails_the_build() {
    // The macros call it in a constant.
    let _ = tracing::__private::cap(Some("loud"));
}

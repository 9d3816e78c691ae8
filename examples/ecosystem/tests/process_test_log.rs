//! test-log, which sets the subscriber of the process: on before the test's first line, with its filter, `info` unless
//! `RUST_LOG` says otherwise. What the test logs is in its output.

use std::env;
use std::process::Command;

use tracing::{Level, debug, dispatcher, enabled, info, info_span};

#[test_log::test]
fn a_test_has_a_subscriber_with_a_filter() {
    if env::var_os("RUST_LOG").is_none() {
        assert!(enabled!(Level::INFO) && !enabled!(Level::DEBUG));
    }
    let is_none = dispatcher::get_default(|dispatch| dispatch.is::<tracing::subscriber::NoSubscriber>());
    assert!(!is_none);
    info_span!("outer", id = 7).in_scope(|| info!(rows = 3, "begun"));
    debug!("only when asked for");
}

#[test]
fn a_test_shows_what_it_logs() {
    // The test above, in a process of its own, whose output this one sees.
    let shown = |filter: &str| {
        let mut test = Command::new(env::current_exe().unwrap());
        test.args(["--exact", "a_test_has_a_subscriber_with_a_filter", "--show-output"]);
        let output = test.env("RUST_LOG", filter).env("NO_COLOR", "1").output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let quiet = shown("info");
    assert!(quiet.contains("INFO outer{id=7}: process_test_log: begun rows=3\n"), "{quiet}");
    assert!(!quiet.contains("only when asked for"), "{quiet}");
    assert!(shown("debug").contains("DEBUG process_test_log: only when asked for\n"));
}

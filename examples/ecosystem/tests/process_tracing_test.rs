//! tracing-test, which sets the subscriber of the process and reads back what a test logged.

use tracing::{info, info_span};
use tracing_test::traced_test;

#[test]
#[traced_test]
fn a_test_sees_its_own_lines() {
    info_span!("outer", id = 7).in_scope(|| info!(rows = 3, "begun"));
    assert!(logs_contain("outer{id=7}"));
    assert!(logs_contain("begun rows=3"));
    assert!(!logs_contain("of the other test"));
}

#[test]
#[traced_test]
fn another_test_sees_its_own() {
    info!("of the other test");
    logs_assert(|lines| if lines.len() == 1 { Ok(()) } else { Err(format!("{lines:?}")) });
}

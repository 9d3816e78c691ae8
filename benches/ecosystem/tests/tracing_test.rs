//! tracing-test: a test looks at its own lines.

use tracing::{info, warn};

#[tracing_test::traced_test]
#[test]
fn a_test_finds_its_own_lines() {
    info!(id = 7, "first");
    assert!(logs_contain("first id=7"));
    assert!(!logs_contain("second"));
    logs_assert(|lines| (lines.len() == 1).then_some(()).ok_or(format!("{lines:?}")));
}

#[tracing_test::traced_test]
#[tokio::test]
async fn so_does_an_asynchronous_one() {
    tokio::task::yield_now().await;
    warn!("second");
    assert!(logs_contain("WARN"));
    assert!(!logs_contain("first"));
}

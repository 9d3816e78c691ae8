//! test-log, which sets the subscriber of the process: on before the test's first line, with its filter.

use tracing::{Level, dispatcher, enabled};

#[test_log::test]
#[test_log(default_log_filter = "debug")]
fn a_test_has_a_subscriber_with_the_filter_that_it_asks_for() {
    if std::env::var_os("RUST_LOG").is_none() {
        assert!(enabled!(Level::DEBUG) && !enabled!(Level::TRACE));
    }
    let is_none = dispatcher::get_default(|dispatch| dispatch.is::<tracing::subscriber::NoSubscriber>());
    assert!(!is_none);
}

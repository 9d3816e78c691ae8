//! test-log, which sets the subscriber of the process: on before the test's first line, with its filter, `info` unless
//! `RUST_LOG` says otherwise.

use tracing::{Level, dispatcher, enabled};

#[test_log::test]
fn a_test_has_a_subscriber_with_a_filter() {
    if std::env::var_os("RUST_LOG").is_none() {
        assert!(enabled!(Level::INFO) && !enabled!(Level::DEBUG));
    }
    let is_none = dispatcher::get_default(|dispatch| dispatch.is::<tracing::subscriber::NoSubscriber>());
    assert!(!is_none);
}

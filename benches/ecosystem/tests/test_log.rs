//! test-log: installs a subscriber for a test, by `RUST_LOG`.

use tracing::{info, info_span};

#[test_log::test]
fn a_test_runs_inside_a_subscriber() {
    tracing::dispatcher::get_default(|dispatch| {
        assert!(!dispatch.is::<tracing::subscriber::NoSubscriber>());
    });
    let span = info_span!("test", id = 7).entered();
    info!("logged");
    log::info!("from log");
    drop(span);
}

#[test_log::test(tokio::test)]
async fn so_does_an_asynchronous_one() {
    tokio::task::yield_now().await;
    info!("logged");
    assert!(tracing::enabled!(tracing::Level::ERROR));
}

//! console-subscriber: the tasks of a runtime, seen through its spans, beside a formatter.

use std::time::Duration;

use tracing_subscriber::{Layer, filter::LevelFilter, prelude::*};

#[test]
fn the_console_s_layer_runs_beside_others() {
    let (layer, server) = console_subscriber::ConsoleLayer::builder().with_default_env().server_addr(([127, 0, 0, 1], 0)).build();
    tracing_subscriber::registry()
        .with(layer)
        .with(tracing_subscriber::fmt::layer().with_test_writer().with_filter(LevelFilter::INFO))
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let serving = tokio::spawn(server.serve());
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                tokio::spawn(async move {
                    let _span = tracing::info_span!(target: "runtime.spawn", "runtime.spawn", task.id = n, kind = "task").entered();
                    tracing::info!(n, "work");
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        tokio::time::timeout(Duration::from_secs(5), tokio::task::yield_now()).await.unwrap();
        assert!(!serving.is_finished(), "the console's server runs");
        serving.abort();
    });
}

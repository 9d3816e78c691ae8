//! console-subscriber, with a client of its protocol: a task that the runtime would tell of is seen.
//!
//! tokio tells of its tasks only in builds of its own kind. Here the span that it makes is made by hand, field by field.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use console_api::instrument::InstrumentRequest;
use console_api::instrument::instrument_client::InstrumentClient;
use console_subscriber::ConsoleLayer;
use tracing::{Level, span};
use tracing_subscriber::prelude::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_is_seen_by_a_client() {
    // A port that is free now; nobody else takes one in between but by bad luck.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let (layer, server) = ConsoleLayer::builder()
        .server_addr((Ipv4Addr::LOCALHOST, port))
        .publish_interval(Duration::from_millis(20))
        .build();
    tracing_subscriber::registry().with(layer).init();
    tokio::spawn(server.serve());

    let task = span!(
        target: "tokio::task", parent: None, Level::TRACE, "runtime.spawn",
        kind = %"task", task.name = "worker", task.id = 7_u64, loc.file = "a.rs", loc.line = 1_u64, loc.col = 1_u64
    );
    let _entered = task.clone().entered();

    let seen = tokio::time::timeout(Duration::from_secs(60), first_task(port)).await.expect("the task is seen");
    assert!(seen.contains("worker"), "{seen}");
}

/// The first task that the server tells of, as text.
async fn first_task(port: u16) -> String {
    let address = format!("http://127.0.0.1:{port}");
    let mut client = loop {
        match InstrumentClient::connect(address.clone()).await {
            Ok(client) => break client,
            // The server begins to listen at its own time.
            Err(_) => tokio::task::yield_now().await,
        }
    };
    let mut updates = client.watch_updates(InstrumentRequest {}).await.expect("updates").into_inner();
    loop {
        let update = updates.message().await.expect("an update").expect("no end");
        if let Some(task) = update.task_update.and_then(|tasks| tasks.new_tasks.into_iter().next()) {
            return format!("{task:?}");
        }
    }
}

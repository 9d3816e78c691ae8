//! console-subscriber, with a client of its protocol: a task of the runtime is seen.
//!
//! tokio tells of its tasks, and console-subscriber listens, only in builds with `--cfg tokio_unstable`; `cargo xtask ci
//! console` makes one.

#![cfg(tokio_unstable)]

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use console_api::instrument::InstrumentRequest;
use console_api::instrument::instrument_client::InstrumentClient;
use console_subscriber::ConsoleLayer;
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

    let task = tokio::task::Builder::new().name("worker").spawn(std::future::pending::<()>()).unwrap();
    let seen = tokio::time::timeout(Duration::from_secs(60), first_task(port)).await.expect("the task is seen");
    assert!(seen.contains("task.name"), "{seen}");
    task.abort();
}

/// The first task with a name that the server tells of, as text.
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
        let tasks = update.task_update.map(|tasks| tasks.new_tasks).unwrap_or_default();
        if let Some(task) = tasks.iter().map(|task| format!("{task:?}")).find(|task| task.contains("worker")) {
            return task;
        }
    }
}

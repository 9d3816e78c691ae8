//! The admin's route shows the tasks that are running, each with what it waits in.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tracing::{Instrument, info_span};
use tracing_subscriber::prelude::*;

async fn get(address: std::net::SocketAddr, path: &str) -> String {
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(format!("GET {path} HTTP/1.1\r\nHost: test\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn the_route_shows_what_is_running() {
    tracing_subscriber::registry().with_times(true).init();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(concurrency::admin::serve(listener));

    let (started, has_started) = oneshot::channel();
    let (go_on, may_go_on) = oneshot::channel::<()>();
    let query = async move {
        started.send(()).unwrap();
        may_go_on.await.unwrap();
    };
    let request = async { query.instrument(info_span!("query", table = "users")).await };
    let request = tokio::spawn(request.instrument(info_span!("request", path = "/index.html")));
    has_started.await.unwrap();

    let answer = get(address, "/spans").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let lines: Vec<_> = body.lines().collect();
    assert_eq!(lines.len(), 3, "{body}");
    assert_eq!(lines[0], "2 open spans");
    assert!(lines[1].starts_with("request{path=\"/index.html\"} is ") && lines[1].contains("old, idle for "), "{body}");
    assert!(lines[2].starts_with("  query{table=\"users\"} is ") && lines[2].contains("old, idle for "), "{body}");

    go_on.send(()).unwrap();
    request.await.unwrap();
    assert!(get(address, "/spans").await.ends_with("\r\n\r\n0 open spans\n"));
    assert!(get(address, "/other").await.starts_with("HTTP/1.1 404"));
}

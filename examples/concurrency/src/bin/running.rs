//! A program that tells what it is doing: `curl localhost:PORT/spans`, or, on Unix, `kill -USR1 PID`.
//!
//! ```text
//! cargo run -p concurrency --bin running -- 8080
//! ```

use std::time::Duration;

use tokio::net::TcpListener;
use tracing::{Instrument, info, info_span};
use tracing_subscriber::prelude::*;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::registry().with_times(true).with(tracing_subscriber::fmt::layer()).init();
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0_u16);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    info!("http://{}/spans", listener.local_addr()?);
    for id in 1..=3_u64 {
        tokio::spawn(job(id).instrument(info_span!("job", id)));
    }
    tokio::spawn(tell_on_signal());
    concurrency::admin::serve(listener).await
}

async fn job(id: u64) {
    for step in 1.. {
        let step = info_span!("step", number = step, seconds = id);
        tokio::time::sleep(Duration::from_secs(id)).instrument(step).await;
    }
}

/// Writes the forest when the signal comes.
#[cfg(unix)]
async fn tell_on_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    use tracing_subscriber::registry::Forest;

    let Ok(mut signals) = signal(SignalKind::user_defined1()) else { return };
    while signals.recv().await.is_some() {
        if let Some(forest) = Forest::current() {
            eprint!("{forest}");
        }
    }
}

#[cfg(not(unix))]
async fn tell_on_signal() {}

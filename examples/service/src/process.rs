//! A service as a process: says where it listens, serves, and ends with whoever started it.

use std::io::{self, Read as _, Write as _};
use std::net::SocketAddr;
use std::thread;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing::info;

use crate::Failure;

/// How a service tells on standard output that it is ready; the address follows.
pub(crate) const READY: &str = "listening on ";

/// Serves until standard input ends, as it does with the process that holds its other end.
pub(crate) async fn serve(listen: SocketAddr, service: Router) -> Result<(), Failure> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    info!(%address, "listening");
    writeln!(io::stdout(), "{READY}{address}")?;
    axum::serve(listener, service).with_graceful_shutdown(end_of_input()).await?;
    Ok(())
}

async fn end_of_input() {
    let (ended, end) = oneshot::channel();
    // Reading blocks, and a runtime would wait for it at the end.
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = end.await;
}

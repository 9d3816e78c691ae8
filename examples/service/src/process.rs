//! A service as a process: says where it listens, serves, and ends when it is told to, once its requests are answered.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::thread;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::oneshot;
use tracing::info;

use crate::Failure;

/// How a service tells on standard output that it is ready; the address follows.
pub(crate) const READY: &str = "listening on ";

/// Where a service listens, and how it ends.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// The address and port to listen on; port 0 stands for one that is free
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// End when standard input does, as it does with the process that holds its other end
    #[arg(long)]
    until_input_ends: bool,
}

/// Serves until Ctrl-C, or until the input ends; on `port`, unless it is told where.
pub(crate) async fn serve(how: Serve, port: u16, service: Router) -> Result<(), Failure> {
    let listener = TcpListener::bind(how.listen.unwrap_or((Ipv4Addr::LOCALHOST, port).into())).await?;
    let address = listener.local_addr()?;
    info!(%address, "listening");
    writeln!(io::stdout(), "{READY}{address}")?;
    axum::serve(listener, service).with_graceful_shutdown(end(how.until_input_ends)).await?;
    Ok(())
}

async fn end(with_input: bool) {
    if !with_input {
        // Without a signal to wait for there is nothing better than to go on.
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        return;
    }
    let (ended, end) = oneshot::channel();
    // Reading blocks, and a runtime would wait for it at the end.
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = end.await;
}

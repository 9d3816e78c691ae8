//! An admin's route that tells what is running now: `GET /spans`.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tracing_subscriber::registry::Forest;

/// Serves the route to one client after the other, until the listener fails.
///
/// # Errors
///
/// If no connection can be accepted any more.
pub async fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (mut client, _) = listener.accept().await?;
        // One that goes away half way is no reason to stop.
        let _ = answer(&mut client).await;
    }
}

async fn answer(client: &mut TcpStream) -> io::Result<()> {
    let mut request = Vec::new();
    let mut part = [0; 512];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < 8192 {
        match client.read(&mut part).await? {
            0 => break,
            len => request.extend_from_slice(&part[..len]),
        }
    }
    let (status, body) = if request.starts_with(b"GET /spans ") {
        ("200 OK", Forest::current().map_or_else(|| "no registry\n".to_owned(), |forest| forest.to_string()))
    } else {
        ("404 Not Found", "try /spans\n".to_owned())
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    client.write_all(head.as_bytes()).await?;
    client.write_all(body.as_bytes()).await?;
    client.shutdown().await
}

//! `service demo`: the backend, the two services and the client, one request, and its trace.

use std::env;
use std::io::{self, Write as _};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::backend::Backend;
use crate::process::READY;
use crate::{Failure, tree};

pub(crate) async fn run() -> Result<(), Failure> {
    let (backend, address) = Backend::start().await?;
    let endpoint = format!("http://{address}");

    let (store, store_url) = start(&endpoint, &["store", "--listen", "127.0.0.1:0"]).await?;
    let (front, front_url) = start(&endpoint, &["front", "--listen", "127.0.0.1:0", "--store", &store_url]).await?;
    let answer = command(&endpoint, &["client", "--front", &front_url])?.stderr(Stdio::inherit()).output().await?;
    for service in [front, store] {
        stop(service).await?;
    }

    let mut out = io::stdout();
    writeln!(out, "\nanswer\n  {}", String::from_utf8_lossy(&answer.stdout).trim())?;
    write!(out, "{}", tree::draw(backend.spans()))?;
    Ok(())
}

/// This program in another role, telling the backend what it does.
fn command(endpoint: &str, args: &[&str]) -> Result<Command, Failure> {
    let mut command = Command::new(env::current_exe()?);
    command.args(args).env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).kill_on_drop(true);
    Ok(command)
}

/// Starts a service, and waits until it listens.
async fn start(endpoint: &str, args: &[&str]) -> Result<(Child, String), Failure> {
    let mut child = command(endpoint, args)?.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().ok_or("a service without an output")?;
    let line = BufReader::new(out).lines().next_line().await?.unwrap_or_default();
    let address = line.strip_prefix(READY).ok_or(format!("{} did not start", args.join(" ")))?;
    Ok((child, format!("http://{address}")))
}

/// Closes a service's input, which ends it, and waits until it has sent its last spans.
async fn stop(mut service: Child) -> Result<(), Failure> {
    drop(service.stdin.take());
    let status = service.wait().await?;
    if status.success() { Ok(()) } else { Err(format!("a service ended with {status}").into()) }
}

//! This program in its other roles, as processes beside this one, which pass on what they log with their names before it.

use std::env;
use std::io::{self, Write as _};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use crate::Failure;
use crate::process::READY;

/// What every part is started with.
pub(crate) struct Part<'a> {
    pub(crate) backend_url: &'a str,
    pub(crate) filter: &'a str,
}

/// A service that runs.
pub(crate) struct Service {
    child: Child,
    log: JoinHandle<io::Result<()>>,
    url: String,
}

impl Part<'_> {
    /// Starts a service on a port that is free, and waits until it listens.
    pub(crate) async fn start(&self, role: &'static str, args: &[&str]) -> Result<Service, Failure> {
        let mut command = self.command(role)?;
        command.args(["--listen", "127.0.0.1:0", "--until-input-ends"]).args(args).stdin(Stdio::piped());
        let mut child = command.spawn()?;
        let log = tokio::spawn(pass_on(role, child.stderr.take()));
        let out = child.stdout.take().ok_or("a service without an output")?;
        let line = BufReader::new(out).lines().next_line().await?.unwrap_or_default();
        let address = line.strip_prefix(READY).ok_or(format!("the {role} did not start"))?;
        Ok(Service { url: format!("http://{address}"), child, log })
    }

    /// Lets the client order something, and gives the answer.
    pub(crate) async fn order(&self, front_url: &str) -> Result<String, Failure> {
        let mut client = self.command("client")?.args(["--front", front_url]).spawn()?;
        let log = tokio::spawn(pass_on("client", client.stderr.take()));
        let answer = client.wait_with_output().await?;
        log.await??;
        Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
    }

    fn command(&self, role: &str) -> Result<Command, Failure> {
        let mut command = Command::new(env::current_exe()?);
        command.arg(role).env("OTEL_EXPORTER_OTLP_ENDPOINT", self.backend_url).env("RUST_LOG", self.filter);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        Ok(command)
    }
}

impl Service {
    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Closes the service's input, which ends it, and waits until it has sent its last spans.
    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        drop(self.child.stdin.take());
        let status = self.child.wait().await?;
        self.log.await??;
        if status.success() { Ok(()) } else { Err(format!("a service ended with {status}").into()) }
    }
}

/// Hands lines on to standard error as they come, so that one can tell who said them.
async fn pass_on(role: &'static str, from: Option<impl AsyncRead + Unpin>) -> io::Result<()> {
    let Some(from) = from else { return Ok(()) };
    let mut lines = BufReader::new(from).lines();
    while let Some(line) = lines.next_line().await? {
        writeln!(io::stderr(), "{role:6} | {line}")?;
    }
    Ok(())
}

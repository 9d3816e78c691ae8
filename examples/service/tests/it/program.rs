//! The program as a process: run to its end, or kept running as a service.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The program, which inherits no word on what it logs or where to.
pub(crate) fn service(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_service"));
    command.args(args).env_remove("RUST_LOG").env_remove("OTEL_EXPORTER_OTLP_ENDPOINT");
    command
}

/// The two outputs of a run.
pub(crate) fn said(command: &mut Command) -> (String, String) {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{out}{err}");
    (out, err)
}

/// A service that runs. It ends with its input, so with this handle in any case.
pub(crate) struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// Starts a service on a port that is free, and tells it which backend to send spans to.
    pub(crate) fn start(role: &str, args: &[&str], backend: Option<&str>) -> Running {
        let mut command = service(&[role, "--listen", "127.0.0.1:0", "--until-input-ends"]);
        command.args(args).envs(backend.map(|backend| ("OTEL_EXPORTER_OTLP_ENDPOINT", backend)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("an output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on ").expect("the address").to_owned();
        Running { child, address }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends a request, and gives the whole answer.
    pub(crate) fn request(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the service listens");
        let length = body.len();
        write!(
            stream,
            "{head} HTTP/1.1\r\nhost: service\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends the service, and gives what it logged.
    pub(crate) fn log(mut self) -> String {
        drop(self.child.stdin.take());
        let mut log = String::new();
        self.child.stderr.take().expect("diagnostics").read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

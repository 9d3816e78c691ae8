//! The services, run as a user runs them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The program, which inherits no word on what it logs or where to.
fn service(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_service"));
    command.args(args).env_remove("RUST_LOG").env_remove("OTEL_EXPORTER_OTLP_ENDPOINT");
    command
}

/// The two outputs of a run.
fn said(command: &mut Command) -> (String, String) {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{out}{err}");
    (out, err)
}

/// A picture without what changes from run to run: ids, ports, times.
fn steady(picture: &str) -> String {
    let mut lines = Vec::new();
    for line in picture.lines() {
        let line =
            line.rsplit_once(" µs").map_or(line, |(line, _)| line.rsplit_once(' ').map_or(line, |(line, _)| line));
        let words = line.split(' ').map(|word| {
            let port = word.find("127.0.0.1:").map(|at| at + "127.0.0.1:".len());
            let after = |at: usize| word[at..].trim_start_matches(|c: char| c.is_ascii_digit());
            port.map_or(word.to_owned(), |at| format!("{}PORT{}", &word[..at], after(at)))
        });
        let line = words.collect::<Vec<_>>().join(" ");
        let line = if line.starts_with("trace ") { "trace".to_owned() } else { line };
        lines.push(if line.contains("latency=") { line.split('{').next().unwrap_or("").to_owned() } else { line });
    }
    lines.join("\n")
}

const TRACE: &str = "
answer
  {\"item\":\"lantern\",\"accepted\":true}
trace
  client: buy{item=1}
    client: ask_front{url=http://127.0.0.1:PORT/orders/1}
      INFO answered{status=200}
      front: GET /orders/1{method=GET path=/orders/1}
        INFO finished processing request
        front: order{item=1}
          INFO accepted{name=lantern}
          front: ask_store{url=http://127.0.0.1:PORT/items/1}
            store: GET /items/1{method=GET path=/items/1}
              INFO finished processing request
              store: look_up{id=1}
                INFO found{name=lantern left=3}";

#[test]
fn one_request_through_three_processes_is_one_trace() {
    let (picture, _) = said(&mut service(&["demo"]));
    assert_eq!(steady(&picture), TRACE);
}

#[test]
fn each_library_adds_what_it_knows_when_asked() {
    let (picture, _) = said(service(&["demo"]).env("RUST_LOG", "info,sqlx=debug,hyper_util=debug,tower_http=debug"));
    let line_below = |span: &str, event: &str| {
        let lines: Vec<&str> = picture.lines().collect();
        let indent = |line: &str| line.len() - line.trim_start().len();
        let Some(at) = lines.iter().position(|line| line.trim_start().starts_with(span)) else { return false };
        let inside = lines[at + 1..].iter().take_while(|line| indent(line) > indent(lines[at]));
        inside.into_iter().any(|line| line.contains(event))
    };
    assert!(line_below("store: look_up", "db.statement=SELECT name, stock FROM items WHERE id = ?"), "{picture}");
    assert!(line_below("front: ask_store", "DEBUG connecting to 127.0.0.1:"), "{picture}");
    assert!(line_below("store: GET /items/1", "DEBUG started processing request"), "{picture}");
}

/// A store that is stopped when it goes out of scope.
struct Store {
    child: Child,
    address: String,
}

impl Store {
    fn start() -> Store {
        let mut command = service(&["store", "--listen", "127.0.0.1:0"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("an output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on ").expect("the address").to_owned();
        Store { child, address }
    }

    fn request(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the store listens");
        let length = body.len();
        write!(stream, "{head} HTTP/1.1\r\nhost: store\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends the store, and gives what it logged.
    fn log(mut self) -> String {
        drop(self.child.stdin.take());
        let mut log = String::new();
        self.child.stderr.take().expect("diagnostics").read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

#[test]
fn the_filter_changes_while_the_service_runs() {
    let store = Store::start();
    assert!(store.request("GET /items/1", "").ends_with("{\"name\":\"lantern\",\"left\":3}"));
    assert!(store.request("PUT /admin/filter", "info,sqlx=debug").starts_with("HTTP/1.1 200 "));
    assert!(store.request("GET /items/2", "").starts_with("HTTP/1.1 200 "));
    assert!(store.request("PUT /admin/filter", "off").starts_with("HTTP/1.1 200 "));
    assert!(store.request("GET /items/3", "").starts_with("HTTP/1.1 404 "));
    assert!(store.request("PUT /admin/filter", "sqlx=loud").starts_with("HTTP/1.1 400 "));

    let log = store.log();
    let queries: Vec<&str> = log.lines().filter(|line| line.contains("SELECT name, stock")).collect();
    assert_eq!(queries.len(), 1, "{log}");
    let scope = "request{method=GET path=\"/items/2\" otel.kind=\"server\" otel.name=\"GET /items/2\"}:look_up{id=2}: ";
    assert!(queries[0].contains(scope), "{log}");
    assert!(log.contains("filter changed filter=\"info,sqlx=debug\"") && !log.contains("/items/3"), "{log}");
}

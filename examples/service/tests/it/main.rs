//! The services, run as a user runs them.

mod program;
mod trace;

use crate::program::{Running, said, service};

/// A picture without what changes from run to run: ids, ports, times.
fn steady(picture: &str) -> String {
    let lines = picture.lines().map(|line| {
        let line = line.split(" latency=").next().unwrap_or(line);
        // A span's line ends with the time that it took.
        let line = match line.strip_suffix(" µs").and_then(|line| line.rsplit_once(' ')) {
            Some((line, _)) => line,
            None => line,
        };
        if line.starts_with("trace ") {
            return "trace".to_owned();
        }
        let mut parts = line.split("127.0.0.1:");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |line, part| line + "HOST" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether an event stands below a span in a picture, or below one that is.
fn stands_below(picture: &str, span: &str, event: &str) -> bool {
    let lines: Vec<&str> = picture.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(at) = lines.iter().position(|line| line.trim_start().starts_with(span)) else { return false };
    let mut inside = lines[at + 1..].iter().take_while(|line| indent(line) > indent(lines[at]));
    inside.any(|line| line.contains(event))
}

const QUIET: &str = "
RUST_LOG=info
answer {\"item\":\"lantern\",\"accepted\":true}
trace
  client: buy{item=1}
    client: ask_front{url=http://HOST/orders/1}
      front: GET /orders/1{method=GET path=/orders/1}
        front: order{item=1}
          front: ask_store{url=http://HOST/items/1}
            store: GET /items/1{method=GET path=/items/1}
              store: look_up{id=1}
                INFO service::store: found name=lantern left=3
              INFO tower_http::trace::on_response: finished processing request
          INFO service::front: accepted name=lantern
        INFO tower_http::trace::on_response: finished processing request
      INFO service::client: answered status=200
";

#[test]
fn the_demo_shows_a_quiet_request_and_then_what_each_library_adds() {
    let (picture, log) = said(&mut service(&["demo"]));
    let (quiet, dug) = picture.split_once("\nPUT /admin/filter ").expect("two requests");
    assert_eq!(steady(quiet), QUIET.trim_end());
    for (span, event) in [
        ("client: ask_front", "DEBUG reqwest::connect: starting new connection"),
        ("client: ask_front", "DEBUG hyper_util::client::legacy::connect::http: connected to 127.0.0.1:"),
        ("front: ask_store", "DEBUG hyper_util::client::legacy::"),
        ("store: look_up", "DEBUG sqlx::query: summary=SELECT name, stock FROM … db.statement=SELECT name, stock"),
        ("store: GET /items/1", "INFO tower_http::trace::on_response: finished processing request"),
    ] {
        assert!(stands_below(dug, span, event), "{event}\n{dug}");
    }
    // What the processes log is there, too, under their names.
    assert!(log.lines().any(|line| line.starts_with("store  | ") && line.contains("look_up{id=1}: service::store")));
    assert!(log.contains("front  | ") && log.contains("client | "), "{log}");
}

#[test]
fn the_demo_shows_what_it_is_asked_for() {
    let (picture, _) = said(service(&["demo"]).env("RUST_LOG", "info,tower_http=debug,h2=trace"));
    assert!(stands_below(&picture, "store: GET /items/1", "DEBUG tower_http::trace::on_request: started"), "{picture}");
    assert!(!picture.contains("sqlx") && picture.matches("\ntrace ").count() == 1, "{picture}");
    let (picture, _) = said(service(&["demo"]).env("RUST_LOG", "off"));
    assert!(picture.ends_with("\nno trace: the filter lets no span through\n"), "{picture}");
}

#[test]
fn the_filter_changes_while_the_service_runs() {
    let store = Running::start("store", &[], None);
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

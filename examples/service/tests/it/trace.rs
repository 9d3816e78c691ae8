//! Three processes and a receiver of this test's own: what arrives over OTLP is one trace, each span below the one that it
//! was made in, across processes too.

#[path = "../../src/backend.rs"]
mod backend;

use std::collections::HashMap;

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span};

use crate::program::{Running, said, service};

/// Whose spans these are.
fn process(sent: &ResourceSpans) -> String {
    let attributes = &sent.resource.as_ref().expect("a resource").attributes;
    let name = attributes.iter().find(|attribute| attribute.key == "service.name").expect("a name");
    match name.value.as_ref().and_then(|value| value.value.as_ref()) {
        Some(Value::StringValue(name)) => name.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_of_otlp_gets_one_trace_of_all_processes() {
    let (backend, address) = backend::Backend::start().await.expect("a port that is free");
    let endpoint = format!("http://{address}");
    let client = tokio::task::spawn_blocking(move || {
        let store = Running::start("store", &[], Some(&endpoint));
        let front = Running::start("front", &["--store", &store.url()], Some(&endpoint));
        let mut client = service(&["client", "--front", &front.url(), "1"]);
        let (answer, _) = said(client.env("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint));
        front.log();
        store.log();
        answer
    });
    assert_eq!(client.await.unwrap(), "{\"item\":\"lantern\",\"accepted\":true}\n");

    let received = backend.spans();
    let all: Vec<(String, &Span)> = received
        .iter()
        .flat_map(|sent| sent.scope_spans.iter().flat_map(|scope| &scope.spans).map(|span| (process(sent), span)))
        .collect();
    let named: HashMap<&str, &(String, &Span)> = all.iter().map(|sent| (sent.1.name.as_str(), sent)).collect();
    let way = [
        ("client", "buy"),
        ("client", "ask_front"),
        ("front", "GET /orders/1"),
        ("front", "order"),
        ("front", "ask_store"),
        ("store", "GET /items/1"),
        ("store", "look_up"),
    ];
    assert_eq!(all.len(), way.len(), "{all:?}");
    let mut parent: (&[u8], &[u8]) = (&named["buy"].1.trace_id, &[]);
    for (process, name) in way {
        let (sender, span) = named[name];
        assert_eq!(sender, process, "{name}");
        assert_eq!((span.trace_id.as_slice(), span.parent_span_id.as_slice()), parent, "{name}");
        parent = (&span.trace_id, &span.span_id);
    }
}

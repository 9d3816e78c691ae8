//! Records of the `log` crate go through filters and formats as events do. One logger and one global subscriber, so one
//! story.
#![cfg(all(feature = "fmt", feature = "registry", feature = "env-filter", feature = "tracing-log", feature = "json"))]

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_core::{Event, LevelFilter, Subscriber};
use tracing_log::{NormalizeEvent, log};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt, Targets, dynamic_filter_fn},
    fmt,
    layer::Context,
    prelude::*,
    reload,
};

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes down the targets of log records.
#[derive(Clone, Default)]
struct Targeted(Arc<Mutex<Vec<String>>>);

impl Targeted {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber> Layer<S> for Targeted {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if let Some(metadata) = event.normalized_metadata() {
            self.0.lock().unwrap().push(metadata.target().to_owned());
        }
    }
}

#[test]
fn log_records_are_filtered_and_written_as_events_are() {
    let (text, json) = (Buffer::default(), Buffer::default());
    let (all, by_target, asked, either) = <(Targeted, Targeted, Targeted, Targeted)>::default();
    let (writer, json_writer) = (text.clone(), json.clone());
    let filter = EnvFilter::new("info,db=off,[request{id=7}]=trace");
    let (bound, handle) = reload::Layer::new(LevelFilter::DEBUG);
    tracing_subscriber::registry()
        .with(fmt::layer().with_ansi(false).without_time().with_writer(move || writer.clone()).with_filter(filter))
        .with(
            fmt::layer()
                .json()
                .without_time()
                .with_writer(move || json_writer.clone())
                .with_filter(Targets::new().with_target("json", LevelFilter::TRACE)),
        )
        .with(all.clone())
        .with(by_target.clone().with_filter(Targets::new().with_target("db", LevelFilter::TRACE)))
        // This one has to be asked about each record, while others have answered for good.
        .with(asked.clone().with_filter(dynamic_filter_fn(|metadata, _| metadata.target().starts_with("db"))))
        .with(either.clone().with_filter(
            dynamic_filter_fn(|metadata, _| metadata.target() == "app").or(dynamic_filter_fn(|_, _| false)),
        ))
        .with(bound)
        .init();

    assert_eq!(log::max_level(), log::LevelFilter::Debug, "in step with the subscriber");

    log::info!(target: "app", rows = 3, name = "x"; "hello {}", 1);
    log::debug!(target: "app", "too verbose for one");
    log::info!(target: "db::pool", "off for one");
    log::trace!(target: "db", "too verbose for all");
    assert_eq!(text.take(), " INFO app: hello 1 rows=3 name=\"x\"\n");
    assert_eq!(all.take(), ["app", "app", "db::pool"]);
    assert_eq!(by_target.take(), ["db::pool"]);
    assert_eq!(asked.take(), ["db::pool"]);
    assert_eq!(either.take(), ["app", "app"]);
    assert_eq!(json.take(), "");

    // Within a span that a dynamic directive is about.
    {
        let _request = tracing::info_span!("request", id = 7).entered();
        log::debug!(target: "app", "in the request");
    }
    assert_eq!(text.take(), "DEBUG request{id=7}: app: in the request\n");

    log::warn!(target: "json", ok = true; "to the file");
    let line = line!() - 1;
    let json = json.take();
    for part in [
        r#""level":"WARN""#,
        r#""target":"json""#,
        r#""message":"to the file""#,
        r#""log.target":"json""#,
        &format!(r#""log.line":{line}"#),
        r#""ok":true"#,
    ] {
        assert!(json.contains(part), "{part} is not in {json}");
    }

    handle.modify(|bound| *bound = LevelFilter::TRACE).unwrap();
    assert_eq!(log::max_level(), log::LevelFilter::Trace);
    by_target.take();
    log::trace!(target: "db", "now it passes");
    assert_eq!(by_target.take(), ["db"]);

    handle.modify(|bound| *bound = LevelFilter::OFF).unwrap();
    assert_eq!(log::max_level(), log::LevelFilter::Off);
    handle.modify(|bound| *bound = LevelFilter::INFO).unwrap();
    assert_eq!(log::max_level(), log::LevelFilter::Info);
}

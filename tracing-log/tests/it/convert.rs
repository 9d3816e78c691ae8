//! Levels and metadata say the same on both sides.

use tracing_core::{Level, LevelFilter};
use tracing_log::{AsLog, AsTrace};

const LEVELS: [(Level, log::Level); 5] = [
    (Level::ERROR, log::Level::Error),
    (Level::WARN, log::Level::Warn),
    (Level::INFO, log::Level::Info),
    (Level::DEBUG, log::Level::Debug),
    (Level::TRACE, log::Level::Trace),
];

#[test]
fn levels_go_there_and_back() {
    for (trace, log) in LEVELS {
        assert_eq!(trace.as_log(), log);
        assert_eq!(log.as_trace(), trace);
        assert_eq!(LevelFilter::from_level(trace).as_log(), log.to_level_filter());
        assert_eq!(log.to_level_filter().as_trace(), LevelFilter::from_level(trace));
    }
    assert_eq!(LevelFilter::OFF.as_log(), log::LevelFilter::Off);
    assert_eq!(log::LevelFilter::Off.as_trace(), LevelFilter::OFF);
}

#[test]
fn metadata_goes_there_and_back() {
    for (trace, log) in LEVELS {
        let there = log::Metadata::builder().level(log).target("db::pool").build();
        let metadata = there.as_trace();
        assert_eq!((*metadata.level(), metadata.target()), (trace, "db::pool"));
        assert!(metadata.is_event());
        assert_eq!(metadata.fields().to_string(), "{message, log.target, log.module_path, log.file, log.line}");
        assert_eq!(metadata.as_log(), there);
    }
}

#[test]
fn a_record_keeps_its_place() {
    let record = log::Record::builder()
        .level(log::Level::Debug)
        .target("t")
        .module_path(Some("m"))
        .file(Some("f.rs"))
        .line(Some(9))
        .build();
    let metadata = record.as_trace();
    assert_eq!(
        (metadata.target(), metadata.module_path(), metadata.file(), metadata.line()),
        ("t", Some("m"), Some("f.rs"), Some(9))
    );
    assert_eq!(metadata.name(), "log record");
}

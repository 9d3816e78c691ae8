//! tracing-appender: a file that rolls, and a writer that does not block.

use tracing::{info, info_span};
use tracing_subscriber::{fmt, prelude::*};

#[test]
fn lines_reach_the_file_when_the_guard_is_dropped() {
    let directory = tempfile::tempdir().unwrap();
    let file = tracing_appender::rolling::never(directory.path(), "app.log");
    let (writer, guard) = tracing_appender::non_blocking(file);
    let layer = fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(writer);
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _span = info_span!("job", id = 7).entered();
        for n in 0..100 {
            info!(n, "line");
        }
    });
    drop(guard);
    let text = std::fs::read_to_string(directory.path().join("app.log")).unwrap();
    assert_eq!(text.lines().count(), 100);
    assert_eq!(text.lines().next_back(), Some(" INFO job{id=7}: line n=99"));
}

#[test]
fn writers_are_chosen_by_level() {
    use tracing_subscriber::fmt::writer::MakeWriterExt;

    let directory = tempfile::tempdir().unwrap();
    let errors = tracing_appender::rolling::never(directory.path(), "errors.log");
    let rest = tracing_appender::rolling::never(directory.path(), "rest.log");
    let writer = errors.with_max_level(tracing::Level::WARN).or_else(rest);
    let layer = fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(writer);
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        info!("fine");
        tracing::error!("broken");
    });
    assert_eq!(std::fs::read_to_string(directory.path().join("errors.log")).unwrap(), "ERROR broken\n");
    assert_eq!(std::fs::read_to_string(directory.path().join("rest.log")).unwrap(), " INFO fine\n");
}

//! tracing-appender: the lines reach the file, from a thread of the appender's own.

use std::fs;
use std::path::Path;

use tracing_subscriber::fmt;

use crate::program::heard_by;

#[test]
fn lines_reach_the_file_when_the_guard_goes() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("appender");
    let _ = fs::remove_dir_all(&dir);
    let (writer, guard) = tracing_appender::non_blocking(tracing_appender::rolling::never(&dir, "app.log"));
    heard_by(fmt().with_writer(writer).with_ansi(false).without_time().with_target(false).finish());
    drop(guard);
    let log = fs::read_to_string(dir.join("app.log")).unwrap();
    assert_eq!(log, " INFO outer{id=7}: begun rows=3\n WARN outer{id=7}:inner{name=\"a b\"}: late\n");
}

//! Starts `survey` and gathers what it says. Used by every test here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program, with no word from the environment on what it logs.
pub(crate) fn survey(dir: impl AsRef<Path>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_survey"));
    command.arg(dir.as_ref()).env_remove("RUST_LOG").env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
    command
}

/// The directory whose counts are known.
pub(crate) fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/survey")
}

/// An empty directory for one test.
pub(crate) fn scratch(test: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("the target directory can be written");
    dir
}

/// What a run said, without the parts that change from run to run.
pub(crate) struct Said {
    pub(crate) report: String,
    pub(crate) log: String,
    pub(crate) code: Option<i32>,
}

impl Said {
    pub(crate) fn by(command: &mut Command) -> Said {
        Said::of(&command.output().expect("the program starts"))
    }

    pub(crate) fn of(output: &Output) -> Said {
        let report = String::from_utf8(output.stdout.clone()).expect("the report is text");
        let log = String::from_utf8(output.stderr.clone()).expect("the log is text");
        assert!(!log.contains("panicked"), "{log}");
        Said { report, log, code: output.status.code() }
    }

    /// The report's number in a row.
    pub(crate) fn count(&self, row: &str) -> usize {
        let ends = |line: &&str| line.trim_start().split_once("  ").is_some_and(|(_, name)| name == row);
        let line = self.report.lines().find(ends).unwrap_or_else(|| panic!("no row {row:?} in {}", self.report));
        line.trim_start().split(' ').next().and_then(|n| n.parse().ok()).expect("a row starts with its number")
    }

    /// The log's lines without their timestamps, in the order of the text: threads take files in any order.
    pub(crate) fn sorted_log(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.log.lines().map(without_time).collect();
        lines.sort_unstable();
        lines
    }
}

/// A line of the full format from its level on.
pub(crate) fn without_time(line: &str) -> &str {
    let (time, rest) = line.split_once(' ').unwrap_or_else(|| panic!("no timestamp in {line:?}"));
    assert!(time.starts_with("20") && time.ends_with('Z'), "no timestamp in {line:?}");
    rest.trim_start()
}

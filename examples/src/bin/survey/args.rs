//! The command line. Read once by `main`.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Reports what a tree of Rust sources holds: functions, lines, unsafe blocks that say nothing of their safety, public
/// items without documentation, the longest functions.
///
/// The report goes to standard output, diagnostics to standard error. RUST_LOG chooses which are seen, as in
/// `RUST_LOG=warn` or `RUST_LOG=survey::findings=trace`; the default is `info`.
#[derive(Parser)]
#[command(name = "survey", version)]
pub(crate) struct Args {
    /// The directory to walk; hidden folders and build folders in it are passed over
    pub(crate) dir: PathBuf,

    /// How diagnostics are written
    #[arg(long, value_enum, default_value_t = Format::Full)]
    pub(crate) format: Format,

    /// Write diagnostics to this file, which is emptied first, in place of standard error
    #[arg(long, value_name = "PATH")]
    pub(crate) log_file: Option<PathBuf>,

    /// Threads to analyse on; 0 takes one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
}

/// The formats of the subscriber.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One line for each event, with the spans around it
    Full,
    /// Shorter lines
    Compact,
    /// Several lines for each event, for reading by eye
    Pretty,
    /// One JSON object for each event
    Json,
}

//! `survey DIR`: what a tree of Rust sources holds, function by function.
//!
//! Walks the directory, parses every `.rs` file and analyses its functions on all cores. The report goes to standard
//! output, diagnostics to standard error or to a file. A span stands for the run, one for each file, one for each
//! function; the findings are events inside them. `RUST_LOG` chooses what is seen. The spans are of the level `error`,
//! the most important, because they say where a finding is: whichever finding is shown, they are shown with it.
//!
//! Read in the order of the `mod` lines: what the user asks for and where diagnostics go, then the way of one file
//! (walk, source, nesting, lines, findings), then the report.

mod args;
mod logging;
mod progress;

mod walk;

mod lines;
mod nesting;
mod source;

mod findings;
mod report;

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use rayon::prelude::*;
use tracing::{Span, debug, error_span, info};

use crate::args::Args;
use crate::progress::Progress;
use crate::report::{FileReport, Report};
use crate::walk::SourceFile;

/// Address space of a worker's stack; only what is touched takes memory. See `nesting` for what it must hold.
const STACK_BYTES: usize = 256 << 20;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has seen what it wanted (`survey . | head -1`).
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            // Not `eprintln!`, which panics where standard error is broken.
            let _ = writeln!(io::stderr(), "survey: {stop}");
            ExitCode::FAILURE
        }
    }
}

/// Why a run ends without a report.
enum Stop {
    Logging(logging::SetupError),
    Directory(String, io::Error),
    Threads(rayon::ThreadPoolBuildError),
    Output(io::Error),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Logging(error) => error.fmt(f),
            Stop::Directory(dir, error) => write!(f, "cannot read {dir}: {error}"),
            Stop::Threads(error) => write!(f, "cannot start threads: {error}"),
            Stop::Output(error) => write!(f, "cannot write the report: {error}"),
        }
    }
}

fn run(args: &Args) -> Result<(), Stop> {
    let progress = Progress::on_terminal();
    logging::init(args, &progress).map_err(Stop::Logging)?;

    let report = survey(&args.dir, args.threads, &progress)?;
    progress.finish();
    let mut out = io::BufWriter::new(io::stdout().lock());
    write!(out, "{report}").and_then(|()| out.flush()).map_err(Stop::Output)
}

fn survey(dir: &Path, threads: usize, progress: &Progress) -> Result<Report, Stop> {
    let run = error_span!("survey", dir = %dir.display());
    let _run = run.enter();

    let found = walk::walk(dir).map_err(|error| Stop::Directory(walk::shown(dir), error))?;
    info!(files = found.files.len(), "found");
    progress.start(found.files.len());

    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .thread_name(|n| format!("survey-{n}"))
        .build()
        .map_err(Stop::Threads)?;
    debug!(threads = pool.current_num_threads(), "started");
    let files: Vec<FileReport> =
        pool.install(|| found.files.par_iter().map(|file| survey_file(file, &run, progress)).collect());

    let mut report = Report::new(dir, found.failures);
    for file in files {
        report.add(file);
    }
    info!(functions = report.functions, lines = report.lines, failures = report.failures.len(), "done");
    Ok(report)
}

/// One file, on whichever thread took it. That thread knows nothing of the run, so its span is named as the parent.
fn survey_file(file: &SourceFile, run: &Span, progress: &Progress) -> FileReport {
    let _file = error_span!(parent: run, "file", path = %file.name).entered();
    let report = source::survey(file);
    progress.step();
    report
}

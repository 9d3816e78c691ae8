//! The progress bar, on a terminal only, and the log writer that does not tear it.

use std::io::{self, IsTerminal as _, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tracing_subscriber::fmt::MakeWriter;

/// One bar on standard error; every clone is the same bar. Off a terminal it draws nothing.
#[derive(Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Makes the bar, not yet drawn.
    pub(crate) fn on_terminal() -> Progress {
        Progress(if io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() })
    }

    /// Draws the bar for this number of files.
    pub(crate) fn start(&self, files: usize) {
        // The template is a literal; were it wrong, the bar would have the default look.
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} files, {eta} left") {
            self.0.set_style(style);
        }
        self.0.set_length(files as u64);
        if !self.0.is_hidden() {
            self.0.enable_steady_tick(Duration::from_millis(200));
        }
    }

    /// Counts one file, from any thread.
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    /// Takes the bar off the terminal.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// Log lines: the bar is taken away, the line is written, the bar comes back below it.
impl Write for Progress {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0.suspend(|| io::stderr().write(buf))
    }

    fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {
        self.0.suspend(|| io::stderr().write_all(buf))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

impl<'a> MakeWriter<'a> for Progress {
    type Writer = Progress;

    fn make_writer(&'a self) -> Progress {
        self.clone()
    }
}

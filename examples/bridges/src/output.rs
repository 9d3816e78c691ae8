//! Where the subscriber writes: standard output, with a mark. Called by the `fmt` layer, once per event.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tracing_subscriber::fmt::MakeWriter;

/// Counts the events that are written.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<AtomicUsize>);

impl Events {
    pub(crate) fn count(&self) -> usize {
        self.0.load(Relaxed)
    }
}

impl<'a> MakeWriter<'a> for Events {
    type Writer = Marked;

    fn make_writer(&'a self) -> Marked {
        self.0.fetch_add(1, Relaxed);
        Marked
    }
}

/// Writes each event, which comes in one piece, behind the mark.
pub(crate) struct Marked;

impl Write for Marked {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut output = io::stdout().lock();
        output.write_all(b"  tracing | ")?;
        output.write_all(line)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

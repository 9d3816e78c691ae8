//! The writer for unit tests, whose output `cargo test` can capture.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
};

use super::MakeWriter;

/// A writer whose output the test harness captures, and shows for tests that fail.
///
/// The harness sees only what goes through `print!` and `eprint!`; so that is what this writer uses.
///
/// ```
/// let subscriber = tracing_subscriber::fmt().with_test_writer().finish();
/// # drop(subscriber);
/// ```
#[derive(Debug, Default)]
pub struct TestWriter {
    use_stderr: bool,
}

impl TestWriter {
    /// Returns a writer to standard output.
    ///
    /// ```
    /// use tracing_subscriber::fmt::TestWriter;
    ///
    /// let subscriber = tracing_subscriber::fmt().with_writer(TestWriter::new).finish();
    /// # drop(subscriber);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a writer to standard error.
    ///
    /// ```
    /// use tracing_subscriber::fmt::TestWriter;
    ///
    /// let subscriber = tracing_subscriber::fmt().with_writer(TestWriter::with_stderr).finish();
    /// # drop(subscriber);
    /// ```
    #[must_use]
    pub fn with_stderr() -> Self {
        Self { use_stderr: true }
    }
}

impl io::Write for TestWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        // The macros panic if the output is closed.
        let printed = panic::catch_unwind(AssertUnwindSafe(|| {
            if self.use_stderr {
                eprint!("{text}");
            } else {
                print!("{text}");
            }
        }));
        printed.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for TestWriter {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self { use_stderr: self.use_stderr }
    }
}

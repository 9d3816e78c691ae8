//! A text that several can write and read: for layers and writers in examples.

use std::fmt::Display;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Lines of text. Clones share them.
///
/// ```
/// use std::io::Write;
///
/// let lines = test_support::Lines::default();
/// lines.clone().add("one");
/// writeln!(lines.writer()(), "two").unwrap();
/// assert_eq!(lines.text(), "one\ntwo\n");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// Adds a line.
    pub fn add(&self, line: impl Display) {
        // Shown before the lock is taken.
        let line = format!("{line}\n");
        self.bytes(|bytes| bytes.extend_from_slice(line.as_bytes()));
    }

    /// Gives what was written so far.
    #[must_use]
    pub fn text(&self) -> String {
        self.bytes(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// Gives what `with_writer` asks for.
    pub fn writer(&self) -> impl Fn() -> Lines + Clone + Send + Sync + 'static {
        let lines = self.clone();
        move || lines.clone()
    }

    fn bytes<T>(&self, f: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes(|all| all.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! A writer that keeps what is written, write by write.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

/// Keeps each write by itself.
#[derive(Clone, Debug, Default)]
pub struct Sink(Arc<Mutex<Vec<Vec<u8>>>>);

impl Sink {
    /// All of it as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.writes().concat()).expect("formats write text")
    }

    /// The lines of it.
    pub fn lines(&self) -> Vec<String> {
        self.text().lines().map(str::to_owned).collect()
    }

    pub fn writes(&self) -> Vec<Vec<u8>> {
        self.0.lock().unwrap().clone()
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

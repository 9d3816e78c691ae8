//! Where the output of a program goes, and clocks that show no time of day. Called by all that compares outputs.

use std::{
    fmt, io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::{format::Writer, time::FormatTime};

/// What a case wrote.
#[derive(Clone, Default)]
pub struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    pub fn make(&self) -> impl Fn() -> Sink + Send + Sync + 'static {
        let this = self.clone();
        move || this.clone()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A clock that stands still.
pub struct Still;

impl FormatTime for Still {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        w.write_str("2018-02-19T12:34:56.123456Z")
    }
}

/// A clock that is broken.
pub(crate) struct Broken;

impl FormatTime for Broken {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        w.write_str("half")?;
        Err(fmt::Error)
    }
}

//! The program that every layer here listens to, and a writer that it can write to.

use std::io;
use std::sync::{Arc, Mutex};

use tracing::{Subscriber, info, info_span, subscriber, warn};

/// A job in a job, with an event in each.
pub(crate) fn program() {
    let _outer = info_span!("outer", id = 7).entered();
    info!(rows = 3, "begun");
    info_span!("inner", name = "a b").in_scope(|| warn!("late"));
}

/// Runs the program with a subscriber of this thread.
pub(crate) fn heard_by(listener: impl Subscriber + Send + Sync) {
    subscriber::with_default(listener, program);
}

/// Text that a layer wrote; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Text(Arc<Mutex<Vec<u8>>>);

impl Text {
    pub(crate) fn get(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).expect("text")
    }
}

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

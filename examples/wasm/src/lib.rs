//! Runs the crates where there is no clock, no thread and no standard error: in a WebAssembly machine.
//!
//! `run.mjs` calls [`run`] and reads what was written; `cargo xtask ci wasm` builds and runs both.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tracing::{Level, info, info_span, instrument, span, warn};
use tracing_subscriber::fmt::{self, format::FmtSpan};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, Registry};

/// What all layers have written, read by the host when [`run`] has returned.
static WRITTEN: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn written_so_far() -> MutexGuard<'static, Vec<u8>> {
    WRITTEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A writer to [`WRITTEN`].
struct Page;

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        written_so_far().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[instrument]
fn add(a: u64, b: u64) -> u64 {
    info!(sum = a + b, "added");
    a + b
}

/// Makes spans and events for a subscriber of two layers, and returns where what they wrote begins.
#[unsafe(no_mangle)]
#[expect(unsafe_code, reason = "the host finds the function by its name")]
pub extern "C" fn run() -> *const u8 {
    let lines = fmt::layer().with_writer(|| Page).with_ansi(false).with_span_events(FmtSpan::FULL);
    let json = fmt::layer().json().with_writer(|| Page).with_span_events(FmtSpan::CLOSE);
    let subscriber = Registry::default().with_times(true).with(lines).with(json.with_filter(EnvFilter::new("warn")));
    tracing::subscriber::with_default(subscriber, || {
        add(40, 2);
        let outer = info_span!("outer", id = 7u64).entered();
        span!(Level::WARN, "inner").in_scope(|| warn!(text = "two\nlines", "careful"));
        drop(outer);
    });
    written_so_far().as_ptr()
}

/// Returns how many bytes were written.
#[unsafe(no_mangle)]
#[expect(unsafe_code, reason = "the host finds the function by its name")]
pub extern "C" fn written() -> usize {
    written_so_far().len()
}

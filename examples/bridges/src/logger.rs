//! The program's logger: what a program has that was on `log` first. Called by `log`'s macros, and by `tracing`'s, whose
//! feature `log` is on; hands on to the subscriber what that cannot hear of by itself.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use log::kv::{Error, Key, Value, VisitSource};
use log::{LevelFilter, Log, Metadata, Record, SetLoggerError};
use tracing_log::LogTracer;

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Tells how many records there have been.
pub(crate) fn count() -> usize {
    COUNT.load(Relaxed)
}

pub(crate) struct Logger {
    tracer: LogTracer,
}

impl Logger {
    pub(crate) fn install() -> Result<(), SetLoggerError> {
        log::set_boxed_logger(Box::new(Self { tracer: LogTracer::new() }))?;
        log::set_max_level(LevelFilter::Info);
        Ok(())
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // `tracing` asks about the lives of spans, which are of the level `TRACE`.
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        COUNT.fetch_add(1, Relaxed);
        let mut pairs = Pairs(String::new());
        // A source that fails has shown what it could.
        let _ = record.key_values().visit(&mut pairs);
        println!("  log     | {} {}: {}{}", record.level(), record.target(), record.args(), pairs.0);
        // What the macros of `tracing` record has reached the subscriber as an event.
        if record.module_path().is_none_or(|path| !path.starts_with("bridges::catalog")) {
            self.tracer.log(record);
        }
    }

    fn flush(&self) {}
}

/// Key-values as text.
struct Pairs(String);

impl<'a> VisitSource<'a> for Pairs {
    fn visit_pair(&mut self, key: Key<'a>, value: Value<'a>) -> Result<(), Error> {
        self.0.push_str(&format!(" {key}={value}"));
        Ok(())
    }
}

//! The one way in which this crate speaks of its own troubles: a broken writer, a span id that is not known.
//! Called from everywhere in this crate; calls standard error, and ignores what it answers.
//!
//! ```
//! # use test_support::sample::*;
//! # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
//! # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
//! # let registry = dispatch.downcast_ref::<Registry>().unwrap();
//! # let _default = set_default(&dispatch);
//! use tracing_subscriber::report;
//!
//! report::set_enabled(false);
//! let before = report::count();
//! let job = tracing::info_span!("job");
//! let span = registry.span(&job.id().unwrap()).unwrap();
//! span.extensions_mut().insert(1);
//! span.extensions_mut().insert(2); // as if two layers kept a value of one type
//! assert_eq!(report::count(), before + 1);
//! ```
#![cfg_attr(not(feature = "registry"), allow(dead_code, reason = "filters alone may have nothing to report"))]

use core::fmt;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::io::Write as _;

static ENABLED: AtomicBool = AtomicBool::new(true);
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Every report up to this one is written; of the later ones only those whose number is a power of two.
const WRITTEN_ONE_BY_ONE: u64 = 8;

/// Switches the messages of this crate about its own troubles on or off for the whole process; they are on at first.
///
/// Troubles are counted in any case.
///
/// ```
/// use tracing_subscriber::report;
///
/// report::set_enabled(false); // nothing is written from here on
/// assert_eq!(report::count(), 0);
/// ```
pub fn set_enabled(enabled: bool) {
    // Relaxed: a lone flag; no data hangs on it.
    ENABLED.store(enabled, Ordering::Relaxed);
}

/// Returns how many troubles there have been in this process, the unwritten ones included.
///
/// ```
/// let before = tracing_subscriber::report::count();
/// assert!(tracing_subscriber::report::count() >= before);
/// ```
pub fn count() -> u64 {
    // Relaxed: a lone counter; no data hangs on it.
    COUNT.load(Ordering::Relaxed)
}

/// Counts a trouble and, unless there have been many, writes a line about it.
///
/// Never panics and never calls back into a subscriber, so it may be called with locks held.
#[cold]
#[inline(never)]
pub(crate) fn report(what: fmt::Arguments<'_>) {
    // Relaxed: a lone counter; no data hangs on it.
    let number = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    if is_written(number) && ENABLED.load(Ordering::Relaxed) {
        // One buffer and one write, so that lines of several threads do not mix.
        let mut line = alloc::string::String::from("[tracing-subscriber] ");
        let _ = fmt::Write::write_fmt(&mut line, what);
        line.push('\n');
        // A closed or full standard error is no reason to disturb the program.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

/// Thins out by count, not by time: no clock is needed, and a storm costs a line per doubling.
fn is_written(number: u64) -> bool {
    number <= WRITTEN_ONE_BY_ONE || number.is_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storm_is_thinned_out() {
        let written = (1..=1_000_000).filter(|&number| is_written(number)).count();
        assert_eq!(written, 8 + 16);
    }

    #[test]
    fn silence_still_counts() {
        set_enabled(false);
        let before = count();
        report(format_args!("not shown"));
        assert!(count() > before);
        set_enabled(true);
    }
}

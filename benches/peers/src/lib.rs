//! The scenarios that other crates of the field can do as well, under the same names. Read by the binaries in `bench`.
//!
//! They do not do the same: fastrace keeps spans only, `log` knows no spans, slog's loggers are passed by hand, emit decides
//! about an event when it is complete. The figures are for orientation; no bound hangs on them.

mod emitting;
mod fast;
mod logging;
mod slogging;

use harness::Pair;

/// Every scenario of every peer, those of one name together.
pub fn pairs() -> Vec<Pair> {
    harness::pairs(vec![
        ("fastrace", fast::SCENARIOS.to_vec()),
        ("log", logging::SCENARIOS.to_vec()),
        ("slog", slogging::SCENARIOS.to_vec()),
        ("emit", emitting::SCENARIOS.to_vec()),
    ])
}

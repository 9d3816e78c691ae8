//! The clocks of the machine, where it has any. Called by the timestamps, the timing of spans and the registry.
//!
//! `wasm32-unknown-unknown` has none, and asking `std` for the time panics there; so all of this returns options.
#![cfg_attr(not(feature = "fmt"), allow(dead_code, reason = "a registry alone asks for instants only"))]

use std::time::{Duration, Instant};

/// Whether this machine can tell the time.
const HAS_CLOCK: bool = !cfg!(all(target_arch = "wasm32", target_os = "unknown"));

/// Seconds and nanoseconds since 1970-01-01T00:00:00Z. The nanoseconds count forward also before that.
#[inline]
pub(crate) fn unix_time() -> Option<(i64, u32)> {
    if !HAS_CLOCK {
        return None;
    }
    match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => Some((i64::try_from(after.as_secs()).ok()?, after.subsec_nanos())),
        Err(before) => {
            let before = before.duration();
            let seconds = -i64::try_from(before.as_secs()).ok()?;
            Some(match before.subsec_nanos() {
                0 => (seconds, 0),
                nanoseconds => (seconds - 1, 1_000_000_000 - nanoseconds),
            })
        }
    }
}

/// A moment of the monotonic clock.
#[inline]
pub(crate) fn instant() -> Option<Instant> {
    HAS_CLOCK.then(Instant::now)
}

/// Lets some time pass, where there is time.
pub(crate) fn pause(duration: Duration) {
    if HAS_CLOCK {
        std::thread::sleep(duration);
    }
}

/// The time since that moment.
#[inline]
pub(crate) fn since(moment: Option<Instant>) -> Option<Duration> {
    Some(instant()?.saturating_duration_since(moment?))
}

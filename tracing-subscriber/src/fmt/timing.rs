//! How long a span was entered, and how long not. Kept in the span's extensions by layers that write its close.

use core::{fmt, time::Duration};
use std::time::Instant;

use crate::clock;
use crate::registry::{Extensions, ExtensionsMut};

/// The times of one span so far.
#[derive(Clone, Copy)]
pub(crate) struct Timings {
    busy: Duration,
    idle: Duration,
    /// When it was last entered or left.
    last: Option<Instant>,
}

impl Timings {
    /// Begins to measure, unless another layer has done so.
    pub(crate) fn begin(extensions: &mut ExtensionsMut<'_>) {
        if extensions.get_mut::<Self>().is_none() {
            extensions.insert(Self { busy: Duration::ZERO, idle: Duration::ZERO, last: clock::instant() });
        }
    }

    /// The span was idle until now.
    pub(crate) fn enter(extensions: &mut ExtensionsMut<'_>) {
        if let Some(timings) = extensions.get_mut::<Self>() {
            let lap = timings.lap();
            timings.idle += lap;
        }
    }

    /// The span was busy until now.
    pub(crate) fn exit(extensions: &mut ExtensionsMut<'_>) {
        if let Some(timings) = extensions.get_mut::<Self>() {
            let lap = timings.lap();
            timings.busy += lap;
        }
    }

    /// The times at the close, if there is a clock.
    pub(crate) fn end(extensions: &Extensions<'_>) -> Option<Self> {
        let mut timings = *extensions.get::<Self>()?;
        timings.last?;
        let lap = timings.lap();
        timings.idle += lap;
        Some(timings)
    }

    /// The time since the last change.
    fn lap(&mut self) -> Duration {
        let now = clock::instant();
        let elapsed = now.zip(self.last).map_or(Duration::ZERO, |(now, last)| now.saturating_duration_since(last));
        self.last = now;
        elapsed
    }

    /// Busy and idle time, to be shown.
    pub(crate) fn shown(self) -> (Span, Span) {
        (Span(self.busy), Span(self.idle))
    }
}

/// A span of time with three digits and a unit: `1.50ms`.
pub(crate) struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut time = self.0.as_nanos() as f64;
        for unit in ["ns", "µs", "ms", "s"] {
            let decimals = match time {
                t if t < 10.0 => 2,
                t if t < 100.0 => 1,
                t if t < 1000.0 => 0,
                _ => {
                    time /= 1000.0;
                    continue;
                }
            };
            return write!(f, "{time:.decimals$}{unit}");
        }
        write!(f, "{:.0}s", time * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        let shown = |nanoseconds| Span(Duration::from_nanos(nanoseconds)).to_string();
        assert_eq!(shown(0), "0.00ns");
        assert_eq!(shown(12), "12.0ns");
        assert_eq!(shown(123), "123ns");
        assert_eq!(shown(1_234), "1.23µs");
        assert_eq!(shown(12_345_678), "12.3ms");
        assert_eq!(shown(9_876_543_210), "9.88s");
        assert_eq!(shown(123_000_000_000), "123s");
        assert_eq!(shown(4_567_000_000_000), "4567s");
    }
}

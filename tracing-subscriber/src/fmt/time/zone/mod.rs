//! The time zone of the machine, read from where it is kept. Called by the clocks of local time.

/// The offset from UTC, in seconds, that holds at that second of Unix time; `None` if the zone is not known.
pub(super) fn offset_at(_second: i64) -> Option<i32> {
    None
}

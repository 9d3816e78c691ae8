//! A moment of Unix time as a date and a time of day in UTC. Called by the clocks.
#![expect(unsafe_code, reason = "digits are text without looking at them again")]

use core::cell::Cell;

use crate::fmt::number;

/// The text of one second, with room for its parts: `2018-02-19T12:34:56.000000Z`.
#[derive(Clone, Copy)]
struct Stamp {
    second: i64,
    /// ASCII only. More than the text has, for it is copied in one piece.
    text: [u8; 32],
}

/// How long the text is.
const LENGTH: usize = 27;

thread_local! {
    // Most events fall into the same second as the one before, so the calendar is worked out once a second.
    static LAST: Cell<Stamp> = const { Cell::new(Stamp { second: 0, text: *b"1970-01-01T00:00:00.000000Z     " }) };
}

/// Appends the moment as RFC 3339 has it, to the microsecond, in UTC.
#[inline]
pub(crate) fn push_utc(out: &mut String, second: i64, nanoseconds: u32) {
    match LAST.try_with(Cell::get) {
        Ok(stamp) if stamp.second == second => {
            let micros = u64::from(nanoseconds / 1000);
            let pairs = [micros / 10_000 % 100, micros / 100 % 100, micros % 100].map(number::pair);
            out.reserve(stamp.text.len());
            // SAFETY: a stamp's text is ASCII, and so are the digits.
            let bytes = unsafe { out.as_mut_vec() };
            // The digits are written where the text is going to be: to read it again right after them would have to wait.
            //
            // SAFETY: there is room for the stamp behind the length, and all that is written lies within it. The first
            // `LENGTH` bytes of it are the text.
            unsafe {
                let to = bytes.as_mut_ptr().add(bytes.len());
                to.cast::<[u8; 32]>().write(stamp.text);
                to.add(20).cast::<[[u8; 2]; 3]>().write(pairs);
                bytes.set_len(bytes.len() + LENGTH);
            }
        }
        _ => push_new_second(out, second, nanoseconds),
    }
}

#[cold]
#[inline(never)]
fn push_new_second(out: &mut String, second: i64, nanoseconds: u32) {
    let start = out.len();
    push_date(out, second);
    let time = second.rem_euclid(86_400) as u64;
    for (mark, n) in [('T', time / 3600), (':', time / 60 % 60), (':', time % 60)] {
        out.push(mark);
        number::push_two(out, n);
    }
    out.push('.');
    number::push_padded(out, u64::from(nanoseconds / 1000), 6);
    out.push('Z');
    // Years of more than four digits do not fit, and are worked out each time.
    if let Ok(known) = <[u8; LENGTH]>::try_from(&out.as_bytes()[start..]) {
        let mut text = [b' '; 32];
        text[..LENGTH].copy_from_slice(&known);
        let _ = LAST.try_with(|last| last.set(Stamp { second, text }));
    }
}

/// Appends year, month and day. Years outside of 0 to 9999 have a sign, as ISO 8601 wants it.
fn push_date(out: &mut String, second: i64) {
    let (year, month, day) = civil(second.div_euclid(86_400));
    match year {
        0..=9999 => number::push_padded(out, year.unsigned_abs(), 4),
        _ => {
            out.push(if year < 0 { '-' } else { '+' });
            number::push_padded(out, year.unsigned_abs(), 4);
        }
    }
    for n in [month, day] {
        out.push('-');
        number::push_two(out, n);
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar without beginning.
///
/// Years are counted from March, so that the leap day is the last of its year; 400 of them have 146,097 days.
fn civil(day: i64) -> (i64, u64, u64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month as u64, day_of_month as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(second: i64, nanoseconds: u32) -> String {
        let mut out = String::new();
        push_utc(&mut out, second, nanoseconds);
        out
    }

    #[test]
    fn known_moments() {
        assert_eq!(utc(0, 0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(utc(1_519_043_696, 123_456_789), "2018-02-19T12:34:56.123456Z");
        assert_eq!(utc(951_782_400, 999), "2000-02-29T00:00:00.000000Z");
        assert_eq!(utc(4_107_542_400, 1000), "2100-03-01T00:00:00.000001Z");
        assert_eq!(utc(-1, 999_999_999), "1969-12-31T23:59:59.999999Z");
        assert_eq!(utc(-62_167_219_200, 0), "0000-01-01T00:00:00.000000Z");
        assert_eq!(utc(-62_167_219_201, 0), "-0001-12-31T23:59:59.000000Z");
        assert_eq!(utc(253_402_300_800, 0), "+10000-01-01T00:00:00.000000Z");
    }

    #[test]
    fn a_second_is_remembered_only_for_itself() {
        assert_eq!(utc(59, 1_000_000), "1970-01-01T00:00:59.001000Z");
        assert_eq!(utc(59, 2_000_000), "1970-01-01T00:00:59.002000Z");
        assert_eq!(utc(60, 2_000_000), "1970-01-01T00:01:00.002000Z");
        assert_eq!(utc(59, 3_000_000), "1970-01-01T00:00:59.003000Z");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        // Miri is slow, and the leap years around 2000 are enough for it.
        let days = if cfg!(miri) { 10_900..11_100 } else { -800_000..800_000 };
        let mut last = civil(days.start - 1);
        for day in days {
            let (year, month, of_month) = civil(day);
            let leap = last.0 % 4 == 0 && (last.0 % 100 != 0 || last.0 % 400 == 0);
            let length = match last.1 {
                2 => 28 + u64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let next = match last {
                (y, m, d) if d < length => (y, m, d + 1),
                (y, 12, _) => (y + 1, 1, 1),
                (y, m, _) => (y, m + 1, 1),
            };
            assert_eq!((year, month, of_month), next);
            last = next;
        }
    }
}

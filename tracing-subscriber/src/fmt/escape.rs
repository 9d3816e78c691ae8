//! Makes text of values safe to look at: what a terminal would obey, or what would begin a new line, is spelled out.
//! Called by every format for values, names and targets; calls nothing.
//!
//! Values are first written as they are, at the end of the line, and looked at once they stand there. So a colour code
//! that a value writes in three pieces is seen whole, and text that needs nothing costs one scan.

use super::{
    append::{append, append_quoted},
    buffer, number,
};

/// What happens to control characters in the text of values and messages.
///
/// [`Escaping::Safe`] is the default. A layer takes another by
/// [`with_value_escaping`](crate::fmt::Layer::with_value_escaping).
///
/// ```
/// use tracing_subscriber::fmt::{self, format::Escaping};
///
/// let layer = fmt::layer::<tracing_subscriber::Registry>().with_value_escaping(Escaping::Strict);
/// # let lines = test_support::Lines::default();
/// # let layer = layer.with_writer(lines.writer()).without_time().with_ansi(false).with_target(false);
/// # use tracing_subscriber::prelude::*;
/// # let _guard = tracing_subscriber::registry().with(layer).set_default();
/// let value = String::from("two\nlines \x1b[31mred");
/// tracing::info!("read {value}");
/// assert_eq!(lines.text(), " INFO read two\\nlines \\x1b[31mred\n");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Escaping {
    /// Control characters are spelled out (`\x07`), line breaks too (`\n`) where the format writes a line per event.
    /// Colour codes (SGR, as in `ESC [ 31 m`) pass to an output with ANSI on and are closed at the end of the value;
    /// they are left out where ANSI is off.
    #[default]
    Safe,
    /// As [`Safe`](Self::Safe), but colour codes are spelled out as well, whatever the output is.
    Strict,
    /// Nothing is changed: a value may move the cursor, retitle the terminal and forge lines.
    Raw,
}

/// How one piece of text is to be treated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) escaping: Escaping,
    /// Whether the output takes colour codes.
    pub(crate) ansi: bool,
    /// Whether the text may span lines.
    pub(crate) breaks: bool,
}

/// Makes what was written to `out` since `start` safe. The line breaks at `layout` stay: no value put them there.
#[inline]
pub(crate) fn settle(out: &mut String, start: usize, policy: Policy, layout: &[usize]) {
    if is_plain(&out.as_bytes()[start..]) || policy.escaping == Escaping::Raw {
        return;
    }
    settle_slowly(out, start, policy, layout);
}

/// Appends `text`, made safe.
#[inline]
pub(crate) fn push(out: &mut String, text: &str, policy: Policy) {
    let start = out.len();
    append(out, text);
    if !is_plain(text.as_bytes()) && policy.escaping != Escaping::Raw {
        settle_slowly(out, start, policy, &[]);
    }
}

#[cold]
#[inline(never)]
fn settle_slowly(out: &mut String, start: usize, policy: Policy, layout: &[usize]) {
    let Some(at) = out[start..].char_indices().find(|&(_, c)| acts(c, policy)).map(|(i, _)| start + i) else {
        return;
    };
    let mut tail = buffer::scratch();
    tail.push_str(&out[at..]);
    out.truncate(at);
    spell(out, &tail, policy, |index| layout.contains(&(at + index)));
}

/// Whether a terminal, or a reader of lines, would take this character for more than itself.
fn acts(c: char, policy: Policy) -> bool {
    match c {
        '\t' => false,
        '\n' => !policy.breaks,
        _ => c.is_control() || is_separator(c) || is_direction(c),
    }
}

/// U+2028 and U+2029 begin a new line for many viewers.
pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Characters that reorder what stands beside them, so that a line reads as something that was not logged.
pub(crate) fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Appends `text` with what acts spelled out. `stays` tells of a line break, by its index in `text`, that it is not a
/// value's.
fn spell(out: &mut String, text: &str, policy: Policy, stays: impl Fn(usize) -> bool) {
    let mut open = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\x1b' && policy.escaping == Escaping::Safe {
            if let Some(code) = sgr(rest) {
                if policy.ansi {
                    out.push_str(code);
                    open = !resets(code);
                }
                rest = &rest[code.len()..];
                continue;
            }
        }
        let after = &rest[c.len_utf8()..];
        match c {
            '\r' if policy.breaks && after.starts_with('\n') => out.push(c),
            _ if !acts(c, policy) => out.push(c),
            '\n' if stays(text.len() - rest.len()) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ if c.is_ascii() => number::push_shown(out, format_args!("\\x{:02x}", u32::from(c))),
            _ => number::push_shown(out, format_args!("\\u{{{:x}}}", u32::from(c))),
        }
        rest = after;
    }
    if open {
        out.push_str("\x1b[0m");
    }
}

/// The colour code that `text` begins with.
fn sgr(text: &str) -> Option<&str> {
    let parameters = text.strip_prefix("\x1b[")?;
    let length = parameters.bytes().position(|b| !matches!(b, b'0'..=b'9' | b';' | b':'))?;
    (parameters.as_bytes()[length] == b'm').then(|| &text[..length + 3])
}

/// Appends `text` without its colour codes.
pub(crate) fn push_without_colours(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        let (before, code) = rest.split_at(at);
        out.push_str(before);
        // What is no colour code stays: who wrote it wants it so.
        let length = sgr(code).map_or(1, str::len);
        if sgr(code).is_none() {
            out.push('\x1b');
        }
        rest = &code[length..];
    }
    out.push_str(rest);
}

/// How many characters of `text` are seen: all but colour codes.
pub(crate) fn width(mut text: &str) -> usize {
    let mut width = 0;
    while let Some(c) = text.chars().next() {
        match sgr(text) {
            Some(code) => text = &text[code.len()..],
            None => {
                width += 1;
                text = &text[c.len_utf8()..];
            }
        }
    }
    width
}

/// Whether nothing is left switched on after this colour code.
fn resets(code: &str) -> bool {
    let parameters = &code[2..code.len() - 1];
    parameters.rsplit(';').next().is_none_or(|last| last.bytes().all(|b| b == b'0'))
        // `38;5;0` and its kin end in a number that is part of a colour.
        && !parameters.contains("38") && !parameters.contains("48") && !parameters.contains("58")
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Flags a byte of `word` that is not printable ASCII. The lowest flag is exact, and one flag is all that is asked for.
#[inline(always)]
fn unprintable(word: u64) -> u64 {
    let del = word ^ (ONES * 0x7f);
    (word | word.wrapping_sub(ONES * 0x20) | del.wrapping_sub(ONES)) & HIGH
}

#[inline(always)]
fn equals(word: u64, byte: u8) -> u64 {
    let x = word ^ (ONES * byte as u64);
    x.wrapping_sub(ONES) & !x & HIGH
}

/// Whether no byte has a flag.
#[inline(always)]
fn none(bytes: &[u8], flags: impl Fn(u64) -> u64) -> bool {
    let Some(last) = bytes.last_chunk::<8>() else { return none_of_few(bytes, flags) };
    // The last word overlaps the one before it, unless they fit.
    let mut found = flags(u64::from_le_bytes(*last));
    for chunk in bytes.chunks_exact(8) {
        if let Ok(word) = chunk.try_into() {
            found |= flags(u64::from_le_bytes(word));
        }
    }
    found == 0
}

/// As [`none`], for less than eight bytes.
#[inline(always)]
fn none_of_few(bytes: &[u8], flags: impl Fn(u64) -> u64) -> bool {
    // Filled up with spaces, which no caller minds.
    const SPACES: u64 = 0x2020_2020_2020_2020;
    let mut word = SPACES;
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        word = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    } else {
        for &byte in bytes {
            word = word << 8 | u64::from(byte);
        }
    }
    flags(word) == 0
}

/// Whether all of it is printable ASCII.
#[inline]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    none(bytes, unprintable)
}

/// Whether all of it can stand between double quotes as it is.
#[inline]
pub(crate) fn is_quotable(bytes: &[u8]) -> bool {
    none(bytes, |word| unprintable(word) | equals(word, b'"') | equals(word, b'\\'))
}

/// Appends `text` as Rust's `{:?}` shows it, which is safe anywhere.
#[inline]
pub(crate) fn push_debug(out: &mut String, text: &str) {
    if is_quotable(text.as_bytes()) {
        append_quoted(out, text);
    } else {
        push_debug_slowly(out, text);
    }
}

#[cold]
#[inline(never)]
fn push_debug_slowly(out: &mut String, text: &str) {
    number::push_shown(out, format_args!("{text:?}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str, ansi: bool, breaks: bool) -> String {
        let mut out = String::from("\x1b[2m<");
        push(&mut out, text, Policy { escaping: Escaping::Safe, ansi, breaks });
        out.split_off(5)
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in ["", "a", "1234567", "12345678", "123456789", "žluťoučký kůň 🐴", "a\tb", "x \u{a0} y"] {
            assert_eq!(safe(text, true, false), text);
            assert_eq!(safe(text, false, false), text);
        }
    }

    #[test]
    fn control_characters_are_spelled_out() {
        assert_eq!(safe("a\x07b\x08c\x7f", true, false), "a\\x07b\\x08c\\x7f");
        assert_eq!(safe("\u{9b}31m\u{85}\0\x0b", true, false), "\\u{9b}31m\\u{85}\\x00\\x0b");
        assert_eq!(safe("\x1b]0;title\x07", true, false), "\\x1b]0;title\\x07");
        assert_eq!(safe("\x1b[2J\x1b[", true, false), "\\x1b[2J\\x1b[");
        assert_eq!(safe("\u{2028}\u{202e}\u{2066}", false, true), "\\u{2028}\\u{202e}\\u{2066}");
    }

    #[test]
    fn line_breaks_are_spelled_out_unless_allowed() {
        assert_eq!(safe("a\nb\rc\r\nd", true, false), "a\\nb\\rc\\r\\nd");
        assert_eq!(safe("a\nb\rc\r\nd", true, true), "a\nb\\rc\r\nd");
    }

    #[test]
    fn colours_pass_to_a_terminal_and_are_closed() {
        assert_eq!(safe("\x1b[31mred\x1b[0m", true, false), "\x1b[31mred\x1b[0m");
        assert_eq!(safe("\x1b[1;31mred\x1b[m!", true, false), "\x1b[1;31mred\x1b[m!");
        assert_eq!(safe("\x1b[31mred", true, false), "\x1b[31mred\x1b[0m");
        assert_eq!(safe("\x1b[38;5;0mblack", true, false), "\x1b[38;5;0mblack\x1b[0m");
        assert_eq!(safe("\x1b[0;31mred", true, false), "\x1b[0;31mred\x1b[0m");
    }

    #[test]
    fn colours_are_left_out_where_ansi_is_off() {
        assert_eq!(safe("\x1b[31mred\x1b[0m and \x1b[1", false, false), "red and \\x1b[1");
    }

    #[test]
    fn strict_spells_colours_out_and_raw_nothing() {
        let mut out = String::new();
        push(&mut out, "\x1b[31mred", Policy { escaping: Escaping::Strict, ansi: true, breaks: false });
        push(&mut out, "\x1b]\n", Policy { escaping: Escaping::Raw, ansi: false, breaks: false });
        assert_eq!(out, "\\x1b[31mred\x1b]\n");
    }

    #[test]
    fn every_byte_is_classified_at_every_offset() {
        for length in 0..20 {
            for at in 0..length {
                for byte in 0..=127u8 {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    assert_eq!(is_plain(&text), (0x20..0x7f).contains(&byte), "{byte} at {at} of {length}");
                    let quotable = (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
                    assert_eq!(is_quotable(&text), quotable, "{byte} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn quoted_text_is_what_debug_shows() {
        for text in ["", "plain", "say \"hi\" \\ back", "žluťoučký", "a'b", "\x1b\n\t\0\u{2028}"] {
            let mut out = String::new();
            push_debug(&mut out, text);
            assert_eq!(out, format!("{text:?}"));
        }
    }
}

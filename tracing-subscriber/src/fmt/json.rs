//! Text and values as JSON. Called by the format Json and its fields; calls `number`.

use core::fmt;

use tracing_core::field::ValueRef;

use super::{append::append, buffer, escape, number};
use crate::shield::shielded;

/// Appends `text` in quotes.
#[inline]
pub(crate) fn push_str(out: &mut String, text: &str) {
    out.push('"');
    let start = out.len();
    append(out, text);
    close(out, start);
}

/// Appends what `args` show, in quotes. They may be code that is not ours; a failure of theirs ends the text.
#[inline(never)]
pub(crate) fn push_shown(out: &mut String, args: fmt::Arguments<'_>) {
    out.push('"');
    let start = out.len();
    let _ = shielded(out, args);
    close(out, start);
}

/// Escapes what was written since `start`, and appends the closing quote.
#[inline]
pub(crate) fn close(out: &mut String, start: usize) {
    if !escape::is_quotable(&out.as_bytes()[start..]) {
        escape_slowly(out, start);
    }
    out.push('"');
}

#[cold]
#[inline(never)]
fn escape_slowly(out: &mut String, start: usize) {
    let Some(at) = out[start..].char_indices().find(|&(_, c)| is_escaped(c)).map(|(i, _)| start + i) else {
        return;
    };
    let mut tail = buffer::scratch();
    tail.push_str(&out[at..]);
    out.truncate(at);
    for c in tail.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if is_escaped(c) => number::push_shown(out, format_args!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// What JSON forbids, and what a terminal or viewer that is shown the JSON could act on.
fn is_escaped(c: char) -> bool {
    matches!(c, '"' | '\\') || c.is_control() || escape::is_separator(c) || escape::is_direction(c)
}

/// Appends a value with its type: numbers and booleans as such, all else as a string.
#[inline]
pub(crate) fn push_value(out: &mut String, value: ValueRef<'_>) {
    match value {
        ValueRef::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        ValueRef::I64(value) => number::push_i64(out, value),
        ValueRef::U64(value) => number::push_u64(out, value),
        ValueRef::Str(value) | ValueRef::Formatted(value) => push_str(out, value),
        ValueRef::Message(args) => match args.as_str() {
            Some(words) => push_str(out, words),
            None => push_shown(out, *args),
        },
        _ => push_rare(out, value),
    }
}

#[inline(never)]
fn push_rare(out: &mut String, value: ValueRef<'_>) {
    match value {
        ValueRef::F64(value) => push_f64(out, value),
        // Wider than the numbers of most readers.
        ValueRef::I128(value) => push_shown(out, format_args!("{value}")),
        ValueRef::U128(value) => push_shown(out, format_args!("{value}")),
        ValueRef::Debug(value) => push_shown(out, format_args!("{value:?}")),
        ValueRef::Display(value) => push_shown(out, format_args!("{value}")),
        ValueRef::Error(value) => push_shown(out, format_args!("{value}")),
        ValueRef::Empty => out.push_str("null"),
        other => push_shown(out, format_args!("{other:?}")),
    }
}

fn push_f64(out: &mut String, value: f64) {
    if !value.is_finite() {
        out.push_str("null");
    } else if (1e-5..1e-4).contains(&value.abs()) {
        // As `serde_json` writes them: exponents begin one digit later than those of `{:?}`, and have a sign.
        number::push_shown(out, format_args!("{value}"));
    } else {
        let start = out.len();
        number::push_f64(out, value);
        if let Some(exponent) = out[start..].find('e').map(|at| start + at + 1) {
            if !out[exponent..].starts_with('-') {
                out.insert(exponent, '+');
            }
        } else {
            settle_tie(out, start, value);
        }
    }
}

/// Of two shortest texts that are equally near to a float `{:?}` writes the larger, and `serde_json` the even one.
fn settle_tie(out: &mut String, start: usize, value: f64) {
    let text = &out[start..];
    let (Some(dot), Some(last)) = (text.find('.'), text.as_bytes().last()) else { return };
    // No float that is shown by fewer digits lies in the middle.
    if text.len() < 16 || last % 2 == 0 {
        return;
    }
    // What lies in the middle has one decimal more than is shown, a five: it is an odd number over that power of two.
    let scaled = value * 2_f64.powi((text.len() - dot) as i32);
    if scaled.abs() < 2_f64.powi(53) && scaled % 2.0 != 0.0 && scaled.fract() == 0.0 {
        let even = char::from(last - 1);
        out.pop();
        out.push(even);
    }
}

/// Returns the members of an object, name and value as they are written: those of the object that `text` is. Nothing if it
/// is none. Values are told apart, not checked.
pub(crate) fn members(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut members = Vec::new();
    while !rest.is_empty() {
        let (name, behind) = rest.split_at(length(rest, b':')?);
        let behind = behind.strip_prefix(':')?;
        let (value, behind) = behind.split_at(length(behind, b',')?);
        let (name, value) = (name.trim(), value.trim());
        if value.is_empty() || name.len() < 2 || !name.starts_with('"') || !name.ends_with('"') || behind == "," {
            return None;
        }
        members.push((name, value));
        rest = behind.strip_prefix(',').unwrap_or_default();
    }
    Some(members)
}

/// Returns how much is before `end`, or all there is; what is in strings and in brackets does not count as one. Nothing if
/// one of those is not whole.
fn length(text: &str, end: u8) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ if depth == 0 && byte == end => return Some(at),
            _ => {}
        }
    }
    (depth == 0 && !quoted).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_in_the_middle_of_two_texts_are_written_as_serde_json_does() {
        let check = |value: f64| {
            let mut out = String::new();
            push_f64(&mut out, value);
            assert_eq!(out, serde_json::to_string(&value).unwrap());
        };
        check(4_031_943_682_728_493.0 / 4.0);
        let mut random = 1_u64;
        for _ in 0..20_000 {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            for decimals in 0..8 {
                let value = (random >> 11) as f64 / f64::from(1 << decimals);
                check(value);
                check(-value / 16.0);
            }
        }
    }

    #[test]
    fn strings_read_back() {
        let all: String = (0..0x300u32).chain(0x2000..0x2100).filter_map(char::from_u32).collect();
        for text in ["", "plain", "say \"hi\" \\ back", "a\tb\nc\rd\u{8}\u{c}\0", "žluťoučký 🐴", &all] {
            let mut out = String::new();
            push_str(&mut out, text);
            assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
            assert!(!out.chars().any(char::is_control), "{out}");
        }
    }

    #[test]
    fn floats_are_those_of_serde_json() {
        let mut cases = vec![
            0.0,
            -0.0,
            1.0,
            0.1,
            -2.5,
            1e-4,
            9.99e-5,
            1e-5,
            1.25e-5,
            9.9e-6,
            1e15,
            1e16,
            1.5e300,
            5e-324,
            f64::MAX,
        ];
        cases.extend([f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
        // A walk through many shapes of numbers; the generator is a plain xorshift.
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..if cfg!(miri) { 20 } else { 20_000 } {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            cases.extend([f64::from_bits(state), (state % 1_000_000) as f64 * 1e-9, (state >> 12) as f64 / 64.0]);
        }
        for value in cases {
            let mut out = String::new();
            push_f64(&mut out, value);
            let expected = serde_json::to_string(&value).unwrap();
            // Of two shortest ones that are equally near, which one is taken is a matter of taste.
            let is_tie = out.len() == expected.len() && out.parse() == Ok(value);
            assert!(out == expected || is_tie, "{out} {expected}");
        }
    }

    #[test]
    fn members_are_told_apart() {
        assert_eq!(members("{}"), Some(vec![]));
        assert_eq!(members(" {\"a\" : 1 } "), Some(vec![("\"a\"", "1")]));
        let text = r#"{"a":"x,}\"\\","b:":[1,{"c":2,"d":[]}],"e":null}"#;
        assert_eq!(
            members(text),
            Some(vec![("\"a\"", r#""x,}\"\\""#), ("\"b:\"", r#"[1,{"c":2,"d":[]}]"#), ("\"e\"", "null")])
        );
        for text in [
            "",
            "{",
            "}",
            "a=1",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,,}",
            "{\"a\":1,}",
            "{\"a\":1}}",
            "{\"a\":[1}",
            "{\":1}",
            "{,}",
        ] {
            assert_eq!(members(text), None, "{text}");
        }
    }
}

//! Text and values as JSON. Called by the format Json and its fields; calls `number` and, for floats, `serde_json`.

use core::fmt;

use tracing_core::field::ValueRef;

use super::{append::append, buffer, escape, number, text};

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
    let _ = text::shielded(out, args);
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
    // The longest float has 24 characters.
    let mut digits = [0u8; 32];
    let mut rest = &mut digits[..];
    let written = serde_json::to_writer(&mut rest, &value).is_ok();
    let length = 32 - rest.len();
    match core::str::from_utf8(&digits[..length]) {
        Ok(text) if written => append(out, text),
        _ => out.push_str("null"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}

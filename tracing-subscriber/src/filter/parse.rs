//! Reads a list of directives on targets: `info,hyper=warn,app[{user}]=debug`. Called by `Targets`, and for its common
//! parts by the parser of `EnvFilter`.

use alloc::vec::Vec;

use tracing_core::LevelFilter;

use super::name::Name;
use super::parse_error::{Kind, ParseError};
use super::statics::{Records, StaticDirective};
use super::target::Pattern;

/// One directive as it was given, for errors to point at.
pub(super) struct Text<'a> {
    pub(super) directive: &'a str,
}

impl<'a> Text<'a> {
    pub(super) fn new(directive: &'a str) -> Self {
        Self { directive }
    }

    /// An error at `part`, which must be a part of this directive.
    #[cold]
    pub(super) fn error(&self, part: &str, kind: Kind) -> ParseError {
        let position = part.as_ptr().addr().wrapping_sub(self.directive.as_ptr().addr());
        ParseError::new(self.directive, position.min(self.directive.len()), kind)
    }

    #[cold]
    pub(super) fn syntax(&self, part: &str, message: &'static str) -> ParseError {
        self.error(part, Kind::Syntax(message))
    }

    pub(super) fn level(&self, text: &str) -> Result<LevelFilter, ParseError> {
        level(text).ok_or_else(|| self.error(text, Kind::Level))
    }
}

/// A name in any case, or a digit. The empty text is no level.
#[inline]
pub(super) fn level(text: &str) -> Option<LevelFilter> {
    /// Letters as a number, in lower case; no other byte becomes a letter by it.
    const fn word(a: u8, b: u8, c: u8, d: u8) -> u32 {
        u32::from_be_bytes([a, b, c, d]) | 0x2020_2020
    }
    const WARN: u32 = word(b'w', b'a', b'r', b'n');
    const INFO: u32 = word(b'i', b'n', b'f', b'o');
    const ERRO: u32 = word(b'e', b'r', b'r', b'o');
    const DEBU: u32 = word(b'd', b'e', b'b', b'u');
    const TRAC: u32 = word(b't', b'r', b'a', b'c');
    const OFF: u32 = word(0, b'o', b'f', b'f');

    match *text.as_bytes() {
        [a, b, c, d] => match word(a, b, c, d) {
            INFO => Some(LevelFilter::INFO),
            WARN => Some(LevelFilter::WARN),
            _ => None,
        },
        [a, b, c, d, e] => match (word(a, b, c, d), e | 0x20) {
            (DEBU, b'g') => Some(LevelFilter::DEBUG),
            (ERRO, b'r') => Some(LevelFilter::ERROR),
            (TRAC, b'e') => Some(LevelFilter::TRACE),
            _ => None,
        },
        [b, c, d] if word(0, b, c, d) == OFF => Some(LevelFilter::OFF),
        // What else the level's own parser knows, such as numbers.
        [b'0'..=b'9' | b'+', ..] => text.parse().ok(),
        _ => None,
    }
}

/// Splits off a leading `spans`, `events`, `spans:` or `events:`, and tells what is left as a target.
#[inline]
pub(super) fn records(target: &str) -> (Records, Option<&str>) {
    let (records, rest) = match target.as_bytes() {
        [] => return (Records::All, None),
        [b's', b'p', b'a', b'n', b's', ..] => (Records::Spans, &target[5..]),
        [b'e', b'v', b'e', b'n', b't', b's', ..] => (Records::Events, &target[6..]),
        _ => return (Records::All, Some(target)),
    };
    match rest.as_bytes() {
        [] => (records, None),
        // `spans::x` is a module of that name.
        [b':', next @ ..] if next.first() != Some(&b':') => (records, Some(&rest[1..])),
        _ => (Records::All, Some(target)),
    }
}

/// The length of the part of a directive whose `=` is the mark of an exact target, and no sign of a level.
#[inline]
pub(super) fn exact_mark(directive: &[u8]) -> usize {
    match directive {
        [b'=', ..] => 1,
        [b's', b'p', b'a', b'n', b's', b':', b'=', ..] => 7,
        [b'e', b'v', b'e', b'n', b't', b's', b':', b'=', ..] => 8,
        _ => 0,
    }
}

/// Reads `target=level`, `target[{field,…}]=level`, `target`, `level` or `!target`.
pub(super) fn target_directive(directive: &str) -> Result<StaticDirective, ParseError> {
    let text = Text::new(directive);
    let trimmed = directive.trim_ascii();
    if trimmed.is_empty() {
        return Ok(StaticDirective::on_target(None, LevelFilter::ERROR));
    }
    if let Some(excluded) = trimmed.strip_prefix('!').map(str::trim_ascii_start) {
        if let Some(level) = excluded[exact_mark(excluded.as_bytes())..].find('=') {
            return Err(text.syntax(&excluded[exact_mark(excluded.as_bytes()) + level..], "an exclusion has no level"));
        }
        if excluded.starts_with('!') {
            return Err(text.syntax(excluded, "a target cannot begin with this"));
        }
        return left_side(&text, excluded, LevelFilter::OFF);
    }
    // `=target=level` has its first `=` as the mark of an exact target.
    let mark = Some(exact_mark(trimmed.as_bytes())).filter(|&mark| trimmed[mark..].contains('=')).unwrap_or(0);
    let Some(equals) = trimmed[mark..].find('=').map(|at| at + mark) else {
        if let Some(level) = level(trimmed) {
            return Ok(StaticDirective::on_target(None, level));
        }
        return left_side(&text, trimmed, LevelFilter::TRACE);
    };
    let (left, right) = (trimmed[..equals].trim_ascii_end(), &trimmed[equals + 1..]);
    if let Some(second) = right.find('=') {
        return Err(text.syntax(&right[second..], "too many '=' in filter directive, expected 0 or 1"));
    }
    let right = right.trim_ascii_start();
    let level = if right.is_empty() { LevelFilter::ERROR } else { text.level(right)? };
    left_side(&text, left, level)
}

fn left_side(text: &Text<'_>, left: &str, level: LevelFilter) -> Result<StaticDirective, ParseError> {
    let mut fields: Vec<Name> = Vec::new();
    let mut target = left;
    if let Some(at) = left.find("[{") {
        target = &left[..at];
        let Some(names) = left[at + 2..].strip_suffix("}]") else {
            return Err(text.syntax(&left[at..], "expected fields list to end with '}]'"));
        };
        fields = names.split(',').filter(|name| !name.is_empty()).map(Name::from).collect();
    }
    let (records, pattern) = if fields.is_empty() { records(target) } else { (Records::All, Some(target)) };
    let target = match pattern {
        Some(pattern) => Some(Pattern::parse(pattern)),
        // `=info` speaks of every target, and yet is not the default level.
        None if records == Records::All => Some(Pattern::prefix("")),
        None => None,
    };
    Ok(StaticDirective::new(records, target, fields, level))
}

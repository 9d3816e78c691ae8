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
    /// The letters as one number; bit 5 is what tells upper from lower case.
    const fn word(text: &[u8]) -> u64 {
        let mut word = 0;
        let mut n = 0;
        while n < text.len() {
            word = word << 8 | (text[n] | 0x20) as u64;
            n += 1;
        }
        word
    }
    const OFF: u64 = word(b"off");
    const WARN: u64 = word(b"warn");
    const INFO: u64 = word(b"info");
    const ERROR: u64 = word(b"error");
    const DEBUG: u64 = word(b"debug");
    const TRACE: u64 = word(b"trace");

    let bytes = text.as_bytes();
    if !(3..=5).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphabetic) {
        // What else the level's own parser knows, such as numbers.
        return if matches!(bytes.first(), Some(b'0'..=b'9' | b'+')) { text.parse().ok() } else { None };
    }
    match word(bytes) {
        OFF => Some(LevelFilter::OFF),
        ERROR => Some(LevelFilter::ERROR),
        WARN => Some(LevelFilter::WARN),
        INFO => Some(LevelFilter::INFO),
        DEBUG => Some(LevelFilter::DEBUG),
        TRACE => Some(LevelFilter::TRACE),
        _ => None,
    }
}

/// Splits off a leading `spans`, `events`, `spans:` or `events:`, and tells what is left as a target.
pub(super) fn records(target: &str) -> (Records, Option<&str>) {
    for (word, records) in [("spans", Records::Spans), ("events", Records::Events)] {
        match target.strip_prefix(word) {
            Some("") => return (records, None),
            // `spans::x` is a module of that name.
            Some(rest) if rest.starts_with(':') && !rest.starts_with("::") && rest.len() > 1 => {
                return (records, Some(&rest[1..]));
            }
            _ => {}
        }
    }
    (Records::All, if target.is_empty() { None } else { Some(target) })
}

/// The length of the part of a directive whose `=` is the mark of an exact target, and no sign of a level.
pub(super) fn exact_mark(directive: &str) -> usize {
    ["=", "spans:=", "events:="].iter().find(|mark| directive.starts_with(**mark)).map_or(0, |mark| mark.len())
}

/// Reads `target=level`, `target[{field,…}]=level`, `target`, `level` or `!target`.
pub(super) fn target_directive(directive: &str) -> Result<StaticDirective, ParseError> {
    let text = Text::new(directive);
    let trimmed = directive.trim_ascii();
    if trimmed.is_empty() {
        return Ok(StaticDirective::on_target(None, LevelFilter::ERROR));
    }
    if let Some(excluded) = trimmed.strip_prefix('!') {
        if let Some(level) = excluded[exact_mark(excluded)..].find('=') {
            return Err(text.syntax(&excluded[exact_mark(excluded) + level..], "an exclusion has no level"));
        }
        let (records, target) = records(excluded);
        return Ok(StaticDirective::new(records, target.map(Pattern::parse), Vec::new(), LevelFilter::OFF));
    }
    // `=target=level` has its first `=` as the mark of an exact target.
    let mark = Some(exact_mark(trimmed)).filter(|&mark| trimmed[mark..].contains('=')).unwrap_or(0);
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

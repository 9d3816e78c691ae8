//! Reads directives, one or a list. Called by `Directive`'s `FromStr` and by the builder of `EnvFilter`.
//!
//! ```text
//! list      = directive { "," directive }            blank ones are skipped
//! directive = level | "!" left | left [ "=" [ level ] ]   no level means trace
//! left      = [ target ] [ "[" [ span ] [ "{" field { "," field } "}" ] "]" ]
//! field     = name [ "=" value ]
//! target    = prefix | module "::*" | "=" exact | text with "*", each also behind "spans:" or "events:"
//! ```
//!
//! A comma inside brackets that are closed belongs to the directive; inside quotes, or inside the brackets of a
//! pattern, it belongs to the value.

use tracing_core::LevelFilter;

use super::directive::Directive;
use super::matcher::{FieldMatch, ValueMatch};
use crate::filter::name::Name;
use crate::filter::parse::{Text, exact_mark, level, records};
use crate::filter::parse_error::{Kind, ParseError};
use crate::filter::statics::{Records, StaticDirective};
use crate::filter::target::Pattern;

/// A directive of a list, cut into its parts but not yet understood.
pub(super) struct Parts<'a> {
    /// All of it, as it was given.
    pub(super) text: &'a str,
    /// What stands before the brackets or the level.
    target: &'a str,
    brackets: Option<Brackets<'a>>,
    /// What stands behind: nothing, or `=` and a level, or an error.
    rest: &'a str,
}

/// What stands in the brackets of a directive.
struct Brackets<'a> {
    span: &'a str,
    fields: Option<&'a str>,
}

/// Reads the directives of a list, in the order given. Blank ones are left out.
pub(super) fn list(list: &str, regex: bool) -> impl Iterator<Item = Result<Parsed, ParseError>> {
    let mut rest = list;
    core::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            if let Some((directive, len)) = plain(rest) {
                rest = rest.get(len + 1..).unwrap_or_default();
                return Some(Ok(Parsed::Static(directive)));
            }
            let parts = Parts::cut(rest);
            rest = rest.get(parts.text.len() + 1..).unwrap_or_default();
            if !parts.text.trim_ascii().is_empty() {
                return Some(parts.read(regex));
            }
        }
    })
}

/// Reads the two most common forms in one go, `level` and `target=level` of letters, digits, `_` and `:`, and tells the
/// length. What is written in another way is left to [`Parts`].
#[inline]
fn plain(list: &str) -> Option<(StaticDirective, usize)> {
    let bytes = list.as_bytes();
    let word = find(bytes, 0, NOT_PLAIN);
    match bytes.get(word) {
        None | Some(b',') => Some((StaticDirective::on_target(None, level(&list[..word])?), word)),
        Some(b'=') if word > 0 && !matches!(bytes, [b's', b'p', b'a', ..] | [b'e', b'v', b'e', ..]) => {
            let end = find(bytes, word + 1, NOT_PLAIN);
            if !matches!(bytes.get(end), None | Some(b',')) {
                return None;
            }
            let level = level(&list[word + 1..end])?;
            Some((StaticDirective::on_target(Some(Pattern::prefix(&list[..word])), level), end))
        }
        _ => None,
    }
}

impl<'a> Parts<'a> {
    /// Cuts the first directive off a list. One pass over its bytes.
    #[inline]
    fn cut(list: &'a str) -> Self {
        let bytes = list.as_bytes();
        let mut start = 0;
        while bytes.get(start).is_some_and(u8::is_ascii_whitespace) {
            start += 1;
        }
        // The mark of an exact target is no sign of a level.
        let exclusion = usize::from(bytes.get(start) == Some(&b'!'));
        let mark = exclusion + exact_mark(&bytes[start + exclusion..]);
        let end_of_target = find(bytes, start + mark, TARGET);
        let (mut behind, mut brackets) = (end_of_target, None);
        if bytes.get(end_of_target) == Some(&b'[') {
            // Brackets that are never closed are an error of this directive, and no reason to swallow the next.
            if let Some((found, len)) = Brackets::find(&list[end_of_target + 1..]) {
                (brackets, behind) = (Some(found), end_of_target + 1 + len);
            }
        }
        let end = find(bytes, behind, COMMA);
        Self { text: &list[..end], target: &list[start..end_of_target], brackets, rest: &list[behind..end] }
    }
}

/// Which characters end what, a bit each.
const ENDS: [u8; 256] = {
    let mut ends = [NOT_PLAIN; 256];
    let mut plain = 0;
    while plain < 128 {
        if (plain as u8).is_ascii_alphanumeric() || plain as u8 == b'_' || plain as u8 == b':' {
            ends[plain] = 0;
        }
        plain += 1;
    }
    ends[b',' as usize] |= TARGET | COMMA;
    ends[b'=' as usize] |= TARGET | EQUALS;
    ends[b'[' as usize] |= TARGET;
    ends[b'{' as usize] |= SPAN;
    ends[b']' as usize] |= SPAN;
    ends[b'}' as usize] |= FIELDS;
    ends
};
const TARGET: u8 = 1;
const COMMA: u8 = 2;
const EQUALS: u8 = 4;
const SPAN: u8 = 8;
const FIELDS: u8 = 16;
/// Not a letter, digit, `_` or `:`.
pub(super) const NOT_PLAIN: u8 = 32;

/// The next place of a character that ends what is asked for, or the end of the text.
#[inline]
pub(super) fn find(bytes: &[u8], from: usize, what: u8) -> usize {
    let rest = &bytes[from..];
    from + rest.iter().position(|&b| ENDS[usize::from(b)] & what != 0).unwrap_or(rest.len())
}

impl<'a> Brackets<'a> {
    /// Reads what follows an opening bracket, and tells the length with the closing one.
    fn find(text: &'a str) -> Option<(Self, usize)> {
        let bytes = text.as_bytes();
        let end = find(bytes, 0, SPAN);
        let span = &text[..end];
        if *bytes.get(end)? == b']' {
            return Some((Self { span, fields: None }, end + 1));
        }
        // A value may hold brackets of its own, so the end is where a directive can end.
        let from = end + 1;
        let mut at = from;
        loop {
            at = find(bytes, at, FIELDS);
            match bytes.get(at..)? {
                [b'}', b']'] | [b'}', b']', b'=' | b',', ..] => {
                    return Some((Self { span, fields: Some(&text[from..at]) }, at + 2));
                }
                [] => return None,
                _ => at += 1,
            }
        }
    }
}

/// Reads a text that is one directive.
pub(super) fn directive(text: &str, regex: bool) -> Result<Directive, ParseError> {
    let parts = Parts::cut(text);
    if parts.text.len() < text.len() {
        let error = Text::new(text);
        return Err(error.syntax(&text[parts.text.len()..], "one directive was expected, not a list"));
    }
    Ok(match parts.read(regex)? {
        Parsed::Static(directive) => directive.into(),
        Parsed::Dynamic(directive) => directive,
    })
}

/// A directive that was read.
pub(super) enum Parsed {
    Static(StaticDirective),
    Dynamic(Directive),
}

impl Parts<'_> {
    /// Understands the directive.
    #[inline]
    pub(super) fn read(&self, regex: bool) -> Result<Parsed, ParseError> {
        let Self { text, target, brackets, rest } = self;
        let text = Text::new(text);
        let (excluded, target) = match target.as_bytes() {
            [b'!', ..] => (true, &target[1..]),
            _ => (false, *target),
        };
        let target = target.trim_ascii_end();

        let level = match rest.as_bytes() {
            [] if excluded => LevelFilter::OFF,
            [] => {
                if brackets.is_none() {
                    if let Some(level) = level(target) {
                        return Ok(Parsed::Static(StaticDirective::on_target(None, level)));
                    }
                }
                LevelFilter::TRACE
            }
            _ if excluded => return Err(text.syntax(rest, "an exclusion has no level")),
            [b'=', ..] => match rest[1..].trim_ascii() {
                "" => LevelFilter::TRACE,
                level => text.level(level)?,
            },
            [b'[', ..] => return Err(text.syntax(rest, "this bracket is not closed")),
            _ if rest.trim_ascii().is_empty() => LevelFilter::TRACE,
            _ => return Err(text.syntax(rest, "expected `=` and a level, or the end, after `]`")),
        };

        if target.is_empty() && brackets.is_none() {
            return Err(text.syntax(target, "expected a target, a span in brackets, or a level"));
        }
        let Some(brackets) = brackets else {
            let (records, target) = records(target);
            let target = target.map(|target| pattern(&text, target)).transpose()?;
            return Ok(Parsed::Static(StaticDirective::new(records, target, Vec::new(), level)));
        };
        let target = if target.is_empty() { None } else { Some(pattern(&text, target)?) };
        let Brackets { span, fields } = brackets;
        // `[]` names the empty span, which is none; `[{field}]` names no span.
        let span = (!span.is_empty() || fields.is_none()).then(|| Name::from(*span));
        let fields = match fields {
            Some(fields) => self::fields(&text, fields, regex)?,
            None => Vec::new(),
        };
        Ok(Parsed::Dynamic(Directive { records: Records::All, target, span, fields, level }))
    }
}

fn fields(text: &Text<'_>, fields: &str, regex: bool) -> Result<Vec<FieldMatch>, ParseError> {
    if find(fields.as_bytes(), 0, COMMA) == fields.len() {
        return Ok(Vec::from([field(text, fields, regex)?]));
    }
    let fields: Vec<_> = split_fields(fields).map(|one| field(text, one, regex)).collect::<Result<_, _>>()?;
    // A span keeps one bit per field of a directive.
    if fields.len() > Directive::MAX_FIELDS {
        return Err(text.syntax(text.directive, "too many fields in one directive"));
    }
    Ok(fields)
}

#[inline]
fn pattern(text: &Text<'_>, target: &str) -> Result<Pattern, ParseError> {
    let name = target.strip_prefix('=').unwrap_or(target);
    match name.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b':' | b'*', ..] => {}
        _ if name.starts_with(char::is_alphanumeric) => {}
        _ => return Err(text.syntax(name, "a target cannot begin with this")),
    }
    // `=info` would look like the default level.
    if name.len() < target.len() && level(name).is_some() {
        return Err(text.syntax(name, "expected a target, and this is a level"));
    }
    Ok(Pattern::parse(target))
}

fn field(text: &Text<'_>, field: &str, regex: bool) -> Result<FieldMatch, ParseError> {
    let equals = find(field.as_bytes(), 0, EQUALS);
    let (name, value) = (&field[..equals], field.get(equals + 1..));
    let name = name.trim_ascii_start();
    if name.is_empty() && value.is_none() {
        return Err(text.syntax(field, "expected the name of a field"));
    }
    // A value may hold braces, and then those of another directive are soon taken for a part of this one.
    if let Some(at) = name.find('}') {
        return Err(text.syntax(&name[at..], "the name of a field cannot hold a brace"));
    }
    let value = match value {
        Some(value) => Some(ValueMatch::parse(value, regex).map_err(|e| text.error(value, Kind::Pattern(e)))?),
        None => None,
    };
    Ok(FieldMatch { name: name.into(), value })
}

/// Splits at commas that are outside quotes and brackets; where those do not pair up, at every comma.
fn split_fields(text: &str) -> impl Iterator<Item = &str> {
    let plain = {
        let mut nesting = Nesting::default();
        text.bytes().for_each(|byte| nesting.step(byte));
        !nesting.is_outside()
    };
    let mut nesting = Nesting::default();
    text.split(move |c: char| {
        if c != ',' {
            if c.is_ascii() {
                nesting.step(c as u8);
            }
            return false;
        }
        plain || nesting.is_outside()
    })
}

#[derive(Default)]
struct Nesting {
    quoted: bool,
    depth: i32,
    escaped: bool,
    broken: bool,
}

impl Nesting {
    fn step(&mut self, byte: u8) {
        if std::mem::take(&mut self.escaped) {
            return;
        }
        match byte {
            b'\\' => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            b'(' | b'[' | b'{' if !self.quoted => self.depth += 1,
            b')' | b']' | b'}' if !self.quoted => {
                self.depth -= 1;
                self.broken |= self.depth < 0;
            }
            _ => {}
        }
    }

    fn is_outside(&self) -> bool {
        !self.quoted && self.depth == 0 && !self.broken
    }
}

//! Reads directives, one or a list. Called by `Directive`'s `FromStr` and by the builder of `EnvFilter`.
//!
//! ```text
//! list      = directive { "," directive }            empty ones are skipped
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
use crate::filter::parse::{Text, exact_mark, level, records};
use crate::filter::parse_error::{Kind, ParseError};
use crate::filter::statics::Records;
use crate::filter::target::Pattern;

/// The directives of a list, in the order given. Empty ones are left out.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let text = rest?;
        let end = end_of_directive(text);
        rest = text.get(end + 1..);
        Some(&text[..end])
    })
    .filter(|directive| !directive.is_empty())
}

fn end_of_directive(text: &str) -> usize {
    let mut from = 0;
    loop {
        match text.as_bytes()[from..].iter().position(|b| matches!(b, b',' | b'[')) {
            None => return text.len(),
            Some(at) if text.as_bytes()[from + at] == b',' => return from + at,
            // Brackets that are never closed are an error of this directive, and no reason to swallow the next.
            Some(at) => from += at + 1 + Brackets::find(&text[from + at + 1..]).map_or(0, |brackets| brackets.len),
        }
    }
}

/// What stands in the brackets of a directive.
struct Brackets<'a> {
    span: &'a str,
    fields: Option<&'a str>,
    /// The length of it all, with the closing bracket.
    len: usize,
}

impl<'a> Brackets<'a> {
    /// Reads what follows an opening bracket.
    fn find(text: &'a str) -> Option<Self> {
        let span = &text[..text.find(['{', ']'])?];
        if text.as_bytes()[span.len()] == b']' {
            return Some(Self { span, fields: None, len: span.len() + 1 });
        }
        // A value may hold brackets of its own, so the end is where a directive can end.
        let from = span.len() + 1;
        text[from..].match_indices("}]").find_map(|(at, end)| {
            let len = from + at + end.len();
            matches!(text.as_bytes().get(len), None | Some(b'=' | b',')).then_some(Self {
                span,
                fields: Some(&text[from..from + at]),
                len,
            })
        })
    }
}

/// Reads one directive.
pub(super) fn directive(directive: &str, regex: bool) -> Result<Directive, ParseError> {
    let text = Text::new(directive);
    let trimmed = directive.trim_ascii();
    if let Some(level) = level(trimmed) {
        return Ok(level.into());
    }
    let (excluded, rest) = match trimmed.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };

    // The mark of an exact target is no sign of a level.
    let mark = exact_mark(rest);
    let target_len = rest.find('[').into_iter().chain(rest[mark..].find('=').map(|at| at + mark)).min();
    let (target, rest) = rest.split_at(target_len.unwrap_or(rest.len()));
    let (brackets, rest) = match rest.strip_prefix('[') {
        Some(inside) => match Brackets::find(inside) {
            Some(brackets) => {
                let rest = &inside[brackets.len..];
                (Some(brackets), rest)
            }
            None => return Err(text.syntax(rest, "this bracket is not closed")),
        },
        None => (None, rest),
    };

    let level = match rest.strip_prefix('=') {
        _ if excluded && rest.is_empty() => LevelFilter::OFF,
        _ if excluded => return Err(text.syntax(rest, "an exclusion has no level")),
        None if rest.is_empty() => LevelFilter::TRACE,
        None => return Err(text.syntax(rest, "expected `=` and a level, or the end, after `]`")),
        Some(level) if level.trim_ascii_start().is_empty() => LevelFilter::TRACE,
        Some(level) => text.level(level.trim_ascii_start())?,
    };

    let target = target.trim_ascii_end();
    if target.is_empty() && brackets.is_none() {
        return Err(text.syntax(target, "expected a target, a span in brackets, or a level"));
    }
    let (records, target) = match brackets {
        None => records(target),
        Some(_) => (Records::All, Some(target).filter(|target| !target.is_empty())),
    };
    if let Some(target) = target {
        check_target(&text, target)?;
    }
    let mut directive = Directive::on_target(target.map(Pattern::parse), level);
    directive.records = records;
    if let Some(Brackets { span, fields, .. }) = brackets {
        // `[]` names the empty span, which is none; `[{field}]` names no span.
        directive.span = (!span.is_empty() || fields.is_none()).then(|| span.into());
        if let Some(fields) = fields {
            for field in split_fields(fields) {
                directive.fields.push(self::field(&text, field, regex)?);
                // A span keeps one bit per field of a directive.
                if directive.fields.len() > Directive::MAX_FIELDS {
                    return Err(text.syntax(field, "too many fields in one directive"));
                }
            }
        }
    }
    Ok(directive)
}

fn check_target(text: &Text<'_>, target: &str) -> Result<(), ParseError> {
    let name = target.strip_prefix('=').unwrap_or(target);
    if let Some(comma) = target.find(',') {
        return Err(text.syntax(&target[comma..], "one directive was expected, not a list"));
    }
    match name.chars().next() {
        Some(first) if first.is_alphanumeric() || matches!(first, '_' | '-' | ':' | '*') => {}
        _ => return Err(text.syntax(name, "a target cannot begin with this")),
    }
    // `=info` would look like the default level.
    if name.len() < target.len() && level(name).is_some() {
        return Err(text.syntax(name, "expected a target, and this is a level"));
    }
    Ok(())
}

fn field(text: &Text<'_>, field: &str, regex: bool) -> Result<FieldMatch, ParseError> {
    let (name, value) = match field.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (field, None),
    };
    let name = name.trim_ascii_start();
    if name.is_empty() && value.is_none() {
        return Err(text.syntax(field, "expected the name of a field"));
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

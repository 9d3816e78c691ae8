//! What the value of a field is compared with, and the visitor that compares.
//! Built by the parser; asked when a span or event is recorded whose callsite a directive on values can match.

use std::fmt::{self, Write as _};

use tracing_core::field::{Field, Visit};

use super::pattern::Regex;
use crate::filter::name::Name;

/// A field of a directive: `name` or `name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldMatch {
    pub(crate) name: Name,
    pub(crate) value: Option<ValueMatch>,
}

/// The right side of `name=value`. A bool or number matches values of that kind alone.
#[derive(Clone, Debug)]
pub(crate) enum ValueMatch {
    Bool(bool),
    Int(i128),
    Float(f64),
    Nan,
    Text(TextMatch),
}

/// Text that is compared with strings, and with what other values print for `{:?}`.
#[derive(Clone, Debug)]
pub(crate) struct TextMatch {
    source: Box<str>,
    method: Method,
}

#[derive(Clone, Debug)]
enum Method {
    /// Equality with the `{:?}` form.
    Debug,
    /// A pattern without any special character; needs no automaton.
    Literal,
    Regex(Box<Regex>),
}

impl ValueMatch {
    /// # Errors
    ///
    /// The message of the pattern's compiler.
    pub(crate) fn parse(text: &str, regex: bool) -> Result<Self, String> {
        Ok(match text {
            "true" => Self::Bool(true),
            "false" => Self::Bool(false),
            _ => match number(text) {
                Some(number) => number,
                None => Self::Text(TextMatch::parse(text, regex)?),
            },
        })
    }

    /// The same value with its pattern, if it has one, taken literally.
    pub(crate) fn without_regex(self) -> Self {
        match self {
            Self::Text(text) => Self::Text(TextMatch { source: text.source, method: Method::Debug }),
            other => other,
        }
    }
}

/// Integers, then floats, in the order and the syntax of the standard library's parsers.
fn number(text: &str) -> Option<ValueMatch> {
    // The first character settles nearly all texts without a parser.
    if !matches!(text.as_bytes().first()?, b'0'..=b'9' | b'+' | b'-' | b'.' | b'n' | b'N' | b'i' | b'I') {
        return None;
    }
    if text.len() < 19 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(ValueMatch::Int(text.bytes().fold(0_u64, |n, b| n * 10 + u64::from(b - b'0')).into()));
    }
    if let Ok(int) = text.parse() {
        return Some(ValueMatch::Int(int));
    }
    match text.parse::<f64>() {
        Ok(float) if float.is_nan() => Some(ValueMatch::Nan),
        Ok(float) => Some(ValueMatch::Float(float)),
        Err(_) => None,
    }
}

impl TextMatch {
    fn parse(text: &str, regex: bool) -> Result<Self, String> {
        let method = if !regex {
            Method::Debug
        } else if text.bytes().any(|b| br"\.+*?()|[]{}^$".contains(&b)) {
            Method::Regex(Box::new(Regex::new(text)?))
        } else {
            Method::Literal
        };
        Ok(Self { source: text.into(), method })
    }

    /// Whether `"…"` was given, which speaks of strings by their `{:?}` form.
    fn is_quoted(&self) -> bool {
        self.source.len() >= 2 && self.source.starts_with('"') && self.source.ends_with('"')
    }

    fn matches_str(&self, value: &str) -> bool {
        let plain = match &self.method {
            Method::Debug => false,
            Method::Literal => literal(&self.source, value),
            Method::Regex(regex) => regex.matches(value),
        };
        plain || (self.is_quoted() || matches!(self.method, Method::Debug)) && self.matches_debug(&value)
    }

    fn matches_debug(&self, value: &dyn fmt::Debug) -> bool {
        match &self.method {
            Method::Debug => {
                let mut rest = Rest(&self.source);
                write!(rest, "{value:?}").is_ok() && rest.0.is_empty()
            }
            Method::Literal => shown(value).is_some_and(|text| literal(&self.source, &text)),
            Method::Regex(regex) => shown(value).is_some_and(|text| regex.matches(&text)),
        }
    }
}

/// What the value prints for `{:?}`, unless that fails.
fn shown(value: &dyn fmt::Debug) -> Option<String> {
    let mut text = String::new();
    write!(text, "{value:?}").is_ok().then_some(text)
}

/// As a pattern does it: the leftmost match has to reach the end.
fn literal(pattern: &str, value: &str) -> bool {
    value.find(pattern).is_some_and(|at| at + pattern.len() == value.len())
}

/// What is still expected. Writing something else fails and so ends the formatting early.
struct Rest<'a>(&'a str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// Floats and patterns by what they print, so that directives on values have an order.
impl PartialEq for ValueMatch {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Nan, Self::Nan) => true,
            (Self::Text(a), Self::Text(b)) => a.source == b.source,
            _ => false,
        }
    }
}

impl Eq for ValueMatch {}

impl fmt::Display for ValueMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            // `{:?}` keeps the point of `1.0`, by which it is read as a float again.
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Nan => f.write_str("NaN"),
            Self::Text(text) => f.write_str(&text.source),
        }
    }
}

impl fmt::Display for FieldMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            None => write!(f, "{}", self.name),
            Some(value) => write!(f, "{}={value}", self.name),
        }
    }
}

/// Compares the fields of a record with those of a directive. One bit per field of the directive, set where the value
/// matches; a field that the record does not have leaves its bit as it was.
pub(super) struct Compare<'a> {
    pub(super) fields: &'a [FieldMatch],
    pub(super) matched: u64,
}

impl Compare<'_> {
    fn each(&mut self, field: &Field, matches: impl Fn(&ValueMatch) -> bool) {
        for (n, expected) in self.fields.iter().enumerate() {
            if let Some(value) = &expected.value {
                if expected.name == *field.name() {
                    self.matched = self.matched & !(1 << n) | u64::from(matches(value)) << n;
                }
            }
        }
    }
}

impl Visit for Compare<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.each(field, |expected| matches!(expected, ValueMatch::Bool(b) if *b == value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.each(field, |expected| matches!(expected, ValueMatch::Int(int) if *int == i128::from(value)));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.each(field, |expected| matches!(expected, ValueMatch::Int(int) if *int == i128::from(value)));
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.each(field, |expected| match expected {
            ValueMatch::Int(int) => *int == value,
            ValueMatch::Text(text) => text.matches_debug(&value),
            _ => false,
        });
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.each(field, |expected| match expected {
            ValueMatch::Int(int) => u128::try_from(*int) == Ok(value),
            ValueMatch::Text(text) => text.matches_debug(&value),
            _ => false,
        });
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.each(field, |expected| match expected {
            ValueMatch::Nan => value.is_nan(),
            // A sum such as 0.1 + 0.2 is meant by `0.3`; infinities differ from themselves by NaN.
            ValueMatch::Float(float) => *float == value || (*float - value).abs() < f64::EPSILON,
            _ => false,
        });
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.each(field, |expected| matches!(expected, ValueMatch::Text(text) if text.matches_str(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.each(field, |expected| matches!(expected, ValueMatch::Text(text) if text.matches_debug(value)));
    }
}

impl Compare<'_> {
    /// Whether every field that the directive gives a value for has it.
    pub(super) fn is_complete(&self) -> bool {
        self.fields.iter().enumerate().all(|(n, field)| field.value.is_none() || self.matched >> n & 1 == 1)
    }
}

//! One value of a span's field, owned. Given by [`SpanRef::field`](super::SpanRef::field); errors are kept as [`StoredError`].

use core::error::Error;
use core::fmt;

use tracing_core::field::ValueRef;

use crate::shield::shielded;

/// The value of a span's field, copied out of the registry.
///
/// ```
/// use tracing_subscriber::registry::FieldValue;
///
/// assert_eq!(FieldValue::U64(7).to_string(), "7");
/// assert_eq!(FieldValue::Str("/index".into()).as_str(), Some("/index"));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FieldValue {
    /// A boolean.
    Bool(bool),
    /// A signed integer of up to 64 bits.
    I64(i64),
    /// An unsigned integer of up to 64 bits.
    U64(u64),
    /// A floating point number.
    F64(f64),
    /// A signed integer of 128 bits.
    I128(i128),
    /// An unsigned integer of 128 bits.
    U128(u128),
    /// A string.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An error, as its `Display` shows it.
    Error(String),
    /// Anything else, as its `Debug` or `Display` shows it.
    Formatted(String),
}

impl FieldValue {
    /// Gives the text of a value that is kept as text.
    ///
    /// ```
    /// use tracing_subscriber::registry::FieldValue;
    ///
    /// assert_eq!(FieldValue::Formatted("Some(1)".into()).as_str(), Some("Some(1)"));
    /// assert_eq!(FieldValue::U64(1).as_str(), None);
    /// ```
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) | Self::Error(text) | Self::Formatted(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn copy(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Bool(value) => Self::Bool(value),
            ValueRef::I64(value) => Self::I64(value),
            ValueRef::U64(value) => Self::U64(value),
            ValueRef::F64(value) => Self::F64(value),
            ValueRef::I128(value) => Self::I128(*value),
            ValueRef::U128(value) => Self::U128(*value),
            ValueRef::Str(value) => Self::Str(value.into()),
            ValueRef::Bytes(value) => Self::Bytes(value.into()),
            ValueRef::Error(value) => Self::Error(show(format_args!("{value}"))),
            ValueRef::Formatted(value) => Self::Formatted(value.into()),
            other => Self::Formatted(show(format_args!("{other:?}"))),
        }
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::I64(value) => value.fmt(f),
            Self::U64(value) => value.fmt(f),
            Self::F64(value) => value.fmt(f),
            Self::I128(value) => value.fmt(f),
            Self::U128(value) => value.fmt(f),
            Self::Str(value) | Self::Error(value) | Self::Formatted(value) => value.fmt(f),
            Self::Bytes(value) => fmt::Debug::fmt(value, f),
        }
    }
}

/// What is left of an error that a span was given: its texts, and those of its sources.
pub(super) struct StoredError {
    display: String,
    debug: String,
    source: Option<Box<StoredError>>,
}

/// No chain of sources is followed further than this: one may lead back to itself.
const SOURCES: usize = 32;

impl StoredError {
    pub(super) fn new(error: &(dyn Error + 'static)) -> Self {
        Self::with_sources(error, SOURCES)
    }

    fn with_sources(error: &(dyn Error + 'static), sources: usize) -> Self {
        let source = error.source().filter(|_| sources > 0);
        Self {
            display: show(format_args!("{error}")),
            debug: show(format_args!("{error:?}")),
            source: source.map(|source| Box::new(Self::with_sources(source, sources - 1))),
        }
    }
}

/// As `to_string`, which panics if the value's `Display` fails or panics.
fn show(what: fmt::Arguments<'_>) -> String {
    let mut text = String::new();
    let _ = shielded(&mut text, what);
    text
}

impl fmt::Debug for StoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.debug)
    }
}

impl fmt::Display for StoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display)
    }
}

impl Error for StoredError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

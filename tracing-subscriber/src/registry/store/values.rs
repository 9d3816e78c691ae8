//! The values of a span's fields, with their types. Filled by the registry; read by layers through [`Values`].

use core::error::Error;
use core::fmt::{self, Write as _};
use core::sync::atomic::{AtomicU64, Ordering};

use tracing_core::Metadata;
use tracing_core::field::{Field, ValueRef, ValueSet, Visit};

use super::value::StoredError;
use crate::sync::Reading;

/// How often values of open spans have changed, in the whole process.
static CHANGES: AtomicU64 = AtomicU64::new(0);

/// Says that values of an open span have changed.
#[inline]
pub(crate) fn note_change() {
    // Release: pairs with the Acquire in `changes`; who sees the number sees the values.
    CHANGES.fetch_add(1, Ordering::Release);
}

/// A number that differs from an earlier one if values of any open span have changed since: texts made of them may be out
/// of date.
#[cfg(feature = "fmt")]
#[inline]
pub(crate) fn changes() -> u64 {
    // Acquire: pairs with the Release in `note_change`.
    CHANGES.load(Ordering::Acquire)
}

/// The recorded values of a span's fields, to be read.
///
/// While this lives, [`record`](tracing_core::Subscriber::record) on the same span waits.
pub struct Values<'a> {
    inner: Option<Reading<'a, Recorded>>,
    metadata: Option<&'static Metadata<'static>>,
}

impl<'a> Values<'a> {
    /// Makes an empty set, for stores of spans that keep no values.
    #[must_use]
    pub const fn none() -> Self {
        Self { inner: None, metadata: None }
    }

    pub(super) fn new(inner: Reading<'a, Recorded>, metadata: &'static Metadata<'static>) -> Self {
        Self { inner: Some(inner), metadata: Some(metadata) }
    }

    /// Walks over the fields that have a value, in the order in which they came: those that the span was made with as they
    /// are declared, then those that were recorded later. A value that takes another's place keeps that place.
    ///
    /// What was given as a `Debug` or a `Display` comes as [`ValueRef::Formatted`].
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, ValueRef<'_>)> {
        let recorded = self.inner.as_deref();
        recorded.into_iter().flat_map(Recorded::iter)
    }

    /// Gives the value of one field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<ValueRef<'_>> {
        let recorded = self.inner.as_deref()?;
        let entry = recorded.entries.iter().find(|entry| entry.name == name)?;
        Some(entry.value.as_ref(&recorded.text))
    }

    /// Tells whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.as_deref().is_none_or(|recorded| recorded.entries.is_empty())
    }

    /// Tells whether the store keeps values at all.
    #[cfg(feature = "fmt")]
    #[inline]
    pub(crate) fn is_kept(&self) -> bool {
        self.inner.is_some()
    }

    /// Counts the changes: a text made from these values is out of date when this has grown.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.inner.as_deref().map_or(0, |recorded| recorded.version)
    }

    /// Shows each value to a visitor, in the order of [`iter`](Self::iter).
    pub fn record(&self, visitor: &mut dyn Visit) {
        let Some(metadata) = self.metadata else { return };
        for (name, value) in self.iter() {
            value.record(&Field::dynamic(name, metadata), visitor);
        }
    }
}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// The values of one span. The buffers are used again for the next span of the slot.
pub(crate) struct Recorded {
    entries: Vec<Entry>,
    /// The texts of all values, one after the other.
    text: String,
    version: u32,
}

struct Entry {
    name: &'static str,
    value: Stored,
}

/// A value, or where its text is.
enum Stored {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    I128(Box<i128>),
    U128(Box<u128>),
    Str(Text),
    Formatted(Text),
    Bytes(Box<[u8]>),
    Error(Box<StoredError>),
}

#[derive(Clone, Copy)]
struct Text {
    start: u32,
    end: u32,
}

/// Buffers up to these sizes are kept from span to span.
const ENTRIES_KEPT: usize = 32;
const TEXT_KEPT: usize = 1024;

impl Recorded {
    pub(crate) const fn new() -> Self {
        Self { entries: Vec::new(), text: String::new(), version: 0 }
    }

    /// Takes the values that a new span comes with. The caller is alone with the span, so a value may take its time, and
    /// may itself use the registry.
    #[inline]
    pub(crate) fn fill(&mut self, values: &ValueSet<'_>) {
        let mut next = 0;
        for (field, value) in values.iter() {
            if let ValueRef::Other(value) = value {
                // Nothing but a visitor can read it.
                value.record(&field, &mut Typed { recorded: self, name: field.name() });
                continue;
            }
            // Declared fields come in their order; what comes out of order may come twice.
            if field.index() >= next {
                next = field.index() + 1;
                self.push(field.name(), value);
            } else {
                self.set(field.name(), value);
            }
        }
    }

    /// Takes values of an open span. The caller holds its lock, so they must be [plain](is_plain).
    pub(crate) fn update<'a>(&mut self, values: impl Iterator<Item = (&'static str, ValueRef<'a>)>) {
        for (name, value) in values {
            self.set(name, value);
        }
        self.version = self.version.wrapping_add(1);
    }

    pub(crate) fn clear(&mut self) {
        if !self.entries.is_empty() {
            self.entries.clear();
            if self.entries.capacity() > ENTRIES_KEPT {
                self.entries = Vec::new();
            }
        }
        self.text.clear();
        if self.text.capacity() > TEXT_KEPT {
            self.text = String::new();
        }
        self.version = 0;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, ValueRef<'_>)> {
        self.entries.iter().map(|entry| (entry.name, entry.value.as_ref(&self.text)))
    }

    #[inline]
    fn push(&mut self, name: &'static str, value: ValueRef<'_>) {
        let value = match value {
            ValueRef::Bool(value) => Stored::Bool(value),
            ValueRef::I64(value) => Stored::I64(value),
            ValueRef::U64(value) => Stored::U64(value),
            ValueRef::F64(value) => Stored::F64(value),
            ValueRef::Str(value) => {
                let start = self.text.len();
                self.text.push_str(value);
                Stored::Str(Text::new(start, self.text.len()))
            }
            ValueRef::Empty => return,
            other => return self.push_other(name, other),
        };
        self.entries.push(Entry { name, value });
    }

    #[inline(never)]
    fn push_other(&mut self, name: &'static str, value: ValueRef<'_>) {
        let start = self.text.len();
        let value = match value {
            ValueRef::I128(value) => Stored::I128(Box::new(*value)),
            ValueRef::U128(value) => Stored::U128(Box::new(*value)),
            ValueRef::Bytes(value) => Stored::Bytes(value.into()),
            ValueRef::Error(value) => Stored::Error(Box::new(StoredError::new(value))),
            ValueRef::Formatted(value) => {
                self.text.push_str(value);
                Stored::Formatted(Text::new(start, self.text.len()))
            }
            // What a broken `Debug` has written before it failed is kept.
            shown => {
                let _ = write!(self.text, "{shown:?}");
                Stored::Formatted(Text::new(start, self.text.len()))
            }
        };
        self.entries.push(Entry { name, value });
    }

    /// Puts a value in the place of the one that the field has, or behind the others: formats show values as they came.
    #[cold]
    fn set(&mut self, name: &'static str, value: ValueRef<'_>) {
        let before = self.entries.len();
        self.push(name, value);
        if self.entries.len() == before {
            return;
        }
        if let Some(known) = self.entries[..before].iter().position(|entry| entry.name == name) {
            let new = self.entries.swap_remove(before);
            if let Some(old) = core::mem::replace(&mut self.entries[known], new).value.text() {
                self.forget_text(old);
            }
        }
    }

    /// Takes a text out, so that texts do not pile up however often a field is recorded.
    fn forget_text(&mut self, old: Text) {
        self.text.replace_range(old.start as usize..old.end as usize, "");
        let gone = old.end - old.start;
        for entry in &mut self.entries {
            if let Some(text) = entry.value.text_mut() {
                if text.start >= old.end {
                    text.start -= gone;
                    text.end -= gone;
                }
            }
        }
    }
}

/// Tells whether none of the values runs code of its own when it is stored.
pub(crate) fn is_plain(values: &ValueSet<'_>) -> bool {
    values.iter().all(|(_, value)| {
        matches!(
            value,
            ValueRef::Bool(_)
                | ValueRef::I64(_)
                | ValueRef::U64(_)
                | ValueRef::F64(_)
                | ValueRef::I128(_)
                | ValueRef::U128(_)
                | ValueRef::Str(_)
                | ValueRef::Bytes(_)
                | ValueRef::Formatted(_)
        )
    })
}

impl Stored {
    fn as_ref<'a>(&'a self, text: &'a str) -> ValueRef<'a> {
        match self {
            Stored::Bool(value) => ValueRef::Bool(*value),
            Stored::I64(value) => ValueRef::I64(*value),
            Stored::U64(value) => ValueRef::U64(*value),
            Stored::F64(value) => ValueRef::F64(*value),
            Stored::I128(value) => ValueRef::I128(value),
            Stored::U128(value) => ValueRef::U128(value),
            Stored::Str(range) => ValueRef::Str(range.of(text)),
            Stored::Formatted(range) => ValueRef::Formatted(range.of(text)),
            Stored::Bytes(value) => ValueRef::Bytes(value),
            Stored::Error(value) => ValueRef::Error(&**value),
        }
    }

    fn text(&self) -> Option<Text> {
        match self {
            Stored::Str(range) | Stored::Formatted(range) => Some(*range),
            _ => None,
        }
    }

    fn text_mut(&mut self) -> Option<&mut Text> {
        match self {
            Stored::Str(range) | Stored::Formatted(range) => Some(range),
            _ => None,
        }
    }
}

impl Text {
    #[expect(clippy::cast_possible_truncation, reason = "the buffer is cut off before, see `Recorded::push`")]
    fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Stores a value of a type that is known to visitors alone.
struct Typed<'a> {
    recorded: &'a mut Recorded,
    name: &'static str,
}

impl Typed<'_> {
    fn set(&mut self, value: ValueRef<'_>) {
        self.recorded.set(self.name, value);
    }
}

impl Visit for Typed<'_> {
    fn record_f64(&mut self, _: &Field, value: f64) {
        self.set(ValueRef::F64(value));
    }
    fn record_i64(&mut self, _: &Field, value: i64) {
        self.set(ValueRef::I64(value));
    }
    fn record_u64(&mut self, _: &Field, value: u64) {
        self.set(ValueRef::U64(value));
    }
    fn record_i128(&mut self, _: &Field, value: i128) {
        self.set(ValueRef::I128(&value));
    }
    fn record_u128(&mut self, _: &Field, value: u128) {
        self.set(ValueRef::U128(&value));
    }
    fn record_bool(&mut self, _: &Field, value: bool) {
        self.set(ValueRef::Bool(value));
    }
    fn record_str(&mut self, _: &Field, value: &str) {
        self.set(ValueRef::Str(value));
    }
    fn record_bytes(&mut self, _: &Field, value: &[u8]) {
        self.set(ValueRef::Bytes(value));
    }
    fn record_error(&mut self, _: &Field, value: &(dyn Error + 'static)) {
        self.set(ValueRef::Error(value));
    }
    fn record_debug(&mut self, _: &Field, value: &dyn fmt::Debug) {
        self.set(ValueRef::Debug(value));
    }
}

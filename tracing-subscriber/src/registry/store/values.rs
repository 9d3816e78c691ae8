//! The values of a span's fields, with their types. Filled by the registry; read by layers through [`Values`].
#![expect(unsafe_code, reason = "the room beside a slot, and text of which it is known that it is text")]

use core::fmt;
use core::mem::MaybeUninit;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicU64, Ordering};

use tracing_core::Metadata;
use tracing_core::field::{Field, ValueRef, ValueSet, Visit};

use super::room::{Beside, Room};
use super::value::StoredError;
use crate::shield::shielded;
use crate::sync::Reading;

/// Grows when values of open spans change, in the whole process; if somebody has looked since it last did, for only he would notice.
///
/// bit 0: somebody has looked.
static CHANGES: AtomicU64 = AtomicU64::new(0);

const LOOKED_AT: u64 = 1;

/// Says that values of an open span have changed. Called when their lock was given back.
#[inline]
pub(crate) fn note_change() {
    // Relaxed: whoever holds a text that is out of date read the values before they changed, with their lock, and looked before
    // that. So what he did to the number is to be seen here, for the lock has been taken since.
    if CHANGES.load(Ordering::Relaxed) & LOOKED_AT != 0 {
        // Release: pairs with the Acquire in `changes`; who sees the number sees the values.
        CHANGES.fetch_add(1, Ordering::Release);
    }
}

/// A number that differs from an earlier one if values of any open span have changed since: texts made of them may be out
/// of date. To be asked before the values are read.
#[cfg(feature = "fmt")]
#[inline]
pub(crate) fn changes() -> u64 {
    // Acquire: pairs with the Release in `note_change`.
    let changes = CHANGES.load(Ordering::Acquire);
    if changes & LOOKED_AT != 0 { changes } else { look() }
}

#[cfg(feature = "fmt")]
#[cold]
fn look() -> u64 {
    // Acquire: as above.
    CHANGES.fetch_or(LOOKED_AT, Ordering::Acquire) | LOOKED_AT
}

/// The recorded values of a span's fields, to be read.
///
/// While this lives, [`record`](tracing_core::Subscriber::record) on the same span waits.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::Values;
///
/// let job = tracing::info_span!("job", id = 7, kind = %"fast");
/// let span = registry.span(&job.id().unwrap()).unwrap();
/// let values: Values<'_> = span.values();
/// assert_eq!(format!("{values:?}"), r#"{"id": 7, "kind": fast}"#);
/// ```
pub struct Values<'a> {
    inner: Option<Reading<'a, Recorded>>,
    metadata: Option<&'static Metadata<'static>>,
}

impl<'a> Values<'a> {
    /// Makes an empty set, for stores of spans that keep no values.
    ///
    /// ```
    /// use tracing_subscriber::registry::Values;
    ///
    /// assert!(Values::none().is_empty());
    /// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = 7, size = Empty);
    /// job.record("size", 512);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// let names: Vec<_> = span.values().iter().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["id", "size"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, ValueRef<'_>)> {
        let recorded = self.inner.as_deref();
        recorded.into_iter().flat_map(Recorded::iter)
    }

    /// Gives the value of one field.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = 7, kind = %"fast");
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert!(matches!(span.values().get("kind"), Some(ValueRef::Formatted("fast"))));
    /// assert!(span.values().get("size").is_none());
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<ValueRef<'_>> {
        let recorded = self.inner.as_deref()?;
        let entry = recorded.entries.iter().find(|entry| entry.name == name)?;
        Some(recorded.value_of(entry))
    }

    /// Tells whether no field has a value.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = Empty);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert!(span.values().is_empty());
    /// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = Empty);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// let before = span.values().version();
    /// job.record("id", 7);
    /// assert!(span.values().version() > before);
    /// ```
    #[must_use]
    pub fn version(&self) -> u32 {
        self.inner.as_deref().map_or(0, |recorded| recorded.version)
    }

    /// Shows each value to a visitor, in the order of [`iter`](Self::iter).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = 7);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// let mut seen = String::new();
    /// span.values().record(&mut |field: &Field, value: &dyn std::fmt::Debug| seen = format!("{field}={value:?}"));
    /// assert_eq!(seen, "id=7");
    /// ```
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
    entries: Room<Entry, ENTRIES_BESIDE>,
    /// The texts of all values, one after the other.
    text: Room<u8, TEXT_BESIDE>,
    /// Values that do not fit an entry.
    large: Vec<Large>,
    beside: Option<NonNull<Annex>>,
    version: u32,
}

// SAFETY: it owns what it has, as a `Vec` does; the annex is its alone.
unsafe impl Send for Recorded {}
// SAFETY: as above.
unsafe impl Sync for Recorded {}

/// Room for the values of a usual span. Of the size of a slot, so that as many of them fill a page.
#[repr(C, align(256))]
pub(crate) struct Annex {
    entries: [MaybeUninit<Entry>; ENTRIES_BESIDE],
    text: [MaybeUninit<u8>; TEXT_BESIDE],
}

const ENTRIES_BESIDE: usize = 4;
const TEXT_BESIDE: usize = 256 - ENTRIES_BESIDE * size_of::<Entry>();

#[derive(Clone, Copy)]
struct Entry {
    name: &'static str,
    value: Stored,
}

/// A value, or where it is. Without a destructor, so that entries are forgotten all at once.
#[derive(Clone, Copy)]
enum Stored {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    Str(Text),
    Formatted(Text),
    Large(usize),
}

#[derive(Clone, Copy)]
struct Text {
    start: u32,
    end: u32,
}

enum Large {
    I128(i128),
    U128(u128),
    Bytes(Box<[u8]>),
    Error(Box<StoredError>),
}

/// Buffers up to these sizes are kept from span to span.
const ENTRIES_KEPT: usize = 32;
const TEXT_KEPT: usize = 1024;

impl Recorded {
    /// Values that belong to no slot.
    pub(crate) const fn new() -> Self {
        Self {
            entries: Room::new(Beside::NOWHERE),
            text: Room::new(Beside::NOWHERE),
            large: Vec::new(),
            beside: None,
            version: 0,
        }
    }

    /// The values of a slot.
    ///
    /// # Safety
    ///
    /// The annex lives for ever, and is that slot's alone.
    pub(crate) unsafe fn beside(annex: NonNull<Annex>) -> Self {
        let mut recorded = Self { beside: Some(annex), ..Self::new() };
        recorded.trim();
        recorded
    }

    /// The entries' room in the annex.
    fn entries_beside(&self) -> Beside<Entry, ENTRIES_BESIDE> {
        let Some(annex) = self.beside else { return Beside::NOWHERE };
        // SAFETY: the field begins where it does, in memory of this slot.
        let start = unsafe { NonNull::new_unchecked(&raw mut (*annex.as_ptr()).entries) };
        // SAFETY: the annex is for ever, and nothing else uses it.
        unsafe { Beside::new(start.cast()) }
    }

    /// The text's room in the annex.
    fn text_beside(&self) -> Beside<u8, TEXT_BESIDE> {
        let Some(annex) = self.beside else { return Beside::NOWHERE };
        // SAFETY: as in `entries_beside`.
        let start = unsafe { NonNull::new_unchecked(&raw mut (*annex.as_ptr()).text) };
        // SAFETY: as above.
        unsafe { Beside::new(start.cast()) }
    }

    /// Takes the values that a new span comes with. The caller is alone with the span, so a value may take its time, and
    /// may itself use the registry.
    #[inline]
    pub(crate) fn fill(&mut self, values: &ValueSet<'_>) {
        let Some((names, values)) = values.private_refs() else { return self.fill_any(values) };
        if values.is_empty() {
            return;
        }
        self.entries.reserve(values.len());
        for (name, value) in names.iter().zip(values) {
            self.push(name, *value);
        }
    }

    /// The same, whatever way the values come: also twice, or in another order.
    #[cold]
    fn fill_any(&mut self, values: &ValueSet<'_>) {
        for (field, value) in values.iter() {
            self.set(field.name(), value);
        }
    }

    /// Takes values of an open span. The caller holds its lock, so they must be [plain](is_plain).
    pub(crate) fn update<'a>(&mut self, values: impl Iterator<Item = (&'static str, ValueRef<'a>)>) {
        for (name, value) in values {
            self.set(name, value);
        }
        self.version = self.version.wrapping_add(1);
    }

    /// Takes one value of an open span, of those that fit an entry. False if it does not.
    #[inline]
    pub(crate) fn update_one(&mut self, name: &'static str, value: ValueRef<'_>) -> bool {
        let value = match value {
            ValueRef::Bool(value) => Stored::Bool(value),
            ValueRef::I64(value) => Stored::I64(value),
            ValueRef::U64(value) => Stored::U64(value),
            ValueRef::F64(value) => Stored::F64(value),
            _ => return false,
        };
        // Nearly always one and the same text, of the callsite.
        let known = self.entries.iter_mut().find(|entry| core::ptr::eq(entry.name, name) || entry.name == name);
        match known {
            Some(entry) => {
                let old = core::mem::replace(&mut entry.value, value);
                if let Stored::Str(_) | Stored::Formatted(_) | Stored::Large(_) = old {
                    self.forget(old);
                }
            }
            None => {
                self.entries.push(Entry { name, value });
            }
        }
        self.version = self.version.wrapping_add(1);
        true
    }

    #[inline]
    pub(crate) fn clear(&mut self) {
        self.version = 0;
        if self.entries.is_empty() && self.text.is_empty() {
            return;
        }
        self.entries.clear();
        self.text.clear();
        if self.entries.capacity() > ENTRIES_KEPT || self.text.capacity() > TEXT_KEPT || !self.large.is_empty() {
            self.shrink();
        }
    }

    #[cold]
    fn shrink(&mut self) {
        self.large.clear();
        if self.entries.capacity() > ENTRIES_KEPT {
            self.entries = Room::new(self.entries_beside());
        }
        if self.text.capacity() > TEXT_KEPT {
            self.text = Room::new(self.text_beside());
        }
    }

    /// Gives back the buffers.
    pub(crate) fn trim(&mut self) {
        self.entries = Room::new(self.entries_beside());
        self.text = Room::new(self.text_beside());
        self.large = Vec::new();
        self.version = 0;
    }

    #[inline]
    fn text(&self) -> &str {
        // SAFETY: texts are added and taken out as a whole.
        unsafe { core::str::from_utf8_unchecked(&self.text) }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, ValueRef<'_>)> {
        self.entries.iter().map(|entry| (entry.name, self.value_of(entry)))
    }

    fn value_of(&self, entry: &Entry) -> ValueRef<'_> {
        match entry.value {
            Stored::Bool(value) => ValueRef::Bool(value),
            Stored::I64(value) => ValueRef::I64(value),
            Stored::U64(value) => ValueRef::U64(value),
            Stored::F64(value) => ValueRef::F64(value),
            Stored::Str(range) => ValueRef::Str(range.of(self.text())),
            Stored::Formatted(range) => ValueRef::Formatted(range.of(self.text())),
            Stored::Large(at) => match &self.large[at] {
                Large::I128(value) => ValueRef::I128(value),
                Large::U128(value) => ValueRef::U128(value),
                Large::Bytes(value) => ValueRef::Bytes(value),
                Large::Error(value) => ValueRef::Error(&**value),
            },
        }
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
                self.text.extend(value.as_bytes());
                Stored::Str(self.text_from(start))
            }
            ValueRef::Empty => return,
            other => return self.push_other(name, other),
        };
        self.entries.push(Entry { name, value });
    }

    #[inline(never)]
    fn push_other(&mut self, name: &'static str, value: ValueRef<'_>) {
        let start = self.text.len();
        let large = match value {
            ValueRef::I128(value) => Large::I128(*value),
            ValueRef::U128(value) => Large::U128(*value),
            ValueRef::Bytes(value) => Large::Bytes(value.into()),
            ValueRef::Error(value) => Large::Error(Box::new(StoredError::new(value))),
            shown => {
                // What a broken `Debug` has written before it failed or panicked is kept.
                let _ = shielded(&mut Written(&mut self.text), format_args!("{shown:?}"));
                let value = Stored::Formatted(self.text_from(start));
                self.entries.push(Entry { name, value });
                return;
            }
        };
        self.large.push(large);
        self.entries.push(Entry { name, value: Stored::Large(self.large.len() - 1) });
    }

    /// The text from there to the end.
    #[inline]
    fn text_from(&self, start: usize) -> Text {
        // There is never more text than can be counted.
        Text { start: start as u32, end: self.text.len() as u32 }
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
            if let Some(new) = self.entries.pop() {
                let old = core::mem::replace(&mut self.entries[known], new).value;
                self.forget(old);
            }
        }
    }

    /// Takes out what a value has outside of its entry, so that it does not pile up however often a field is recorded.
    fn forget(&mut self, old: Stored) {
        match old {
            Stored::Str(old) | Stored::Formatted(old) => {
                self.text.remove(old.start as usize, old.end as usize);
                let gone = old.end - old.start;
                for entry in self.entries.iter_mut() {
                    if let Stored::Str(text) | Stored::Formatted(text) = &mut entry.value {
                        if text.start >= old.end {
                            text.start -= gone;
                            text.end -= gone;
                        }
                    }
                }
            }
            Stored::Large(old) => {
                self.large.swap_remove(old);
                let moved = self.large.len();
                for entry in self.entries.iter_mut() {
                    if let Stored::Large(at) = &mut entry.value {
                        if *at == moved {
                            *at = old;
                        }
                    }
                }
            }
            Stored::Bool(_) | Stored::I64(_) | Stored::U64(_) | Stored::F64(_) => {}
        }
    }
}

/// Adds what is shown to a text.
struct Written<'a>(&'a mut Room<u8, TEXT_BESIDE>);

impl fmt::Write for Written<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.extend(text.as_bytes()) { Ok(()) } else { Err(fmt::Error) }
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

impl Text {
    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

//! The key-values of a log record as fields with types. Called once for each record that becomes an event.

use std::array;
use std::borrow::Cow;

use log::{
    Record,
    kv::{Error, Key, Value, VisitSource, VisitValue},
};
use tracing_core::{
    Metadata,
    field::{Field, FieldSet, ValueRef},
};

use crate::{names, site};

/// As many key-values are kept on the stack, which nearly every record has room in.
const FEW: usize = 4;

/// The key-values of one record. Holds what a [`ValueRef`] only borrows.
pub(crate) struct KeyValues<'a> {
    event: &'static Metadata<'static>,
    few: [Option<Pair<'a>>; FEW],
    more: Vec<Pair<'a>>,
}

struct Pair<'a> {
    field: Field,
    value: Typed<'a>,
}

/// A value as far as `log` tells its type.
enum Typed<'a> {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    I128(i128),
    U128(u128),
    Str(Cow<'a, str>),
    /// What can only be shown: captured by `Debug`, `Display` or a serialization framework, or an error.
    Shown(Value<'a>),
}

impl<'a> KeyValues<'a> {
    pub(crate) const fn new(event: &'static Metadata<'static>) -> Self {
        KeyValues { event, few: [const { None }; FEW], more: Vec::new() }
    }

    /// Collects the key-values of a record.
    pub(crate) fn take(&mut self, record: &'a Record<'_>) {
        // A source that fails has shown what it could.
        let _ = record.key_values().visit(self);
    }

    /// Gives them as fields beside those that the event's metadata declares.
    pub(crate) fn show(&self, show: impl FnOnce(&[(Field, ValueRef<'_>)])) {
        let Some(first) = &self.few[0] else { return show(&[]) };
        if !self.more.is_empty() {
            return show(&self.few.iter().flatten().chain(&self.more).map(Pair::as_refs).collect::<Vec<_>>());
        }
        let refs: [_; FEW] = array::from_fn(|n| self.few[n].as_ref().unwrap_or(first).as_refs());
        show(&refs[..self.few.iter().flatten().count()]);
    }
}

impl Pair<'_> {
    #[inline]
    fn as_refs(&self) -> (Field, ValueRef<'_>) {
        (self.field.clone(), self.value.value_ref())
    }
}

impl<'a> VisitSource<'a> for KeyValues<'a> {
    fn visit_pair(&mut self, key: Key<'a>, value: Value<'a>) -> Result<(), Error> {
        let mut reader = Reader::Untyped;
        // A value that cannot be read can still be shown.
        let _ = value.visit(&mut reader);
        let value = match reader {
            Reader::Typed(typed) => typed,
            Reader::Untyped => Typed::Shown(value),
            Reader::Null => return Ok(()),
        };
        if let Some(field) = field(key.as_str(), self.event) {
            let pair = Pair { field, value };
            match self.few.iter_mut().find(|place| place.is_none()) {
                Some(place) => *place = Some(pair),
                None => self.more.push(pair),
            }
        }
        Ok(())
    }
}

/// Reads the type of a value.
enum Reader<'a> {
    Typed(Typed<'a>),
    Untyped,
    /// The value is absent, as `None` is.
    Null,
}

impl<'a> VisitValue<'a> for &mut Reader<'a> {
    fn visit_any(&mut self, _: Value<'_>) -> Result<(), Error> {
        **self = Reader::Untyped;
        Ok(())
    }

    fn visit_null(&mut self) -> Result<(), Error> {
        **self = Reader::Null;
        Ok(())
    }

    fn visit_bool(&mut self, value: bool) -> Result<(), Error> {
        self.typed(Typed::Bool(value))
    }

    fn visit_i64(&mut self, value: i64) -> Result<(), Error> {
        self.typed(Typed::I64(value))
    }

    fn visit_u64(&mut self, value: u64) -> Result<(), Error> {
        self.typed(Typed::U64(value))
    }

    fn visit_f64(&mut self, value: f64) -> Result<(), Error> {
        self.typed(Typed::F64(value))
    }

    fn visit_i128(&mut self, value: i128) -> Result<(), Error> {
        self.typed(Typed::I128(value))
    }

    fn visit_u128(&mut self, value: u128) -> Result<(), Error> {
        self.typed(Typed::U128(value))
    }

    fn visit_str(&mut self, value: &str) -> Result<(), Error> {
        self.typed(Typed::Str(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str(&mut self, value: &'a str) -> Result<(), Error> {
        self.typed(Typed::Str(Cow::Borrowed(value)))
    }
}

impl<'a> Reader<'a> {
    fn typed(&mut self, value: Typed<'a>) -> Result<(), Error> {
        *self = Reader::Typed(value);
        Ok(())
    }
}

impl Typed<'_> {
    fn value_ref(&self) -> ValueRef<'_> {
        match self {
            Typed::Bool(value) => ValueRef::Bool(*value),
            Typed::I64(value) => ValueRef::I64(*value),
            Typed::U64(value) => ValueRef::U64(*value),
            Typed::F64(value) => ValueRef::F64(*value),
            Typed::I128(value) => ValueRef::I128(value),
            Typed::U128(value) => ValueRef::U128(value),
            Typed::Str(value) => ValueRef::Str(value),
            Typed::Shown(value) => ValueRef::Display(value),
        }
    }
}

/// Makes a field of a key.
fn field(key: &str, event: &Metadata<'_>) -> Option<Field> {
    // A key must not take the place of one of the fields that every record has.
    let taken = site::FIELDS.contains(&key).then(|| format!("kv.{key}"));
    let names = names::find(taken.as_deref().unwrap_or(key));
    FieldSet::new(names, event.callsite()).iter().next()
}

//! A value on its way from a facade to a subscriber: a tagged union, so that typed values need no virtual call.

use core::{error::Error, fmt};

use super::{Field, Slice, Visit};

/// Something that can be recorded in a field.
///
/// Implemented for the primitives, strings, bytes, errors, references, boxes and options of them, and for what
/// [`debug`](super::debug) and [`display`](super::display) make of anything else. It cannot be implemented outside
/// of this crate.
///
/// ```
/// use tracing_core::field::{Value, ValueRef};
///
/// assert!(matches!(42u16.value_ref(), ValueRef::U64(42)));
/// assert!(matches!(Some("text").value_ref(), ValueRef::Str("text")));
/// assert!(None::<bool>.value_ref().is_empty());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field value",
    label = "write `?value` to record it by `Debug`, or `%value` to record it by `Display`",
    note = "field values are numbers, booleans, strings, bytes, errors, and references, boxes and options of them"
)]
pub trait Value: Sealed {
    /// Shows the value to a visitor, as the value of `key`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let mut seen = String::new();
    /// 7_u8.record(&size(), &mut |field: &Field, value: &dyn std::fmt::Debug| seen = format!("{field}={value:?}"));
    /// assert_eq!(seen, "size=7");
    /// ```
    fn record(&self, key: &Field, visitor: &mut dyn Visit) {
        self.value_ref().record(key, visitor);
    }

    /// Gives the value with its type. No allocation.
    ///
    /// ```
    /// use tracing_core::field::{Value, ValueRef, display};
    ///
    /// assert!(matches!((-7_i8).value_ref(), ValueRef::I64(-7)));
    /// assert!(matches!(display("text").value_ref(), ValueRef::Display(_)));
    /// ```
    fn value_ref(&self) -> ValueRef<'_>;
}

/// Keeps [`Value`] to this crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field value",
    label = "write `?value` to record it by `Debug`, or `%value` to record it by `Display`"
)]
pub trait Sealed {}

/// A borrowed value with its type. Three words, `Copy`.
///
/// This is how values reach a subscriber; [`ValueRef::record`] shows one to a [`Visit`]or instead.
///
/// ```
/// use tracing_core::field::{Value, ValueRef};
///
/// fn width(value: ValueRef<'_>) -> usize {
///     match value {
///         ValueRef::Str(text) => text.len(),
///         ValueRef::Bool(_) => 1,
///         other => format!("{other:?}").len(),
///     }
/// }
/// assert_eq!(width("four".value_ref()), 4);
/// assert_eq!(width(123.value_ref()), 3);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// The field has no value (yet).
    Empty,
    /// A boolean.
    Bool(bool),
    /// A signed integer of at most 64 bits.
    I64(i64),
    /// An unsigned integer of at most 64 bits.
    U64(u64),
    /// A float.
    F64(f64),
    /// A signed integer of 128 bits; behind a reference, which keeps the union at three words.
    I128(&'a i128),
    /// An unsigned integer of 128 bits.
    U128(&'a u128),
    /// A string.
    Str(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// An error, with its sources.
    Error(&'a (dyn Error + 'static)),
    /// Something recorded by its `Debug` (`?value`).
    Debug(&'a dyn fmt::Debug),
    /// Something recorded by its `Display` (`%value`).
    Display(&'a dyn fmt::Display),
    /// The text of an event; `as_str` gives it at once when it is a literal.
    Message(&'a fmt::Arguments<'a>),
    /// Text that was made before from a `Debug`, `Display` or message.
    Formatted(&'a str),
    /// A slice of primitives.
    Slice(Slice<'a>),
    /// A value that only a visitor can read.
    Other(&'a dyn Value),
}

impl<'a> ValueRef<'a> {
    /// Shows the value to a visitor, as the value of `field`; an empty one is not shown.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let mut seen = String::new();
    /// let mut visitor = |field: &Field, value: &dyn std::fmt::Debug| seen += &format!("{field}={value:?} ");
    /// ValueRef::Str("large").record(&size(), &mut visitor);
    /// ValueRef::Empty.record(&size(), &mut visitor);
    /// assert_eq!(seen, r#"size="large" "#);
    /// ```
    pub fn record(&self, field: &Field, visitor: &mut dyn Visit) {
        match *self {
            ValueRef::Empty => {}
            ValueRef::Bool(value) => visitor.record_bool(field, value),
            ValueRef::I64(value) => visitor.record_i64(field, value),
            ValueRef::U64(value) => visitor.record_u64(field, value),
            ValueRef::F64(value) => visitor.record_f64(field, value),
            ValueRef::I128(value) => visitor.record_i128(field, *value),
            ValueRef::U128(value) => visitor.record_u128(field, *value),
            ValueRef::Str(value) => visitor.record_str(field, value),
            ValueRef::Bytes(value) => visitor.record_bytes(field, value),
            ValueRef::Error(value) => visitor.record_error(field, value),
            ValueRef::Debug(value) => visitor.record_debug(field, value),
            ValueRef::Message(value) => visitor.record_debug(field, value),
            ValueRef::Other(value) => value.record(field, visitor),
            _ => self.record_shown(field, visitor),
        }
    }

    /// As [`record`](Self::record), for those that need a wrapper, which would cost all others room on the stack.
    #[inline(never)]
    fn record_shown(&self, field: &Field, visitor: &mut dyn Visit) {
        match *self {
            ValueRef::Display(value) => visitor.record_debug(field, &Shown(value)),
            ValueRef::Formatted(value) => visitor.record_debug(field, &Shown(&value)),
            ValueRef::Slice(value) => visitor.record_debug(field, &value),
            _ => {}
        }
    }

    /// Tells whether there is no value.
    ///
    /// ```
    /// use tracing_core::field::{Empty, Value};
    ///
    /// assert!(Empty.value_ref().is_empty());
    /// assert!(!"".value_ref().is_empty(), "an empty text is a value");
    /// ```
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, ValueRef::Empty)
    }
}

/// Shows the value as a visitor's `record_debug` would.
impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ValueRef::Empty => f.write_str("Empty"),
            ValueRef::Bool(value) => value.fmt(f),
            ValueRef::I64(value) => value.fmt(f),
            ValueRef::U64(value) => value.fmt(f),
            ValueRef::F64(value) => value.fmt(f),
            ValueRef::I128(value) => value.fmt(f),
            ValueRef::U128(value) => value.fmt(f),
            ValueRef::Str(value) => value.fmt(f),
            ValueRef::Bytes(value) => super::visit::Hex(value).fmt(f),
            ValueRef::Error(value) => fmt::Display::fmt(value, f),
            ValueRef::Debug(value) => value.fmt(f),
            ValueRef::Display(value) => value.fmt(f),
            ValueRef::Message(value) => fmt::Debug::fmt(value, f),
            ValueRef::Formatted(value) => f.write_str(value),
            ValueRef::Slice(value) => value.fmt(f),
            ValueRef::Other(value) => {
                // A visitor writes it, for such a value can do nothing else.
                let mut result = Ok(());
                let field = Field::fake(crate::callsite::Identifier::nowhere());
                value.record(&field, &mut |_: &Field, value: &dyn fmt::Debug| result = value.fmt(f));
                result
            }
        }
    }
}

/// Shows a `Display` where a `Debug` is asked for.
struct Shown<'a>(&'a dyn fmt::Display);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for dyn Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.value_ref(), f)
    }
}

impl fmt::Display for dyn Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.value_ref(), f)
    }
}

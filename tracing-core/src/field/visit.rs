//! The visitor through which a subscriber may read values. Called by [`ValueRef::record`](super::ValueRef::record).

use core::{error::Error, fmt};

use super::Field;

/// Receives the values of a record, one call per field.
///
/// Implement the methods of the types that you tell apart; the others end in [`record_debug`](Self::record_debug),
/// which alone is required. The text of an event comes as the field `message` through `record_debug`.
///
/// ```
/// use core::fmt;
/// use tracing_core::field::{Field, Visit};
///
/// #[derive(Default)]
/// struct Text(String);
///
/// impl Visit for Text {
///     fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
///         self.0 += &format!("{field}={value:?} ");
///     }
/// }
/// ```
///
/// # For implementors
///
/// The methods run on the recording thread, inside the subscriber's `event`, `new_span` or `record`. They may
/// allocate, and they may record in turn; a panic passes through to the place of the record.
pub trait Visit {
    /// Visits a float.
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.record_debug(field, &value);
    }

    /// Visits a signed integer of at most 64 bits.
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.record_debug(field, &value);
    }

    /// Visits an unsigned integer of at most 64 bits.
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record_debug(field, &value);
    }

    /// Visits a signed integer of 128 bits.
    fn record_i128(&mut self, field: &Field, value: i128) {
        self.record_debug(field, &value);
    }

    /// Visits an unsigned integer of 128 bits.
    fn record_u128(&mut self, field: &Field, value: u128) {
        self.record_debug(field, &value);
    }

    /// Visits a boolean.
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.record_debug(field, &value);
    }

    /// Visits a string.
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &value);
    }

    /// Visits a slice of bytes; shown as hexadecimal numbers, `[62 79]`, by default.
    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.record_debug(field, &Hex(value));
    }

    /// Visits an error; shown as its `Display` by default.
    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.record_debug(field, &format_args!("{value}"));
    }

    /// Visits a value of the `valuable` crate.
    #[cfg(all(tracing_unstable, feature = "valuable"))]
    fn record_value(&mut self, field: &Field, value: valuable::Value<'_>) {
        self.record_debug(field, &value);
    }

    /// Visits any other value, as its `Debug`.
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug);
}

impl Visit for fmt::DebugStruct<'_, '_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.field(field.name(), value);
    }
}

impl Visit for fmt::DebugMap<'_, '_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.entry(&format_args!("{field}"), value);
    }
}

impl<F> Visit for F
where
    F: FnMut(&Field, &dyn fmt::Debug),
{
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self(field, value);
    }
}

/// Shows bytes as `[0a ff]`.
pub(super) struct Hex<'a>(pub(super) &'a [u8]);

impl fmt::Debug for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (index, byte) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{byte:02x}")?;
        }
        f.write_str("]")
    }
}

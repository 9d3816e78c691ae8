//! The visitor through which a subscriber may read values. Called by [`ValueRef::record`](super::ValueRef::record).

use core::{error::Error, fmt};

use super::Field;

/// Receives the values of a record, one call per field.
///
/// Implement the methods of the types that you tell apart; the others end in [`record_debug`](Self::record_debug),
/// which alone is required. The text of an event comes as the field `message` through `record_debug`.
///
/// ```
/// # use test_support::sample::*;
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
///
/// let mut text = Text::default();
/// ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]).record(&mut text);
/// assert_eq!(text.0, r#"path="/index" size=512 "#);
/// ```
///
/// # For implementors
///
/// The methods run on the recording thread, inside the subscriber's `event`, `new_span` or `record`. They may
/// allocate, and they may record in turn; a panic passes through to the place of the record.
pub trait Visit {
    /// Visits a float.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Seconds(f64);
    /// impl Visit for Seconds {
    ///     fn record_f64(&mut self, _: &Field, value: f64) {
    ///         self.0 += value;
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut seconds = Seconds(0.5);
    /// 2.0.record(&size(), &mut seconds);
    /// assert_eq!(seconds.0, 2.5);
    /// ```
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.record_debug(field, &value);
    }

    /// Visits a signed integer of at most 64 bits.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Offset(i64);
    /// impl Visit for Offset {
    ///     fn record_i64(&mut self, _: &Field, value: i64) {
    ///         self.0 = value;
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut offset = Offset(0);
    /// (-3_i8).record(&size(), &mut offset);
    /// assert_eq!(offset.0, -3);
    /// ```
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.record_debug(field, &value);
    }

    /// Visits an unsigned integer of at most 64 bits.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Total(u64);
    /// impl Visit for Total {
    ///     fn record_u64(&mut self, field: &Field, value: u64) {
    ///         self.0 += if field.name() == "size" { value } else { 0 };
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut total = Total(1);
    /// 512_usize.record(&size(), &mut total);
    /// assert_eq!(total.0, 513);
    /// ```
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record_debug(field, &value);
    }

    /// Visits a signed integer of 128 bits.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Huge(bool);
    /// impl Visit for Huge {
    ///     fn record_i128(&mut self, _: &Field, _: i128) {
    ///         self.0 = true;
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut huge = Huge(false);
    /// (-1_i128).record(&size(), &mut huge);
    /// assert!(huge.0);
    /// ```
    fn record_i128(&mut self, field: &Field, value: i128) {
        self.record_debug(field, &value);
    }

    /// Visits an unsigned integer of 128 bits.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Uuid(String);
    /// impl Visit for Uuid {
    ///     fn record_u128(&mut self, _: &Field, value: u128) {
    ///         self.0 = format!("{value:032x}");
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut uuid = Uuid(String::new());
    /// 0xff_u128.record(&size(), &mut uuid);
    /// assert!(uuid.0.ends_with("000ff"));
    /// ```
    fn record_u128(&mut self, field: &Field, value: u128) {
        self.record_debug(field, &value);
    }

    /// Visits a boolean.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Flags(Vec<&'static str>);
    /// impl Visit for Flags {
    ///     fn record_bool(&mut self, field: &Field, value: bool) {
    ///         self.0.extend(value.then_some(field.name()));
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut flags = Flags(Vec::new());
    /// true.record(&size(), &mut flags);
    /// assert_eq!(flags.0, ["size"]);
    /// ```
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.record_debug(field, &value);
    }

    /// Visits a string.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// struct Longest(usize);
    /// impl Visit for Longest {
    ///     fn record_str(&mut self, _: &Field, value: &str) {
    ///         self.0 = self.0.max(value.len());
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut longest = Longest(0);
    /// "text".record(&size(), &mut longest);
    /// assert_eq!(longest.0, 4);
    /// ```
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &value);
    }

    /// Visits a slice of bytes; shown as hexadecimal numbers, `[62 79]`, by default.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let mut seen = String::new();
    /// let mut visitor = |_: &Field, value: &dyn std::fmt::Debug| seen = format!("{value:?}");
    /// visitor.record_bytes(&size(), b"by");
    /// assert_eq!(seen, "[62 79]");
    /// ```
    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.record_debug(field, &Hex(value));
    }

    /// Visits an error; shown as its `Display` by default.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::{error::Error, io};
    ///
    /// struct Sources(Vec<String>);
    /// impl Visit for Sources {
    ///     fn record_error(&mut self, _: &Field, value: &(dyn Error + 'static)) {
    ///         let mut next = Some(value);
    ///         while let Some(error) = next {
    ///             self.0.push(error.to_string());
    ///             next = error.source();
    ///         }
    ///     }
    /// #     fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    /// }
    /// let mut sources = Sources(Vec::new());
    /// let error = io::Error::other("no disk");
    /// (&error as &(dyn Error + 'static)).record(&size(), &mut sources);
    /// assert_eq!(sources.0, ["no disk"]);
    /// ```
    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.record_debug(field, &format_args!("{value}"));
    }

    /// Visits a value of the `valuable` crate.
    #[cfg(all(tracing_unstable, feature = "valuable"))]
    fn record_value(&mut self, field: &Field, value: valuable::Value<'_>) {
        self.record_debug(field, &value);
    }

    /// Visits any other value, as its `Debug`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::fmt;
    ///
    /// struct Line(String);
    /// impl Visit for Line {
    ///     fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
    ///         self.0 += &format!("{field}={value:?} ");
    ///     }
    /// }
    /// let mut line = Line(String::new());
    /// debug(Some(1)).record(&size(), &mut line);
    /// "all else ends here, too".record(&size(), &mut line);
    /// assert_eq!(line.0, r#"size=Some(1) size="all else ends here, too" "#);
    /// ```
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

//! Wrappers that make a value of anything that can be shown. Behind the sigils `?` and `%` of the macros.

use core::fmt;

use super::{Field, Value, ValueRef, Visit};

/// A value recorded by its `Display`; made by [`display`].
///
/// ```
/// use tracing_core::field::{DisplayValue, display};
///
/// let path: DisplayValue<_> = display(std::path::Path::new("/tmp").display());
/// assert_eq!(path.to_string(), "/tmp");
/// ```
#[derive(Clone)]
pub struct DisplayValue<T: fmt::Display>(T);

/// A value recorded by its `Debug`; made by [`debug`].
///
/// ```
/// use tracing_core::field::{DebugValue, debug};
///
/// let list: DebugValue<_> = debug([Some(1), None]);
/// assert_eq!(format!("{list:?}"), "[Some(1), None]");
/// ```
#[derive(Clone)]
pub struct DebugValue<T: fmt::Debug>(T);

/// A field that is declared, and left without a value for now.
///
/// ```
/// use tracing_core::field::{Empty, Value};
///
/// assert!(Empty.value_ref().is_empty());
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Empty;

/// Makes a value that is recorded by its `Display`.
///
/// ```
/// use tracing_core::field;
///
/// assert_eq!(format!("{:?}", field::display("plain")), "plain");
/// ```
pub fn display<T: fmt::Display>(value: T) -> DisplayValue<T> {
    DisplayValue(value)
}

/// Makes a value that is recorded by its `Debug`.
///
/// ```
/// use tracing_core::field;
///
/// assert_eq!(format!("{:?}", field::debug("quoted")), "\"quoted\"");
/// ```
pub fn debug<T: fmt::Debug>(value: T) -> DebugValue<T> {
    DebugValue(value)
}

impl<T: fmt::Display> Value for DisplayValue<T> {
    fn record(&self, key: &Field, visitor: &mut dyn Visit) {
        visitor.record_debug(key, self);
    }

    #[inline]
    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Display(&self.0)
    }
}

impl<T: fmt::Debug> Value for DebugValue<T> {
    fn record(&self, key: &Field, visitor: &mut dyn Visit) {
        visitor.record_debug(key, &self.0);
    }

    #[inline]
    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Debug(&self.0)
    }
}

impl Value for Empty {
    fn record(&self, _: &Field, _: &mut dyn Visit) {}

    #[inline]
    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Empty
    }
}

impl<T: fmt::Display> fmt::Display for DisplayValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Debug for DisplayValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for DebugValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

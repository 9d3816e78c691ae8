//! Which types are field values, and as what they reach a subscriber.

use alloc::{borrow::Cow, boxed::Box, rc::Rc, string::String, sync::Arc};
use core::{
    error::Error,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    num::{NonZero, Wrapping},
    time::Duration,
};

use super::{DebugValue, DisplayValue, Empty, Field, Value, ValueRef, Visit, value::Sealed};

/// `impl Value` by an expression over `self`.
macro_rules! values {
    ($($ty:ty: $this:ident => $value:expr),* $(,)?) => { $(
        impl Sealed for $ty {}
        impl Value for $ty {
            #[inline]
            fn value_ref(&self) -> ValueRef<'_> {
                let $this = self;
                $value
            }
        }
    )* };
}

values! {
    bool: value => ValueRef::Bool(*value),
    i8: value => ValueRef::I64((*value).into()),
    i16: value => ValueRef::I64((*value).into()),
    i32: value => ValueRef::I64((*value).into()),
    i64: value => ValueRef::I64(*value),
    isize: value => ValueRef::I64(*value as i64),
    u8: value => ValueRef::U64((*value).into()),
    u16: value => ValueRef::U64((*value).into()),
    u32: value => ValueRef::U64((*value).into()),
    u64: value => ValueRef::U64(*value),
    usize: value => ValueRef::U64(*value as u64),
    i128: value => ValueRef::I128(value),
    u128: value => ValueRef::U128(value),
    f32: value => ValueRef::F64((*value).into()),
    f64: value => ValueRef::F64(*value),

    NonZero<i8>: value => ValueRef::I64(value.get().into()),
    NonZero<i16>: value => ValueRef::I64(value.get().into()),
    NonZero<i32>: value => ValueRef::I64(value.get().into()),
    NonZero<i64>: value => ValueRef::I64(value.get()),
    NonZero<isize>: value => ValueRef::I64(value.get() as i64),
    NonZero<u8>: value => ValueRef::U64(value.get().into()),
    NonZero<u16>: value => ValueRef::U64(value.get().into()),
    NonZero<u32>: value => ValueRef::U64(value.get().into()),
    NonZero<u64>: value => ValueRef::U64(value.get()),
    NonZero<usize>: value => ValueRef::U64(value.get() as u64),

    str: value => ValueRef::Str(value),
    String: value => ValueRef::Str(value),
    [u8]: value => ValueRef::Bytes(value),
    char: value => ValueRef::Display(value),

    dyn Error + 'static: value => ValueRef::Error(value),
    dyn Error + Send + 'static: value => ValueRef::Error(value),
    dyn Error + Sync + 'static: value => ValueRef::Error(value),
    dyn Error + Send + Sync + 'static: value => ValueRef::Error(value),

    Duration: value => ValueRef::Debug(value),
    IpAddr: value => ValueRef::Display(value),
    Ipv4Addr: value => ValueRef::Display(value),
    Ipv6Addr: value => ValueRef::Display(value),
    SocketAddr: value => ValueRef::Display(value),
    SocketAddrV4: value => ValueRef::Display(value),
    SocketAddrV6: value => ValueRef::Display(value),
}

impl Sealed for fmt::Arguments<'_> {}
impl Value for fmt::Arguments<'_> {
    fn record(&self, key: &Field, visitor: &mut dyn Visit) {
        visitor.record_debug(key, self);
    }

    #[inline]
    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Message(self)
    }
}

impl<const N: usize> Sealed for [u8; N] {}
impl<const N: usize> Value for [u8; N] {
    #[inline]
    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }
}

/// The 128-bit ones cannot lend their number, so they are visited.
macro_rules! wide_non_zero {
    ($($int:ty, $record:ident);*) => { $(
        impl Sealed for NonZero<$int> {}
        impl Value for NonZero<$int> {
            fn record(&self, key: &Field, visitor: &mut dyn Visit) {
                visitor.$record(key, self.get());
            }
            #[inline]
            fn value_ref(&self) -> ValueRef<'_> {
                ValueRef::Other(self)
            }
        }
    )* };
}

wide_non_zero!(i128, record_i128; u128, record_u128);

/// `impl Value` for what holds a value, by way of that value.
macro_rules! holders {
    ($($(#[$doc:meta])* [$($generics:tt)*] $ty:ty: $this:ident => $inner:expr),* $(,)?) => { $(
        impl<$($generics)*> Sealed for $ty {}
        $(#[$doc])*
        impl<$($generics)*> Value for $ty {
            #[inline]
            fn record(&self, key: &Field, visitor: &mut dyn Visit) {
                let $this = self;
                $inner.record(key, visitor);
            }
            #[inline]
            fn value_ref(&self) -> ValueRef<'_> {
                let $this = self;
                $inner.value_ref()
            }
        }
    )* };
}

holders! {
    [T: ?Sized + Value] &T: this => (**this),
    [T: ?Sized + Value] &mut T: this => (**this),
    [T: ?Sized + Value] Box<T>: this => (**this),
    [T: ?Sized + Value] Rc<T>: this => (**this),
    [T: ?Sized + Value] Arc<T>: this => (**this),
    [T: Value] Wrapping<T>: this => this.0,
    [T: ?Sized + Value + alloc::borrow::ToOwned] Cow<'_, T>: this => (**this),
}

impl<T: Value> Sealed for Option<T> {}
impl<T: Value> Value for Option<T> {
    fn record(&self, key: &Field, visitor: &mut dyn Visit) {
        if let Some(value) = self {
            value.record(key, visitor);
        }
    }

    #[inline]
    fn value_ref(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Empty, Value::value_ref)
    }
}

impl<T: fmt::Display> Sealed for DisplayValue<T> {}
impl<T: fmt::Debug> Sealed for DebugValue<T> {}
impl Sealed for Empty {}

#[cfg(all(tracing_unstable, feature = "valuable"))]
mod valued {
    //! Values of the `valuable` crate; a visitor reads them.

    use super::{Field, Sealed, Value, ValueRef, Visit};

    impl Sealed for valuable::Value<'_> {}
    impl Value for valuable::Value<'_> {
        fn record(&self, key: &Field, visitor: &mut dyn Visit) {
            visitor.record_value(key, *self);
        }

        fn value_ref(&self) -> ValueRef<'_> {
            ValueRef::Other(self)
        }
    }

    impl Sealed for &'_ dyn valuable::Valuable {}
    impl Value for &'_ dyn valuable::Valuable {
        fn record(&self, key: &Field, visitor: &mut dyn Visit) {
            visitor.record_value(key, self.as_value());
        }

        fn value_ref(&self) -> ValueRef<'_> {
            ValueRef::Other(self)
        }
    }
}

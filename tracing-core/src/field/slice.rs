//! Slices of primitives as values.

use core::fmt;

macro_rules! slices {
    ($($variant:ident($ty:ty)),* $(,)?) => {
        /// A borrowed slice of primitives. `u8` has a variant of its own, [`ValueRef::Bytes`](super::ValueRef::Bytes).
        ///
        /// ```
        /// use tracing_core::field::{Slice, Value, ValueRef};
        ///
        /// assert!(matches!([1i32, 2].value_ref(), ValueRef::Slice(Slice::I32([1, 2]))));
        /// ```
        #[non_exhaustive]
        #[derive(Clone, Copy)]
        #[allow(missing_docs, reason = "a variant per type says it all")]
        pub enum Slice<'a> { $($variant(&'a [$ty])),* }

        impl fmt::Debug for Slice<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Slice::$variant(slice) => fmt::Debug::fmt(slice, f)),* }
            }
        }

        $(
            impl super::Value for [$ty] {
                #[inline]
                fn value_ref(&self) -> super::ValueRef<'_> {
                    super::ValueRef::Slice(Slice::$variant(self))
                }
            }

            impl<const N: usize> super::Value for [$ty; N] {
                #[inline]
                fn value_ref(&self) -> super::ValueRef<'_> {
                    super::ValueRef::Slice(Slice::$variant(self))
                }
            }

            impl super::value::Sealed for [$ty] {}
            impl<const N: usize> super::value::Sealed for [$ty; N] {}
        )*
    };
}

slices! {
    Bool(bool), Char(char), F32(f32), F64(f64),
    I8(i8), I16(i16), I32(i32), I64(i64), I128(i128), Isize(isize),
    U16(u16), U32(u32), U64(u64), U128(u128), Usize(usize),
}

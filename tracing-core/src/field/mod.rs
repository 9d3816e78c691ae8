//! What a record carries: fields, declared in a [`FieldSet`], with values, passed in a [`ValueSet`].
//!
//! A facade hands over a [`ValueSet`]. A subscriber either walks it with [`ValueSet::iter`], which gives each value
//! as a typed [`ValueRef`], or has it call a [`Visit`]or.
//!
//! ```
//! # use test_support::sample::*;
//! use core::fmt;
//! use tracing_core::field::{Field, Visit};
//!
//! /// Adds up the numbers of a record.
//! struct Sum(u64);
//!
//! impl Visit for Sum {
//!     fn record_u64(&mut self, _: &Field, value: u64) {
//!         self.0 += value;
//!     }
//!     fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
//! }
//!
//! let mut sum = Sum(0);
//! ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]).record(&mut sum);
//! assert_eq!(sum.0, 512);
//! ```

mod dynamic;
mod impls;
mod set;
mod slice;
mod value;
mod values;
mod visit;
mod wrap;

#[doc(hidden)]
pub use self::values::ValidLen;
pub use self::{
    set::{Field, FieldSet, Iter},
    slice::Slice,
    value::{Value, ValueRef},
    values::{ValueSet, Values},
    visit::Visit,
    wrap::{DebugValue, DisplayValue, Empty, debug, display},
};

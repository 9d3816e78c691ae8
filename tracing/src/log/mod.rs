//! Records for the `log` crate, which the feature `log` asks for.
//!
//! `on.rs` makes them: of each span and event while no subscriber was ever set (with the feature `log-always`, always).
//! `off.rs` has the same functions, and they do nothing.

#[cfg(feature = "log")]
#[path = "on.rs"]
mod imp;
#[cfg(not(feature = "log"))]
#[path = "off.rs"]
mod imp;

pub use self::imp::*;

#[cfg(feature = "log")]
pub use ::log::*;

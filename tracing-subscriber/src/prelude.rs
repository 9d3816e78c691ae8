//! The traits that a program needs to build a subscriber: `use tracing_subscriber::prelude::*;`.
//!
//! They are imported without names that could clash with those of the program.
//!
//! ```
//! use tracing_subscriber::prelude::*;
//!
//! let guard = tracing_subscriber::registry().with(tracing_subscriber::filter::LevelFilter::WARN).set_default();
//! assert!(!tracing::enabled!(tracing::Level::INFO));
//! drop(guard);
//! ```

pub use crate::field::{
    MakeExt as __tracing_subscriber_field_MakeExt, RecordFields as __tracing_subscriber_field_RecordFields,
};
pub use crate::layer::{Layer as __tracing_subscriber_Layer, SubscriberExt as __tracing_subscriber_SubscriberExt};
pub use crate::util::SubscriberInitExt as _;

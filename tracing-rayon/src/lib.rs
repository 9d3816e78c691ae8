//! Jobs and parallel iterators of rayon that stay inside of the spans that they belong to.
//!
//! ```
//! use rayon::prelude::*;
//! use tracing::{info, info_span};
//! use tracing_rayon::prelude::*;
//!
//! let _report = info_span!("report").entered();
//! let total: u64 = (1..=100u64)
//!     .into_par_iter()
//!     .in_current_span()
//!     .inspect(|page| info!(page, "inside of the report, on whichever thread"))
//!     .sum();
//! assert_eq!(total, 5050);
//! ```
//!
//! A thread of rayon that waits for a part of its work takes up other jobs meanwhile. With plain rayon these run inside
//! of the span that the thread waits in, although they have nothing to do with it, and outside of the span that they
//! were made in. The functions here have the names of rayon's and put each job in the context where it was made
//! ([`tracing::context`]) *instead of* in what its thread is inside of. While a thread waits in one of them it is inside
//! of no span, so that jobs that were made without these functions are at least in no wrong one.
//!
//! | rayon | here |
//! |---|---|
//! | `items.par_iter()` | `items.par_iter().in_current_span()`, [`in_span`](ParallelIteratorExt::in_span) |
//! | `rayon::join` | [`join`] |
//! | `rayon::spawn`, `spawn_fifo` | [`spawn`], [`spawn_fifo`] |
//! | `rayon::scope`, `in_place_scope` | [`scope()`], [`in_place_scope`] |
//! | `rayon::broadcast` | [`broadcast`] |
//! | `ThreadPool::install`, `spawn` | [`install`], [`spawn_in`] |
//!
//! For the rest of rayon's functions, [`bind`](tracing::context::bind) their closures.

mod jobs;
pub use jobs::{broadcast, install, join, spawn, spawn_fifo, spawn_in};

mod scope;
pub use scope::{Scope, in_place_scope, scope};

mod iterator;
pub use iterator::{InSpan, ParallelIteratorExt};

/// The trait that gives parallel iterators their methods.
///
/// ```
/// use rayon::prelude::*;
/// use tracing_rayon::prelude::*;
///
/// assert_eq!([1, 2, 3].par_iter().in_current_span().max(), Some(&3));
/// ```
pub mod prelude {
    pub use crate::ParallelIteratorExt;
}

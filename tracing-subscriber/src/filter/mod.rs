//! Filters: who wants what.
//!
//! A filter can be added as a layer of its own, and then holds for all layers:
//!
//! ```
//! use tracing_subscriber::{filter::LevelFilter, prelude::*};
//!
//! let subscriber = tracing_subscriber::registry().with(LevelFilter::INFO);
//! # let _ = subscriber;
//! ```
//!
//! or it belongs to one layer, by [`Layer::with_filter`](crate::Layer::with_filter), and then hides things from that layer
//! alone. There it can be joined with others by the methods of [`FilterExt`]:
//!
//! ```
//! # #[cfg(feature = "registry")] {
//! use tracing_subscriber::{Layer, filter::{FilterExt, LevelFilter, filter_fn}, layer::Identity, prelude::*};
//!
//! let mine = filter_fn(|metadata| metadata.target().starts_with("my_crate"));
//! let subscriber = tracing_subscriber::registry().with(Identity::new().with_filter(mine.or(LevelFilter::WARN)));
//! # let _ = subscriber;
//! # }
//! ```
//!
//! | | |
//! |---|---|
//! | [`LevelFilter`] | by level alone |
//! | [`Targets`] | by target and level; cheap |
//! | `EnvFilter` | by target, level, and the spans around and their fields; from strings (feature `env-filter`) |
//! | [`FilterFn`], [`DynFilterFn`] | by a function of yours |
//! | `reload::Layer` | any of these, to be changed while the program runs |

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Interest, Metadata};

use crate::layer::{Attention, Context};

#[cfg(feature = "env-filter")]
mod env;
mod function;
mod id;
mod level;
mod name;
mod parse;
mod parse_error;
mod statics;
mod target;
pub mod targets;

pub mod combinator;
mod combine;
mod forward;

#[cfg(feature = "registry")]
mod answers;
#[cfg(feature = "registry")]
mod filtered;

pub use combine::FilterExt;
#[cfg(feature = "env-filter")]
pub use env::{BadFieldName, Builder, Directive, EnvFilter, Explanation, FromEnvError, explain};
#[cfg(feature = "registry")]
pub use filtered::Filtered;
pub use function::{DynFilterFn, FilterFn, dynamic_filter_fn, filter_fn};
pub use id::FilterId;
pub use parse_error::ParseError;
pub use targets::Targets;
#[doc(inline)]
pub use tracing_core::metadata::{LevelFilter, ParseLevelFilterError as LevelParseError};

/// Says what a single layer is to see.
///
/// # For implementors
///
/// Asked by [`Filtered`] on the thread where something is recorded, so on many at once. What is said
/// here concerns one layer; others are not affected.
///
/// [`callsite_enabled`](Filter::callsite_enabled) is asked once per callsite; where it answers `always` or `never`,
/// [`enabled`](Filter::enabled) is not asked. The answer for one span or event is kept with it.
pub trait Filter<S> {
    /// Says whether the layer is to see a span or event. Only a question, which need not be followed by a record.
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool;

    /// Says whether the answer of [`enabled`](Filter::enabled) is always the same for a callsite. Called once per callsite, and
    /// again when interest is computed anew.
    ///
    /// The provided method says that it is to be asked each time.
    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        let _ = meta;
        Interest::sometimes()
    }

    /// Says whether the layer is to see an event that [`enabled`](Filter::enabled) admits, now that its values are known.
    fn event_enabled(&self, event: &Event<'_>, cx: &Context<'_, S>) -> bool {
        let _ = (event, cx);
        true
    }

    /// Says the highest level that the filter admits, or nothing if that cannot be said.
    ///
    /// Records above that level may then not be asked about at all.
    fn max_level_hint(&self) -> Option<LevelFilter> {
        None
    }

    /// Called when the subscriber becomes one that can be recorded to, or the filter is put into one that is.
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = subscriber;
    }

    /// Called when a span was made that the filter admits, before the layer is told.
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let _ = (attrs, id, ctx);
    }

    /// Called when an admitted span was given values for some of its fields.
    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        let _ = (id, values, ctx);
    }

    /// Called when this thread entered an admitted span.
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when this thread exited an admitted span.
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when an admitted span has closed, before the layer is told.
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Says of which moments of spans the filter would make something if it were told of them now.
    #[doc(hidden)]
    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::ALL
    }
}

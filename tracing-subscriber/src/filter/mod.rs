//! Filters: who wants what.
//!
//! A filter can be added as a layer of its own, and then holds for all layers:
//!
//! ```
//! use tracing_subscriber::{filter::LevelFilter, prelude::*};
//!
//! let _guard = tracing_subscriber::registry().with(LevelFilter::INFO).set_default();
//! assert!(tracing::enabled!(tracing::Level::INFO) && !tracing::enabled!(tracing::Level::DEBUG));
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
//! let layer = Identity::new().with_filter(mine.or(LevelFilter::WARN));
//! let _guard = tracing_subscriber::registry().with(layer).set_default();
//! assert!(tracing::enabled!(target: "my_crate", tracing::Level::DEBUG));
//! assert!(!tracing::enabled!(target: "hyper", tracing::Level::DEBUG));
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

/// What happens to a span that a filter refused.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Refused<'a> {
    New(&'a Attributes<'a>, &'a Id),
    Recorded(&'a Id, &'a Record<'a>),
    Entered(&'a Id),
    Exited(&'a Id),
    Closed(&'a Id),
}

/// Says what a single layer is to see.
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use tracing_subscriber::{Layer, layer::{Context, Filter}, prelude::*};
///
/// /// Lets a layer see events alone.
/// struct Events;
///
/// impl<S> Filter<S> for Events {
///     fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
///         meta.is_event()
///     }
/// }
///
/// # let lines = Lines::default();
/// let layer = tracing_subscriber::fmt::layer().without_time().with_target(false).with_ansi(false);
/// let layer = layer.with_writer(lines.writer()).with_filter(Events);
/// let _guard = tracing_subscriber::registry().with(layer).set_default();
/// tracing::info_span!("job").in_scope(|| tracing::info!("inside"));
/// assert_eq!(lines.text(), " INFO inside\n");
/// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, layer::{Context, Filter}};
    ///
    /// struct Web;
    ///
    /// impl<S> Filter<S> for Web {
    ///     fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
    ///         meta.target().starts_with("app::web")
    ///     }
    /// }
    /// assert!(Filter::<Registry>::callsite_enabled(&Web, &SERVED).is_sometimes(), "so it is asked each time");
    /// ```
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool;

    /// Says whether the answer of [`enabled`](Filter::enabled) is always the same for a callsite. Called once per callsite, and
    /// again when interest is computed anew.
    ///
    /// The provided method says that it is to be asked each time.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, layer::{Context, Filter}};
    ///
    /// struct Web;
    ///
    /// impl<S> Filter<S> for Web {
    ///     fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
    ///         if meta.target().starts_with("app::web") { Interest::always() } else { Interest::never() }
    ///     }
    ///     fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
    ///         meta.target().starts_with("app::web")
    ///     }
    /// }
    /// assert!(Filter::<Registry>::callsite_enabled(&Web, &SERVED).is_always());
    /// ```
    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        let _ = meta;
        Interest::sometimes()
    }

    /// Says whether the layer is to see an event that [`enabled`](Filter::enabled) admits, now that its values are known.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter}, prelude::*};
    ///
    /// /// Hides events of small size.
    /// struct Large;
    ///
    /// impl<S> Filter<S> for Large {
    ///     fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
    ///         true
    ///     }
    ///     fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
    ///         event.values().iter().any(|(_, value)| matches!(value, ValueRef::I64(size) if size > 100))
    ///     }
    /// }
    ///
    /// # let lines = Lines::default();
    /// let layer = tracing_subscriber::fmt::layer().without_time().with_target(false).with_ansi(false);
    /// let layer = layer.with_writer(lines.writer()).with_filter(Large);
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info!(size = 7);
    /// tracing::info!(size = 512);
    /// assert_eq!(lines.text(), " INFO size=512\n");
    /// ```
    fn event_enabled(&self, event: &Event<'_>, cx: &Context<'_, S>) -> bool {
        let _ = (event, cx);
        true
    }

    /// Says the highest level that the filter admits, or nothing if that cannot be said.
    ///
    /// Records above that level may then not be asked about at all.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, filter::LevelFilter, layer::{Context, Filter}};
    ///
    /// struct Warnings;
    ///
    /// impl<S> Filter<S> for Warnings {
    ///     fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
    ///         *meta.level() <= Level::WARN
    ///     }
    ///     fn max_level_hint(&self) -> Option<LevelFilter> {
    ///         Some(LevelFilter::WARN)
    ///     }
    /// }
    /// assert_eq!(Filter::<Registry>::max_level_hint(&Warnings), Some(LevelFilter::WARN));
    /// ```
    fn max_level_hint(&self) -> Option<LevelFilter> {
        None
    }

    /// Called when the subscriber becomes one that can be recorded to, or the filter is put into one that is.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// static IN_USE: AtomicBool = AtomicBool::new(false);
    ///
    /// struct Told;
    ///
    /// impl<S> Filter<S> for Told {
    ///     fn on_register_dispatch(&self, _: &Dispatch) {
    ///         IN_USE.store(true, Relaxed);
    ///     }
    /// #   fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool { true }
    /// }
    ///
    /// let subscriber = tracing_subscriber::registry().with(Identity::new().with_filter(Told));
    /// assert!(!IN_USE.load(Relaxed));
    /// let dispatch = Dispatch::new(subscriber);
    /// assert!(IN_USE.load(Relaxed));
    /// ```
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = subscriber;
    }

    /// Called when a span was made that the filter admits, before the layer is told.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// struct Notes(Lines);
    ///
    /// impl<S> Filter<S> for Notes {
    ///     fn on_new_span(&self, attrs: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
    ///         self.0.add(format_args!("{} begins", attrs.metadata().name()));
    ///     }
    /// #   fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool { true }
    /// }
    ///
    /// # let lines = Lines::default();
    /// let layer = Identity::new().with_filter(Notes(lines.clone()));
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info_span!("job");
    /// assert_eq!(lines.text(), "job begins\n");
    /// ```
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let _ = (attrs, id, ctx);
    }

    /// Called when an admitted span was given values for some of its fields.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// struct Notes(Lines);
    ///
    /// impl<S> Filter<S> for Notes {
    ///     fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
    ///         self.0.add(values.values());
    ///     }
    /// #   fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool { true }
    /// }
    ///
    /// # let lines = Lines::default();
    /// let layer = Identity::new().with_filter(Notes(lines.clone()));
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info_span!("job", id = Empty).record("id", 7);
    /// assert_eq!(lines.text(), "{id: 7}\n");
    /// ```
    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        let _ = (id, values, ctx);
    }

    /// Called when this thread entered an admitted span.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// struct Notes(Lines);
    ///
    /// impl<S> Filter<S> for Notes {
    ///     fn on_enter(&self, _: &Id, _: Context<'_, S>) {
    ///         self.0.add("in");
    ///     }
    /// #   fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool { true }
    /// }
    ///
    /// # let lines = Lines::default();
    /// let layer = Identity::new().with_filter(Notes(lines.clone()));
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), "in\n");
    /// ```
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when this thread exited an admitted span.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// struct Notes(Lines);
    ///
    /// impl<S> Filter<S> for Notes {
    ///     fn on_exit(&self, _: &Id, _: Context<'_, S>) {
    ///         self.0.add("out");
    ///     }
    /// #   fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool { true }
    /// }
    ///
    /// # let lines = Lines::default();
    /// let layer = Identity::new().with_filter(Notes(lines.clone()));
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), "out\n");
    /// ```
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when an admitted span has closed, before the layer is told.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// struct Notes(Lines);
    ///
    /// impl<S> Filter<S> for Notes {
    ///     fn on_close(&self, _: Id, _: Context<'_, S>) {
    ///         self.0.add("closed");
    ///     }
    /// #   fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool { true }
    /// }
    ///
    /// # let lines = Lines::default();
    /// let layer = Identity::new().with_filter(Notes(lines.clone()));
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// drop(tracing::info_span!("job"));
    /// assert_eq!(lines.text(), "closed\n");
    /// ```
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Says of which moments of spans the filter would make something if it were told of them now.
    #[doc(hidden)]
    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::ALL
    }

    /// Says whether the layer is not to see a span that was admitted only for what is recorded in it to be told apart. Asked
    /// once, after [`on_new_span`](Filter::on_new_span); such a span is then as one that was refused.
    #[doc(hidden)]
    #[inline]
    fn hides(&self, id: &Id) -> bool {
        let _ = id;
        false
    }

    /// Called for spans that were refused, or hidden, and that others see.
    #[doc(hidden)]
    #[inline]
    fn on_refused(&self, span: Refused<'_>) {
        let _ = span;
    }
}

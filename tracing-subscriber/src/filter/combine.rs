//! Joining filters: the methods of [`FilterExt`], and an option as a filter.

use alloc::boxed::Box;

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Interest, Metadata};

use super::combinator::{And, Not, Or};
use super::{Filter, LevelFilter, Refused};
use crate::layer::{Attention, Context};

/// Joins filters.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, filter_fn}, layer::Filter};
///
/// let web = filter_fn(|metadata| metadata.target().starts_with("app::web"));
/// let filter = FilterExt::<Registry>::and(LevelFilter::INFO, web);
/// assert!(filter.callsite_enabled(&SERVED).is_always());
/// assert!(filter.callsite_enabled(&REQUEST).is_never(), "its level is debug");
/// ```
pub trait FilterExt<S>: Filter<S> {
    /// Admits what both filters admit.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, filter_fn}, layer::Filter};
    ///
    /// let web = filter_fn(|metadata| metadata.target() == "app::web");
    /// let both = FilterExt::<Registry>::and(web, LevelFilter::INFO);
    /// assert!(both.callsite_enabled(&SERVED).is_always());
    /// assert!(both.callsite_enabled(&REQUEST).is_never(), "its level is debug");
    /// ```
    fn and<B>(self, other: B) -> And<Self, B, S>
    where
        Self: Sized,
        B: Filter<S>,
    {
        And::new(self, other)
    }

    /// Admits what either filter admits.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, filter_fn}, layer::Filter};
    ///
    /// let spans = filter_fn(|metadata| metadata.is_span());
    /// let either = FilterExt::<Registry>::or(spans, LevelFilter::INFO);
    /// assert!(either.callsite_enabled(&SERVED).is_always());
    /// assert!(either.callsite_enabled(&REQUEST).is_always());
    /// ```
    fn or<B>(self, other: B) -> Or<Self, B, S>
    where
        Self: Sized,
        B: Filter<S>,
    {
        Or::new(self, other)
    }

    /// Admits what the filter does not admit.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, filter::{FilterExt, filter_fn}, layer::Filter};
    ///
    /// let others = FilterExt::<Registry>::not(filter_fn(|metadata| metadata.target() == "app::web"));
    /// assert!(others.callsite_enabled(&SERVED).is_never());
    /// ```
    fn not(self) -> Not<Self, S>
    where
        Self: Sized,
    {
        Not::new(self)
    }

    /// Hides the filter's type.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, filter::{FilterExt, LevelFilter, filter_fn}, layer::Filter};
    ///
    /// let verbose = true;
    /// let filter: Box<dyn Filter<Registry> + Send + Sync> =
    ///     if verbose { LevelFilter::TRACE.boxed() } else { filter_fn(|metadata| metadata.is_span()).boxed() };
    /// assert_eq!(filter.max_level_hint(), Some(LevelFilter::TRACE));
    /// ```
    fn boxed(self) -> Box<dyn Filter<S> + Send + Sync + 'static>
    where
        Self: Sized + Send + Sync + 'static,
    {
        Box::new(self)
    }
}

impl<S, F: Filter<S>> FilterExt<S> for F {}

/// `None` admits everything.
#[deny(clippy::missing_trait_methods)]
impl<S, F: Filter<S>> Filter<S> for Option<F> {
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.as_ref().is_none_or(|filter| filter.enabled(meta, cx))
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        self.as_ref().map_or_else(Interest::always, |filter| filter.callsite_enabled(meta))
    }

    fn event_enabled(&self, event: &Event<'_>, cx: &Context<'_, S>) -> bool {
        self.as_ref().is_none_or(|filter| filter.event_enabled(event, cx))
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.as_ref()?.max_level_hint()
    }

    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        if let Some(filter) = self {
            filter.on_register_dispatch(subscriber);
        }
    }

    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        if let Some(filter) = self {
            filter.on_new_span(attrs, id, ctx);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        if let Some(filter) = self {
            filter.on_record(id, values, ctx);
        }
    }

    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        if let Some(filter) = self {
            filter.on_enter(id, ctx);
        }
    }

    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        if let Some(filter) = self {
            filter.on_exit(id, ctx);
        }
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        if let Some(filter) = self {
            filter.on_close(id, ctx);
        }
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        self.as_ref().map_or(Attention::NONE, Filter::private_attention)
    }

    fn hides(&self, id: &Id) -> bool {
        self.as_ref().is_some_and(|filter| filter.hides(id))
    }

    fn on_refused(&self, span: Refused<'_>) {
        if let Some(filter) = self {
            filter.on_refused(span);
        }
    }
}

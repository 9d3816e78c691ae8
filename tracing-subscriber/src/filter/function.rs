//! Filters that are functions: of a callsite's metadata alone, or of the context too.

use core::fmt;
use core::marker::PhantomData;

use tracing_core::subscriber::Verdict;
use tracing_core::{Interest, Metadata, Subscriber};

use super::{Filter, LevelFilter};
use crate::layer::{Attention, Context, Layer, Opinion, Reach, Stance};

/// A filter that is a function of what is known of a callsite at compile time.
///
/// The function is called once per callsite, not for each record: it must give the same answer each time. For one that may not,
/// there is [`DynFilterFn`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{Registry, filter::FilterFn, layer::Filter};
///
/// let web: FilterFn = FilterFn::new(|metadata| metadata.target().starts_with("app::web"));
/// assert!(Filter::<Registry>::callsite_enabled(&web, &SERVED).is_always());
/// ```
#[derive(Clone)]
pub struct FilterFn<F = fn(&Metadata<'_>) -> bool> {
    enabled: F,
    max_level_hint: Option<LevelFilter>,
}

/// Makes a filter of a function of a callsite's metadata.
///
/// ```
/// # #[cfg(feature = "registry")] {
/// use tracing_subscriber::{Layer, filter::filter_fn, layer::Identity, prelude::*};
///
/// let mine = filter_fn(|metadata| metadata.target() == "my_crate");
/// let _guard = tracing_subscriber::registry().with(Identity::new().with_filter(mine)).set_default();
/// assert!(tracing::enabled!(target: "my_crate", tracing::Level::INFO));
/// assert!(!tracing::enabled!(target: "hyper", tracing::Level::INFO));
/// # }
/// ```
pub fn filter_fn<F>(f: F) -> FilterFn<F>
where
    F: Fn(&Metadata<'_>) -> bool,
{
    FilterFn::new(f)
}

impl<F> FilterFn<F>
where
    F: Fn(&Metadata<'_>) -> bool,
{
    /// Makes a filter of a function of a callsite's metadata.
    ///
    /// ```
    /// use tracing_subscriber::{filter::FilterFn, prelude::*};
    ///
    /// let spans = FilterFn::new(|metadata| metadata.is_span());
    /// let _guard = tracing_subscriber::registry().with(spans).set_default();
    /// assert!(tracing::span_enabled!(tracing::Level::INFO) && !tracing::event_enabled!(tracing::Level::INFO));
    /// ```
    pub fn new(enabled: F) -> Self {
        Self { enabled, max_level_hint: None }
    }

    /// Says that the function admits nothing above that level, so that it need not be asked.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, filter::{LevelFilter, filter_fn}, layer::Filter};
    ///
    /// let warnings = filter_fn(|metadata| *metadata.level() <= LevelFilter::WARN).with_max_level_hint(LevelFilter::WARN);
    /// assert_eq!(Filter::<Registry>::max_level_hint(&warnings), Some(LevelFilter::WARN));
    /// ```
    #[must_use]
    pub fn with_max_level_hint(self, max_level_hint: impl Into<LevelFilter>) -> Self {
        Self { max_level_hint: Some(max_level_hint.into()), ..self }
    }

    fn admits(&self, metadata: &Metadata<'_>) -> bool {
        let admits = (self.enabled)(metadata);
        debug_assert!(
            !admits || self.max_level_hint.is_none_or(|hint| *metadata.level() <= hint),
            "the function admits {metadata:?}, which is above the level that it was said to admit at most"
        );
        admits
    }

    fn interest(&self, metadata: &Metadata<'_>) -> Interest {
        if self.admits(metadata) { Interest::always() } else { Interest::never() }
    }
}

/// Holds for all layers.
impl<S, F> Layer<S> for FilterFn<F>
where
    F: Fn(&Metadata<'_>) -> bool + 'static,
    S: Subscriber,
{
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.admits(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.max_level_hint
    }

    fn verdict(&self, metadata: &Metadata<'_>, _: Context<'_, S>, _: &mut Verdict) -> Opinion {
        Opinion::filter(self.admits(metadata))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::filter(self.interest(metadata))
    }

    fn reach(&self) -> Reach {
        Reach::filter(self.max_level_hint)
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

/// Belongs to one layer.
impl<S, F> Filter<S> for FilterFn<F>
where
    F: Fn(&Metadata<'_>) -> bool,
{
    fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        self.admits(meta)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        self.interest(meta)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.max_level_hint
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

impl<F> From<F> for FilterFn<F>
where
    F: Fn(&Metadata<'_>) -> bool,
{
    fn from(enabled: F) -> Self {
        Self::new(enabled)
    }
}

impl<F> fmt::Debug for FilterFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilterFn").field("max_level_hint", &self.max_level_hint).finish_non_exhaustive()
    }
}

/// A filter that is a function of a callsite's metadata and of the context.
///
/// The function is called for each record, unless a [callsite filter](DynFilterFn::with_callsite_filter) says that the answer for
/// a callsite is always the same.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{Registry, filter::DynFilterFn, layer::{Context, Filter}};
///
/// let outside = DynFilterFn::new(|_: &Metadata<'_>, ctx: &Context<'_, Registry>| ctx.lookup_current().is_none());
/// assert!(Filter::<Registry>::callsite_enabled(&outside, &SERVED).is_sometimes());
/// ```
pub struct DynFilterFn<
    S,
    F = fn(&Metadata<'_>, &Context<'_, S>) -> bool,
    R = fn(&'static Metadata<'static>) -> Interest,
> {
    enabled: F,
    register_callsite: Option<R>,
    max_level_hint: Option<LevelFilter>,
    _subscriber: PhantomData<fn(S)>,
}

/// Makes a filter of a function of a callsite's metadata and of the context.
///
/// ```
/// # #[cfg(feature = "registry")] {
/// use tracing_subscriber::{Layer, filter::dynamic_filter_fn, layer::Identity, prelude::*};
///
/// // Nothing but what happens in a request.
/// let in_request = dynamic_filter_fn(|metadata, ctx| {
///     metadata.name() == "request"
///         || ctx.lookup_current().is_some_and(|span| span.scope().any(|span| span.name() == "request"))
/// });
/// let _guard = tracing_subscriber::registry().with(Identity::new().with_filter(in_request)).set_default();
/// assert!(!tracing::enabled!(tracing::Level::INFO));
/// assert!(tracing::info_span!("request").in_scope(|| tracing::enabled!(tracing::Level::INFO)));
/// # }
/// ```
pub fn dynamic_filter_fn<S, F>(f: F) -> DynFilterFn<S, F>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool,
{
    DynFilterFn::new(f)
}

impl<S, F> DynFilterFn<S, F>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool,
{
    /// Makes a filter of a function of a callsite's metadata and of the context.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Layer, Registry, filter::DynFilterFn, layer::{Context, Identity}, prelude::*};
    ///
    /// let inside = DynFilterFn::new(|metadata: &Metadata<'_>, ctx: &Context<'_, Registry>| {
    ///     metadata.is_span() || ctx.lookup_current().is_some()
    /// });
    /// let _guard = tracing_subscriber::registry().with(Identity::new().with_filter(inside)).set_default();
    /// let job = tracing::info_span!("job");
    /// assert!(!tracing::event_enabled!(tracing::Level::INFO));
    /// assert!(job.in_scope(|| tracing::event_enabled!(tracing::Level::INFO)));
    /// ```
    pub fn new(enabled: F) -> Self {
        Self { enabled, register_callsite: None, max_level_hint: None, _subscriber: PhantomData }
    }
}

impl<S, F, R> DynFilterFn<S, F, R>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool,
{
    /// Says that the function admits nothing above that level, so that it need not be asked.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, filter::{DynFilterFn, LevelFilter}, layer::{Context, Filter}};
    ///
    /// let warnings = DynFilterFn::new(|metadata: &Metadata<'_>, _: &Context<'_, Registry>| *metadata.level() <= Level::WARN)
    ///     .with_max_level_hint(LevelFilter::WARN);
    /// assert_eq!(Filter::<Registry>::max_level_hint(&warnings), Some(LevelFilter::WARN));
    /// ```
    #[must_use]
    pub fn with_max_level_hint(self, max_level_hint: impl Into<LevelFilter>) -> Self {
        Self { max_level_hint: Some(max_level_hint.into()), ..self }
    }

    /// Adds a function that says for which callsites the answer is always the same.
    ///
    /// ```
    /// # use test_support::sample::{REQUEST, SERVED};
    /// use tracing_core::Interest;
    /// use tracing_subscriber::{Registry, filter::DynFilterFn, layer::{Context, Filter}};
    ///
    /// let filter = DynFilterFn::new(|_: &_, ctx: &Context<'_, Registry>| ctx.lookup_current().is_some())
    ///     .with_callsite_filter(|metadata| {
    ///         if metadata.is_span() { Interest::always() } else { Interest::sometimes() }
    ///     });
    /// assert!(Filter::<Registry>::callsite_enabled(&filter, &REQUEST).is_always());
    /// assert!(Filter::<Registry>::callsite_enabled(&filter, &SERVED).is_sometimes());
    /// ```
    pub fn with_callsite_filter<R2>(self, callsite_enabled: R2) -> DynFilterFn<S, F, R2>
    where
        R2: Fn(&'static Metadata<'static>) -> Interest,
    {
        DynFilterFn {
            enabled: self.enabled,
            register_callsite: Some(callsite_enabled),
            max_level_hint: self.max_level_hint,
            _subscriber: PhantomData,
        }
    }
}

impl<S, F, R> DynFilterFn<S, F, R>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool,
    R: Fn(&'static Metadata<'static>) -> Interest,
{
    fn admits(&self, metadata: &Metadata<'_>, ctx: &Context<'_, S>) -> bool {
        let admits = (self.enabled)(metadata, ctx);
        debug_assert!(
            !admits || self.max_level_hint.is_none_or(|hint| *metadata.level() <= hint),
            "the function admits {metadata:?}, which is above the level that it was said to admit at most"
        );
        admits
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Interest {
        let is_above = self.max_level_hint.is_some_and(|hint| *metadata.level() > hint);
        match &self.register_callsite {
            _ if is_above => Interest::never(),
            Some(register_callsite) => register_callsite(metadata),
            None => Interest::sometimes(),
        }
    }
}

/// Holds for all layers.
impl<S, F, R> Layer<S> for DynFilterFn<S, F, R>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool + 'static,
    R: Fn(&'static Metadata<'static>) -> Interest + 'static,
    S: Subscriber,
{
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        self.admits(metadata, &ctx)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.max_level_hint
    }

    fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, _: &mut Verdict) -> Opinion {
        Opinion::filter(self.admits(metadata, &ctx))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::filter(self.interest(metadata))
    }

    fn reach(&self) -> Reach {
        Reach::filter(self.max_level_hint)
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

/// Belongs to one layer.
impl<S, F, R> Filter<S> for DynFilterFn<S, F, R>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool,
    R: Fn(&'static Metadata<'static>) -> Interest,
{
    fn enabled(&self, meta: &Metadata<'_>, cx: &Context<'_, S>) -> bool {
        self.admits(meta, cx)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        self.interest(meta)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.max_level_hint
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

impl<S, F> From<F> for DynFilterFn<S, F>
where
    F: Fn(&Metadata<'_>, &Context<'_, S>) -> bool,
{
    fn from(enabled: F) -> Self {
        Self::new(enabled)
    }
}

impl<S, F: Clone, R: Clone> Clone for DynFilterFn<S, F, R> {
    fn clone(&self) -> Self {
        Self {
            enabled: self.enabled.clone(),
            register_callsite: self.register_callsite.clone(),
            max_level_hint: self.max_level_hint,
            _subscriber: PhantomData,
        }
    }
}

impl<S, F, R> fmt::Debug for DynFilterFn<S, F, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynFilterFn")
            .field("has_callsite_filter", &self.register_callsite.is_some())
            .field("max_level_hint", &self.max_level_hint)
            .finish_non_exhaustive()
    }
}

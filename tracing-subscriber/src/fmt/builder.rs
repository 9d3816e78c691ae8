//! The subscriber that writes events, and its builder. Made of the registry, the formatting layer and a filter.

use core::{any::TypeId, fmt};
use std::{error::Error, io};

use tracing_core::{
    Dispatch, Event, Interest, LevelFilter, Metadata,
    span::{Attributes, Current, Id, Record},
    subscriber::Verdict,
};

use super::{
    Format, FormatEvent, FormatFields, Layer, MakeWriter, TestWriter,
    escape::Escaping,
    format::{self, DefaultFields, FmtSpan},
    settings::{Settings, setters},
};
use crate::{
    filter::FilterId,
    layer::{self, Layered},
    registry::{LookupSpan, Maker, Registry},
    util::SubscriberInitExt,
};

/// A subscriber that writes events as text.
///
/// ```
/// let subscriber = tracing_subscriber::FmtSubscriber::builder().with_target(false);
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO ready size=7\n");
/// ```
#[derive(Debug)]
pub struct Subscriber<N = DefaultFields, E = Format, F = LevelFilter, W = fn() -> io::Stdout> {
    inner: Layered<F, Formatter<N, E, W>>,
}

/// A subscriber that writes events as text, and filters nothing.
///
/// ```
/// use tracing_subscriber::{Registry, fmt::{self, Formatter}, prelude::*};
///
/// let subscriber: Formatter = tracing_subscriber::registry().with(fmt::layer());
/// assert!(subscriber.is::<Registry>());
/// ```
pub type Formatter<N = DefaultFields, E = Format, W = fn() -> io::Stdout> = Layered<Layer<Registry, N, E, W>, Registry>;

/// Settings of a [`Subscriber`] to be.
///
/// ```
/// let subscriber = tracing_subscriber::fmt().with_max_level(tracing_core::Level::DEBUG).compact();
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), " INFO app: ready size=7\n");
/// ```
#[must_use = "a builder does nothing until `init`, `try_init` or `finish` is called"]
pub struct SubscriberBuilder<N = DefaultFields, E = Format, F = LevelFilter, W = fn() -> io::Stdout> {
    filter: F,
    inner: Layer<Registry, N, E, W>,
}

/// The builder with its parameters in the order of the layer's.
type Builder<F, N, E, W> = SubscriberBuilder<N, E, F, W>;

impl Subscriber {
    /// What is written unless a filter is set: `INFO` and less verbose.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// assert_eq!(tracing_subscriber::FmtSubscriber::DEFAULT_MAX_LEVEL, LevelFilter::INFO);
    /// ```
    pub const DEFAULT_MAX_LEVEL: LevelFilter = LevelFilter::INFO;

    /// Returns a builder.
    ///
    /// ```
    /// let subscriber = tracing_subscriber::FmtSubscriber::builder();
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
    /// ```
    pub fn builder() -> SubscriberBuilder {
        SubscriberBuilder::default()
    }

    /// Returns a subscriber with the default settings.
    ///
    /// ```
    /// let subscriber = tracing_subscriber::FmtSubscriber::new();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// assert!(tracing::enabled!(tracing::Level::INFO) && !tracing::enabled!(tracing::Level::DEBUG));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Default for Subscriber {
    fn default() -> Self {
        SubscriberBuilder::default().finish()
    }
}

impl Default for SubscriberBuilder {
    fn default() -> Self {
        SubscriberBuilder { filter: Subscriber::DEFAULT_MAX_LEVEL, inner: Layer::default() }.log_internal_errors(true)
    }
}

impl<N: fmt::Debug, E: fmt::Debug, F: fmt::Debug, W: fmt::Debug> fmt::Debug for SubscriberBuilder<N, E, F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriberBuilder").field("filter", &self.filter).field("inner", &self.inner).finish()
    }
}

impl<N, E, F, W> SubscriberBuilder<N, E, F, W> {
    fn map_settings<N2, E2, W2>(
        self,
        f: impl FnOnce(Settings<N, E, W>) -> Settings<N2, E2, W2>,
    ) -> SubscriberBuilder<N2, E2, F, W2> {
        SubscriberBuilder { filter: self.filter, inner: self.inner.map_settings(f) }
    }

    fn settings_mut(&mut self) -> &mut Settings<N, E, W> {
        &mut self.inner.settings
    }

    fn with_filter<F2>(self, filter: F2) -> SubscriberBuilder<N, E, F2, W> {
        SubscriberBuilder { filter, inner: self.inner }
    }

    /// Writes records at that level and less verbose ones; takes the place of any filter.
    ///
    /// ```
    /// use tracing_core::{Dispatch, Level, LevelFilter};
    ///
    /// let debugging = tracing_subscriber::fmt().with_max_level(Level::DEBUG).finish();
    /// let silent = tracing_subscriber::fmt().with_max_level(LevelFilter::OFF).finish();
    /// assert_eq!(Dispatch::new(debugging).max_level_hint(), Some(LevelFilter::DEBUG));
    /// assert_eq!(Dispatch::new(silent).max_level_hint(), Some(LevelFilter::OFF));
    /// ```
    pub fn with_max_level(self, filter: impl Into<LevelFilter>) -> SubscriberBuilder<N, E, LevelFilter, W> {
        self.with_filter(filter.into())
    }
}

setters!(
    Builder,
    "tracing_subscriber::fmt()",
    ".finish();",
    "# let lines = test_support::Lines::default();\n# let made = made.with_writer(lines.writer()).with_ansi(false).without_time().finish();\n# let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(made);"
);

#[cfg(feature = "env-filter")]
impl<N, E, F, W> SubscriberBuilder<N, E, F, W>
where
    Formatter<N, E, W>: tracing_core::Subscriber + 'static,
{
    /// Writes what an [`EnvFilter`](crate::EnvFilter) lets through; takes the place of any filter.
    ///
    /// ```
    /// use tracing_core::{Dispatch, LevelFilter};
    /// use tracing_subscriber::EnvFilter;
    ///
    /// let by_variable = tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).finish();
    /// let by_directives = tracing_subscriber::fmt().with_env_filter("info,my_crate=debug").finish();
    /// assert_eq!(Dispatch::new(by_directives).max_level_hint(), Some(LevelFilter::DEBUG));
    /// # drop(by_variable);
    /// ```
    pub fn with_env_filter(self, filter: impl Into<crate::EnvFilter>) -> SubscriberBuilder<N, E, crate::EnvFilter, W> {
        self.with_filter(filter.into())
    }
}

#[cfg(feature = "env-filter")]
impl<N, E, W> SubscriberBuilder<N, E, crate::EnvFilter, W>
where
    Formatter<N, E, W>: tracing_core::Subscriber + 'static,
{
    /// Lets the filter be replaced while the program runs; [`reload_handle`](SubscriberBuilder::reload_handle) does it.
    ///
    /// ```
    /// let builder = tracing_subscriber::fmt().with_env_filter("info").with_filter_reloading();
    /// let handle = builder.reload_handle();
    /// let subscriber = builder.finish();
    /// handle.reload("debug")?;
    /// # drop(subscriber);
    /// # Ok::<(), tracing_subscriber::reload::Error>(())
    /// ```
    pub fn with_filter_reloading(
        self,
    ) -> SubscriberBuilder<N, E, crate::reload::Layer<crate::EnvFilter, Formatter<N, E, W>>, W> {
        let (filter, _) = crate::reload::Layer::new(self.filter);
        SubscriberBuilder { filter, inner: self.inner }
    }
}

#[cfg(feature = "env-filter")]
impl<N, E, W> SubscriberBuilder<N, E, crate::reload::Layer<crate::EnvFilter, Formatter<N, E, W>>, W>
where
    Formatter<N, E, W>: tracing_core::Subscriber + 'static,
{
    /// Returns a handle that replaces the filter of the subscriber to be.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let builder = tracing_subscriber::fmt().with_env_filter("info").with_filter_reloading();
    /// let handle = builder.reload_handle();
    /// # let _default = set_default(&builder.finish().into());
    /// assert!(!tracing::enabled!(tracing::Level::DEBUG));
    /// handle.reload("debug")?;
    /// assert!(tracing::enabled!(tracing::Level::DEBUG));
    /// # Ok::<(), tracing_subscriber::reload::Error>(())
    /// ```
    pub fn reload_handle(&self) -> crate::reload::Handle<crate::EnvFilter, Formatter<N, E, W>> {
        self.filter.handle()
    }
}

impl<N, E, F, W> SubscriberBuilder<N, E, F, W>
where
    N: for<'writer> FormatFields<'writer> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
{
    /// Writes events in another way; the default is [`Format`].
    ///
    /// ```
    /// use tracing_subscriber::fmt::format;
    ///
    /// let subscriber = tracing_subscriber::fmt().event_format(format().compact());
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
    /// ```
    pub fn event_format<E2>(self, fmt_event: E2) -> SubscriberBuilder<N, E2, F, W>
    where
        E2: FormatEvent<Registry, N> + 'static,
    {
        self.with_parts(|fields, _, writer| (fields, fmt_event, writer))
    }

    /// Changes the way in which events are written.
    ///
    /// ```
    /// let subscriber = tracing_subscriber::fmt().map_event_format(|e| e.compact());
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
    /// ```
    pub fn map_event_format<E2>(self, f: impl FnOnce(E) -> E2) -> SubscriberBuilder<N, E2, F, W>
    where
        E2: FormatEvent<Registry, N> + 'static,
    {
        self.with_parts(|fields, event, writer| (fields, f(event), writer))
    }
}

impl<N, E, F, W> SubscriberBuilder<N, E, F, W>
where
    N: for<'writer> FormatFields<'writer> + 'static,
    E: FormatEvent<Registry, N> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
    F: layer::Layer<Formatter<N, E, W>> + Send + Sync + 'static,
    Layer<Registry, N, E, W>: layer::Layer<Registry> + Send + Sync + 'static,
{
    /// Makes the subscriber.
    ///
    /// ```
    /// let subscriber = tracing_subscriber::fmt().finish();
    /// tracing::subscriber::with_default(subscriber, || tracing::info!("ready"));
    /// ```
    #[must_use]
    pub fn finish(self) -> Subscriber<N, E, F, W> {
        use layer::Layer as _;

        Subscriber { inner: self.filter.with_subscriber(self.inner.with_subscriber(Registry::default())) }
    }

    /// Makes the subscriber that of the whole program, and with the feature `tracing-log` that of the `log` crate too.
    ///
    /// ```
    /// tracing_subscriber::fmt().try_init().expect("it is the first");
    /// ```
    ///
    /// # Errors
    ///
    /// If the program has a subscriber, or a logger, already.
    pub fn try_init(self) -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
        self.finish().try_init()?;
        Ok(())
    }

    /// Makes the subscriber that of the whole program, and with the feature `tracing-log` that of the `log` crate too.
    ///
    /// ```
    /// tracing_subscriber::fmt().init();
    /// ```
    ///
    /// # Panics
    ///
    /// If the program has a subscriber, or a logger, already.
    pub fn init(self) {
        self.try_init().expect("Unable to install global subscriber");
    }
}

impl<N, E, F, W> From<SubscriberBuilder<N, E, F, W>> for Dispatch
where
    N: for<'writer> FormatFields<'writer> + 'static,
    E: FormatEvent<Registry, N> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
    F: layer::Layer<Formatter<N, E, W>> + Send + Sync + 'static,
    Layer<Registry, N, E, W>: layer::Layer<Registry> + Send + Sync + 'static,
    Registry: for<'a> LookupSpan<'a>,
{
    fn from(builder: SubscriberBuilder<N, E, F, W>) -> Dispatch {
        Dispatch::new(builder.finish())
    }
}

#[deny(clippy::missing_trait_methods)]
impl<N, E, F, W> tracing_core::Subscriber for Subscriber<N, E, F, W>
where
    N: for<'writer> FormatFields<'writer> + 'static,
    E: FormatEvent<Registry, N> + 'static,
    F: layer::Layer<Formatter<N, E, W>> + 'static,
    W: for<'writer> MakeWriter<'writer> + 'static,
    Layered<F, Formatter<N, E, W>>: tracing_core::Subscriber,
    Layer<Registry, N, E, W>: layer::Layer<Registry>,
{
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.inner.on_register_dispatch(subscriber);
    }

    #[inline]
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.inner.register_callsite(metadata)
    }

    #[inline]
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.inner.enabled(metadata)
    }

    #[inline]
    fn verdict(&self, metadata: &Metadata<'_>, verdict: &mut Verdict) -> bool {
        self.inner.verdict(metadata, verdict)
    }

    #[inline]
    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.inner.max_level_hint()
    }

    #[inline]
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.inner.new_span(span)
    }

    #[inline]
    fn record(&self, span: &Id, values: &Record<'_>) {
        self.inner.record(span, values);
    }

    #[inline]
    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.inner.record_follows_from(span, follows);
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>) -> bool {
        self.inner.event_enabled(event)
    }

    #[inline]
    fn event(&self, event: &Event<'_>) {
        self.inner.event(event);
    }

    #[inline]
    fn enter(&self, span: &Id) {
        self.inner.enter(span);
    }

    #[inline]
    fn exit(&self, span: &Id) {
        self.inner.exit(span);
    }

    #[inline]
    fn clone_span(&self, id: &Id) -> Id {
        self.inner.clone_span(id)
    }

    #[inline]
    fn drop_span(&self, id: Id) {
        #[expect(deprecated, reason = "a caller of the old name gets what it asks for")]
        self.inner.drop_span(id);
    }

    #[inline]
    fn try_close(&self, id: Id) -> bool {
        self.inner.try_close(id)
    }

    #[inline]
    fn private_hold_current(&self) -> Option<(Id, Id, &'static Metadata<'static>)> {
        self.inner.private_hold_current()
    }

    #[inline]
    fn private_is_bounded(&self) -> bool {
        self.inner.private_is_bounded()
    }

    #[inline]
    fn current_span(&self) -> Current {
        self.inner.current_span()
    }

    #[expect(unsafe_code, reason = "the method is unsafe in the trait")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() {
            Some(core::ptr::from_ref(self).cast())
        } else {
            // SAFETY: what the caller keeps for `self` it keeps for what is inside of it, which lives as long.
            unsafe { self.inner.downcast_raw(id) }
        }
    }
}

impl<'a, N, E, F, W> LookupSpan<'a> for Subscriber<N, E, F, W>
where
    Layered<F, Formatter<N, E, W>>: LookupSpan<'a>,
{
    type Data = <Layered<F, Formatter<N, E, W>> as LookupSpan<'a>>::Data;

    fn span_data(&'a self, id: &Id) -> Option<Self::Data> {
        self.inner.span_data(id)
    }

    fn register_filter(&mut self) -> FilterId {
        self.inner.register_filter()
    }

    fn private_offer(&mut self, maker: Maker) -> bool {
        self.inner.private_offer(maker)
    }
}

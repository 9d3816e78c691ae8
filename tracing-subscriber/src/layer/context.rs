//! What a layer can ask while it is called. Made by `Layered` for each call; calls what is inside of it.

use tracing_core::span::{Current, Id};
use tracing_core::{Event, Metadata, Subscriber};

use crate::filter::FilterId;
use crate::registry::{self, LookupSpan, Scope, SpanRef};

/// What a [`Layer`](super::Layer) can ask, while it is called, of the subscriber that it is on.
///
/// A layer with a filter of its own sees the spans that its filter admitted, and no others.
///
/// ```
/// use tracing_core::{Event, Subscriber};
/// use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};
///
/// struct Where;
///
/// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Where {
///     fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
///         for span in ctx.event_scope(event).into_iter().flatten() {
///             print!("in {} ", span.name());
///         }
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Context<'a, S> {
    subscriber: Option<&'a S>,
    /// The filter of the layer that is called.
    filter: FilterId,
}

impl<S> Clone for Context<'_, S> {
    fn clone(&self) -> Self {
        Self { subscriber: self.subscriber, filter: self.filter }
    }
}

impl<'a, S> Context<'a, S> {
    #[inline]
    pub(crate) fn new(subscriber: &'a S) -> Self {
        Self { subscriber: Some(subscriber), filter: FilterId::none() }
    }

    /// A context in which nothing is known.
    pub(crate) fn none() -> Self {
        Self { subscriber: None, filter: FilterId::none() }
    }

    /// The same, for a layer with that filter.
    #[cfg(feature = "registry")]
    #[inline]
    pub(crate) fn with_filter(&self, filter: FilterId) -> Self {
        Self { filter, ..*self }
    }
}

impl<'a, S: Subscriber> Context<'a, S> {
    /// Tells which span this thread is in, as the subscriber sees it.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// struct Inside(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Inside {
    ///     fn on_event(&self, _: &Event<'_>, ctx: Context<'_, S>) {
    ///         self.0.add(ctx.current_span().metadata().map_or("none", |metadata| metadata.name()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Inside(lines.clone())).set_default();
    /// tracing::info_span!("job").in_scope(|| tracing::info!("inside"));
    /// assert_eq!(lines.text(), "job\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn current_span(&self) -> Current {
        self.subscriber.map_or_else(Current::none, Subscriber::current_span)
    }

    /// Tells whether the subscriber would record a span or event.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, filter::LevelFilter, layer::Context, prelude::*};
    ///
    /// struct Asks(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Asks {
    ///     fn on_event(&self, _: &Event<'_>, ctx: Context<'_, S>) {
    ///         self.0.add(ctx.enabled(&SERVED));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(LevelFilter::WARN).with(Asks(lines.clone())).set_default();
    /// tracing::warn!("late");
    /// assert_eq!(lines.text(), "false\n", "it is of level info");
    /// ```
    #[inline]
    #[must_use]
    pub fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Without a subscriber it is not known yet, so nobody has said no.
        self.subscriber.is_none_or(|subscriber| subscriber.enabled(metadata))
    }

    /// Hands an event of the layer's own to what is inside of it. The layer itself does not see it.
    ///
    /// The event is not asked about; do that with [`enabled`](Self::enabled).
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// /// Tells those inside of it of each new span, as an event.
    /// struct Tells;
    ///
    /// impl<S: Subscriber> Layer<S> for Tells {
    ///     fn on_new_span(&self, _: &Attributes<'_>, _: &Id, ctx: Context<'_, S>) {
    ///         if ctx.enabled(&SERVED) {
    ///             let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]);
    ///             ctx.event(&Event::new(&SERVED, &values));
    ///         }
    ///     }
    /// }
    /// # struct Values(Lines);
    /// # impl<S: Subscriber> Layer<S> for Values {
    /// #     fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) { self.0.add(event.values()); }
    /// # }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Values(lines.clone())).with(Tells).set_default();
    /// tracing::info_span!("job");
    /// assert_eq!(lines.text(), "{path: \"/index\"}\n");
    /// ```
    #[inline]
    pub fn event(&self, event: &Event<'_>) {
        if let Some(subscriber) = self.subscriber {
            subscriber.event(event);
        }
    }
}

impl<'a, S: Subscriber + LookupSpan<'a>> Context<'a, S> {
    /// Gives the span that an event belongs to: its explicit parent, or the one that this thread is in.
    ///
    /// Of spans that the layer's filter refused the nearest admitted one above stands in.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Where(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Where {
    ///     fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
    ///         self.0.add(ctx.event_span(event).map_or("nowhere", |span| span.name()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Where(lines.clone())).set_default();
    /// let job = tracing::info_span!("job");
    /// tracing::info!(parent: &job, "inside");
    /// tracing::info!("outside");
    /// assert_eq!(lines.text(), "job\nnowhere\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn event_span(&self, event: &Event<'_>) -> Option<SpanRef<'a, S>> {
        match event.parent() {
            Some(parent) => SpanRef::nearest(self.subscriber?, parent.clone(), self.filter),
            None if event.is_contextual() => self.lookup_current(),
            None => None,
        }
    }

    /// Gives the metadata of a span; `None` if there is no such span.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Targets(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Targets {
    ///     fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
    ///         self.0.add(ctx.metadata(id).map_or("?", |metadata| metadata.target()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Targets(lines.clone())).set_default();
    /// tracing::info_span!(target: "db", "query").in_scope(|| ());
    /// assert_eq!(lines.text(), "db\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn metadata(&self, id: &Id) -> Option<&'static Metadata<'static>> {
        Some(self.span(id)?.metadata())
    }

    /// Gives a span; `None` if there is no such span, or the layer's filter refused it.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Parents(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Parents {
    ///     fn on_new_span(&self, _: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
    ///         let parent = ctx.span(id).and_then(|span| span.parent());
    ///         self.0.add(parent.map_or("root", |parent| parent.name()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Parents(lines.clone())).set_default();
    /// tracing::info_span!("job").in_scope(|| tracing::info_span!("step"));
    /// assert_eq!(lines.text(), "root\njob\n");
    /// ```
    #[inline]
    #[must_use]
    pub fn span(&self, id: &Id) -> Option<SpanRef<'a, S>> {
        let subscriber = self.subscriber?;
        SpanRef::new(subscriber, subscriber.span_data(id)?, self.filter)
    }

    /// Tells whether there is such a span, for this layer.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Parents(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Parents {
    ///     fn on_new_span(&self, attrs: &Attributes<'_>, _: &Id, ctx: Context<'_, S>) {
    ///         self.0.add(attrs.parent().is_some_and(|parent| ctx.exists(parent)));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Parents(lines.clone())).set_default();
    /// let root = tracing::info_span!(parent: None, "root");
    /// tracing::info_span!(parent: &root, "below the root");
    /// assert_eq!(lines.text(), "false\ntrue\n", "the first named none");
    /// ```
    #[inline]
    #[must_use]
    pub fn exists(&self, id: &Id) -> bool {
        self.span(id).is_some()
    }

    /// Gives the span that this thread is in, or the one entered before it that the layer's filter admits.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, filter::LevelFilter, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Inside(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Inside {
    ///     fn on_event(&self, _: &Event<'_>, ctx: Context<'_, S>) {
    ///         self.0.add(ctx.lookup_current().map_or("none", |span| span.name()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let layer = Inside(lines.clone()).with_filter(LevelFilter::INFO);
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// let _job = tracing::info_span!("job").entered();
    /// let _detail = tracing::debug_span!("detail").entered();
    /// tracing::info!("inside of both");
    /// assert_eq!(lines.text(), "job\n", "its filter refused the detail");
    /// ```
    #[inline]
    #[must_use]
    pub fn lookup_current(&self) -> Option<SpanRef<'a, S>> {
        let subscriber = self.subscriber?;
        let current = subscriber.current_span();
        let id = current.id()?;
        self.span(id).or_else(|| self.span(&registry::entered_below(id, self.filter)?))
    }

    /// Walks from a span to the root, beginning with the span itself; `None` if there is no such span for this layer.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Depth(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Depth {
    ///     fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
    ///         self.0.add(ctx.span_scope(id).map_or(0, |scope| scope.count()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Depth(lines.clone())).set_default();
    /// tracing::info_span!("job").in_scope(|| tracing::info_span!("step").in_scope(|| ()));
    /// assert_eq!(lines.text(), "1\n2\n");
    /// ```
    #[must_use]
    pub fn span_scope(&self, id: &Id) -> Option<Scope<'a, S>> {
        Some(self.span(id)?.scope())
    }

    /// Walks from the span that an event belongs to to the root.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Path(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Path {
    ///     fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
    ///         let spans = ctx.event_scope(event).into_iter().flat_map(|scope| scope.from_root());
    ///         self.0.add(spans.map(|span| span.name()).collect::<Vec<_>>().join("/"));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Path(lines.clone())).set_default();
    /// tracing::info_span!("job").in_scope(|| tracing::info_span!("step").in_scope(|| tracing::info!("inside")));
    /// assert_eq!(lines.text(), "job/step\n");
    /// ```
    #[must_use]
    pub fn event_scope(&self, event: &Event<'_>) -> Option<Scope<'a, S>> {
        Some(self.event_span(event)?.scope())
    }
}

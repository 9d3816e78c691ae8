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
    #[inline]
    #[must_use]
    pub fn current_span(&self) -> Current {
        self.subscriber.map_or_else(Current::none, Subscriber::current_span)
    }

    /// Tells whether the subscriber would record a span or event.
    #[inline]
    #[must_use]
    pub fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Without a subscriber it is not known yet, so nobody has said no.
        self.subscriber.is_none_or(|subscriber| subscriber.enabled(metadata))
    }

    /// Hands an event of the layer's own to what is inside of it. The layer itself does not see it.
    ///
    /// The event is not asked about; do that with [`enabled`](Self::enabled).
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
    #[inline]
    #[must_use]
    pub fn metadata(&self, id: &Id) -> Option<&'static Metadata<'static>> {
        Some(self.span(id)?.metadata())
    }

    /// Gives a span; `None` if there is no such span, or the layer's filter refused it.
    #[inline]
    #[must_use]
    pub fn span(&self, id: &Id) -> Option<SpanRef<'a, S>> {
        let subscriber = self.subscriber?;
        SpanRef::new(subscriber, subscriber.span_data(id)?, self.filter)
    }

    /// Tells whether there is such a span, for this layer.
    #[inline]
    #[must_use]
    pub fn exists(&self, id: &Id) -> bool {
        self.span(id).is_some()
    }

    /// Gives the span that this thread is in, or the one entered before it that the layer's filter admits.
    #[inline]
    #[must_use]
    pub fn lookup_current(&self) -> Option<SpanRef<'a, S>> {
        let subscriber = self.subscriber?;
        let current = subscriber.current_span();
        let id = current.id()?;
        self.span(id).or_else(|| self.span(&registry::entered_below(id, self.filter)?))
    }

    /// Walks from a span to the root, beginning with the span itself; `None` if there is no such span for this layer.
    #[must_use]
    pub fn span_scope(&self, id: &Id) -> Option<Scope<'a, S>> {
        Some(self.span(id)?.scope())
    }

    /// Walks from the span that an event belongs to to the root.
    #[must_use]
    pub fn event_scope(&self, event: &Event<'_>) -> Option<Scope<'a, S>> {
        Some(self.event_span(event)?.scope())
    }
}

//! A span as layers see it, and the way from it to the root. Called by layers, through `Context` and
//! [`LookupSpan::span`]; calls the store of spans through [`SpanData`].

use core::fmt;

use tracing_core::Metadata;
use tracing_core::field::FieldSet;
use tracing_core::span::Id;

#[cfg(feature = "registry")]
use super::{Extensions, ExtensionsMut, FieldValue, SpanTimes, Values};
use super::{LookupSpan, SpanData};
use crate::filter::FilterId;

/// A span in the registry, from the point of view of one layer.
///
/// Its data stays in place while this lives, also if the span closes.
pub struct SpanRef<'a, R: LookupSpan<'a>> {
    registry: &'a R,
    data: R::Data,
    /// Spans that this filter refused are skipped on the way to the root.
    filter: FilterId,
}

impl<'a, R: LookupSpan<'a>> SpanRef<'a, R> {
    /// A span as that filter sees it: `None` if it refused the span.
    #[inline]
    pub(crate) fn new(registry: &'a R, data: R::Data, filter: FilterId) -> Option<Self> {
        (filter.is_none() || data.is_enabled_for(filter)).then_some(Self { registry, data, filter })
    }

    /// The span of that id, or the nearest one above, that the filter admits.
    pub(crate) fn nearest(registry: &'a R, mut id: Id, filter: FilterId) -> Option<Self> {
        loop {
            let data = registry.span_data(&id)?;
            if filter.is_none() || data.is_enabled_for(filter) {
                return Some(Self { registry, data, filter });
            }
            id = data.parent()?.clone();
        }
    }

    #[inline]
    pub(super) fn unfiltered(registry: &'a R, data: R::Data) -> Self {
        Self { registry, data, filter: FilterId::none() }
    }

    /// Gives the span's id.
    pub fn id(&self) -> Id {
        self.data.id()
    }

    /// Gives what is known of the span at compile time.
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.data.metadata()
    }

    /// Gives the span's name.
    pub fn name(&self) -> &'static str {
        self.metadata().name()
    }

    /// Gives the fields that the span declares; for what was recorded of them see `values`.
    pub fn fields(&self) -> &'static FieldSet {
        self.metadata().fields()
    }

    /// Gives the span's parent, or the nearest span above that this layer's filter admits.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        Self::nearest(self.registry, self.data.parent()?.clone(), self.filter)
    }

    /// Walks from the span to the root, beginning with the span itself.
    ///
    /// Spans that this layer's filter refused are skipped.
    #[must_use]
    pub fn scope(&self) -> Scope<'a, R> {
        Scope { registry: self.registry, next: Some(self.id()), filter: self.filter }
    }

    /// Reads what layers attached to the span.
    #[cfg(feature = "registry")]
    pub fn extensions(&self) -> Extensions<'_> {
        self.data.extensions()
    }

    /// Changes what layers attached to the span.
    #[cfg(feature = "registry")]
    pub fn extensions_mut(&self) -> ExtensionsMut<'_> {
        self.data.extensions_mut()
    }

    /// Reads the values that were recorded of the span's fields.
    #[cfg(feature = "registry")]
    pub fn values(&self) -> Values<'_> {
        self.data.values()
    }

    /// Copies the value that was recorded of one field, with its type.
    #[cfg(feature = "registry")]
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldValue> {
        self.values().get(name).map(FieldValue::copy)
    }

    /// Tells when things happened to the span, if the registry keeps that.
    #[cfg(feature = "registry")]
    #[must_use]
    pub fn times(&self) -> Option<SpanTimes> {
        self.data.times()
    }
}

impl<'a, R: LookupSpan<'a> + fmt::Debug> fmt::Debug for SpanRef<'a, R>
where
    R::Data: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpanRef").field("registry", &self.registry).field("data", &self.data).finish()
    }
}

/// Walks from a span to the root.
///
/// ```
/// # use tracing_subscriber::registry::{LookupSpan, SpanRef};
/// fn path<'a, R: LookupSpan<'a>>(span: &SpanRef<'a, R>) -> String {
///     let names: Vec<_> = span.scope().from_root().map(|span| span.name()).collect();
///     names.join(":")
/// }
/// ```
pub struct Scope<'a, R> {
    registry: &'a R,
    next: Option<Id>,
    filter: FilterId,
}

impl<'a, R: LookupSpan<'a>> Scope<'a, R> {
    /// Turns the walk around: from the root to the span.
    #[must_use]
    pub fn from_root(self) -> ScopeFromRoot<'a, R> {
        ScopeFromRoot { spans: self.collect() }
    }
}

impl<R> Scope<'_, R> {
    /// The id of the span that comes next.
    #[cfg(feature = "fmt")]
    #[inline]
    pub(crate) fn next_id(&self) -> Option<&Id> {
        self.next.as_ref()
    }
}

impl<'a, R: LookupSpan<'a>> Iterator for Scope<'a, R> {
    type Item = SpanRef<'a, R>;

    fn next(&mut self) -> Option<Self::Item> {
        let span = SpanRef::nearest(self.registry, self.next.take()?, self.filter)?;
        self.next = span.data.parent().cloned();
        Some(span)
    }
}

impl<R> Clone for Scope<'_, R> {
    fn clone(&self) -> Self {
        Self { registry: self.registry, next: self.next.clone(), filter: self.filter }
    }
}

impl<R: fmt::Debug> fmt::Debug for Scope<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").field("registry", &self.registry).field("next", &self.next).finish_non_exhaustive()
    }
}

/// Walks from the root to a span.
pub struct ScopeFromRoot<'a, R: LookupSpan<'a>> {
    /// From the span to the root; taken from the back.
    spans: buffer::Buffer<SpanRef<'a, R>>,
}

impl<'a, R: LookupSpan<'a>> Iterator for ScopeFromRoot<'a, R> {
    type Item = SpanRef<'a, R>;

    fn next(&mut self) -> Option<Self::Item> {
        self.spans.pop()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.spans.len(), Some(self.spans.len()))
    }
}

impl<'a, R: LookupSpan<'a>> ExactSizeIterator for ScopeFromRoot<'a, R> {}

impl<'a, R: LookupSpan<'a>> fmt::Debug for ScopeFromRoot<'a, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("ScopeFromRoot { .. }")
    }
}

/// Room for a scope of usual depth without an allocation, where the feature allows it.
mod buffer {
    #[cfg(feature = "smallvec")]
    pub(super) type Buffer<T> = smallvec::SmallVec<[T; 8]>;
    #[cfg(not(feature = "smallvec"))]
    pub(super) type Buffer<T> = alloc::vec::Vec<T>;
}

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
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::SpanRef;
///
/// let job = tracing::info_span!("job", id = 7);
/// let span: SpanRef<'_, Registry> = registry.span(&job.id().unwrap()).unwrap();
/// assert_eq!((span.name(), span.field("id").unwrap().to_string()), ("job", "7".to_owned()));
/// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let id = job.id().unwrap();
    /// assert_eq!(registry.span(&id).unwrap().id(), id);
    /// ```
    pub fn id(&self) -> Id {
        self.data.id()
    }

    /// Gives what is known of the span at compile time.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert_eq!(*span.metadata().level(), Level::INFO);
    /// ```
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.data.metadata()
    }

    /// Gives the span's name.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// assert_eq!(registry.span(&job.id().unwrap()).unwrap().name(), "job");
    /// ```
    pub fn name(&self) -> &'static str {
        self.metadata().name()
    }

    /// Gives the fields that the span declares; for what was recorded of them see `values`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = 7, size = Empty);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert_eq!(span.fields().to_string(), "{id, size}");
    /// ```
    pub fn fields(&self) -> &'static FieldSet {
        self.metadata().fields()
    }

    /// Gives the span's parent, or the nearest span above that this layer's filter admits.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let step = tracing::info_span!(parent: &job, "step");
    /// let span = registry.span(&step.id().unwrap()).unwrap();
    /// assert_eq!(span.parent().unwrap().name(), "job");
    /// assert!(span.parent().unwrap().parent().is_none());
    /// ```
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        Self::nearest(self.registry, self.data.parent()?.clone(), self.filter)
    }

    /// Walks from the span to the root, beginning with the span itself.
    ///
    /// Spans that this layer's filter refused are skipped.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let step = tracing::info_span!(parent: &job, "step");
    /// let span = registry.span(&step.id().unwrap()).unwrap();
    /// let names: Vec<_> = span.scope().map(|span| span.name()).collect();
    /// assert_eq!(names, ["step", "job"]);
    /// ```
    #[must_use]
    pub fn scope(&self) -> Scope<'a, R> {
        Scope { registry: self.registry, next: Some(self.id()), filter: self.filter }
    }

    /// Reads what layers attached to the span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// struct Bytes(u64);
    ///
    /// let job = tracing::info_span!("job");
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// span.extensions_mut().insert(Bytes(512));
    /// assert_eq!(span.extensions().get::<Bytes>().unwrap().0, 512);
    /// ```
    #[cfg(feature = "registry")]
    pub fn extensions(&self) -> Extensions<'_> {
        self.data.extensions()
    }

    /// Changes what layers attached to the span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// struct Bytes(u64);
    ///
    /// let job = tracing::info_span!("job");
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// span.extensions_mut().insert(Bytes(512));
    /// span.extensions_mut().get_mut::<Bytes>().unwrap().0 += 1;
    /// assert_eq!(span.extensions().get::<Bytes>().unwrap().0, 513);
    /// ```
    #[cfg(feature = "registry")]
    pub fn extensions_mut(&self) -> ExtensionsMut<'_> {
        self.data.extensions_mut()
    }

    /// Reads the values that were recorded of the span's fields.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = 7, size = Empty);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert_eq!(format!("{:?}", span.values()), r#"{"id": 7}"#);
    /// ```
    #[cfg(feature = "registry")]
    pub fn values(&self) -> Values<'_> {
        self.data.values()
    }

    /// Copies the value that was recorded of one field, with its type.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// use tracing_subscriber::registry::FieldValue;
    ///
    /// let job = tracing::info_span!("job", id = 7, size = Empty);
    /// let span = registry.span(&job.id().unwrap()).unwrap();
    /// assert_eq!(span.field("id"), Some(FieldValue::I64(7)));
    /// assert_eq!(span.field("size"), None);
    /// ```
    #[cfg(feature = "registry")]
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldValue> {
        self.values().get(name).map(FieldValue::copy)
    }

    /// Tells when things happened to the span, if the registry keeps that.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::LookupSpan};
    /// let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job").entered();
    /// let times = registry.span(&job.id().unwrap()).unwrap().times().unwrap();
    /// assert!(times.made <= times.first_entered.unwrap());
    /// ```
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
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanRef}};
/// fn path<'a, R: LookupSpan<'a>>(span: &SpanRef<'a, R>) -> String {
///     let names: Vec<_> = span.scope().from_root().map(|span| span.name()).collect();
///     names.join(":")
/// }
/// # let dispatch = Dispatch::new(tracing_subscriber::registry());
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// let job = tracing::info_span!("job");
/// let step = tracing::info_span!(parent: &job, "step");
/// assert_eq!(path(&registry.span(&step.id().unwrap()).unwrap()), "job:step");
/// ```
pub struct Scope<'a, R> {
    registry: &'a R,
    next: Option<Id>,
    filter: FilterId,
}

impl<'a, R: LookupSpan<'a>> Scope<'a, R> {
    /// Turns the walk around: from the root to the span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let step = tracing::info_span!(parent: &job, "step");
    /// let scope = registry.span(&step.id().unwrap()).unwrap().scope();
    /// let names: Vec<_> = scope.from_root().map(|span| span.name()).collect();
    /// assert_eq!(names, ["job", "step"]);
    /// ```
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
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::ScopeFromRoot;
///
/// let job = tracing::info_span!("job");
/// let scope: ScopeFromRoot<'_, Registry> = registry.span(&job.id().unwrap()).unwrap().scope().from_root();
/// assert_eq!(scope.len(), 1);
/// ```
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

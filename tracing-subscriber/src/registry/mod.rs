//! Storage of spans, and the lookup of their data.
//!
//! A [`Registry`] is the innermost part of a stack of layers: it stores each span's parent, metadata and typed field
//! values, and knows which span each thread is in. Layers ask it through [`Context`](crate::layer::Context), or for any
//! store of spans through [`LookupSpan`].
//!
//! ```
//! use tracing_core::{Event, Subscriber};
//! use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
//!
//! struct Who;
//!
//! impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Who {
//!     fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
//!         if let Some(user) = ctx.event_span(event).and_then(|span| span.field("user")) {
//!             println!("{} by {user}", event.metadata().name());
//!         }
//!     }
//! }
//!
//! let subscriber = tracing_subscriber::registry().with(Who);
//! # tracing::subscriber::with_default(subscriber, || {
//! let _request = tracing::info_span!("request", user = 42).entered();
//! tracing::info!("served");
//! # });
//! ```
//!
//! The life of a span is told in the `README.md` beside this code.

use tracing_core::Metadata;
use tracing_core::span::Id;

use crate::filter::FilterId;

mod span;
pub use span::{Scope, ScopeFromRoot, SpanRef};

#[cfg(feature = "registry")]
mod store;
#[cfg(not(feature = "registry"))]
#[path = "off.rs"]
mod store;

#[cfg(feature = "registry")]
mod forest;
#[cfg(feature = "registry")]
pub use forest::Forest;

#[cfg(feature = "registry")]
pub use store::{Data, Extensions, ExtensionsMut, FieldValue, OpenSpan, Registry, SpanTimes, Values};

#[cfg(feature = "registry")]
pub(crate) use store::Maker;

#[cfg(feature = "fmt")]
pub(crate) use store::changes;
#[cfg(all(feature = "registry", feature = "env-filter"))]
pub(crate) use store::each_entered;
pub(crate) use store::{Close, entered_below};
#[cfg(feature = "registry")]
pub(crate) use store::{is_admitted, is_told_admitted, refuse};

/// A subscriber that stores spans and gives out their data.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// /// The names of a span and of those above it, whatever the store.
/// fn path<'a, R: LookupSpan<'a>>(store: &'a R, id: &Id) -> Option<String> {
///     let names: Vec<_> = store.span(id)?.scope().from_root().map(|span| span.name()).collect();
///     Some(names.join("/"))
/// }
/// let job = tracing::info_span!("job");
/// assert_eq!(path(registry, &job.id().unwrap()).unwrap(), "job");
/// ```
///
/// # For implementors
///
/// Called by layers inside their callbacks, from any thread. A span's data is to be there from `new_span` until after the
/// callbacks that say that it has closed.
pub trait LookupSpan<'a> {
    /// The data of one span.
    type Data: SpanData<'a>;

    /// Gives the data of a span; `None` if there is no such span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let data = registry.span_data(&job.id().unwrap()).unwrap();
    /// assert_eq!(data.metadata().name(), "job");
    /// ```
    fn span_data(&'a self, id: &Id) -> Option<Self::Data>;

    /// Gives a span together with the store that it is in; `None` if there is no such span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let id = job.id().unwrap();
    /// assert_eq!(registry.span(&id).unwrap().name(), "job");
    /// drop(job);
    /// assert!(registry.span(&id).is_none(), "it is closed");
    /// ```
    fn span(&'a self, id: &Id) -> Option<SpanRef<'a, Self>>
    where
        Self: Sized,
    {
        self.span_data(id).map(|data| SpanRef::unfiltered(self, data))
    }

    /// Takes a number for the filter of a layer.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, registry::LookupSpan};
    ///
    /// let mut registry = Registry::default();
    /// assert_ne!(registry.register_filter(), registry.register_filter());
    /// ```
    ///
    /// # Panics
    ///
    /// The provided method panics: a store of spans that wraps a [`Registry`] forwards this to it, others do not support
    /// filters of single layers.
    fn register_filter(&mut self) -> FilterId {
        panic!("{} does not support filters of single layers", core::any::type_name::<Self>())
    }

    /// Takes the offer to make what a layer would attach to each span when somebody asks for it. False if the store keeps no
    /// values that it could be made of.
    #[cfg(feature = "registry")]
    #[doc(hidden)]
    fn private_offer(&mut self, maker: Maker) -> bool {
        drop(maker);
        false
    }
}

/// The data of one span.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::Data;
///
/// let job = tracing::info_span!("job", id = 7);
/// let data: Data<'_> = registry.span_data(&job.id().unwrap()).unwrap();
/// assert_eq!((data.metadata().name(), data.values().iter().count()), ("job", 1));
/// ```
pub trait SpanData<'a> {
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
    /// assert_eq!(registry.span_data(&id).unwrap().id(), id);
    /// ```
    fn id(&self) -> Id;

    /// Gives what is known of the span at compile time.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!(target: "db", "job");
    /// assert_eq!(registry.span_data(&job.id().unwrap()).unwrap().metadata().target(), "db");
    /// ```
    fn metadata(&self) -> &'static Metadata<'static>;

    /// Gives the id of the span's parent, if it has one.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let step = tracing::info_span!(parent: &job, "step");
    /// let data = registry.span_data(&step.id().unwrap()).unwrap();
    /// assert_eq!(data.parent(), job.id().as_ref());
    /// ```
    fn parent(&self) -> Option<&Id>;

    /// Reads what layers attached to the span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let data = registry.span_data(&job.id().unwrap()).unwrap();
    /// data.extensions_mut().insert("a label");
    /// assert_eq!(data.extensions().get::<&str>(), Some(&"a label"));
    /// ```
    #[cfg(feature = "registry")]
    fn extensions(&self) -> Extensions<'_>;

    /// Changes what layers attached to the span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let data = registry.span_data(&job.id().unwrap()).unwrap();
    /// assert_eq!(data.extensions_mut().replace(1_u8), None);
    /// assert_eq!(data.extensions_mut().replace(2_u8), Some(1));
    /// ```
    #[cfg(feature = "registry")]
    fn extensions_mut(&self) -> ExtensionsMut<'_>;

    /// Tells whether the filter of that number admitted the span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    ///
    /// let mut registry = Registry::default();
    /// let number = registry.register_filter();
    /// # let dispatch = Dispatch::new(registry);
    /// # let _default = set_default(&dispatch);
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// let job = tracing::info_span!("job");
    /// let data = registry.span_data(&job.id().unwrap()).unwrap();
    /// assert!(data.is_enabled_for(number), "that filter never refused it");
    /// ```
    fn is_enabled_for(&self, filter: FilterId) -> bool {
        let _ = filter;
        true
    }

    /// Reads the values that were recorded of the span's fields; none if the store keeps no values.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job", id = 7);
    /// let data = registry.span_data(&job.id().unwrap()).unwrap();
    /// assert!(matches!(data.values().get("id"), Some(ValueRef::I64(7))));
    /// ```
    #[cfg(feature = "registry")]
    fn values(&self) -> Values<'_> {
        Values::none()
    }

    /// Tells when things happened to the span, if the store keeps that.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job"); // of a registry `with_times`
    /// let data = registry.span_data(&job.id().unwrap()).unwrap();
    /// assert!(data.times().unwrap().first_entered.is_none());
    /// ```
    #[cfg(feature = "registry")]
    fn times(&self) -> Option<SpanTimes> {
        None
    }
}

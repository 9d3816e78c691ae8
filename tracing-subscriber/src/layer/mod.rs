//! The [`Layer`] trait: one listener among several on the same subscriber, and how layers are stacked.
//!
//! A subscriber assigns ids to spans and stores them; there is one per thread at a time. Everything else that listens is a
//! layer: it is told what happens, asks for stored data through its [`Context`], and is put on top of what is there by
//! [`with`](SubscriberExt::with).
//!
//! ```
//! use tracing_core::{Event, Subscriber};
//! use tracing_subscriber::{Layer, layer::Context, prelude::*};
//!
//! struct Shout;
//!
//! impl<S: Subscriber> Layer<S> for Shout {
//!     fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
//!         println!("{}!", event.metadata().target());
//!     }
//! }
//!
//! let subscriber = tracing_subscriber::registry().with(Shout);
//! # let _ = subscriber;
//! ```
//!
//! # Layers and filters
//!
//! A layer whose [`enabled`](Layer::enabled) says no switches a record off for all. That is what a filter does which is added
//! as a layer, [`LevelFilter`] for instance. A filter that belongs to one layer, by
//! [`with_filter`](Layer::with_filter), hides records and spans from that layer alone; the others are not affected, whatever
//! it says.
//!
//! ```
//! # #[cfg(feature = "fmt")] {
//! use tracing_subscriber::{Layer, filter::LevelFilter, fmt, prelude::*};
//!
//! let subscriber = tracing_subscriber::registry()
//!     .with(fmt::layer().with_filter(LevelFilter::INFO))
//!     .with(fmt::layer().with_writer(std::io::stderr).with_filter(LevelFilter::WARN));
//! # let _ = subscriber;
//! # }
//! ```
//!
//! # Layers that are chosen at run time
//!
//! An [`Option`] of a layer is a layer, as are a [`Vec`] of layers and a [`Box`] of one, whatever type it is
//! ([`boxed`](Layer::boxed)). `None` and an empty `Vec` are as if they were not there.
//!
//! # Order
//!
//! What happened is told from the inside out: the registry first, then the layer that was added first. Whether something
//! should happen is asked from the outside in.

use core::any::TypeId;

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

mod context;
mod layered;

mod attention;
#[cfg_attr(not(feature = "std"), path = "note_off.rs")]
mod note;
mod opinion;

mod combine;
mod forward;
mod identity;

pub use attention::Attention;
pub use context::Context;
pub use identity::Identity;
pub use layered::{Layered, SubscriberExt};
pub use opinion::{Opinion, Reach, Stance};

#[doc(inline)]
pub use crate::filter::Filter;
#[cfg(feature = "registry")]
use crate::filter::Filtered;

pub(crate) use forward::forward_layer;

/// One listener among several on the same subscriber.
///
/// All methods are provided; implement those for what you want to be told or to decide.
///
/// # For implementors
///
/// Methods are called on the thread where the thing happens, so on many at once. They may use the `tracing` macros; what
/// they record on their own thread is not shown to the same subscriber again without end. A panic in one leaves the
/// thread's subscriber usable.
///
/// A layer that holds other layers forwards every method to them, [`verdict`](Layer::verdict), [`interest`](Layer::interest)
/// and [`reach`](Layer::reach) too.
pub trait Layer<S>
where
    S: Subscriber,
    Self: 'static,
{
    /// Called when the finished stack becomes a [`Dispatch`]: once, before anything is recorded.
    ///
    /// A layer that records things of its own keeps a [`WeakDispatch`](tracing_core::dispatcher::WeakDispatch) of it; a
    /// `Dispatch` would keep itself alive.
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = subscriber;
    }

    /// Called when the layer is put on top of `subscriber`.
    fn on_layer(&mut self, subscriber: &mut S) {
        let _ = subscriber;
    }

    /// Called once per callsite, and again when interest is computed anew; says whether the callsite is of use to anybody.
    ///
    /// `never` switches it off for all layers. The provided method asks [`enabled`](Layer::enabled), without context.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata, Context::none()) { Interest::always() } else { Interest::never() }
    }

    /// Says whether a span or event is to be recorded, by any layer.
    ///
    /// Asked for callsites to which a layer answered `sometimes`; only a question, which need not be followed by a record. A
    /// layer that merely does not care for a record says yes here, and ignores the record.
    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        let _ = (metadata, ctx);
        true
    }

    /// Called when a span was made.
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let _ = (attrs, id, ctx);
    }

    /// Says the highest level that is of use to this layer, or nothing if that cannot be said.
    #[doc(hidden)]
    fn max_level_hint(&self) -> Option<LevelFilter> {
        None
    }

    /// Called when a span was given values for some of its fields.
    fn on_record(&self, span: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        let _ = (span, values, ctx);
    }

    /// Called when one span was said to follow from another.
    fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, S>) {
        let _ = (span, follows, ctx);
    }

    /// Says whether an event is to be recorded, by any layer, now that its values are known.
    fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, S>) -> bool {
        let _ = (event, ctx);
        true
    }

    /// Called when an event happened.
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let _ = (event, ctx);
    }

    /// Called when this thread entered a span.
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when this thread exited a span.
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when the last handle of a span is gone. Its data can be read until this returns.
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when a handle was cloned and the subscriber gave the clone another id.
    fn on_id_change(&self, old: &Id, new: &Id, ctx: Context<'_, S>) {
        let _ = (old, new, ctx);
    }

    /// Puts another layer on top of this one; the two together are a layer.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, filter::LevelFilter, layer::Identity, prelude::*};
    ///
    /// let both = LevelFilter::INFO.and_then(Identity::new());
    /// let subscriber = tracing_subscriber::registry().with(both);
    /// # let _ = subscriber;
    /// ```
    fn and_then<L>(self, layer: L) -> Layered<L, Self, S>
    where
        L: Layer<S>,
        Self: Sized,
    {
        Layered::of_layers(layer, self)
    }

    /// Puts this layer on top of a subscriber.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, filter::LevelFilter};
    ///
    /// let subscriber = LevelFilter::INFO.with_subscriber(tracing_subscriber::registry());
    /// # let _ = subscriber;
    /// ```
    fn with_subscriber(mut self, mut inner: S) -> Layered<Self, S>
    where
        Self: Sized,
    {
        self.on_layer(&mut inner);
        Layered::of_subscriber(self, inner)
    }

    /// Gives this layer a filter of its own: it sees nothing but what the filter admits, and no other layer is affected.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, filter::LevelFilter, layer::Identity, prelude::*};
    ///
    /// let subscriber = tracing_subscriber::registry().with(Identity::new().with_filter(LevelFilter::INFO));
    /// # let _ = subscriber;
    /// ```
    #[cfg(feature = "registry")]
    fn with_filter<F>(self, filter: F) -> Filtered<Self, F, S>
    where
        Self: Sized,
        F: Filter<S>,
    {
        Filtered::new(self, filter)
    }

    /// Hides the layer's type.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, Registry, filter::LevelFilter, layer::Identity};
    ///
    /// let quiet = true;
    /// let layer: Box<dyn Layer<Registry> + Send + Sync> =
    ///     if quiet { LevelFilter::ERROR.boxed() } else { Identity::new().boxed() };
    /// # let _ = layer;
    /// ```
    fn boxed(self) -> alloc::boxed::Box<dyn Layer<S> + Send + Sync + 'static>
    where
        Self: Sized + Layer<S> + Send + Sync + 'static,
        S: Subscriber,
    {
        alloc::boxed::Box::new(self)
    }

    /// Says what this layer has to say about a record, and writes down the answers of filters of single layers.
    ///
    /// # For implementors
    ///
    /// For layers that hold others, which ask each and [join](Opinion::and) the answers. The provided method is right for all
    /// else: it takes [`enabled`](Layer::enabled) as the word of a listener that can veto.
    fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, verdict: &mut Verdict) -> Opinion {
        let _ = verdict;
        if self.enabled(metadata, ctx) { Opinion::Wants } else { Opinion::Vetoes }
    }

    /// Says what this layer has to say about a callsite. Takes the place of [`register_callsite`](Layer::register_callsite)
    /// where layers are joined.
    ///
    /// # For implementors
    ///
    /// As [`verdict`](Layer::verdict). The provided method asks `register_callsite`.
    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::listener(self.register_callsite(metadata))
    }

    /// Says which levels are of use to this layer. Takes the place of `max_level_hint` where layers are joined.
    ///
    /// # For implementors
    ///
    /// As [`verdict`](Layer::verdict). The provided method asks `max_level_hint`.
    fn reach(&self) -> Reach {
        Reach::listener(self.max_level_hint())
    }

    /// Says of which moments of spans the layer would make something if it were told of them now.
    #[doc(hidden)]
    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::ALL
    }

    /// Gives a part of this layer by its type.
    ///
    /// # Safety
    ///
    /// The pointer must be to a value of the type with that id, and valid for as long as `self` is borrowed.
    #[doc(hidden)]
    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        (id == TypeId::of::<Self>()).then_some(core::ptr::from_ref(self).cast())
    }
}

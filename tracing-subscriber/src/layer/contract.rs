//! The contract of a layer: who calls it, when, and what it may do. Called by [`Layered`] and by layers that hold others.

use core::any::TypeId;

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

use super::{Attention, Context, Layered, Opinion, Reach, Stance};
#[cfg(feature = "registry")]
use crate::filter::{Filter, Filtered};

/// One listener among several on the same subscriber.
///
/// All methods are provided; implement those for what you want to be told or to decide.
///
/// ```
/// # use test_support::{Lines, sample::*};
/// use tracing_subscriber::{Layer, layer::Context, prelude::*};
///
/// /// Notes the names of spans.
/// struct Names(Lines);
///
/// impl<S: Subscriber> Layer<S> for Names {
///     fn on_new_span(&self, attrs: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
///         self.0.add(attrs.metadata().name());
///     }
/// }
///
/// let lines = Lines::default();
/// let _guard = tracing_subscriber::registry().with(Names(lines.clone())).set_default();
/// tracing::info_span!("job");
/// assert_eq!(lines.text(), "job\n");
/// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::OnceLock;
    /// use tracing_subscriber::{Layer, prelude::*};
    ///
    /// #[derive(Default)]
    /// struct Own(OnceLock<WeakDispatch>);
    ///
    /// impl<S: Subscriber> Layer<S> for Own {
    ///     fn on_register_dispatch(&self, subscriber: &Dispatch) {
    ///         let _ = self.0.set(subscriber.downgrade());
    ///     }
    /// }
    ///
    /// let dispatch = Dispatch::new(tracing_subscriber::registry().with(Own::default()));
    /// assert!(dispatch.downcast_ref::<Own>().unwrap().0.get().unwrap().upgrade().unwrap().ptr_eq(&dispatch));
    /// ```
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        let _ = subscriber;
    }

    /// Called when the layer is put on top of `subscriber`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Layer, filter::FilterId, prelude::*, registry::LookupSpan};
    ///
    /// /// Has a filter of its own, and so a number.
    /// struct Numbered(Option<FilterId>);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Numbered {
    ///     fn on_layer(&mut self, subscriber: &mut S) {
    ///         self.0 = Some(subscriber.register_filter());
    ///     }
    /// }
    ///
    /// let subscriber = tracing_subscriber::registry().with(Numbered(None));
    /// assert!(subscriber.downcast_ref::<Numbered>().unwrap().0.is_some());
    /// ```
    fn on_layer(&mut self, subscriber: &mut S) {
        let _ = subscriber;
    }

    /// Called once per callsite, and again when interest is computed anew; says whether the callsite is of use to anybody.
    ///
    /// `never` switches it off for all layers. The provided method asks [`enabled`](Layer::enabled), without context.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Layer, prelude::*};
    ///
    /// struct NoSpans;
    ///
    /// impl<S: Subscriber> Layer<S> for NoSpans {
    ///     fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
    ///         if metadata.is_span() { Interest::never() } else { Interest::always() }
    ///     }
    /// }
    ///
    /// let _guard = tracing_subscriber::registry().with(NoSpans).set_default();
    /// assert!(tracing::info_span!("job").is_disabled());
    /// ```
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata, Context::none()) { Interest::always() } else { Interest::never() }
    }

    /// Says whether a span or event is to be recorded, by any layer.
    ///
    /// Asked for callsites to which a layer answered `sometimes`; only a question, which need not be followed by a record. A
    /// layer that merely does not care for a record says yes here, and ignores the record.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// static ON: AtomicBool = AtomicBool::new(false);
    ///
    /// struct Switch;
    ///
    /// impl<S: Subscriber> Layer<S> for Switch {
    ///     fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
    ///         Interest::sometimes()
    ///     }
    ///     fn enabled(&self, _: &Metadata<'_>, _: Context<'_, S>) -> bool {
    ///         ON.load(Relaxed)
    ///     }
    /// }
    ///
    /// let _guard = tracing_subscriber::registry().with(Switch).set_default();
    /// assert!(tracing::info_span!("job").is_disabled());
    /// ON.store(true, Relaxed);
    /// assert!(!tracing::info_span!("job").is_disabled());
    /// ```
    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        let _ = (metadata, ctx);
        true
    }

    /// Called when a span was made.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// struct Begins(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Begins {
    ///     fn on_new_span(&self, attrs: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
    ///         self.0.add(format_args!("{} {}", attrs.metadata().name(), attrs.values()));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Begins(lines.clone())).set_default();
    /// tracing::info_span!("job", id = 7);
    /// assert_eq!(lines.text(), "job {id: 7}\n");
    /// ```
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let _ = (attrs, id, ctx);
    }

    /// Says the highest level that is of use to this layer, or nothing if that cannot be said.
    #[doc(hidden)]
    fn max_level_hint(&self) -> Option<LevelFilter> {
        None
    }

    /// Called when a span was given values for some of its fields.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// struct Added(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Added {
    ///     fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
    ///         self.0.add(values.values());
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Added(lines.clone())).set_default();
    /// tracing::info_span!("job", id = Empty).record("id", 7);
    /// assert_eq!(lines.text(), "{id: 7}\n");
    /// ```
    fn on_record(&self, span: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        let _ = (span, values, ctx);
    }

    /// Called when one span was said to follow from another.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Links(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Links {
    ///     fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, S>) {
    ///         let name = |id| ctx.span(id).map_or("?", |span| span.name());
    ///         self.0.add(format_args!("{} follows {}", name(span), name(follows)));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Links(lines.clone())).set_default();
    /// let request = tracing::info_span!("request");
    /// tracing::info_span!("flush").follows_from(&request);
    /// assert_eq!(lines.text(), "flush follows request\n");
    /// ```
    fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, S>) {
        let _ = (span, follows, ctx);
    }

    /// Says whether an event is to be recorded, by any layer, now that its values are known.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// /// Switches off, for all layers, events that carry a password.
    /// struct Secrets(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Secrets {
    ///     fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
    ///         !event.values().iter().any(|(field, _)| field.name() == "password")
    ///     }
    ///     fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
    ///         self.0.add(event.values());
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Secrets(lines.clone())).set_default();
    /// tracing::info!(password = "secret");
    /// tracing::info!(user = "ann");
    /// assert_eq!(lines.text(), "{user: \"ann\"}\n");
    /// ```
    fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, S>) -> bool {
        let _ = (event, ctx);
        true
    }

    /// Called when an event happened.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// struct Levels(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Levels {
    ///     fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
    ///         self.0.add(event.metadata().level());
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Levels(lines.clone())).set_default();
    /// tracing::warn!("late");
    /// assert_eq!(lines.text(), "WARN\n");
    /// ```
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let _ = (event, ctx);
    }

    /// Called when this thread entered a span.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Enters(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Enters {
    ///     fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
    ///         if let Some(span) = ctx.span(id) {
    ///             self.0.add(format_args!("into {}", span.name()));
    ///         }
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Enters(lines.clone())).set_default();
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), "into job\n");
    /// ```
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when this thread exited a span.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Exits(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Exits {
    ///     fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
    ///         if let Some(span) = ctx.span(id) {
    ///             self.0.add(format_args!("out of {}", span.name()));
    ///         }
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Exits(lines.clone())).set_default();
    /// tracing::info_span!("job").in_scope(|| ());
    /// assert_eq!(lines.text(), "out of job\n");
    /// ```
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when the last handle of a span is gone. Its data can be read until this returns.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};
    ///
    /// struct Ends(Lines);
    ///
    /// impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Ends {
    ///     fn on_close(&self, id: Id, ctx: Context<'_, S>) {
    ///         if let Some(span) = ctx.span(&id) {
    ///             self.0.add(format_args!("{} {:?}", span.name(), span.values()));
    ///         }
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Ends(lines.clone())).set_default();
    /// drop(tracing::info_span!("job", id = 7));
    /// assert_eq!(lines.text(), "job {\"id\": 7}\n");
    /// ```
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        let _ = (id, ctx);
    }

    /// Called when a handle was cloned and the subscriber gave the clone another id.
    ///
    /// ```
    /// # use test_support::{Lines, sample::*};
    /// use tracing_subscriber::{Layer, layer::Context, prelude::*};
    ///
    /// struct Renames(Lines);
    ///
    /// impl<S: Subscriber> Layer<S> for Renames {
    ///     fn on_id_change(&self, old: &Id, new: &Id, _: Context<'_, S>) {
    ///         self.0.add(format_args!("{old:?} is {new:?}"));
    ///     }
    /// }
    ///
    /// let lines = Lines::default();
    /// let _guard = tracing_subscriber::registry().with(Renames(lines.clone())).set_default();
    /// let _ = tracing::info_span!("job").clone();
    /// assert_eq!(lines.text(), "", "clones of a registry's span have its id");
    /// ```
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
    /// assert!(subscriber.is::<LevelFilter>() && subscriber.is::<Identity>());
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
    /// use tracing_subscriber::{Layer, Registry, filter::LevelFilter};
    ///
    /// let subscriber = LevelFilter::INFO.with_subscriber(tracing_subscriber::registry());
    /// assert!(subscriber.is::<LevelFilter>() && subscriber.is::<Registry>());
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
    /// let quiet = Identity::new().with_filter(LevelFilter::INFO);
    /// let _guard = tracing_subscriber::registry().with(quiet).set_default();
    /// assert!(tracing::enabled!(tracing::Level::INFO) && !tracing::enabled!(tracing::Level::DEBUG));
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
    /// use tracing_subscriber::{Layer, Registry, filter::LevelFilter, layer::Identity, prelude::*};
    ///
    /// let quiet = true;
    /// let layer: Box<dyn Layer<Registry> + Send + Sync> =
    ///     if quiet { LevelFilter::ERROR.boxed() } else { Identity::new().boxed() };
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// assert!(!tracing::enabled!(tracing::Level::WARN));
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
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Layer, Registry, filter::LevelFilter, layer::{Context, Identity, Opinion}};
    ///
    /// /// Two layers as one.
    /// struct Both<A, B>(A, B);
    ///
    /// impl<S: Subscriber, A: Layer<S>, B: Layer<S>> Layer<S> for Both<A, B> {
    ///     fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, verdict: &mut Verdict) -> Opinion {
    ///         self.0.verdict(metadata, ctx.clone(), verdict).and(self.1.verdict(metadata, ctx, verdict))
    ///     }
    ///     // And so on with the other methods.
    /// }
    /// # let subscriber = Both(LevelFilter::INFO, Identity::new()).with_subscriber(Registry::default());
    /// # assert!(!subscriber.enabled(&REQUEST) && subscriber.enabled(&SERVED));
    /// ```
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
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Layer, Registry, filter::LevelFilter, layer::Identity};
    ///
    /// let warnings = Layer::<Registry>::interest(&LevelFilter::WARN, &SERVED);
    /// assert!(warnings.settle().is_never());
    /// assert!(Layer::<Registry>::interest(&Identity::new(), &SERVED).settle().is_always());
    /// ```
    ///
    /// # For implementors
    ///
    /// As [`verdict`](Layer::verdict). The provided method asks `register_callsite`.
    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::listener(self.register_callsite(metadata))
    }

    /// Says which levels are of use to this layer. Takes the place of `max_level_hint` where layers are joined.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{Layer, Registry, filter::LevelFilter};
    ///
    /// let warnings = Layer::<Registry>::reach(&LevelFilter::WARN);
    /// assert_eq!(warnings.settle(), Some(LevelFilter::WARN));
    /// ```
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
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        (id == TypeId::of::<Self>()).then_some(core::ptr::from_ref(self).cast())
    }
}

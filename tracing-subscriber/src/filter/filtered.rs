//! A layer with a filter of its own. Called as a layer; asks the filter, once per record, and hands on what it admits. See the
//! registry's README, "who wants a record".

use core::any::TypeId;
use core::fmt;
use core::marker::PhantomData;
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

use super::answers::{Answer, Answers};
use super::{Filter, FilterId, Refused};
use crate::layer::{Attention, Context, Layer, Layered, Opinion, Reach, Stance};
use crate::registry::{self, LookupSpan};
use crate::util;

/// A layer with a filter of its own: it sees nothing but what the filter admits.
///
/// Made by [`Layer::with_filter`](crate::Layer::with_filter). Other layers are not affected by the filter.
///
/// ```
/// use tracing_subscriber::{Layer, Registry, filter::{Filtered, LevelFilter}, layer::Identity};
///
/// let quiet: Filtered<Identity, LevelFilter, Registry> = Identity::new().with_filter(LevelFilter::WARN);
/// assert_eq!(*quiet.filter(), LevelFilter::WARN);
/// ```
pub struct Filtered<L, F, S> {
    filter: F,
    layer: L,
    numbers: Numbers,
    answers: Answers,
    _subscriber: PhantomData<fn(S)>,
}

impl<L, F, S> Filtered<L, F, S> {
    /// Gives a layer a filter of its own.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, filter::{Filtered, LevelFilter}, layer::Identity};
    ///
    /// let quiet = Filtered::<_, _, Registry>::new(Identity::new(), LevelFilter::WARN);
    /// assert_eq!(*quiet.filter(), LevelFilter::WARN);
    /// ```
    pub fn new(layer: L, filter: F) -> Self {
        Self { filter, layer, numbers: Numbers::new(), answers: Answers::new(), _subscriber: PhantomData }
    }

    /// Gives the filter.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, Registry, filter::{Filtered, LevelFilter, Targets}, layer::Identity};
    ///
    /// let filter = Targets::new().with_target("app", LevelFilter::INFO);
    /// let layer: Filtered<_, _, Registry> = Identity::new().with_filter(filter);
    /// assert!(layer.filter().would_enable("app", &tracing_core::Level::INFO));
    /// ```
    pub fn filter(&self) -> &F {
        &self.filter
    }

    /// Gives the filter, to be changed.
    ///
    /// ```
    /// # #[cfg(feature = "registry")] {
    /// use tracing_subscriber::{Layer, Registry, filter::{Filtered, LevelFilter}, layer::Identity};
    ///
    /// let mut layer: Filtered<_, _, Registry> = Identity::new().with_filter(LevelFilter::INFO);
    /// *layer.filter_mut() = LevelFilter::WARN;
    /// assert_eq!(*layer.filter(), LevelFilter::WARN);
    /// # }
    /// ```
    pub fn filter_mut(&mut self) -> &mut F {
        &mut self.filter
    }

    /// Gives the layer.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, Registry, filter::{Filtered, LevelFilter}};
    ///
    /// let layer: Filtered<_, _, Registry> = LevelFilter::INFO.with_filter(LevelFilter::WARN);
    /// assert_eq!((*layer.inner(), *layer.filter()), (LevelFilter::INFO, LevelFilter::WARN));
    /// ```
    pub fn inner(&self) -> &L {
        &self.layer
    }

    /// Gives the layer, to be changed.
    ///
    /// ```
    /// use tracing_subscriber::{Layer, Registry, filter::{Filtered, LevelFilter}};
    ///
    /// let mut layer: Filtered<_, _, Registry> = LevelFilter::INFO.with_filter(LevelFilter::WARN);
    /// *layer.inner_mut() = LevelFilter::ERROR;
    /// assert_eq!(*layer.inner(), LevelFilter::ERROR);
    /// ```
    pub fn inner_mut(&mut self) -> &mut L {
        &mut self.layer
    }
}

impl<L, F, S> Filtered<L, F, S>
where
    S: Subscriber + for<'span> LookupSpan<'span> + 'static,
    F: Filter<S> + 'static,
    L: Layer<S>,
{
    /// Whether the filter admits a record that is being delivered: from the callsite's answer if that is always the same, else
    /// from what was said when the record was asked about, else asked now. And whether the layer lets it pass.
    ///
    /// A veto of the layer is no more than a refusal here, for it sees only what this filter admits. Filters inside of the layer
    /// decide for themselves.
    #[inline]
    fn admits(
        &self,
        metadata: &'static Metadata<'static>,
        verdict: Verdict,
        ctx: &Context<'_, S>,
        judge: impl Fn(&dyn Fn(&Metadata<'_>) -> bool) -> bool,
    ) -> bool {
        let answer = self.answers.get(metadata);
        let by_filter = answer
            .filter()
            .or_else(|| verdict.get(self.numbers.first().number()))
            .unwrap_or_else(|| judge(&|metadata| self.filter.enabled(metadata, ctx)));
        by_filter && answer.layer().unwrap_or_else(|| judge(&|metadata| self.is_let_pass(metadata, ctx)))
    }

    #[cold]
    fn is_let_pass(&self, metadata: &Metadata<'_>, ctx: &Context<'_, S>) -> bool {
        self.layer.verdict(metadata, ctx.clone(), &mut Verdict::default()) != Opinion::Vetoes
    }

    #[inline]
    fn admits_span(&self, attrs: &Attributes<'_>, ctx: &Context<'_, S>) -> bool {
        let metadata = attrs.metadata();
        self.admits(metadata, attrs.verdict(), ctx, |ask| ask(metadata))
    }

    #[inline]
    fn admits_event(&self, event: &Event<'_>, ctx: &Context<'_, S>) -> bool {
        // What a log record says of itself is not in its event's metadata.
        self.admits(event.metadata(), event.verdict(), ctx, |ask| util::judge(event, ask))
    }

    /// Whether the filter admitted a span.
    #[inline]
    fn has(&self, span: &Id) -> bool {
        registry::is_told_admitted(span, self.numbers.first())
    }
}

#[deny(clippy::missing_trait_methods)]
impl<S, L, F> Layer<S> for Filtered<L, F, S>
where
    S: Subscriber + for<'span> LookupSpan<'span> + 'static,
    F: Filter<S> + 'static,
    L: Layer<S>,
{
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.filter.on_register_dispatch(subscriber);
        self.layer.on_register_dispatch(subscriber);
    }

    fn on_layer(&mut self, subscriber: &mut S) {
        let first = subscriber.register_filter();
        let last = Numbers::last_of(first, || self.layer.on_layer(subscriber));
        self.numbers.set(first, last);
    }

    /// `always`: a filter of a single layer vetoes nothing. What it says is in [`interest`](Layer::interest).
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata);
        Interest::always()
    }

    /// Yes: a filter of a single layer vetoes nothing. What it says is in [`verdict`](Layer::verdict).
    fn enabled(&self, _: &Metadata<'_>, _: Context<'_, S>) -> bool {
        true
    }

    /// The filter's, which bounds this layer alone. What it says to others is in [`reach`](Layer::reach).
    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.filter.max_level_hint()
    }

    #[inline]
    fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let ctx = ctx.with_filter(self.numbers.first());
        if self.admits_span(attrs, &ctx) {
            self.filter.on_new_span(attrs, id, ctx.clone());
            if self.filter.hides(id) {
                registry::refuse(id, self.numbers.first(), self.numbers.last());
            } else {
                self.layer.on_new_span(attrs, id, ctx);
            }
        } else {
            registry::refuse(id, self.numbers.first(), self.numbers.last());
            self.filter.on_refused(Refused::New(attrs, id));
        }
    }

    #[inline]
    fn on_record(&self, span: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        if self.has(span) {
            let ctx = ctx.with_filter(self.numbers.first());
            self.filter.on_record(span, values, ctx.clone());
            self.layer.on_record(span, values, ctx);
        } else {
            self.filter.on_refused(Refused::Recorded(span, values));
        }
    }

    fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, S>) {
        // The other span may be long gone.
        if self.has(span) && registry::is_admitted(follows, self.numbers.first()) {
            self.layer.on_follows_from(span, follows, ctx.with_filter(self.numbers.first()));
        }
    }

    /// Yes: the filter is asked when the event is delivered.
    fn event_enabled(&self, _: &Event<'_>, _: Context<'_, S>) -> bool {
        true
    }

    #[inline]
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let ctx = ctx.with_filter(self.numbers.first());
        if self.admits_event(event, &ctx)
            && self.filter.event_enabled(event, &ctx)
            && self.layer.event_enabled(event, ctx.clone())
        {
            self.layer.on_event(event, ctx);
        }
    }

    #[inline]
    fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
        if self.has(id) {
            let ctx = ctx.with_filter(self.numbers.first());
            self.filter.on_enter(id, ctx.clone());
            self.layer.on_enter(id, ctx);
        } else {
            self.filter.on_refused(Refused::Entered(id));
        }
    }

    #[inline]
    fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
        if self.has(id) {
            let ctx = ctx.with_filter(self.numbers.first());
            self.filter.on_exit(id, ctx.clone());
            self.layer.on_exit(id, ctx);
        } else {
            self.filter.on_refused(Refused::Exited(id));
        }
    }

    #[inline]
    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        if self.has(&id) {
            let ctx = ctx.with_filter(self.numbers.first());
            self.filter.on_close(id.clone(), ctx.clone());
            self.layer.on_close(id, ctx);
        } else {
            self.filter.on_refused(Refused::Closed(&id));
        }
    }

    fn on_id_change(&self, old: &Id, new: &Id, ctx: Context<'_, S>) {
        if self.has(old) {
            self.layer.on_id_change(old, new, ctx.with_filter(self.numbers.first()));
        }
    }

    fn and_then<M: Layer<S>>(self, layer: M) -> Layered<M, Self, S> {
        Layered::of_layers(layer, self)
    }

    fn with_subscriber(mut self, mut inner: S) -> Layered<Self, S> {
        self.on_layer(&mut inner);
        Layered::of_subscriber(self, inner)
    }

    fn with_filter<G: Filter<S>>(self, filter: G) -> Filtered<Self, G, S> {
        Filtered::new(self, filter)
    }

    fn boxed(self) -> Box<dyn Layer<S> + Send + Sync + 'static>
    where
        Self: Send + Sync,
    {
        Box::new(self)
    }

    fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, verdict: &mut Verdict) -> Opinion {
        let first = self.numbers.first();
        let ctx = ctx.with_filter(first);
        let by_filter = self.answers.get(metadata).filter().unwrap_or_else(|| {
            let admits = self.filter.enabled(metadata, &ctx);
            verdict.set(first.number(), admits);
            admits
        });
        // What filters inside of the layer say is written down as they are asked.
        let admits = by_filter && self.layer.verdict(metadata, ctx, verdict).admits();
        if admits { Opinion::Wants } else { Opinion::Refuses }
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        let filter = self.filter.callsite_enabled(metadata);
        if filter.is_never() {
            // A layer that sees nothing of the callsite is not told of it either.
            self.answers.set(metadata, Answer::of(&filter, &Interest::always()));
            return Stance::filtered(filter);
        }
        let mut layer = self.layer.interest(metadata);
        if layer.veto().is_never() {
            // What a layer says for good is a matter between it and other layers, from which it is shielded here: as in
            // the published crate the filter decides, and the layer is asked for each record.
            layer = Stance::listener(Interest::sometimes());
        }
        self.answers.set(metadata, Answer::of(&filter, &layer.veto()));
        Stance::filtered(filter).within(layer)
    }

    fn reach(&self) -> Reach {
        Reach::filtered(self.filter.max_level_hint())
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        self.filter.private_attention() | self.layer.private_attention()
    }

    #[allow(unsafe_code, reason = "the signature is the published one")]
    unsafe fn downcast_raw(&self, id: TypeId) -> Option<*const ()> {
        // SAFETY: a pointer to this, or to a part that lives as long, and of the type that was asked for.
        if id == TypeId::of::<Self>() {
            return Some(core::ptr::from_ref(self).cast());
        }
        if id == TypeId::of::<L>() {
            return Some(core::ptr::from_ref(&self.layer).cast());
        }
        if id == TypeId::of::<F>() {
            return Some(core::ptr::from_ref(&self.filter).cast());
        }
        // SAFETY: a question, forwarded under the caller's promise.
        unsafe { self.layer.downcast_raw(id) }
    }
}

/// The answers that were written down belong to the filter as it was added, so a clone begins without.
impl<L: Clone, F: Clone, S> Clone for Filtered<L, F, S> {
    fn clone(&self) -> Self {
        let clone = Self::new(self.layer.clone(), self.filter.clone());
        clone.numbers.copy_from(&self.numbers);
        clone
    }
}

impl<L: fmt::Debug, F: fmt::Debug, S> fmt::Debug for Filtered<L, F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filtered")
            .field("filter", &self.filter)
            .field("layer", &self.layer)
            .field("id", &self.numbers.known())
            .finish()
    }
}

/// The number of a filter, and the last number of the filters inside of what it filters: what it refuses, they never see.
struct Numbers {
    /// bits 0..32 the first, bits 32..64 the last; all bits set if there is none yet.
    pair: AtomicU64,
}

/// Numbers for filters that come into a finished stack, by `reload`. They lie above those of the registry.
static LATE: AtomicU32 = AtomicU32::new(FIRST_LATE);
const FIRST_LATE: u32 = 1024;

std::thread_local! {
    /// The number that was given last on this thread, while a stack is being built.
    static LAST_GIVEN: core::cell::Cell<u32> = const { core::cell::Cell::new(0) };
}

impl Numbers {
    const NONE: u64 = u64::MAX;

    fn new() -> Self {
        Self { pair: AtomicU64::new(Self::NONE) }
    }

    fn set(&mut self, first: FilterId, last: FilterId) {
        *self.pair.get_mut() = pair(first, last);
    }

    fn copy_from(&self, other: &Self) {
        // Relaxed, here and below: the pair is all there is.
        self.pair.store(other.pair.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    fn known(&self) -> FilterId {
        halves(self.pair.load(Ordering::Relaxed)).0
    }

    #[inline]
    fn first(&self) -> FilterId {
        halves(self.get()).0
    }

    #[inline]
    fn last(&self) -> FilterId {
        halves(self.get()).1
    }

    #[inline]
    fn get(&self) -> u64 {
        match self.pair.load(Ordering::Relaxed) {
            Self::NONE => self.take_late(),
            known => known,
        }
    }

    #[cold]
    fn take_late(&self) -> u64 {
        let late = FilterId::new(LATE.fetch_add(1, Ordering::Relaxed));
        let new = pair(late, late);
        self.pair
            .compare_exchange(Self::NONE, new, Ordering::Relaxed, Ordering::Relaxed)
            .map_or_else(|known| known, |_| new)
    }

    /// The last number that is given while `on_layer` puts the layers inside into their places.
    fn last_of(first: FilterId, on_layer: impl FnOnce()) -> FilterId {
        LAST_GIVEN.set(first.number());
        on_layer();
        FilterId::new(LAST_GIVEN.get())
    }
}

fn pair(first: FilterId, last: FilterId) -> u64 {
    u64::from(first.number()) | u64::from(last.number()) << 32
}

#[expect(clippy::cast_possible_truncation, reason = "the halves are meant")]
fn halves(pair: u64) -> (FilterId, FilterId) {
    (FilterId::new(pair as u32), FilterId::new((pair >> 32) as u32))
}

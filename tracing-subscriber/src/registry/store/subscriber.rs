//! The registry as a subscriber: every call of it, in terms of slots and of the thread's stack. Called by the layers on top,
//! or by a dispatcher; calls the store.

use core::fmt;
use std::time::Duration;

use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

use super::closing;
use super::lifecycle::{Given, Last};
use super::slab;
use super::slot::{self, Name, Pinned, Vacant};
use super::stack;
use super::values::{Recorded, is_plain};
use super::{Extensions, ExtensionsMut, FieldValue, Maker, SpanTimes, Values};
use crate::filter::FilterId;
use crate::layer::{Opinion, Reach, Stance};
use crate::registry::{LookupSpan, SpanData};
use crate::report::report;
use crate::sync::{AtomicU32, Ordering};

/// The innermost part of a stack of layers: stores spans, and knows which of them each thread is in.
///
/// ```
/// use tracing_subscriber::{Registry, filter::LevelFilter, prelude::*};
///
/// let subscriber = Registry::default().with(LevelFilter::INFO);
/// assert!(subscriber.is::<Registry>());
/// ```
///
/// Ids of spans are not used twice in a process; an id that is not known to a registry is ignored by it.
pub struct Registry {
    /// Tells this registry's spans from those of others.
    number: u32,
    /// The number of filters of single layers so far.
    filters: u32,
    keeps_times: bool,
    /// What layers would attach to each span, and is made when somebody asks for it.
    makers: Vec<Maker>,
}

static REGISTRIES: AtomicU32 = AtomicU32::new(1);

impl Registry {
    /// Lets the registry keep when each span is made, first entered, last exited and closed.
    ///
    /// Off unless asked for: it costs a look at the clock each time. [`SpanRef::times`](crate::registry::SpanRef::times) reads it.
    ///
    /// ```
    /// use tracing_subscriber::{prelude::*, registry::Forest};
    ///
    /// let _guard = tracing_subscriber::registry().with_times(true).set_default();
    /// let _job = tracing::info_span!("job");
    /// assert!(Forest::current().unwrap().iter().all(|(_, span)| span.age().is_some()));
    /// ```
    #[must_use]
    pub fn with_times(mut self, keeps_times: bool) -> Self {
        self.keeps_times = keeps_times;
        self
    }

    /// Lists the spans that are open: what the program is doing now.
    ///
    /// Walks over all places for spans, those of other registries included, so it is for people, not for hot paths.
    ///
    /// ```
    /// use tracing_subscriber::{prelude::*, Registry};
    ///
    /// let dispatch = tracing_core::Dispatch::new(tracing_subscriber::registry());
    /// tracing::dispatcher::with_default(&dispatch, || {
    ///     let _job = tracing::info_span!("job", id = 7);
    ///     let registry = dispatch.downcast_ref::<Registry>().unwrap();
    ///     let open = registry.open_spans();
    ///     assert_eq!((open[0].name(), open.len()), ("job", 1));
    /// });
    /// ```
    #[must_use]
    pub fn open_spans(&self) -> Vec<OpenSpan> {
        slot::open_spans(self.number).map(OpenSpan::of).collect()
    }

    /// Counts the spans that are open, with the same walk as [`open_spans`](Self::open_spans).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// assert_eq!(registry.open_count(), 1);
    /// drop(job);
    /// assert_eq!(registry.open_count(), 0);
    /// ```
    #[must_use]
    pub fn open_count(&self) -> usize {
        slot::open_spans(self.number).count()
    }

    /// Counts the places for spans that all registries together ever had at a time, and those of them whose memory has been
    /// given back. For tests of how much memory is kept.
    #[doc(hidden)]
    #[must_use]
    pub fn private_places() -> (usize, usize) {
        slab::count()
    }

    /// Tells this registry from others.
    #[cfg(feature = "env-filter")]
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// Calls `each` with the spans that are open.
    #[cfg(feature = "env-filter")]
    pub(crate) fn each_open(&self, mut each: impl FnMut(Id, &'static Metadata<'static>)) {
        for pinned in slot::open_spans(self.number) {
            each(pinned.id(), pinned.metadata());
        }
    }

    /// The span that the thread is in: the innermost that is open.
    #[inline]
    fn current(&self) -> Option<(Id, &'static Metadata<'static>)> {
        stack::top(|id| {
            let id = Id::from_u64(id);
            let metadata = Name::of(&id)?.metadata(self.number)?;
            Some((id, metadata))
        })
    }

    /// The span that a new one is to be a child of, with a handle on it.
    #[inline]
    fn parent_of(&self, attributes: &Attributes<'_>) -> Option<Id> {
        let add_handle = |id: &Id| Name::of(id).is_some_and(|name| name.add_handle(self.number));
        if let Some(parent) = attributes.parent() {
            if add_handle(parent) {
                return Some(parent.clone());
            }
            unknown("is the parent of a new span", parent);
            None
        } else if attributes.is_contextual() {
            stack::top(|id| {
                let id = Id::from_u64(id);
                add_handle(&id).then_some(id)
            })
        } else {
            None
        }
    }

    #[cold]
    fn note_time(&self, id: &Id, note: impl FnOnce(&super::times::Times)) {
        if let Some(pinned) = Name::of(id).and_then(|name| name.pin(self.number)) {
            note(pinned.body().times());
        }
    }
}

impl Default for Registry {
    fn default() -> Self {
        // Relaxed: only told from each other.
        Self { number: REGISTRIES.fetch_add(1, Ordering::Relaxed), filters: 0, keeps_times: false, makers: Vec::new() }
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        closing::forget_owner(self.number);
        slot::purge(self.number);
    }
}

/// What was done to a span that this registry does not have: it is closed, or another registry's, or was made up.
#[cold]
#[inline(never)]
fn unknown(what: &str, id: &Id) {
    report(format_args!("a span that is not open {what}: {}", id.into_u64()));
}

impl Subscriber for Registry {
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        closing::register_owner(self.number, subscriber.downgrade());
    }

    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Stance::ABSENT.note().settle()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Reach::STORE.note();
        None
    }

    #[inline]
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        Opinion::Absent.note();
        true
    }

    #[inline]
    fn verdict(&self, _: &Metadata<'_>, _: &mut Verdict) -> bool {
        Opinion::Absent.note();
        true
    }

    #[inline]
    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let Some(mut vacant) = Vacant::take() else {
            report(format_args!("there are two thousand million open spans; there is no room for another"));
            return Id::from_u64(u64::MAX);
        };
        let metadata = attributes.metadata();
        vacant.values().fill(attributes.values());
        let parent = self.parent_of(attributes);
        vacant.describe(self.number, metadata, parent.as_ref());
        if self.keeps_times {
            vacant.times().make();
        }
        vacant.open()
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let Some(pinned) = Name::of(id).and_then(|name| name.pin(self.number)) else {
            return unknown("is recorded on", id);
        };
        if let Some((name, value)) = values.values().private_one() {
            if pinned.body().values.write().update_one(name, value) {
                return super::values::note_change();
            }
        }
        if is_plain(values.values()) {
            pinned.body().values.write().update(values.values().iter().map(|(field, value)| (field.name(), value)));
        } else {
            // The user's code runs before the lock is taken, so it may use the registry, also this very span.
            let mut rendered = Recorded::new();
            rendered.fill(values.values());
            pinned.body().values.write().update(rendered.iter());
        }
        super::values::note_change();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    #[inline]
    fn enter(&self, id: &Id) {
        if self.keeps_times {
            self.note_time(id, super::times::Times::enter);
        }
        stack::push(id.into_u64());
    }

    #[inline]
    fn exit(&self, id: &Id) {
        if self.keeps_times {
            self.note_time(id, super::times::Times::exit);
        }
        stack::pop(id.into_u64());
    }

    #[inline]
    fn clone_span(&self, id: &Id) -> Id {
        if !Name::of(id).is_some_and(|name| name.add_handle(self.number)) {
            unknown("is cloned", id);
        }
        id.clone()
    }

    #[inline]
    fn current_span(&self) -> Current {
        self.current().map_or_else(Current::none, |(id, metadata)| Current::new(id, metadata))
    }

    #[inline]
    fn private_hold_current(&self) -> Option<(Id, Id, &'static Metadata<'static>)> {
        stack::top(|id| {
            let id = Id::from_u64(id);
            let metadata = Name::of(&id)?.hold(self.number)?;
            Some((id.clone(), id, metadata))
        })
    }

    #[inline]
    fn private_is_bounded(&self) -> bool {
        // It records nothing of its own.
        true
    }

    #[inline]
    fn try_close(&self, id: Id) -> bool {
        let Some(name) = Name::of(&id) else {
            unknown("is closed", &id);
            return false;
        };
        let is_observed = closing::is_observed();
        match name.give(self.number, if is_observed { Last::Pins } else { Last::LetsGo }) {
            Given::Kept => false,
            Given::Freed => {
                closing::free(name.take_freed(), Some(&mut |parent| _ = self.try_close(parent)));
                true
            }
            Given::Closed => {
                if is_observed {
                    let pinned = name.take_pin();
                    if self.keeps_times {
                        pinned.body().times().close();
                    }
                    closing::defer(pinned);
                }
                true
            }
            Given::Unknown => {
                unknown("is closed", &id);
                false
            }
        }
    }
}

impl<'a> LookupSpan<'a> for Registry {
    type Data = Data<'a>;

    #[inline]
    fn span_data(&'a self, id: &Id) -> Option<Self::Data> {
        let pinned = Name::of(id)?.pin(self.number)?;
        Some(Data { id: id.clone(), parent: pinned.parent(), pinned, registry: self })
    }

    fn register_filter(&mut self) -> FilterId {
        let id = FilterId::new(self.filters);
        self.filters += 1;
        id
    }

    fn private_offer(&mut self, maker: Maker) -> bool {
        // Of several of one type the first, which is further in, is used.
        self.makers.push(maker);
        true
    }
}

/// The data of a span in a [`Registry`]. It stays in place while this lives.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::Data;
///
/// let job = tracing::info_span!("job");
/// let data: Data<'_> = registry.span_data(&job.id().unwrap()).unwrap();
/// assert_eq!(data.metadata().name(), "job");
/// ```
pub struct Data<'a> {
    id: Id,
    parent: Option<Id>,
    pinned: Pinned,
    registry: &'a Registry,
}

impl<'a> SpanData<'a> for Data<'a> {
    fn id(&self) -> Id {
        self.id.clone()
    }

    fn metadata(&self) -> &'static Metadata<'static> {
        self.pinned.metadata()
    }

    fn parent(&self) -> Option<&Id> {
        self.parent.as_ref()
    }

    fn extensions(&self) -> Extensions<'_> {
        Extensions::new(self.pinned.body().extensions.read(), &self.registry.makers, &self.pinned)
    }

    fn extensions_mut(&self) -> ExtensionsMut<'_> {
        ExtensionsMut::new(self.pinned.body().extensions.write())
    }

    #[inline]
    fn is_enabled_for(&self, filter: FilterId) -> bool {
        !self.pinned.is_refused(filter.number())
    }

    fn values(&self) -> Values<'_> {
        self.pinned.values()
    }

    fn times(&self) -> Option<SpanTimes> {
        self.pinned.body().noted_times()
    }
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data")
            .field("id", &self.id)
            .field("metadata", &self.metadata())
            .field("parent", &self.parent)
            .finish_non_exhaustive()
    }
}

/// One span that was open when [`Registry::open_spans`] looked.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::OpenSpan;
///
/// let _job = tracing::info_span!("job", id = 7);
/// let open: Vec<OpenSpan> = registry.open_spans();
/// let (name, value) = open[0].fields().next().unwrap();
/// assert_eq!(format!("{} {name}={value}", open[0].name()), "job id=7");
/// ```
#[derive(Clone, Debug)]
pub struct OpenSpan {
    id: Id,
    parent: Option<Id>,
    metadata: &'static Metadata<'static>,
    times: Option<SpanTimes>,
    fields: Vec<(&'static str, FieldValue)>,
}

impl OpenSpan {
    fn of(pinned: Pinned) -> Self {
        let body = pinned.body();
        Self {
            id: pinned.id(),
            parent: pinned.parent(),
            metadata: pinned.metadata(),
            times: body.noted_times(),
            fields: body.values.read().iter().map(|(name, value)| (name, FieldValue::copy(value))).collect(),
        }
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
    /// assert_eq!(Some(registry.open_spans()[0].id()), job.id().as_ref());
    /// ```
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Gives the id of the span's parent.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let step = tracing::info_span!(parent: &job, "step");
    /// let open = registry.open_spans();
    /// let open_step = open.iter().find(|span| span.name() == "step").unwrap();
    /// assert_eq!(open_step.parent(), job.id().as_ref());
    /// ```
    #[must_use]
    pub fn parent(&self) -> Option<&Id> {
        self.parent.as_ref()
    }

    /// Gives the span's name.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let _job = tracing::info_span!("job");
    /// assert_eq!(registry.open_spans()[0].name(), "job");
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.metadata.name()
    }

    /// Gives what is known of the span at compile time.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let _job = tracing::info_span!(target: "db", "job");
    /// assert_eq!(registry.open_spans()[0].metadata().target(), "db");
    /// ```
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.metadata
    }

    /// Tells since when the span is open and when it was entered, if the registry keeps that.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let _job = tracing::info_span!("job"); // of a registry `with_times`
    /// let open = registry.open_spans();
    /// assert!(open[0].times().unwrap().first_entered.is_none());
    /// ```
    #[must_use]
    pub fn times(&self) -> Option<&SpanTimes> {
        self.times.as_ref()
    }

    /// Tells how long the span has been open, if the registry keeps that.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// use std::time::Duration;
    ///
    /// let _job = tracing::info_span!("job"); // of a registry `with_times`
    /// let open = registry.open_spans();
    /// let is_stuck = open[0].age() > Some(Duration::from_secs(3600));
    /// assert!(!is_stuck);
    /// ```
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        self.times.map(|times| times.age())
    }

    /// Gives the values of the span's fields.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let _job = tracing::info_span!("job", id = 7, path = "/index");
    /// let open = registry.open_spans();
    /// let fields: Vec<_> = open[0].fields().map(|(name, value)| format!("{name}={value}")).collect();
    /// assert_eq!(fields, ["id=7", "path=/index"]);
    /// ```
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &FieldValue)> {
        self.fields.iter().map(|(name, value)| (*name, value))
    }
}

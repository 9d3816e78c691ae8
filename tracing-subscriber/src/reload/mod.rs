//! A layer or filter that can be exchanged or changed while the program runs.
//!
//! [`Layer::new`] wraps any layer or filter and gives a [`Handle`] to it. What the handle does takes effect at once, for
//! every callsite, and also for spans that are open: a new [`EnvFilter`](crate::EnvFilter) matches them by their stored
//! fields. Layers read what is wrapped without a lock.
//!
//! A filter that holds for all layers:
//!
//! ```
//! use tracing_subscriber::{filter::LevelFilter, prelude::*, reload};
//!
//! let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
//! let subscriber = tracing_subscriber::registry().with(filter);
//! tracing::subscriber::with_default(subscriber, || {
//!     assert!(!tracing::enabled!(tracing::Level::INFO));
//!     handle.modify(|filter| *filter = LevelFilter::INFO).unwrap();
//!     assert!(tracing::enabled!(tracing::Level::INFO));
//! });
//! ```
//!
//! The filter of one layer, and a layer with its filter, are exchanged in the same way, as is a whole `Vec` of layers:
//!
//! ```
//! # #[cfg(feature = "registry")] {
//! use tracing_subscriber::{Layer as _, Registry, filter::LevelFilter, layer::Identity, prelude::*, reload};
//!
//! let (filter, filter_handle) = reload::Layer::new(LevelFilter::WARN);
//! let (layers, layers_handle) = reload::Layer::new(vec![Identity::new().with_filter(filter).boxed()]);
//! let subscriber = tracing_subscriber::registry().with(layers);
//! # let _: &reload::Handle<_, Registry> = &filter_handle;
//! # tracing::subscriber::with_default(subscriber, || {
//! filter_handle.reload(LevelFilter::DEBUG)?;
//! assert!(tracing::enabled!(tracing::Level::DEBUG));
//! layers_handle.modify(|layers| layers.push(Identity::new().with_filter(LevelFilter::TRACE).boxed()))?;
//! assert!(tracing::enabled!(tracing::Level::TRACE));
//! # Ok::<(), reload::Error>(())
//! # }).unwrap();
//! # }
//! ```
//!
//! # What to know
//!
//! * A layer that is put in later was not there when the subscriber was built, so its
//!   [`on_layer`](crate::layer::Layer::on_layer) is not called; its
//!   [`on_register_dispatch`](crate::layer::Layer::on_register_dispatch) is, once per change.
//! * The subscriber cannot be asked for the wrapped layer by its type ([`downcast_ref`](tracing_core::Dispatch::downcast_ref)),
//!   since a reference to it could outlive it.
//! * An old layer is dropped once nobody is in it any more: as a rule before [`Handle::reload`] returns, at the latest
//!   with the next change.

mod cell;

use std::error;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tracing_core::dispatcher::WeakDispatch;
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber, callsite};

use self::cell::{Cell, Refused};
use crate::filter;
use crate::layer;
use crate::layer::{Context, Opinion, Reach, Stance};

/// Wraps a layer or filter, so that it can be changed by a [`Handle`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{filter::LevelFilter, prelude::*, reload};
///
/// let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
/// let _guard = tracing_subscriber::registry().with(filter).set_default();
/// assert!(!tracing::enabled!(Level::INFO));
/// handle.reload(LevelFilter::INFO)?;
/// assert!(tracing::enabled!(Level::INFO));
/// # Ok::<(), reload::Error>(())
/// ```
#[derive(Debug)]
pub struct Layer<L, S> {
    inner: Arc<Inner<L>>,
    _subscriber: PhantomData<fn(S)>,
}

/// Changes the layer or filter in a [`Layer`], for as long as that is in use.
///
/// ```
/// use tracing_subscriber::{Registry, filter::LevelFilter, reload::{self, Handle}};
///
/// /// What an admin's route calls.
/// fn set(handle: &Handle<LevelFilter, Registry>, level: &str) -> Result<(), Box<dyn std::error::Error>> {
///     Ok(handle.reload(level.parse::<LevelFilter>()?)?)
/// }
/// let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
/// set(&handle, "debug")?;
/// assert_eq!(handle.clone_current(), Some(LevelFilter::DEBUG));
/// # drop(filter);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Handle<L, S> {
    inner: Weak<Inner<L>>,
    _subscriber: PhantomData<fn(S)>,
}

/// What a layer and its handles share.
struct Inner<L> {
    cell: Cell<L>,
    /// The dispatchers that the layer was introduced to, and how to introduce another.
    introductions: Mutex<Vec<(WeakDispatch, fn(&L, &Dispatch))>>,
}

/// A layer or filter could not be changed or read.
///
/// ```
/// use tracing_subscriber::{Registry, filter::LevelFilter, reload};
///
/// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
/// drop(filter);
/// assert!(handle.reload(LevelFilter::INFO).unwrap_err().is_dropped());
/// ```
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Dropped,
    Poisoned,
    Busy,
}

impl<L, S> Layer<L, S> {
    /// Wraps a layer or filter and gives a handle to it.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    ///
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// assert_eq!(handle.clone_current(), Some(LevelFilter::WARN));
    /// # drop(filter);
    /// ```
    pub fn new(inner: L) -> (Self, Handle<L, S>) {
        let inner = Arc::new(Inner { cell: Cell::new(inner), introductions: Mutex::new(Vec::new()) });
        let this = Self { inner, _subscriber: PhantomData };
        let handle = this.handle();
        (this, handle)
    }

    /// Gives another handle.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    /// let (filter, _) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// assert!(filter.handle().reload(LevelFilter::INFO).is_ok());
    /// ```
    pub fn handle(&self) -> Handle<L, S> {
        Handle { inner: Arc::downgrade(&self.inner), _subscriber: PhantomData }
    }

    /// Asks what is wrapped; `absent` is the answer where it is being changed on this very thread, up the stack.
    #[inline]
    fn ask<R>(&self, absent: R, ask: impl FnOnce(&L) -> R) -> R {
        self.inner.cell.read(ask).unwrap_or(absent)
    }

    #[inline]
    fn tell(&self, tell: impl FnOnce(&L)) {
        self.ask((), tell);
    }
}

impl<L, S> Handle<L, S> {
    /// Puts another layer or filter in place of the present one.
    ///
    /// May be called from inside the layer itself.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// handle.reload(LevelFilter::INFO)?;
    /// assert_eq!(handle.clone_current(), Some(LevelFilter::INFO));
    /// # drop(filter);
    /// # Ok::<(), reload::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the [`Layer`] is gone, or the call is made from inside [`modify`](Self::modify).
    pub fn reload(&self, new_value: impl Into<L>) -> Result<(), Error> {
        let inner = self.inner()?;
        inner.cell.exchange(new_value.into())?;
        inner.after_change();
        Ok(())
    }

    /// Changes the layer or filter in place.
    ///
    /// Waits until no thread is in it, and threads that come to it meanwhile wait for the change. What this thread
    /// records during the change is not seen by the layer.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::{LevelFilter, Targets}, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(Targets::new());
    /// handle.modify(|targets| targets.extend([("my_crate", LevelFilter::DEBUG)]))?;
    /// assert_eq!(handle.clone_current().unwrap().to_string(), "my_crate=debug");
    /// # drop(filter);
    /// # Ok::<(), reload::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the [`Layer`] is gone, the call is made from inside of the layer or of this method, or an earlier change
    /// panicked; [`reload`](Self::reload) helps then.
    pub fn modify(&self, f: impl FnOnce(&mut L)) -> Result<(), Error> {
        let inner = self.inner()?;
        inner.cell.change(f)?;
        inner.after_change();
        Ok(())
    }

    /// Copies the layer or filter as it is; `None` if the [`Layer`] is gone.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// assert_eq!(handle.clone_current(), Some(LevelFilter::WARN));
    /// drop(filter);
    /// assert_eq!(handle.clone_current(), None);
    /// ```
    pub fn clone_current(&self) -> Option<L>
    where
        L: Clone,
    {
        self.with_current(L::clone).ok()
    }

    /// Calls a function with the layer or filter as it is.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::Targets, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new("hyper=info".parse::<Targets>().unwrap());
    /// assert_eq!(handle.with_current(|filter| filter.to_string()).unwrap(), "hyper=info");
    /// # drop(filter);
    /// ```
    ///
    /// # Errors
    ///
    /// If the [`Layer`] is gone, the call is made from inside [`modify`](Self::modify), or a change panicked.
    pub fn with_current<T>(&self, f: impl FnOnce(&L) -> T) -> Result<T, Error> {
        let inner = self.inner()?;
        if inner.cell.is_poisoned() {
            return Err(Error { kind: Kind::Poisoned });
        }
        inner.cell.read(f).ok_or(Error { kind: Kind::Busy })
    }

    fn inner(&self) -> Result<Arc<Inner<L>>, Error> {
        self.inner.upgrade().ok_or(Error { kind: Kind::Dropped })
    }
}

impl<L> Inner<L> {
    /// Makes the change known where answers of before are kept.
    fn after_change(&self) {
        let introductions = self.introductions.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (dispatch, introduce) in introductions {
            if let Some(dispatch) = dispatch.upgrade() {
                self.cell.read(|layer| introduce(layer, &dispatch));
            }
        }
        callsite::rebuild_interest_cache();
    }

    /// Introduces the layer to a dispatcher, and remembers that for later ones.
    fn introduce(&self, dispatch: &Dispatch, introduce: fn(&L, &Dispatch)) {
        self.introductions.lock().unwrap_or_else(PoisonError::into_inner).push((dispatch.downgrade(), introduce));
        self.cell.read(|layer| introduce(layer, dispatch));
    }
}

impl<L: fmt::Debug> fmt::Debug for Inner<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cell.read(|layer| layer.fmt(f)) {
            Some(result) => result,
            None => f.write_str("<being changed>"),
        }
    }
}

/// Writes the methods that a layer and a filter have in common.
macro_rules! callbacks {
    () => {
        fn max_level_hint(&self) -> Option<LevelFilter> {
            self.ask(None, |inner| inner.max_level_hint())
        }

        #[inline]
        fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
            self.tell(|inner| inner.on_new_span(attrs, id, ctx));
        }

        #[inline]
        fn on_record(&self, span: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
            self.tell(|inner| inner.on_record(span, values, ctx));
        }

        #[inline]
        fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
            self.tell(|inner| inner.on_enter(id, ctx));
        }

        #[inline]
        fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
            self.tell(|inner| inner.on_exit(id, ctx));
        }

        #[inline]
        fn on_close(&self, id: Id, ctx: Context<'_, S>) {
            self.tell(|inner| inner.on_close(id, ctx));
        }
    };
}

impl<L, S> layer::Layer<S> for Layer<L, S>
where
    L: layer::Layer<S>,
    S: Subscriber,
{
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.inner.introduce(subscriber, |layer, subscriber| layer.on_register_dispatch(subscriber));
    }

    fn on_layer(&mut self, subscriber: &mut S) {
        // While the layer is being put into its place nobody reads it, so nobody is in the way.
        let _ = self.inner.cell.change(|inner| inner.on_layer(subscriber));
    }

    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.ask(Interest::sometimes(), |inner| inner.register_callsite(metadata))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        self.ask(Stance::ABSENT, |inner| inner.interest(metadata))
    }

    fn reach(&self) -> Reach {
        self.ask(Reach::ABSENT, |inner| inner.reach())
    }

    #[inline]
    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        self.ask(true, |inner| inner.enabled(metadata, ctx))
    }

    #[inline]
    fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, verdict: &mut Verdict) -> Opinion {
        self.ask(Opinion::Absent, |inner| inner.verdict(metadata, ctx, verdict))
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>, ctx: Context<'_, S>) -> bool {
        self.ask(true, |inner| inner.event_enabled(event, ctx))
    }

    #[inline]
    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        self.tell(|inner| inner.on_event(event, ctx));
    }

    #[inline]
    fn on_follows_from(&self, span: &Id, follows: &Id, ctx: Context<'_, S>) {
        self.tell(|inner| inner.on_follows_from(span, follows, ctx));
    }

    #[inline]
    fn on_id_change(&self, old: &Id, new: &Id, ctx: Context<'_, S>) {
        self.tell(|inner| inner.on_id_change(old, new, ctx));
    }

    callbacks!();
}

impl<F, S> layer::Filter<S> for Layer<F, S>
where
    F: layer::Filter<S>,
    S: Subscriber,
{
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        self.inner.introduce(subscriber, |filter, subscriber| filter.on_register_dispatch(subscriber));
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.ask(Interest::sometimes(), |inner| inner.callsite_enabled(metadata))
    }

    #[inline]
    fn enabled(&self, metadata: &Metadata<'_>, ctx: &Context<'_, S>) -> bool {
        self.ask(true, |inner| inner.enabled(metadata, ctx))
    }

    #[inline]
    fn hides(&self, id: &Id) -> bool {
        self.ask(false, |inner| inner.hides(id))
    }

    #[inline]
    fn on_refused(&self, span: filter::Refused<'_>) {
        self.tell(|inner| inner.on_refused(span));
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>, ctx: &Context<'_, S>) -> bool {
        self.ask(true, |inner| inner.event_enabled(event, ctx))
    }

    callbacks!();
}

impl<L, S> Clone for Handle<L, S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), _subscriber: PhantomData }
    }
}

impl Error {
    /// Tells whether an earlier change panicked and left the layer in an unknown state.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// let panicking = std::panic::AssertUnwindSafe(|| handle.modify(|_| panic!("half-way")));
    /// assert!(std::panic::catch_unwind(panicking).is_err());
    /// assert!(handle.modify(|_| ()).unwrap_err().is_poisoned());
    /// # drop(filter);
    /// ```
    pub fn is_poisoned(&self) -> bool {
        matches!(self.kind, Kind::Poisoned)
    }

    /// Tells whether the [`Layer`] is gone.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// drop(filter);
    /// assert!(handle.reload(LevelFilter::INFO).unwrap_err().is_dropped());
    /// ```
    pub fn is_dropped(&self) -> bool {
        matches!(self.kind, Kind::Dropped)
    }

    /// Tells whether the call was made from inside of the layer, or of a change to it.
    ///
    /// ```
    /// # use tracing_subscriber::{Registry, filter::LevelFilter, reload};
    /// let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    /// handle.modify(|_| assert!(handle.reload(LevelFilter::INFO).unwrap_err().is_busy()))?;
    /// # drop(filter);
    /// # Ok::<(), reload::Error>(())
    /// ```
    pub fn is_busy(&self) -> bool {
        matches!(self.kind, Kind::Busy)
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self {
            kind: match refused {
                Refused::Busy => Kind::Busy,
                Refused::Poisoned => Kind::Poisoned,
            },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Dropped => "the layer is gone, and its subscriber with it",
            Kind::Poisoned => "a change of the layer panicked, and left it in an unknown state",
            Kind::Busy => "the layer cannot be changed or read from where it is being used",
        })
    }
}

impl error::Error for Error {}

//! The instants of a span's life. Written by a registry that was asked to; read through
//! [`SpanRef::times`](super::SpanRef::times) and [`Registry::open_spans`](super::Registry::open_spans).

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::clock;
use crate::sync::{AtomicU64, Ordering};

/// The instants of a span, in nanoseconds since the first one that was ever taken, and one; 0 for none.
pub(crate) struct Times {
    made: AtomicU64,
    first_entered: AtomicU64,
    last_entered: AtomicU64,
    last_exited: AtomicU64,
    closed: AtomicU64,
}

impl Times {
    pub(crate) const fn new() -> Self {
        Self {
            made: AtomicU64::new(0),
            first_entered: AtomicU64::new(0),
            last_entered: AtomicU64::new(0),
            last_exited: AtomicU64::new(0),
            closed: AtomicU64::new(0),
        }
    }

    // Relaxed, below: each instant stands for itself.
    pub(crate) fn make(&self) {
        self.made.store(now(), Ordering::Relaxed);
        self.first_entered.store(0, Ordering::Relaxed);
        self.last_entered.store(0, Ordering::Relaxed);
        self.last_exited.store(0, Ordering::Relaxed);
        self.closed.store(0, Ordering::Relaxed);
    }

    /// The next span of the slot may be of a registry that keeps no times.
    #[inline]
    pub(crate) fn forget(&self) {
        if self.made.load(Ordering::Relaxed) != 0 {
            self.made.store(0, Ordering::Relaxed);
        }
    }

    pub(crate) fn enter(&self) {
        let now = now();
        if self.first_entered.load(Ordering::Relaxed) == 0 {
            self.first_entered.store(now, Ordering::Relaxed);
        }
        self.last_entered.store(now, Ordering::Relaxed);
    }

    pub(crate) fn exit(&self) {
        self.last_exited.store(now(), Ordering::Relaxed);
    }

    pub(crate) fn close(&self) {
        self.closed.store(now(), Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> Option<SpanTimes> {
        Some(SpanTimes {
            made: instant(self.made.load(Ordering::Relaxed))?,
            first_entered: instant(self.first_entered.load(Ordering::Relaxed)),
            last_entered: instant(self.last_entered.load(Ordering::Relaxed)),
            last_exited: instant(self.last_exited.load(Ordering::Relaxed)),
            closed: instant(self.closed.load(Ordering::Relaxed)),
        })
    }
}

/// When things happened to a span.
///
/// Kept by a registry that was made [`with_times`](super::Registry::with_times), where the machine has a clock.
///
/// ```
/// # use test_support::sample::*;
/// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
/// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
/// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
/// # let _default = set_default(&dispatch);
/// use tracing_subscriber::registry::SpanTimes;
///
/// let job = tracing::info_span!("job"); // of a registry `with_times`
/// job.in_scope(|| ());
/// let times: SpanTimes = registry.span(&job.id().unwrap()).unwrap().times().unwrap();
/// assert!(times.first_entered <= times.last_exited && times.closed.is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SpanTimes {
    /// When the span was made.
    pub made: Instant,
    /// When it was entered for the first time, if ever.
    pub first_entered: Option<Instant>,
    /// When it was entered for the last time so far, if ever.
    pub last_entered: Option<Instant>,
    /// When it was exited for the last time so far, if ever.
    pub last_exited: Option<Instant>,
    /// When its last handle was dropped; known to the layers that are told that it closes.
    pub closed: Option<Instant>,
}

impl SpanTimes {
    /// Tells how long the span has been, or was, open.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job"); // of a registry `with_times`
    /// let times = registry.span(&job.id().unwrap()).unwrap().times().unwrap();
    /// assert!(times.age() <= times.made.elapsed());
    /// ```
    #[must_use]
    pub fn age(&self) -> Duration {
        self.closed.unwrap_or_else(Instant::now).saturating_duration_since(self.made)
    }

    /// Tells how long nobody has been inside of the span; `None` if somebody is, or nobody ever was.
    ///
    /// For a span that several threads are inside of at a time, it counts what happened last.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job"); // of a registry `with_times`
    /// let times = || registry.span(&job.id().unwrap()).unwrap().times().unwrap();
    /// job.in_scope(|| assert_eq!(times().idle(), None));
    /// assert!(times().idle().is_some());
    /// ```
    #[must_use]
    pub fn idle(&self) -> Option<Duration> {
        let exited = self.last_exited.filter(|exited| self.last_entered <= Some(*exited))?;
        Some(self.closed.unwrap_or_else(Instant::now).saturating_duration_since(exited))
    }
}

static EPOCH: OnceLock<Instant> = OnceLock::new();

/// Where there is no clock, no span has any instant.
fn now() -> u64 {
    let Some(moment) = clock::instant() else { return 0 };
    let epoch = *EPOCH.get_or_init(|| moment);
    u64::try_from(moment.saturating_duration_since(epoch).as_nanos()).map_or(u64::MAX, |nanos| nanos.saturating_add(1))
}

fn instant(nanos: u64) -> Option<Instant> {
    let since = Duration::from_nanos(nanos.checked_sub(1)?);
    EPOCH.get()?.checked_add(since)
}

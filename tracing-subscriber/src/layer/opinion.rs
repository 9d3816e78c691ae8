//! What a layer, or a stack of them, has to say: about one record, about a callsite, about levels. Asked by `Layered`, which
//! joins the answers; see the registry's README, "who wants a record".
//!
//! Each answer keeps apart who *vetoes*, which holds for all, and who *wants*, since a filter of a single layer speaks for
//! that layer alone. Nothing is admitted against a veto, and nothing that nobody wants.

use tracing_core::{Interest, LevelFilter};

use super::note;

/// What a layer has to say about one record.
///
/// Ordered by weight: of two opinions the greater one is that of both together.
///
/// ```
/// use tracing_subscriber::layer::Opinion;
///
/// assert_eq!(Opinion::Refuses.and(Opinion::Wants), Opinion::Wants);
/// assert!(Opinion::Absent.admits() && !Opinion::Vetoes.admits());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opinion {
    /// Nobody is there, or it is somebody who takes records as they come and does not listen.
    Absent,
    /// Somebody is there, and its own filter does not admit the record.
    Refuses,
    /// Somebody would listen.
    Wants,
    /// The record is not to be, for anybody.
    Vetoes,
}

impl Opinion {
    /// Gives the opinion of somebody who filters for all, and does not listen.
    ///
    /// ```
    /// use tracing_subscriber::layer::Opinion;
    ///
    /// assert_eq!(Opinion::filter(false).and(Opinion::Wants), Opinion::Vetoes);
    /// assert_eq!(Opinion::filter(true).and(Opinion::Wants), Opinion::Wants);
    /// ```
    #[must_use]
    pub fn filter(admits: bool) -> Self {
        if admits { Self::Absent } else { Self::Vetoes }
    }

    /// Joins two opinions.
    ///
    /// ```
    /// use tracing_subscriber::layer::Opinion;
    ///
    /// assert_eq!(Opinion::Refuses.and(Opinion::Absent), Opinion::Refuses);
    /// ```
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// Tells whether a record with this opinion about it is made.
    ///
    /// ```
    /// use tracing_subscriber::layer::Opinion;
    ///
    /// assert!(Opinion::Wants.admits() && !Opinion::Refuses.admits());
    /// ```
    #[inline]
    #[must_use]
    pub fn admits(self) -> bool {
        matches!(self, Self::Absent | Self::Wants)
    }

    /// Notes this as the fuller form of what is being returned.
    #[inline]
    pub(crate) fn note(self) -> Self {
        note::leave_opinion(self);
        self
    }

    /// The opinion of a subscriber of which only a yes or no is known, unless it left a note.
    #[inline]
    pub(crate) fn of_subscriber(ask: impl FnOnce() -> bool) -> Self {
        let (admits, noted) = note::read_opinion(ask);
        match noted {
            Some(opinion) if opinion.admits() == admits => opinion,
            _ if admits => Self::Wants,
            _ => Self::Vetoes,
        }
    }
}

/// What a layer has to say about a callsite.
///
/// ```
/// use tracing_core::Interest;
/// use tracing_subscriber::layer::Stance;
///
/// let verbose = Stance::filtered(Interest::always());
/// let terse = Stance::filtered(Interest::never());
/// assert!(verbose.and(terse).settle().is_always());
/// assert!(verbose.and(Stance::filter(Interest::never())).settle().is_never());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stance {
    veto: Answer,
    wants: Option<Answer>,
}

/// An [`Interest`] with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Never,
    Sometimes,
    Always,
}

impl Answer {
    #[inline]
    fn of(interest: &Interest) -> Self {
        if interest.is_always() {
            Self::Always
        } else if interest.is_never() {
            Self::Never
        } else {
            Self::Sometimes
        }
    }
}

impl Stance {
    /// Nobody is there.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// let listener = Stance::filtered(Interest::sometimes());
    /// assert_eq!(Stance::ABSENT.and(listener), listener);
    /// ```
    pub const ABSENT: Self = Self { veto: Answer::Always, wants: None };

    /// Gives the stance of a listener that can veto.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// let vetoes = Stance::listener(Interest::never());
    /// assert!(vetoes.and(Stance::listener(Interest::always())).settle().is_never());
    /// ```
    #[inline]
    #[must_use]
    pub fn listener(interest: Interest) -> Self {
        Self { veto: Answer::of(&interest), wants: Some(Answer::Always) }
    }

    /// Gives the stance of somebody who filters for all, and does not listen.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// let asks = Stance::filter(Interest::sometimes());
    /// assert!(asks.and(Stance::listener(Interest::always())).settle().is_sometimes());
    /// ```
    #[inline]
    #[must_use]
    pub fn filter(interest: Interest) -> Self {
        Self { veto: Answer::of(&interest), wants: None }
    }

    /// Gives the stance of a listener with a filter of its own, which is this interested.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// let bored = Stance::filtered(Interest::never());
    /// assert!(bored.and(Stance::listener(Interest::always())).settle().is_always(), "it speaks for itself alone");
    /// ```
    #[inline]
    #[must_use]
    pub fn filtered(interest: Interest) -> Self {
        Self { veto: Answer::Always, wants: Some(Answer::of(&interest)) }
    }

    /// Joins two stances: of two vetoes the stricter holds, of two wishes the greater.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// let both = Stance::filtered(Interest::never()).and(Stance::filtered(Interest::sometimes()));
    /// assert!(both.settle().is_sometimes());
    /// ```
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        // Who is further out, and wants to be asked each time, is asked, whatever those inside have settled.
        let veto = if self.veto == Answer::Sometimes { self.veto } else { self.veto.min(other.veto) };
        Self { veto, wants: self.wants.max(other.wants) }
    }

    /// The stance of a listener whose own filter has this one, and whose layer has the other, which holds for that layer alone.
    #[cfg(feature = "registry")]
    pub(crate) fn within(self, layer: Self) -> Self {
        let layer = Answer::of(&layer.settle());
        Self { wants: self.wants.map(|wants| wants.min(layer)), ..self }
    }

    /// Gives the interest that results.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// assert!(Stance::filtered(Interest::never()).settle().is_never());
    /// ```
    #[inline]
    #[must_use]
    pub fn settle(self) -> Interest {
        match self.veto.min(self.wants.unwrap_or(Answer::Always)) {
            Answer::Never => Interest::never(),
            Answer::Sometimes => Interest::sometimes(),
            Answer::Always => Interest::always(),
        }
    }

    /// Gives the interest of those who speak for all.
    ///
    /// ```
    /// use tracing_core::Interest;
    /// use tracing_subscriber::layer::Stance;
    ///
    /// assert!(Stance::filtered(Interest::never()).veto().is_always());
    /// assert!(Stance::filter(Interest::never()).veto().is_never());
    /// ```
    #[inline]
    #[must_use]
    pub fn veto(self) -> Interest {
        Self { wants: None, ..self }.settle()
    }

    pub(crate) fn note(self) -> Self {
        note::leave_stance(self);
        self
    }

    #[inline]
    pub(crate) fn of_subscriber(ask: impl FnOnce() -> Interest) -> Self {
        let (interest, noted) = note::read_stance(ask);
        match noted {
            Some(stance) if Answer::of(&stance.settle()) == Answer::of(&interest) => stance,
            _ => Self::listener(interest),
        }
    }
}

/// Which levels are of use to a layer.
///
/// ```
/// use tracing_core::LevelFilter;
/// use tracing_subscriber::layer::Reach;
///
/// let verbose = Reach::filtered(Some(LevelFilter::DEBUG));
/// let terse = Reach::filtered(Some(LevelFilter::WARN));
/// assert_eq!(verbose.and(terse).settle(), Some(LevelFilter::DEBUG));
/// assert_eq!(verbose.and(Reach::listener(None)).settle(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The highest level that somebody named who speaks for all.
    cap: Option<LevelFilter>,
    /// The highest level that a filter of a single layer admits.
    wants: Wants,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wants {
    /// There is nothing but what always is: the store of spans.
    Nothing,
    /// Somebody could be there, and is not.
    Nobody,
    UpTo(LevelFilter),
    Anything,
}

impl Reach {
    /// A place for a layer, with no layer in it.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_subscriber::layer::Reach;
    ///
    /// assert_eq!(Reach::ABSENT.settle(), Some(LevelFilter::OFF));
    /// ```
    pub const ABSENT: Self = Self { cap: None, wants: Wants::Nobody };

    /// A store of spans, which has no say.
    #[cfg(feature = "registry")]
    pub(crate) const STORE: Self = Self { cap: None, wants: Wants::Nothing };

    /// Gives the reach of a listener that can veto, and gives this hint: at most about itself, at least for all.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_subscriber::layer::Reach;
    ///
    /// assert_eq!(Reach::listener(Some(LevelFilter::INFO)).settle(), Some(LevelFilter::INFO));
    /// assert_eq!(Reach::listener(None).settle(), None);
    /// ```
    #[must_use]
    pub fn listener(hint: Option<LevelFilter>) -> Self {
        Self { cap: hint, wants: hint.map_or(Wants::Anything, Wants::UpTo) }
    }

    /// Gives the reach of somebody who filters for all, and does not listen.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_subscriber::layer::Reach;
    ///
    /// let cap = Reach::filter(Some(LevelFilter::INFO));
    /// assert_eq!(cap.and(Reach::listener(None)).settle(), Some(LevelFilter::INFO));
    /// ```
    #[must_use]
    pub fn filter(hint: Option<LevelFilter>) -> Self {
        Self { cap: hint, wants: Wants::Nothing }
    }

    /// Gives the reach of a listener with a filter of its own, which gives this hint.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_subscriber::layer::Reach;
    ///
    /// let warnings = Reach::filtered(Some(LevelFilter::WARN));
    /// assert_eq!(warnings.and(Reach::listener(None)).settle(), None, "it speaks for itself alone");
    /// ```
    #[must_use]
    pub fn filtered(hint: Option<LevelFilter>) -> Self {
        Self { cap: None, wants: hint.map_or(Wants::Anything, Wants::UpTo) }
    }

    /// Joins two: a level that is of use to one is of use.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_subscriber::layer::Reach;
    ///
    /// let both = Reach::filtered(Some(LevelFilter::WARN)).and(Reach::filtered(Some(LevelFilter::INFO)));
    /// assert_eq!(both.settle(), Some(LevelFilter::INFO));
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { cap: self.cap.max(other.cap), wants: self.wants.max(other.wants) }
    }

    /// Gives the hint that results.
    ///
    /// ```
    /// use tracing_core::LevelFilter;
    /// use tracing_subscriber::layer::Reach;
    ///
    /// assert_eq!(Reach::filtered(Some(LevelFilter::WARN)).settle(), Some(LevelFilter::WARN));
    /// ```
    #[must_use]
    pub fn settle(self) -> Option<LevelFilter> {
        match (self.cap, self.wants) {
            (cap, Wants::Nothing | Wants::Anything) => cap,
            (None, Wants::Nobody) => Some(LevelFilter::OFF),
            (Some(cap), Wants::Nobody) => Some(cap),
            (None, Wants::UpTo(level)) => Some(level),
            (Some(cap), Wants::UpTo(level)) => Some(cap.max(level)),
        }
    }

    pub(crate) fn note(self) -> Self {
        note::leave_reach(self);
        self
    }

    pub(crate) fn of_subscriber(ask: impl FnOnce() -> Option<LevelFilter>) -> Self {
        let (hint, noted) = note::read_reach(ask);
        match noted {
            Some(reach) if reach.settle() == hint => reach,
            _ => Self::listener(hint),
        }
    }
}

//! A subscriber's standing answer for one callsite. Given by `register_callsite`, kept in the callsite's byte.

/// Tells whether a subscriber wants the records of a callsite: never, always, or it must be asked each time.
///
/// ```
/// use tracing_core::Interest;
///
/// assert!(Interest::never().is_never());
/// assert!(!Interest::sometimes().is_always());
/// ```
#[derive(Clone, Debug)]
pub struct Interest(Answer);

/// The same, as the number that a callsite's byte holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Answer {
    Never = 1,
    Sometimes = 2,
    Always = 3,
}

impl Interest {
    /// Says that the subscriber wants no record of this callsite and need not be asked again.
    ///
    /// ```
    /// use tracing_core::Interest;
    ///
    /// let bored = Interest::never();
    /// assert!(bored.is_never() && !bored.is_always());
    /// ```
    #[inline]
    #[must_use]
    pub fn never() -> Self {
        Interest(Answer::Never)
    }

    /// Says that the subscriber is to be asked, by `enabled`, before each record.
    ///
    /// ```
    /// use tracing_core::Interest;
    ///
    /// let undecided = Interest::sometimes();
    /// assert!(!undecided.is_never() && !undecided.is_always());
    /// ```
    #[inline]
    #[must_use]
    pub fn sometimes() -> Self {
        Interest(Answer::Sometimes)
    }

    /// Says that the subscriber wants every record of this callsite and need not be asked again.
    ///
    /// ```
    /// use tracing_core::Interest;
    ///
    /// let eager = Interest::always();
    /// assert!(eager.is_always() && !eager.is_sometimes());
    /// ```
    #[inline]
    #[must_use]
    pub fn always() -> Self {
        Interest(Answer::Always)
    }

    /// Tells whether no record is wanted.
    ///
    /// ```
    /// use tracing_core::{Interest, Level};
    ///
    /// /// What a filter that lets warnings pass says of a callsite.
    /// fn interest(level: Level) -> Interest {
    ///     if level <= Level::WARN { Interest::always() } else { Interest::never() }
    /// }
    /// assert!(interest(Level::INFO).is_never());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_never(&self) -> bool {
        self.0 == Answer::Never
    }

    /// Tells whether the subscriber is to be asked each time.
    ///
    /// ```
    /// use tracing_core::Interest;
    ///
    /// let answers = [Interest::always(), Interest::sometimes()];
    /// assert!(answers.iter().any(Interest::is_sometimes));
    /// ```
    #[inline]
    #[must_use]
    pub fn is_sometimes(&self) -> bool {
        self.0 == Answer::Sometimes
    }

    /// Tells whether every record is wanted.
    ///
    /// ```
    /// use tracing_core::Interest;
    ///
    /// let answers = [Interest::always(), Interest::sometimes()];
    /// assert!(!answers.iter().all(Interest::is_always));
    /// ```
    #[inline]
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.0 == Answer::Always
    }

    pub(crate) fn answer(&self) -> Answer {
        self.0
    }
}

impl From<Answer> for Interest {
    fn from(answer: Answer) -> Self {
        Interest(answer)
    }
}

//! What the filters of a subscriber said of one record. Handed from the question to the record, never kept beside it.

use core::fmt;

/// What the per-layer filters of a subscriber said of one record, one by one.
///
/// A facade asks for it with [`DefaultCallsite::ask`](crate::callsite::DefaultCallsite::ask), which goes to
/// [`Subscriber::verdict`](crate::Subscriber::verdict), and hands it on with the record
/// ([`Event::with_verdict`](crate::Event::with_verdict),
/// [`Attributes::with_verdict`](crate::span::Attributes::with_verdict)), so that no filter is asked twice and none
/// answers for another record. One word, `Copy`, no allocation.
///
/// Filters are numbered by the subscriber, from 0. The first [`Verdict::FILTERS`] have a place here; one with a
/// larger number is asked when the record is delivered.
///
/// ```
/// use tracing_core::subscriber::Verdict;
///
/// let mut verdict = Verdict::UNASKED;
/// verdict.set(3, true);
/// verdict.set(4, false);
/// assert_eq!((verdict.get(3), verdict.get(4), verdict.get(5)), (Some(true), Some(false), None));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verdict(
    /// bit 0: somebody may want the record; bits 1..32: the filter was asked; bit 32: the record is wanted elsewhere;
    /// bits 33..64: the filter admits the record
    // One word, so that it is the result of the call that asks. 2026-11: two words, which that call wrote through a
    // pointer, made a question of 77 instructions, this one of half as many.
    u64,
);

impl Verdict {
    const WANTED: u64 = 1;
    const ASKED: u32 = 1;
    const ELSEWHERE: u64 = 1 << 32;
    const ADMITTED: u32 = 33;

    /// How many filters have a place in a verdict.
    ///
    /// ```
    /// use tracing_core::subscriber::Verdict;
    ///
    /// let mut verdict = Verdict::UNASKED;
    /// verdict.set(Verdict::FILTERS, true);
    /// assert_eq!(verdict, Verdict::UNASKED, "the last place is one below");
    /// ```
    pub const FILTERS: u32 = 31;
    /// No filter was asked.
    ///
    /// ```
    /// use tracing_core::subscriber::Verdict;
    ///
    /// assert_eq!(Verdict::UNASKED.get(0), None);
    /// assert_eq!(Verdict::default(), Verdict::UNASKED);
    /// ```
    pub const UNASKED: Verdict = Verdict(Self::WANTED);
    /// Nobody wants the record: it is not made.
    ///
    /// ```
    /// use tracing_core::subscriber::Verdict;
    ///
    /// assert!(Verdict::REFUSED.is_refused());
    /// ```
    pub const REFUSED: Verdict = Verdict(0);

    /// No subscriber wants the record, and it is made all the same, for the facade has a reader of its own.
    #[doc(hidden)]
    pub const PRIVATE_ELSEWHERE: Verdict = Verdict(Self::ELSEWHERE);

    /// Tells whether nobody wants the record.
    ///
    /// ```
    /// use tracing_core::subscriber::Verdict;
    ///
    /// let mut verdict = Verdict::UNASKED;
    /// verdict.set(0, false);
    /// assert!(!verdict.is_refused(), "another filter may want it");
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn is_refused(self) -> bool {
        self.0 & Self::WANTED == 0
    }

    /// Tells whether the record is not made. One compare with 0.
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub fn private_is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Writes down the answer of one filter. Numbers from [`Verdict::FILTERS`] on are ignored.
    ///
    /// ```
    /// use tracing_core::subscriber::Verdict;
    ///
    /// let mut verdict = Verdict::UNASKED;
    /// verdict.set(2, true);
    /// verdict.set(2, false);
    /// assert_eq!(verdict.get(2), Some(false));
    /// ```
    #[inline]
    pub fn set(&mut self, filter: u32, admitted: bool) {
        if filter < Self::FILTERS {
            self.0 |= 1 << (Self::ASKED + filter);
            self.0 = self.0 & !(1 << (Self::ADMITTED + filter)) | u64::from(admitted) << (Self::ADMITTED + filter);
        }
    }

    /// Gives the answer of one filter, if it was asked.
    ///
    /// ```
    /// use tracing_core::subscriber::Verdict;
    ///
    /// let mut verdict = Verdict::UNASKED;
    /// verdict.set(7, true);
    /// assert_eq!((verdict.get(7), verdict.get(8)), (Some(true), None));
    /// ```
    #[inline]
    #[must_use]
    pub fn get(self, filter: u32) -> Option<bool> {
        (filter < Self::FILTERS && self.0 >> (Self::ASKED + filter) & 1 == 1)
            .then(|| self.0 >> (Self::ADMITTED + filter) & 1 == 1)
    }
}

impl Default for Verdict {
    fn default() -> Self {
        Self::UNASKED
    }
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_refused() {
            return f.write_str("Verdict(refused)");
        }
        f.write_str("Verdict")?;
        f.debug_map().entries((0..Self::FILTERS).filter_map(|filter| Some((filter, self.get(filter)?)))).finish()
    }
}

//! The callsite that facades use: a static with one byte of state. Read by every macro.

#![expect(unsafe_code, reason = "metadata that is made once is reached through a pointer")]

use alloc::boxed::Box;
use core::{
    fmt, ptr,
    sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release},
};

use super::{Callsite, Identifier, Outline, ROSTER};
use crate::{
    Interest, Level, Metadata, current,
    interest::Answer,
    subscriber::Verdict,
    sync::{AtomicPtr, AtomicU8, AtomicU32, maybe_const},
};

/// A [`Callsite`] that keeps the interest of the live subscribers in one byte.
///
/// Made in a static, beside its [`Metadata`]; it registers itself when it is first asked.
///
/// ```
/// use tracing_core::{Kind, Level, Metadata, callsite::DefaultCallsite, metadata};
///
/// static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// static META: Metadata<'static> = metadata! {
///     name: "tick", target: "clock", level: Level::TRACE, fields: &[], callsite: &CALLSITE, kind: Kind::EVENT
/// };
///
/// // Nobody listens, so the first question settles that this callsite is off.
/// assert!(CALLSITE.interest().is_never());
/// assert!(CALLSITE.is_never());
/// ```
pub struct DefaultCallsite {
    /// 0: not registered; else an [`Answer`], and then the metadata is there.
    state: AtomicU8,
    /// 0: not in the roster; else the place in it, plus one.
    place: AtomicU32,
    /// Null: it is not made yet. Never changed afterwards, and what it points to is never freed.
    metadata: AtomicPtr<Metadata<'static>>,
    /// What metadata is made from that was not given.
    outline: Option<Outline>,
}

impl DefaultCallsite {
    const UNREGISTERED: u8 = 0;

    maybe_const! {
        /// Makes a callsite that is not registered yet.
        ///
        /// ```
        /// # use test_support::sample::*;
        /// static CALLSITE: DefaultCallsite = DefaultCallsite::new(&SERVED);
        /// assert_eq!(CALLSITE.describe(), &SERVED);
        /// ```
        #[must_use]
        pub fn new(metadata: &'static Metadata<'static>) -> Self {
            Self {
                state: AtomicU8::new(Self::UNREGISTERED),
                place: AtomicU32::new(0),
                metadata: AtomicPtr::new(ptr::from_ref(metadata).cast_mut()),
                outline: None,
            }
        }
    }

    maybe_const! {
        /// Makes a callsite that is not registered yet, from an [`Outline`]. For facades: what the static holds is
        /// smaller, and its [`Metadata`] is made when the callsite is met.
        ///
        /// ```
        /// use tracing_core::{Kind, Level, callsite::{DefaultCallsite, Outline}};
        ///
        /// static CALLSITE: DefaultCallsite =
        ///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::INFO, "app::web\0web.rs", 7, &["path"]));
        /// assert_eq!(CALLSITE.describe().name(), "event web.rs:7");
        /// ```
        #[must_use]
        pub fn outlined(outline: Outline) -> Self {
            Self {
                state: AtomicU8::new(Self::UNREGISTERED),
                place: AtomicU32::new(0),
                metadata: AtomicPtr::new(ptr::null_mut()),
                outline: Some(outline),
            }
        }
    }

    maybe_const! {
        /// Makes five callsites from one [`Outline`], one per level, the least verbose first. For facades: so a level
        /// may be chosen at run time.
        ///
        /// ```
        /// use tracing_core::{Kind, Level, callsite::{DefaultCallsite, Outline}};
        ///
        /// static CALLSITES: [DefaultCallsite; 5] =
        ///     DefaultCallsite::outlined_per_level(Outline::new(Kind::EVENT, Level::INFO, "app\0main.rs", 7, &[]));
        /// assert_eq!(*CALLSITES[0].describe().level(), Level::ERROR);
        /// assert_eq!(*CALLSITES[4].describe().level(), Level::TRACE);
        /// ```
        #[must_use]
        pub fn outlined_per_level(outline: Outline) -> [Self; 5] {
            [
                Self::outlined(outline.level(Level::ERROR)),
                Self::outlined(outline.level(Level::WARN)),
                Self::outlined(outline.level(Level::INFO)),
                Self::outlined(outline.level(Level::DEBUG)),
                Self::outlined(outline.level(Level::TRACE)),
            ]
        }
    }

    /// Describes the callsite. Unlike [`Callsite::metadata`], also when it was never met.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static TICK: DefaultCallsite =
    ///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::INFO, "clock\0clock.rs", 7, &[]));
    /// assert_eq!(TICK.describe().target(), "clock");
    /// ```
    #[inline]
    #[must_use]
    pub fn describe(&'static self) -> &'static Metadata<'static> {
        self.private_made().unwrap_or_else(|| self.make())
    }

    /// The metadata, if it is there: from the first answer on.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn private_made(&self) -> Option<&'static Metadata<'static>> {
        // Acquire: pairs with the Release in `make`.
        let metadata = self.metadata.load(Acquire);
        // SAFETY: it is null, or comes from a `&'static`, or was leaked in `make`.
        unsafe { metadata.as_ref() }
    }

    #[cold]
    fn make(&'static self) -> &'static Metadata<'static> {
        let Some(outline) = &self.outline else {
            // Only a callsite without metadata comes here, and it has an outline.
            return Identifier::nowhere_metadata();
        };
        let made = Box::into_raw(outline.metadata(self));
        // Release: makes what was written visible to `private_made`. Acquire: that of another thread that came first.
        match self.metadata.compare_exchange(ptr::null_mut(), made, AcqRel, Acquire) {
            // SAFETY: it was made above, and is never freed from now on.
            Ok(_) => unsafe { &*made },
            Err(first) => {
                // SAFETY: it was made above, and nobody else has seen it.
                drop(unsafe { Box::from_raw(made) });
                // SAFETY: it is not null, see `private_made`.
                unsafe { &*first }
            }
        }
    }

    /// Tells whether it is settled that nobody wants this callsite's records. One relaxed load.
    ///
    /// False while the callsite is not registered: then [`ask`](Self::ask) finds out.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # static TICK: DefaultCallsite = DefaultCallsite::new(&SERVED);
    /// assert!(!TICK.is_never(), "not known yet");
    /// assert!(TICK.ask().is_refused(), "nobody listens");
    /// assert!(TICK.is_never());
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn is_never(&self) -> bool {
        // Relaxed: the byte is a lone answer; whoever reads an old one asks once too often, or misses a record that
        // raced with the subscriber's arrival.
        self.state.load(Relaxed) == Answer::Never as u8
    }

    /// Asks whether a record is to be made now, on this thread; registers the callsite if need be.
    ///
    /// Gives [`Verdict::REFUSED`] if it is not. The verdict goes with the record, see
    /// [`Event::with_verdict`](crate::Event::with_verdict).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static TICK: DefaultCallsite =
    ///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::WARN, "clock\0clock.rs", 7, &[]));
    /// let verdict = TICK.ask();
    /// assert!(verdict.is_refused(), "nobody listens");
    ///
    /// let _guard = set_default(&Recorder::new().dispatch());
    /// let verdict = TICK.ask();
    /// assert!(!verdict.is_refused());
    /// # let metadata = TICK.describe();
    /// let values = ValueSet::from_refs(metadata.fields(), &[]);
    /// let event = Event::new(metadata, &values).with_verdict(verdict);
    /// assert_eq!(event.verdict(), verdict);
    /// ```
    // Cold, so that what calls it moves it and all that follows out of the way of a disabled record. A cold function is
    // compiled for size, but what matters in it is inlined by force.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn ask(&'static self) -> Verdict {
        // Acquire: as in `known`.
        let state = self.state.load(Acquire);
        if state != Answer::Sometimes as u8 {
            return self.ask_settled(state);
        }
        current::ask(|| {
            // Relaxed: the state was seen, and `settle` has seen the metadata before.
            let metadata = self.metadata.load(Relaxed);
            // SAFETY: it is there, for `settle` writes no answer without it; and as in `private_made`.
            unsafe { &*metadata }
        })
    }

    /// As [`ask`](Self::ask), for a callsite whose answer stands, or is not known.
    #[inline(never)]
    fn ask_settled(&'static self, state: u8) -> Verdict {
        if state == Answer::Always as u8 { Verdict::UNASKED } else { self.ask_first() }
    }

    /// As [`ask`](Self::ask), for a callsite that is off, or was not met before.
    #[inline(never)]
    fn ask_first(&'static self) -> Verdict {
        match self.answer() {
            Answer::Never => Verdict::REFUSED,
            Answer::Always => Verdict::UNASKED,
            Answer::Sometimes => current::ask(|| self.describe()),
        }
    }

    /// Tells whether this thread's dispatcher would want a record, for a question after which none is made: it is asked
    /// also where others always want one, for it may be none of them.
    #[doc(hidden)]
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn private_would_be_wanted(&'static self) -> bool {
        self.answer() != Answer::Never && !current::ask(|| self.describe()).is_refused()
    }

    /// Registers the callsite, asking each live subscriber, and gives the interest of all of them.
    ///
    /// Once registered, this is one load.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static TICK: DefaultCallsite =
    ///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::WARN, "clock\0clock.rs", 7, &[]));
    /// let errors = Recorder::new().max_level(Level::ERROR).dispatch();
    /// assert!(TICK.register().is_never(), "the one subscriber wants errors alone");
    /// # drop(errors);
    /// ```
    pub fn register(&'static self) -> Interest {
        self.answer().into()
    }

    /// Gives the interest of the live subscribers; registers the callsite if need be.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static TICK: DefaultCallsite =
    ///     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::WARN, "clock\0clock.rs", 7, &[]));
    /// let asks = Recorder::new().filter(|metadata| metadata.target() == "clock").dispatch();
    /// assert!(TICK.interest().is_sometimes());
    /// drop(asks);
    /// callsite::rebuild_interest_cache();
    /// assert!(TICK.interest().is_never());
    /// ```
    #[inline]
    pub fn interest(&'static self) -> Interest {
        self.answer().into()
    }

    #[inline]
    fn answer(&'static self) -> Answer {
        self.known().unwrap_or_else(|| ROSTER.register(self))
    }

    /// The answer that stands, if the callsite was met.
    #[inline]
    pub(super) fn known(&self) -> Option<Answer> {
        // Acquire: pairs with the Release in `settle`; what each subscriber's `register_callsite` wrote is visible to
        // the record that follows.
        match self.state.load(Acquire) {
            Self::UNREGISTERED => None,
            state if state == Answer::Never as u8 => Some(Answer::Never),
            state if state == Answer::Always as u8 => Some(Answer::Always),
            _ => Some(Answer::Sometimes),
        }
    }

    /// Writes down the answer. Under the roster's lock, once the metadata is there.
    pub(super) fn settle(&self, answer: Answer) {
        // Relaxed: all writes are made under the lock, but for those of `set_interest`, after which anything may stand.
        // Looked at first, because threads that record read this, and would have to fetch it after each write.
        if self.state.load(Relaxed) != answer as u8 {
            // Release: pairs with the Acquire in `known` and `ask`, for the metadata too.
            self.state.store(answer as u8, Release);
        }
    }

    /// The place in the roster; written under its lock.
    pub(super) fn place(&self) -> Option<usize> {
        self.index().map(|place| place as usize)
    }

    fn index(&self) -> Option<u32> {
        // Relaxed: a lone number; tables beside the callsite synchronise by themselves.
        self.place.load(Relaxed).checked_sub(1)
    }

    pub(super) fn set_place(&self, place: usize) {
        // Relaxed: see `place`.
        self.place.store(u32::try_from(place + 1).unwrap_or(u32::MAX), Relaxed);
    }
}

impl Callsite for DefaultCallsite {
    fn set_interest(&self, interest: Interest) {
        // One that was never met has to be asked about first.
        if self.private_made().is_some() {
            self.settle(interest.answer());
        }
    }

    #[inline]
    fn metadata(&self) -> &Metadata<'static> {
        // An identifier of this callsite comes from its metadata, so whoever holds one finds it made. Only a callsite
        // that was never met, and is asked directly, has none to show: `describe` makes it.
        self.private_made().unwrap_or(Identifier::nowhere_metadata())
    }

    #[inline]
    fn private_index(&self) -> Option<u32> {
        self.index()
    }
}

impl fmt::Debug for DefaultCallsite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DefaultCallsite")
            .field("interest", &self.state)
            .field("place", &self.place())
            .field("meta", &self.metadata())
            .finish()
    }
}

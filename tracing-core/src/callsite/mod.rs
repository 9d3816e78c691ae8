//! Places in the code that make spans or events, and what is known of who wants them.
//!
//! A callsite is a static. It is met for the first time when its code runs: then it is registered, each live
//! subscriber says whether it wants its records ([`Subscriber::register_callsite`](crate::Subscriber)), and the
//! answers are kept in one byte. From then on a callsite that nobody wants costs one relaxed load and one branch.
//! When a subscriber appears or goes, all callsites are settled anew; `README.md` beside this file tells how this
//! stays right while other threads register and record.
//!
//! ```
//! use tracing_core::{Kind, Level, Metadata, callsite::DefaultCallsite, metadata};
//!
//! static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
//! static META: Metadata<'static> = metadata! {
//!     name: "tick", target: "clock", level: Level::INFO, fields: &[], callsite: &CALLSITE, kind: Kind::EVENT
//! };
//! assert!(!CALLSITE.is_never(), "not known yet");
//! assert!(CALLSITE.ask().is_refused(), "nobody listens");
//! assert!(CALLSITE.is_never(), "and from now on that is known");
//! ```

mod default;
mod identifier;
mod members;
mod outline;
mod roster;

use crate::{Interest, Metadata};

#[doc(hidden)]
pub use self::roster::private_after_rebuild;
pub(crate) use self::roster::{ROSTER, Work};
pub use self::{default::DefaultCallsite, identifier::Identifier, outline::Outline};

/// A place in the code that makes spans or events.
///
/// Facades use [`DefaultCallsite`]; one that needs a callsite of its own implements this and calls [`register`] once,
/// before the first record.
///
/// ```
/// use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
/// use tracing_core::{Callsite, Interest, Kind, Level, Metadata, callsite, metadata};
///
/// struct Switch(AtomicBool);
///
/// static SWITCH: Switch = Switch(AtomicBool::new(false));
/// static META: Metadata<'static> = metadata! {
///     name: "mine", target: "app", level: Level::INFO, fields: &[], callsite: &SWITCH, kind: Kind::EVENT
/// };
///
/// impl Callsite for Switch {
///     fn set_interest(&self, interest: Interest) {
///         self.0.store(!interest.is_never(), Relaxed);
///     }
///     fn metadata(&self) -> &Metadata<'_> {
///         &META
///     }
/// }
///
/// callsite::register(&SWITCH);
/// assert!(!SWITCH.0.load(Relaxed), "nobody listens");
/// ```
///
/// # For implementors
///
/// [`set_interest`](Callsite::set_interest) is called by [`register`] and each time that a subscriber appears or goes,
/// on whichever thread does so, with no lock of this crate held. It must not be left out: it says whether the records
/// of this callsite are wanted.
pub trait Callsite: Sync {
    /// Keeps how much the live subscribers, taken together, want this callsite's records.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use std::sync::Mutex;
    ///
    /// struct Kept(Mutex<Option<Interest>>);
    /// static KEPT: Kept = Kept(Mutex::new(None));
    ///
    /// impl Callsite for Kept {
    ///     fn set_interest(&self, interest: Interest) {
    ///         *self.0.lock().unwrap() = Some(interest);
    ///     }
    /// #   fn metadata(&self) -> &Metadata<'_> { &SERVED }
    /// }
    /// callsite::register(&KEPT);
    /// assert!(KEPT.0.lock().unwrap().as_ref().unwrap().is_never(), "nobody listens");
    /// ```
    fn set_interest(&self, interest: Interest);

    /// Describes the callsite.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # static TICK: DefaultCallsite = DefaultCallsite::new(&SERVED);
    /// let callsite: &dyn Callsite = &TICK;
    /// assert_eq!(callsite.metadata().name(), "served");
    /// ```
    fn metadata(&self) -> &Metadata<'_>;

    /// The dense number of a [`DefaultCallsite`].
    #[doc(hidden)]
    fn private_index(&self) -> Option<u32> {
        None
    }
}

/// Registers a callsite that is not a [`DefaultCallsite`] (those register themselves).
///
/// Asks each live subscriber for its interest and hands the result to
/// [`Callsite::set_interest`] before it returns. Call it once per callsite.
///
/// ```
/// # use test_support::sample::*;
/// struct Shouts;
///
/// impl Callsite for Shouts {
///     fn set_interest(&self, interest: Interest) {
///         assert!(interest.is_never(), "nobody listens");
///     }
///     fn metadata(&self) -> &Metadata<'_> {
///         &SERVED
///     }
/// }
/// callsite::register(&Shouts);
/// ```
pub fn register(callsite: &'static dyn Callsite) {
    ROSTER.register_foreign(callsite);
}

/// Asks all live subscribers again for their interest in every registered callsite.
///
/// Call it when a subscriber changes its mind, for instance after its filter was replaced. Takes time in proportion
/// to callsites × subscribers; calls [`Subscriber::register_callsite`](crate::Subscriber::register_callsite) and
/// [`max_level_hint`](crate::Subscriber::max_level_hint) of each with no lock held. Called from inside one of those,
/// it returns at once, and the running call does its work again.
///
/// ```
/// # use test_support::sample::*;
/// use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
///
/// static WANTED: AtomicBool = AtomicBool::new(false);
/// # static TICK: DefaultCallsite =
/// #     DefaultCallsite::outlined(Outline::new(Kind::EVENT, Level::WARN, "clock\0clock.rs", 7, &[]));
///
/// struct Switched;
/// impl Subscriber for Switched {
///     fn enabled(&self, _: &Metadata<'_>) -> bool {
///         WANTED.load(Relaxed)
///     }
/// #   test_support::stub!(new_span record record_follows_from event enter exit);
/// }
/// let dispatch = Dispatch::new(Switched);
/// assert!(TICK.interest().is_never());
///
/// WANTED.store(true, Relaxed);
/// tracing_core::callsite::rebuild_interest_cache();
/// assert!(TICK.interest().is_always());
/// # drop(dispatch);
/// ```
pub fn rebuild_interest_cache() {
    ROSTER.rebuild();
}

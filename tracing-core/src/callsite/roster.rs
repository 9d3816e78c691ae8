//! Who is there: all callsites and all live dispatchers, and the work of settling what the ones think of the others.
//!
//! Called when a callsite is first met, when a dispatcher appears or goes, and when a subscriber changes its mind.
//! The protocol is in `README.md` beside this file; comments here cite its scenarios by name.

use alloc::{boxed::Box, vec::Vec};

use once_cell::race::OnceBox;

use super::{Callsite, DefaultCallsite};
use crate::{
    Interest, LevelFilter, Metadata, current,
    dispatch::{Dispatch, WeakDispatch},
    interest::Answer,
    sync::{Mutex, maybe_const, process_wide},
};

process_wide! {
    /// The one roster of a process.
    pub(crate) static ROSTER: Roster = Roster::new();
}

/// What else has to follow [`LevelFilter::current`] and the answers of subscribers.
static AFTER_REBUILD: OnceBox<fn()> = OnceBox::new();

/// Has `follow` called after each rebuild, on the thread that does it, with no lock held. One such function is kept,
/// the first; it is for the bridge to the `log` crate.
#[doc(hidden)]
pub fn private_after_rebuild(follow: fn()) {
    // A second caller is the same bridge.
    let _ = AFTER_REBUILD.set(Box::new(follow));
}

pub(crate) struct Roster(Mutex<Members>);

struct Members {
    callsites: Vec<Entry>,
    dispatchers: Vec<WeakDispatch>,
    /// What [`LevelFilter::current`] tells everybody.
    max_level: LevelFilter,
    /// Grows with every change after which answers that are being worked out are stale.
    epoch: u64,
}

#[derive(Clone, Copy)]
enum Entry {
    Default(&'static DefaultCallsite),
    Foreign(&'static dyn Callsite),
}

/// How often answers are worked out anew because something changed meanwhile, before "ask each time" is written in
/// their stead. It ends a subscriber that makes a dispatcher whenever it is asked. See README, "never-ending".
const TRIES: usize = 8;

impl Roster {
    maybe_const! {
        fn new() -> Self {
            Roster(Mutex::new(Members { callsites: Vec::new(), dispatchers: Vec::new(), max_level: LevelFilter::OFF, epoch: 0 }))
        }
    }

    /// Adds a dispatcher and settles all callsites anew.
    pub(crate) fn add_dispatcher(&self, dispatch: &Dispatch) {
        self.0.lock().dispatchers.push(dispatch.downgrade());
        self.rebuild();
    }

    /// Settles a callsite that is met for the first time, perhaps by several threads at once: each asks for itself,
    /// so none waits for another. See README, "two-meet-one".
    #[cold]
    pub(super) fn register(&self, callsite: &'static DefaultCallsite) -> Answer {
        let Some(_asking) = current::Asking::begin() else {
            // See README, "asked-while-asking".
            return Answer::Never;
        };
        for _ in 0..TRIES {
            let (epoch, max_level, dispatchers) = {
                let mut members = self.0.lock();
                if callsite.place().is_none() {
                    let place = members.callsites.len();
                    members.callsites.push(Entry::Default(callsite));
                    callsite.set_place(u32::try_from(place).unwrap_or(u32::MAX - 1));
                }
                (members.epoch, members.max_level, members.live())
            };
            let answer = if *callsite.describe().level() > max_level {
                // Nobody is asked about what is above every subscriber's level. See README, "level-rises".
                Answer::Never
            } else {
                ask_all(&dispatchers, callsite.describe()).answer()
            };
            let members = self.0.lock();
            // A rebuild that ends meanwhile leaves the epoch as it is, and the maximum level not.
            if members.epoch == epoch && members.max_level == max_level {
                callsite.settle(answer);
                return answer;
            }
        }
        callsite.settle(Answer::Sometimes);
        Answer::Sometimes
    }

    pub(super) fn register_foreign(&self, callsite: &'static dyn Callsite) {
        self.0.lock().callsites.push(Entry::Foreign(callsite));
        let _asking = current::Asking::begin();
        for _ in 0..TRIES {
            let (epoch, dispatchers) = {
                let members = self.0.lock();
                (members.epoch, members.live())
            };
            callsite.set_interest(ask_all(&dispatchers, callsite.metadata()));
            // Its own code keeps the answer, so no lock of ours can guard that: look again afterwards.
            if self.0.lock().epoch == epoch {
                return;
            }
        }
        callsite.set_interest(Interest::sometimes());
    }

    /// Settles all callsites anew. See README, "register-during-rebuild" and "two-rebuild".
    pub(crate) fn rebuild(&self) {
        self.0.lock().epoch += 1;
        let Some(_rebuilding) = current::Rebuilding::begin() else {
            // The rebuild that this thread is in the middle of sees the new epoch and works again.
            return;
        };
        for attempt in 1.. {
            let (epoch, callsites, dispatchers) = {
                let mut members = self.0.lock();
                members.dispatchers.retain(|dispatch| dispatch.is_alive());
                (members.epoch, members.callsites.clone(), members.live())
            };
            let max_level = dispatchers
                .iter()
                .map(|dispatch| {
                    current::contained(|| dispatch.max_level_hint()).flatten().unwrap_or(LevelFilter::TRACE)
                })
                .max()
                .unwrap_or(LevelFilter::OFF);
            let answers: Vec<Answer> = callsites
                .iter()
                .map(|entry| match entry {
                    Entry::Default(callsite) if *callsite.describe().level() > max_level => Answer::Never,
                    Entry::Default(callsite) => ask_all(&dispatchers, callsite.describe()).answer(),
                    Entry::Foreign(callsite) => {
                        let interest = ask_all(&dispatchers, callsite.metadata());
                        let answer = interest.answer();
                        callsite.set_interest(interest);
                        answer
                    }
                })
                .collect();
            {
                let mut members = self.0.lock();
                let settled = members.epoch == epoch && members.callsites.len() == callsites.len();
                if !settled && attempt < TRIES {
                    continue;
                }
                // Under the lock, so that an answer worked out before the last change is never written after it.
                members.max_level = if settled { max_level } else { LevelFilter::TRACE };
                members.max_level.set_current();
                // Also those that came meanwhile, which were settled by the level before: see README, "never-ending".
                for (at, entry) in members.callsites.iter().enumerate() {
                    if let Entry::Default(callsite) = entry {
                        let answer = answers.get(at).filter(|_| settled);
                        callsite.settle(answer.copied().unwrap_or(Answer::Sometimes));
                    }
                }
            }
            if let Some(follow) = AFTER_REBUILD.get() {
                follow();
            }
            // One of these may have been the last handle of its subscriber, which then has just gone.
            drop(dispatchers);
            if self.0.lock().epoch == epoch || attempt >= TRIES {
                return;
            }
        }
    }
}

impl Members {
    fn live(&self) -> Vec<Dispatch> {
        self.dispatchers.iter().filter_map(WeakDispatch::upgrade).collect()
    }
}

/// Asks each dispatcher for its interest in a callsite. One that panics is to be asked each time, where the panic hits
/// its own user: this may be another's thread, and even the unwinding of another's panic.
fn ask_all(dispatchers: &[Dispatch], metadata: &'static Metadata<'static>) -> Interest {
    dispatchers
        .iter()
        .map(|dispatch| current::contained(|| dispatch.register_callsite(metadata)).unwrap_or_else(Interest::sometimes))
        .reduce(Interest::and)
        .unwrap_or_else(Interest::never)
}

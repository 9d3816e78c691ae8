//! Who is there: all callsites and all live dispatchers, and the work of settling what the ones think of the others.
//!
//! Called when a callsite is first met, when a dispatcher appears or goes, and when a subscriber changes its mind.
//! The protocol is in `README.md` beside this file; comments here cite its scenarios by name.

use alloc::vec::Vec;

use super::{
    Callsite, DefaultCallsite,
    members::{Members, Mix, Site},
};
use crate::{
    Interest, LevelFilter, current,
    current::Rebuilding,
    dispatch::Dispatch,
    interest::Answer,
    sync::{Mutex, maybe_const, process_wide},
};

process_wide! {
    /// The one roster of a process.
    pub(crate) static ROSTER: Roster = Roster::new();
}

/// Has `follow` called after each rebuild, on the thread that does it, with no lock held. One such function is kept,
/// the first; it is for the bridge to the `log` crate.
#[doc(hidden)]
pub fn private_after_rebuild(follow: fn()) {
    // A second caller is the same bridge.
    ROSTER.0.lock().follow.get_or_insert(follow);
}

pub(crate) struct Roster(Mutex<Members>);

/// What is to be done about all callsites, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    /// To settle them by the answers that are there.
    Settle,
    /// To ask all dispatchers anew, and settle them.
    Ask,
}

/// How often work is begun again because a subscriber has made more of it meanwhile, before "ask each time" is written
/// in place of an answer. It ends a subscriber that makes a dispatcher whenever it is asked. See README, "never-ending".
const TRIES: usize = 8;

impl Roster {
    maybe_const! {
        fn new() -> Self {
            Roster(Mutex::new(Members::new()))
        }
    }

    /// Settles a callsite that is met for the first time, perhaps by several threads at once: each asks for itself,
    /// so none waits for another. See README, "two-meet-one".
    #[cold]
    pub(super) fn register(&self, callsite: &'static DefaultCallsite) -> Answer {
        let Some(_asking) = current::Asking::begin() else {
            // See README, "asked-while-asking".
            return Answer::Never;
        };
        let level = (*callsite.describe().level()).into();
        let place = {
            let mut members = self.0.lock();
            callsite.place().unwrap_or_else(|| {
                let place = members.add_callsite(Site::Default(callsite), level);
                callsite.set_place(place);
                place
            })
        };
        self.settle(Some(place), TRIES);
        callsite.known().unwrap_or(Answer::Never)
    }

    pub(super) fn register_foreign(&self, callsite: &'static dyn Callsite) {
        let _asking = current::Asking::begin();
        // Its own code may want the question whatever the level.
        let place = self.0.lock().add_callsite(Site::Foreign(callsite), LevelFilter::OFF);
        self.settle(Some(place), TRIES);
    }

    /// Adds a dispatcher, and settles all callsites with it. It alone is asked. See README, "two-come".
    pub(crate) fn add_dispatcher(&self, dispatch: &Dispatch) {
        self.0.lock().add_dispatcher(dispatch);
        // Inside of other work its turn comes when that has ended. See README, "rebuild-inside-rebuild".
        if let Some(rebuilding) = Rebuilding::begin(Work::Ask) {
            self.ask_about_all(dispatch);
            self.work(&rebuilding, Work::Settle);
        }
    }

    /// Settles all callsites without the dispatchers that are gone. See README, "dispatcher-goes".
    pub(crate) fn remove_dead(&self) {
        let dead = self.0.lock().take_dead();
        drop(dead);
        if let Some(rebuilding) = Rebuilding::begin(Work::Settle) {
            self.work(&rebuilding, Work::Settle);
        }
    }

    /// Asks all dispatchers anew, and settles all callsites. See README, "register-during-rebuild" and "two-rebuild".
    pub(crate) fn rebuild(&self) {
        if let Some(rebuilding) = Rebuilding::begin(Work::Ask) {
            self.work(&rebuilding, Work::Ask);
        }
    }

    /// Does work, and what subscribers make necessary by what they do meanwhile.
    fn work(&self, rebuilding: &Rebuilding, work: Work) {
        let mut next = Some(work);
        for _ in 0..TRIES {
            let Some(work) = next else { return };
            if work == Work::Ask {
                let dispatchers = self.0.lock().live();
                dispatchers.iter().for_each(|dispatch| self.ask_about_all(dispatch));
            }
            self.settle(None, TRIES);
            next = rebuilding.left();
        }
        if next.is_some() {
            self.0.lock().forget();
            self.settle(None, 0);
        }
    }

    fn ask_about_all(&self, dispatch: &Dispatch) {
        let census = self.0.lock().census();
        let level = current::contained(|| dispatch.max_level_hint()).flatten().unwrap_or(LevelFilter::TRACE);
        let mut answers = Vec::with_capacity(census.entries().len());
        while answers.len() < census.entries().len() {
            // As in `ask`; held up once for all callsites rather than once for each.
            let ended = current::contained(|| {
                for entry in &census.entries()[answers.len()..] {
                    answers.push(if census.concerns(entry, level) {
                        Mix::of(dispatch.register_callsite(entry.site.metadata()).answer())
                    } else {
                        Mix::UNASKED
                    });
                }
            });
            if ended.is_none() {
                answers.push(Mix::of(Answer::Sometimes));
            }
        }
        self.0.lock().note_all(dispatch, &census, level, answers);
    }

    /// Writes the answer of all dispatchers to the callsite at a place, or to all. Before, asks what was not asked yet;
    /// whatever is new then is asked too, but not more often than `tries` says.
    fn settle(&self, place: Option<usize>, tries: usize) {
        let mut attempt = 0;
        let follow = loop {
            let questions = {
                let mut members = self.0.lock();
                let places = members.places(place);
                let mixed = members.mixed(places.clone());
                let questions = if attempt < tries { members.questions(&places, &mixed) } else { Vec::new() };
                if questions.is_empty() {
                    // Under the lock, so that no answer is written after one that is younger.
                    members.write(places, &mixed);
                    break members.follow;
                }
                questions
            };
            let answers: Vec<Answer> =
                questions.iter().map(|question| ask(&question.dispatch, question.site)).collect();
            let mut members = self.0.lock();
            questions.iter().zip(answers).for_each(|(question, answer)| members.note(question, answer));
            // One of the questions may hold the last handle of its subscriber.
            drop(members);
            attempt += 1;
        };
        self.tell(place);
        if let (None, Some(follow)) = (place, follow) {
            follow();
        }
    }

    /// Tells callsites that are not ours what stands. Their own code keeps it, so no lock of ours can guard that: looks
    /// again afterwards.
    fn tell(&self, place: Option<usize>) {
        let stands = || {
            let members = self.0.lock();
            members.foreign(&members.places(place))
        };
        let mut told = stands();
        if told.is_empty() {
            return;
        }
        for _ in 0..TRIES {
            for (callsite, answer) in &told {
                callsite.set_interest((*answer).into());
            }
            let now = stands();
            if now.iter().map(|(_, answer)| answer).eq(told.iter().map(|(_, answer)| answer)) {
                return;
            }
            told = now;
        }
        for (callsite, _) in told {
            callsite.set_interest(Interest::sometimes());
        }
    }
}

/// Asks a dispatcher for its interest in a callsite. One that panics is to be asked each time, where the panic hits
/// its own user: this may be another's thread, and even the unwinding of another's panic.
fn ask(dispatch: &Dispatch, site: Site) -> Answer {
    let metadata = site.metadata();
    current::contained(|| dispatch.register_callsite(metadata)).map_or(Answer::Sometimes, |interest| interest.answer())
}

//! What the roster keeps under its lock: all callsites, all live dispatchers, and what these answered about those.
//!
//! Nothing here calls a subscriber. What is to be asked is handed out, and the answers are brought back.

use alloc::{sync::Arc, vec::Vec};
use core::{mem, ops::Range};

use super::{Callsite, DefaultCallsite};
use crate::{
    LevelFilter, Metadata,
    dispatch::{Dispatch, WeakDispatch},
    interest::Answer,
};

pub(super) struct Members {
    /// Shared with those who ask about them meanwhile; copied if one is added then.
    callsites: Option<Arc<Vec<Entry>>>,
    /// The places of those that keep the interest by code of their own.
    foreign: Vec<usize>,
    dispatchers: Vec<Member>,
    /// Counts the rounds of questions. An answer is as old as the round that it belongs to.
    round: u64,
    /// What is called after all callsites were settled, with no lock held.
    pub(super) follow: Option<fn()>,
}

/// A callsite that is registered.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) site: Site,
    /// Nobody is asked unless somebody wants this level.
    level: LevelFilter,
}

#[derive(Clone, Copy)]
pub(super) enum Site {
    Default(&'static DefaultCallsite),
    /// It keeps the interest by code of its own.
    Foreign(&'static dyn Callsite),
}

/// A dispatcher, and what it answered.
struct Member {
    dispatch: WeakDispatch,
    /// The round in which it was last asked about all callsites; 0: it was not yet, and does not count.
    asked: u64,
    level: LevelFilter,
    /// By the places of callsites; what is beyond the end is [`UNASKED`].
    answers: Vec<Mix>,
}

/// The answers of one dispatcher, or of several: a bit for each that was given, so that they are mixed by "or".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Mix(u8);

/// What is to be asked, in which round.
pub(super) struct Question {
    pub(super) dispatch: Dispatch,
    pub(super) site: Site,
    place: usize,
    round: u64,
}

/// What is to be asked of a dispatcher about all callsites, in which round.
pub(super) struct Census {
    callsites: Option<Arc<Vec<Entry>>>,
    /// The most verbose level that others want.
    level: LevelFilter,
    round: u64,
}

impl Members {
    pub(super) const fn new() -> Self {
        Members { callsites: None, foreign: Vec::new(), dispatchers: Vec::new(), round: 0, follow: None }
    }

    fn entries(&self) -> &[Entry] {
        self.callsites.as_deref().map_or(&[], Vec::as_slice)
    }

    /// A callsite's place, or all.
    pub(super) fn places(&self, place: Option<usize>) -> Range<usize> {
        place.map_or(0..self.entries().len(), |place| place..place + 1)
    }

    /// Adds a callsite, and gives its place.
    pub(super) fn add_callsite(&mut self, site: Site, level: LevelFilter) -> usize {
        let callsites = Arc::make_mut(self.callsites.get_or_insert_default());
        let place = callsites.len();
        callsites.push(Entry { site, level });
        if let Site::Foreign(_) = site {
            self.foreign.push(place);
        }
        place
    }

    pub(super) fn add_dispatcher(&mut self, dispatch: &Dispatch) {
        let dispatch = dispatch.downgrade();
        self.dispatchers.push(Member { dispatch, asked: 0, level: LevelFilter::OFF, answers: Vec::new() });
    }

    /// Takes out what is left of dispatchers that are gone. It is to be dropped without the lock.
    #[must_use]
    pub(super) fn take_dead(&mut self) -> impl Sized + use<> {
        let (live, dead) = mem::take(&mut self.dispatchers).into_iter().partition(|member| member.dispatch.is_alive());
        self.dispatchers = live;
        let dead: Vec<Member> = dead;
        dead
    }

    /// All dispatchers, whether they were asked before or not.
    pub(super) fn live(&self) -> Vec<Dispatch> {
        self.dispatchers.iter().filter_map(|member| member.dispatch.upgrade()).collect()
    }

    /// Begins to ask a dispatcher about all callsites.
    pub(super) fn census(&mut self) -> Census {
        self.round += 1;
        Census { callsites: self.callsites.clone(), level: self.level(), round: self.round }
    }

    /// Writes down what a dispatcher answered to a census, unless it was asked again and has answered that before.
    pub(super) fn note_all(&mut self, dispatch: &Dispatch, census: &Census, level: LevelFilter, answers: Vec<Mix>) {
        let member = self.dispatchers.iter_mut().find(|member| member.dispatch.is(dispatch));
        if let Some(member) = member.filter(|member| member.asked < census.round) {
            (member.asked, member.level, member.answers) = (census.round, level, answers);
        }
    }

    /// Writes down an answer, unless there is one that is of a later round.
    pub(super) fn note(&mut self, question: &Question, answer: Answer) {
        let member = self.dispatchers.iter_mut().find(|member| member.dispatch.is(&question.dispatch));
        if let Some(member) = member.filter(|member| member.asked < question.round) {
            if member.answers.len() <= question.place {
                member.answers.resize(question.place + 1, Mix::UNASKED);
            }
            member.answers[question.place] = Mix::of(answer);
        }
    }

    /// Forgets what was answered, and lets everybody count, for all levels.
    pub(super) fn forget(&mut self) {
        self.round += 1;
        for member in &mut self.dispatchers {
            (member.asked, member.level) = (self.round, LevelFilter::TRACE);
            member.answers.clear();
        }
    }

    /// Those whose answers count.
    fn counted(&self) -> impl Iterator<Item = &Member> {
        self.dispatchers.iter().filter(|member| member.asked != 0 && member.dispatch.is_alive())
    }

    /// The most verbose level that anybody wants.
    fn level(&self) -> LevelFilter {
        self.counted().map(|member| member.level).max().unwrap_or(LevelFilter::OFF)
    }

    /// What all dispatchers together say about the callsites at `places`.
    pub(super) fn mixed(&self, places: Range<usize>) -> Vec<Mix> {
        let mut mixed = alloc::vec![Mix::NOBODY; places.len()];
        let level = self.level();
        for member in self.counted() {
            let known = member.answers.get(places.start..).unwrap_or_default();
            for (mix, answer) in mixed.iter_mut().zip(known) {
                mix.0 |= answer.0;
            }
            for mix in mixed.iter_mut().skip(known.len()) {
                mix.0 |= Mix::UNASKED.0;
            }
        }
        for (mix, entry) in mixed.iter_mut().zip(&self.entries()[places]) {
            *mix = if entry.level <= level { *mix } else { Mix::NOBODY };
        }
        mixed
    }

    /// What has to be asked before it can be said what stands at `places`, where `mixed` is said.
    pub(super) fn questions(&mut self, places: &Range<usize>, mixed: &[Mix]) -> Vec<Question> {
        if mixed.iter().fold(Mix::NOBODY, |all, mix| Mix(all.0 | mix.0)).is_complete() {
            return Vec::new();
        }
        self.round += 1;
        let round = self.round;
        let mut questions = Vec::new();
        for (place, _) in places.clone().zip(mixed).filter(|(_, mix)| !mix.is_complete()) {
            let site = self.entries()[place].site;
            let unasked = self.counted().filter(|member| member.answer(place) == Mix::UNASKED);
            let dispatches = unasked.filter_map(|member| member.dispatch.upgrade());
            questions.extend(dispatches.map(|dispatch| Question { dispatch, site, place, round }));
        }
        questions
    }

    /// Writes what is mixed for `places` to the callsites; for all of them, also the level that goes with it.
    pub(super) fn write(&self, places: Range<usize>, mixed: &[Mix]) {
        if places.len() == self.entries().len() {
            self.level().set_current();
        }
        for (entry, mix) in self.entries()[places].iter().zip(mixed) {
            if let Site::Default(callsite) = entry.site {
                callsite.settle(mix.answer());
            }
        }
    }

    /// The callsites at `places` that keep the interest by code of their own, and what stands for them.
    pub(super) fn foreign(&self, places: &Range<usize>) -> Vec<(&'static dyn Callsite, Answer)> {
        let foreign = |&place: &usize| match self.entries()[place].site {
            Site::Foreign(callsite) => Some((callsite, self.mixed(place..place + 1)[0].answer())),
            Site::Default(_) => None,
        };
        self.foreign.iter().filter(|place| places.contains(place)).filter_map(foreign).collect()
    }
}

impl Member {
    fn answer(&self, place: usize) -> Mix {
        self.answers.get(place).copied().unwrap_or(Mix::UNASKED)
    }
}

impl Mix {
    const NOBODY: Mix = Mix(0);
    pub(super) const UNASKED: Mix = Mix(1);

    pub(super) const fn of(answer: Answer) -> Self {
        Mix(1 << answer as u8)
    }

    /// Whether everybody was asked.
    fn is_complete(self) -> bool {
        self.0 & Mix::UNASKED.0 == 0
    }

    /// What they agree on, else "ask each time".
    pub(super) fn answer(self) -> Answer {
        if self == Mix::NOBODY || self == Mix::of(Answer::Never) {
            Answer::Never
        } else if self == Mix::of(Answer::Always) {
            Answer::Always
        } else {
            Answer::Sometimes
        }
    }
}

impl Site {
    pub(super) fn metadata(self) -> &'static Metadata<'static> {
        match self {
            Site::Default(callsite) => callsite.describe(),
            Site::Foreign(callsite) => callsite.metadata(),
        }
    }
}

impl Census {
    pub(super) fn entries(&self) -> &[Entry] {
        self.callsites.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Whether a callsite is of interest to somebody who wants `level`, or to those who were there before.
    #[inline]
    pub(super) fn concerns(&self, entry: &Entry, level: LevelFilter) -> bool {
        entry.level <= level || entry.level <= self.level
    }
}

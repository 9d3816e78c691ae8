//! Directives on spans and on the values of fields: who matches them, and what that means for what is recorded inside.
//! Called by every callback of `EnvFilter`, unless it has no such directive.
//!
//! While no span has matched yet, the filter answers from callsites alone and with certainty, so that what it turns
//! away costs nothing. The first match *arms* it: callsites are asked again, and those whose fate hangs on the span they
//! are met in are from then on asked about each time.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, callsite};

use super::directive::Directive;
use super::explain::Explanation;
use super::live;
use super::matcher::Compare;
use super::scope;
use super::sites::{Facts, Sites};
use super::watched::{Precedence, SpanMatch, Watched};
use crate::filter::Refused;
use crate::filter::statics::{Rank, StaticSet};

/// The directives and, once the filter is put to use, what is known of callsites and spans.
#[derive(Debug)]
pub(super) struct Dynamics {
    /// The one that decides over the others comes first.
    directives: Vec<Directive>,
    max_level: LevelFilter,
    min_level: LevelFilter,
    has_values: bool,
    /// Whether some directive is on the values of events.
    judges_events: bool,
    /// In a box of its own, for a filter is read more often than it is put to use.
    state: OnceLock<Box<State>>,
}

impl Default for Dynamics {
    fn default() -> Self {
        Self {
            directives: Vec::new(),
            max_level: LevelFilter::OFF,
            min_level: LevelFilter::OFF,
            has_values: false,
            judges_events: false,
            state: OnceLock::new(),
        }
    }
}

/// What is known of callsites and spans.
#[derive(Debug)]
struct State {
    /// Tells the spans of this filter from those of others on the same thread.
    filter: u64,
    armed: Armed,
    sites: Sites,
    /// Made when the first span comes that some directive can match.
    watched: OnceLock<Box<Watched>>,
    /// The registry whose spans were there before the filter, if some of them match.
    before: OnceLock<live::Number>,
}

impl State {
    fn new() -> Box<Self> {
        static FILTERS: AtomicU64 = AtomicU64::new(1);
        Box::new(Self {
            // Relaxed: only the number matters.
            filter: FILTERS.fetch_add(1, Ordering::Relaxed),
            armed: Armed(AtomicU8::new(Armed::NO)),
            sites: Sites::default(),
            watched: OnceLock::new(),
            before: OnceLock::new(),
        })
    }

    /// The directive that decides for what is recorded here and now.
    #[inline]
    fn first_in_scope(&self) -> Precedence {
        if !self.armed.get() {
            return SpanMatch::NONE;
        }
        self.seed();
        scope::first(self.filter)
    }

    /// Takes in the spans that this thread has been in since before the filter was.
    #[inline]
    fn seed(&self) {
        if let Some(registry) = self.before.get() {
            self.seed_from(registry);
        }
    }

    #[cold]
    fn seed_from(&self, registry: &live::Number) {
        scope::seed(self.filter, || {
            let entered = live::entered(registry).into_iter();
            entered.filter_map(|id| Some((id.clone(), self.watched.get()?.get(&id)?))).collect()
        });
    }
}

/// Whether spans have a say.
#[derive(Debug)]
struct Armed(AtomicU8);

impl Armed {
    const NO: u8 = 0;
    const ASKING_AGAIN: u8 = 1;
    const YES: u8 = 2;

    #[inline]
    fn get(&self) -> bool {
        // Acquire: pairs with the Release in `set`. A thread that sees the flag late still has the answers of before,
        // and enters no matching span that was made before the flag was set without being handed the span first.
        self.0.load(Ordering::Acquire) != Self::NO
    }

    /// Returns once every callsite has been asked again.
    fn set(&self) {
        if self.0.load(Ordering::Acquire) == Self::YES {
            return;
        }
        self.0.fetch_max(Self::ASKING_AGAIN, Ordering::Release);
        // A second thread that arms at the same time asks again as well, rather than wait: the first may be waiting for
        // something of the program that the second holds.
        callsite::rebuild_interest_cache();
        self.0.store(Self::YES, Ordering::Release);
    }
}

impl Dynamics {
    /// Adds a directive in place of one that is on the same spans and events. What was known of callsites and spans is
    /// forgotten.
    pub(super) fn add(&mut self, directive: Directive) {
        self.forget();
        self.directives.retain(|other| !other.is_on_the_same(&directive));
        // `off` before the levels, and the more verbose level first: among directives that say equally much one that mutes
        // decides, else the one that lets most through.
        let key = |d: &Directive| (Reverse(d.rank()), d.level != LevelFilter::OFF, Reverse(d.level));
        let at = self.directives.partition_point(|other| key(other) <= key(&directive));
        self.directives.insert(at, directive);
        self.max_level = self.directives.iter().map(|d| d.level).max().unwrap_or(LevelFilter::OFF);
        self.min_level = self.directives.iter().map(|d| d.level).min().unwrap_or(LevelFilter::OFF);
        self.has_values = self.directives.iter().any(Directive::has_values);
        self.judges_events = self.directives.iter().any(Directive::judges_events);
    }

    /// Forgets what was known of callsites and spans, since some directive is about to change.
    pub(super) fn forget(&mut self) {
        if self.state.get_mut().is_some() {
            self.state = OnceLock::new();
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.directives.is_empty()
    }

    #[inline]
    fn state(&self) -> &State {
        self.state.get_or_init(State::new)
    }

    pub(super) fn max_level(&self) -> LevelFilter {
        self.max_level
    }

    pub(super) fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// Spans that may match by a value have to be made to find out, whatever their level.
    pub(super) fn max_level_hint(&self) -> LevelFilter {
        if self.has_values { LevelFilter::TRACE } else { self.max_level }
    }

    fn facts(&self, metadata: &Metadata<'_>, statics: &StaticSet) -> Facts {
        self.state().sites.get(metadata).unwrap_or_else(|| self.work_out(metadata, statics))
    }

    #[cold]
    fn work_out(&self, metadata: &Metadata<'_>, statics: &StaticSet) -> Facts {
        let mut bits = if statics.enabled(metadata) { Facts::STATIC } else { 0 };
        // What is above does not get here if no other subscriber is there, and so must not be let through if one is.
        let highest = statics.max_level().max(self.max_level_hint());
        for (_, directive) in self.candidates(metadata) {
            bits |= Facts::RELATED;
            // A span that matches is made also above the directive's level, so that what is recorded in it can be told
            // apart.
            let admits = if metadata.is_span() {
                directive.level != LevelFilter::OFF && highest >= *metadata.level()
            } else {
                directive.level >= *metadata.level()
            };
            if admits {
                bits |= Facts::OWN;
            }
        }
        Facts::new(bits)
    }

    /// The directives that a span of this callsite can match, or that an event of it can match by its values.
    fn candidates(&self, metadata: &Metadata<'_>) -> impl Iterator<Item = (Precedence, &Directive)> {
        let is_span = metadata.is_span();
        (0..).zip(&self.directives).filter(move |(_, directive)| {
            (is_span || directive.span.is_none() && directive.has_values()) && directive.matches_callsite(metadata)
        })
    }

    pub(super) fn interest(&self, metadata: &'static Metadata<'static>, statics: &StaticSet) -> Interest {
        let facts = self.work_out(metadata, statics);
        self.state().sites.set(metadata, facts);
        let level = *metadata.level();
        let changes =
            self.state().armed.get() && if facts.admitted() { self.min_level < level } else { self.max_level >= level };
        match (changes, facts.admitted()) {
            (true, _) => Interest::sometimes(),
            (false, true) => Interest::always(),
            (false, false) => Interest::never(),
        }
    }

    #[inline]
    pub(super) fn enabled(&self, metadata: &Metadata<'_>, statics: &StaticSet) -> bool {
        let first = self.state().first_in_scope();
        match self.directives.get(first as usize) {
            // What a span lets through needs no further look.
            Some(inside) => inside.level >= *metadata.level() || self.enabled_above(first, metadata, statics),
            None => self.facts(metadata, statics).admitted(),
        }
    }

    /// The answer for what a span does not let through.
    fn enabled_above(&self, first: Precedence, metadata: &Metadata<'_>, statics: &StaticSet) -> bool {
        let facts = self.facts(metadata, statics);
        self.enabled_inside(first, metadata, facts, statics)
            // A span of a muted tree is made, so that what is recorded in it is muted on other threads too.
            || metadata.is_span() && self.mutes(first) && facts.admitted()
    }

    fn mutes(&self, precedence: Precedence) -> bool {
        self.directives.get(precedence as usize).is_some_and(|directive| directive.level == LevelFilter::OFF)
    }

    fn enabled_inside(&self, first: Precedence, metadata: &Metadata<'_>, facts: Facts, statics: &StaticSet) -> bool {
        let inside = &self.directives[first as usize];
        if inside.level >= *metadata.level() {
            return true;
        }
        if facts.has(Facts::OWN) {
            // A muted tree is left only by what matches a directive that says more than the muting one.
            return inside.level != LevelFilter::OFF
                || self.candidates(metadata).any(|(own, d)| own < first && d.level != LevelFilter::OFF);
        }
        facts.has(Facts::STATIC) && self.static_survives(inside, metadata, statics)
    }

    /// Adds what is to be said of these directives.
    pub(super) fn explain(&self, metadata: &Metadata<'_>, statics: &StaticSet, explanation: &mut Explanation) {
        let facts = self.facts(metadata, statics);
        explanation.admits = facts.admitted();
        if let (false, true, Some((_, own))) =
            (facts.has(Facts::STATIC), facts.has(Facts::OWN), self.candidates(metadata).next())
        {
            explanation.directive = Some(own.to_string());
        }
        let first = self.state().first_in_scope();
        if let Some(inside) = self.directives.get(first as usize) {
            explanation.inside = Some((inside.to_string(), self.enabled_inside(first, metadata, facts, statics)));
        }
        let level = *metadata.level();
        let otherwise = |d: &&Directive| if facts.admitted() { d.level < level } else { d.level >= level };
        explanation.depends_on = self.directives.iter().filter(otherwise).map(ToString::to_string).collect();
    }

    /// Whether what the directives on callsites let through stays so where `inside` holds and has a lower level.
    fn static_survives(&self, inside: &Directive, metadata: &Metadata<'_>, statics: &StaticSet) -> bool {
        let rank = statics.find(metadata).map(|directive| directive.rank());
        inside.level != LevelFilter::OFF && rank.is_some_and(|rank: Rank| rank > inside.rank())
    }

    /// Whether an event is let through, now that its values and its parent are known.
    #[inline]
    pub(super) fn event_enabled(&self, event: &Event<'_>, statics: &StaticSet) -> bool {
        !self.judges_events && event.parent().is_none() || self.judge(event, statics)
    }

    fn judge(&self, event: &Event<'_>, statics: &StaticSet) -> bool {
        let metadata = event.metadata();
        let facts = self.facts(metadata, statics);
        let related = facts.has(Facts::RELATED);
        let parent =
            event.parent().filter(|_| self.state().armed.get()).and_then(|id| self.state().watched.get()?.get(id));
        if !related && parent.is_none() {
            return true;
        }
        let own = self.candidates(metadata).find(|(_, directive)| {
            let mut compare = Compare { fields: &directive.fields, matched: 0 };
            event.record(&mut compare);
            compare.is_complete()
        });
        let own = own.map_or(SpanMatch::NONE, |(own, _)| own);
        let scope = self.state().first_in_scope();
        let parent = parent.map_or(SpanMatch::NONE, |span| span.first());
        match own.min(scope).min(parent) {
            SpanMatch::NONE => facts.has(Facts::STATIC),
            first => {
                let directive = &self.directives[first as usize];
                directive.level >= *metadata.level()
                    || facts.has(Facts::STATIC) && self.static_survives(directive, metadata, statics)
            }
        }
    }

    pub(super) fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, statics: &StaticSet) {
        let (metadata, above) = (attributes.metadata(), self.above(attributes));
        if above.is_none() && !self.facts(metadata, statics).has(Facts::RELATED) {
            return;
        }
        if self.watch(id, metadata, above, |compare| attributes.record(compare)) {
            self.state().armed.set();
        }
    }

    /// The span around a new one that may be muted, or become so.
    #[inline]
    fn above(&self, attributes: &Attributes<'_>) -> Option<Arc<SpanMatch>> {
        if self.min_level != LevelFilter::OFF {
            return None;
        }
        let state = self.state();
        let watched = state.watched.get()?;
        let above = if attributes.is_contextual() {
            state.seed();
            scope::innermost(state.filter)
        } else {
            watched.get(attributes.parent()?)
        };
        above.map(SpanMatch::heir)
    }

    /// Whether a span was let through only so that what is recorded in it is muted on every thread.
    pub(super) fn hides(&self, id: &Id) -> bool {
        self.min_level == LevelFilter::OFF
            && self.state().watched.get().and_then(|watched| watched.get(id)).is_some_and(|s| s.is_muted_from_above())
    }

    /// Keeps track of spans that others see: they may be part of a muted tree.
    pub(super) fn on_refused(&self, span: Refused<'_>) {
        match span {
            Refused::New(attributes, id) => {
                if let Some(above) = self.above(attributes) {
                    self.watch(id, attributes.metadata(), Some(above), |compare| attributes.record(compare));
                }
            }
            Refused::Recorded(id, values) => self.on_record(id, values),
            Refused::Entered(id) => self.on_enter(id),
            Refused::Exited(id) => self.on_exit(id),
            Refused::Closed(id) => self.on_close(id),
        }
    }

    /// Matches the spans that are open already where the filter is put into a subscriber.
    pub(super) fn on_register_dispatch(&self, dispatch: &Dispatch, statics: &StaticSet) {
        let Some(open) = live::Open::under(dispatch) else { return };
        let mut matched = None;
        let (mut line, mut seen) = (Vec::new(), HashSet::new());
        for id in open.ids() {
            // Parents before children, whose part in a tree hangs on them.
            let mut next = Some(id);
            while let Some(id) = next.filter(|id| seen.insert(id.into_u64())) {
                next = open.parent(&id);
                line.push(id);
            }
            while let Some(id) = line.pop() {
                matched = matched.max(self.watch_open(&open, &id, statics));
            }
        }
        // Also a span that matches by none of its values so far, for there may come others while a thread is in it.
        if let (Some(matched), Some(registry)) = (matched, open.number()) {
            let _ = self.state().before.set(registry);
            if matched {
                self.state().armed.set();
            }
        }
    }

    /// Puts a span that is open under watch, if that is called for, and then tells whether some directive decides over it.
    fn watch_open(&self, open: &live::Open<'_>, id: &Id, statics: &StaticSet) -> Option<bool> {
        let watched = self.state().watched.get().filter(|_| self.min_level == LevelFilter::OFF);
        let above = watched.and_then(|watched| watched.get(&open.parent(id)?)).map(SpanMatch::heir);
        let mut matched = None;
        open.look_at(id, |metadata, record| {
            if above.is_some() || self.facts(metadata, statics).has(Facts::RELATED) {
                matched = Some(self.watch(id, metadata, above, |compare| record(compare)));
            }
        });
        // It may have been closed before it was in the table; then nobody takes it out.
        if !open.is_open(id) {
            self.on_close(id);
        }
        matched
    }

    /// Puts a span under watch and tells whether some directive decides over it now.
    fn watch(
        &self,
        id: &Id,
        metadata: &Metadata<'_>,
        above: Option<Arc<SpanMatch>>,
        record: impl Fn(&mut Compare<'_>),
    ) -> bool {
        let always =
            self.candidates(metadata).find(|(_, d)| !d.has_values()).map_or(SpanMatch::NONE, |(first, _)| first);
        let by_value = self.candidates(metadata).filter(|(_, d)| d.has_values()).map(|(precedence, _)| precedence);
        let span = Arc::new(SpanMatch::new(always, by_value, above));
        span.record(&self.directives, record);
        let matched = span.first() != SpanMatch::NONE;
        self.state().watched.get_or_init(Box::default).insert(id, span);
        matched
    }

    pub(super) fn on_record(&self, id: &Id, values: &Record<'_>) {
        if let Some(span) = self.state().watched.get().and_then(|watched| watched.get(id)) {
            span.record(&self.directives, |compare| values.record(compare));
            if span.first() != SpanMatch::NONE {
                self.state().armed.set();
            }
        }
    }

    #[inline]
    pub(super) fn on_enter(&self, id: &Id) {
        if let Some(span) = self.state().watched.get().and_then(|watched| watched.get(id)) {
            scope::push(self.state().filter, id, span);
        }
    }

    #[inline]
    pub(super) fn on_exit(&self, id: &Id) {
        if self.state().watched.get().is_some_and(|watched| watched.may_contain(id)) {
            scope::pop(self.state().filter, id);
        }
    }

    #[inline]
    pub(super) fn on_close(&self, id: &Id) {
        if let Some(watched) = self.state().watched.get() {
            watched.remove(id);
        }
    }
}

/// The same directives; what was learnt of callsites and spans is not taken along.
impl Clone for Dynamics {
    fn clone(&self) -> Self {
        Self { directives: self.directives.clone(), state: OnceLock::new(), ..*self }
    }
}

//! What the documentation of `EnvFilter` says of a program, worked out for each step anew, with nothing kept. Called by
//! the test beside.

use std::cmp::Reverse;

use ours::chance::{EXCHANGE, NAMES, Place, Step, TARGETS, Values};

use super::directives::{Directive, in_force};

/// Whether the filter is that of all layers, or of one, which does not see the spans inside of a muted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    All,
    One,
}

/// A span that was made.
struct Span {
    step: usize,
    place: Place,
    values: Values,
    /// The span that it was made in.
    parent: Option<usize>,
    /// The nearest span around that some directive can match, or that is inside of one.
    above: Option<usize>,
    is_open: bool,
}

struct Model {
    /// The one that decides over the others comes first.
    directives: Vec<Directive>,
    spans: Vec<Span>,
    entered: Vec<usize>,
}

/// The steps whose span or event is let through, by one list of directives, and from the exchange on by another.
pub fn seen(list: &[Directive], later: Option<&[Directive]>, steps: &[Step], of: Of) -> Vec<usize> {
    let mut model = Model { directives: in_order(list), spans: Vec::new(), entered: Vec::new() };
    let mut seen = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        if let (EXCHANGE, Some(later)) = (number, later) {
            model.exchange(in_order(later));
        }
        if model.step(number, *step, of) {
            seen.push(number);
        }
    }
    seen
}

/// The one that decides over the others first.
fn in_order(list: &[Directive]) -> Vec<Directive> {
    let mut directives = in_force(list);
    // Of those that say equally much, `off` on spans goes first, then the higher level.
    directives.sort_by_key(|d| (Reverse(d.rank()), d.is_dynamic() && d.level != 0, 5 - d.level));
    directives
}

fn value_matches(expected: &str, name: &str, values: &Values) -> bool {
    match (name, expected) {
        ("id", number) => values.id.is_some_and(|id| id.to_string() == number),
        ("name", "bob") => values.name == Some("bob"),
        ("name", "bo.*") => values.name.is_some_and(|name| name.starts_with("bo")),
        ("name", "b|al") => values.name == Some("al"),
        ("flag", flag) => values.flag.is_some_and(|value| value.to_string() == flag),
        ("ratio", "nan") => values.ratio.is_some_and(f64::is_nan),
        // An integer matches no float.
        ("ratio", "1") => false,
        ("ratio", ratio) => values.ratio.is_some_and(|value| value.to_string() == ratio),
        _ => false,
    }
}

impl Model {
    fn span(&self, step: usize) -> Option<&Span> {
        self.spans.iter().find(|span| span.step == step && span.is_open)
    }

    /// Whether a span or event of this place can match, whatever the values.
    fn can_match(directive: &Directive, place: Place, is_span: bool) -> bool {
        let has = |name: &str| match (is_span, place.kind) {
            (true, _) => place.has_fields() && name != "nothing",
            (false, 1) => name == "what",
            (false, kind) => kind == 2 && name == "id",
        };
        directive.target.is_none_or(|target| TARGETS[place.target].starts_with(target))
            && directive.span.is_none_or(|span| is_span && span == NAMES[place.kind])
            && directive.fields.iter().all(|(name, _)| has(name))
    }

    /// The directives that this place can match.
    fn candidates(&self, place: Place, is_span: bool) -> impl Iterator<Item = (usize, &Directive)> {
        self.directives.iter().enumerate().filter(move |(_, d)| {
            d.is_dynamic() && (is_span || d.span.is_none() && d.has_values()) && Self::can_match(d, place, is_span)
        })
    }

    fn matched(&self, place: Place, values: &Values, is_span: bool) -> Option<usize> {
        let has_all = |d: &Directive| {
            d.fields.iter().all(|(name, value)| value.is_none_or(|value| value_matches(value, name, values)))
        };
        self.candidates(place, is_span).find(|(_, d)| has_all(d)).map(|(n, _)| n)
    }

    fn mutes(&self, directive: usize) -> bool {
        self.directives[directive].level == 0
    }

    /// The directive that mutes what is around a span.
    fn muted_above(&self, span: &Span) -> Option<usize> {
        let (mut left, mut muted, mut above) = (usize::MAX, usize::MAX, span.above);
        while let Some(at) = above {
            let around = &self.spans[at];
            match self.matched(around.place, &around.values, true) {
                Some(own) if self.mutes(own) && own < left => muted = muted.min(own),
                Some(own) if !self.mutes(own) => left = left.min(own),
                _ => {}
            }
            above = around.above;
        }
        (muted < usize::MAX).then_some(muted)
    }

    /// The directive that decides over what is in a span.
    fn inside(&self, span: &Span) -> Option<usize> {
        let own = self.matched(span.place, &span.values, true);
        own.into_iter().chain(self.muted_above(span)).min()
    }

    fn scope(&self) -> Option<usize> {
        self.entered.iter().filter_map(|&step| self.inside(self.span(step)?)).min()
    }

    /// The directive on callsites that decides.
    fn on_callsite(&self, place: Place, is_span: bool) -> Option<&Directive> {
        self.directives.iter().find(|d| {
            d.span.is_none()
                && !d.has_values()
                && if d.fields.is_empty() {
                    d.target.is_none_or(|target| TARGETS[place.target].starts_with(target))
                } else {
                    !is_span && Self::can_match(d, place, false)
                }
        })
    }

    fn by_callsite(&self, place: Place, is_span: bool) -> bool {
        // A directive on a field lets spans through, the context of the events that have it.
        let is_context = |d: &Directive| {
            d.span.is_none()
                && !d.has_values()
                && !d.fields.is_empty()
                && d.level > place.level
                && d.target.is_none_or(|target| TARGETS[place.target].starts_with(target))
        };
        self.on_callsite(place, is_span).is_some_and(|d| d.level > place.level)
            || is_span && self.directives.iter().any(is_context)
    }

    /// What a directive of a span says of a record inside.
    fn by_span(&self, inside: usize, place: Place, is_span: bool) -> bool {
        let directive = &self.directives[inside];
        directive.level > place.level
            || directive.level > 0
                && self.by_callsite(place, is_span)
                && self.on_callsite(place, is_span).is_some_and(|d| d.rank() > directive.rank())
    }

    fn highest(&self) -> usize {
        let highest = self.directives.iter().map(|d| d.level).max().unwrap_or(0);
        if self.directives.iter().any(Directive::has_values) { 5 } else { highest }
    }

    fn span_is_made(&self, place: Place) -> bool {
        let own = place.level < self.highest() && self.candidates(place, true).any(|(_, d)| d.level > 0);
        let admitted = own || self.by_callsite(place, true);
        match self.scope() {
            None => admitted,
            Some(inside) if self.mutes(inside) => admitted,
            Some(inside) => own || self.by_span(inside, place, true),
        }
    }

    fn event_is_let_through(&self, place: Place, values: &Values, parent: Option<usize>) -> bool {
        let (scope, own) = (self.scope(), self.matched(place, values, false));
        // Only what surrounds a record, or the record itself, lets it through; a parent that is named can but mute it.
        let can_be_own = |above: usize| {
            self.candidates(place, false).any(|(n, d)| d.level > place.level && (n < above || !self.mutes(above)))
        };
        let is_looked_at = match scope {
            None => self.by_callsite(place, false) || can_be_own(usize::MAX - 1),
            Some(inside) => self.by_span(inside, place, false) || can_be_own(inside),
        };
        let parent = parent.and_then(|step| self.inside(self.span(step)?));
        is_looked_at
            && match own.into_iter().chain(scope).chain(parent).min() {
                None => self.by_callsite(place, false),
                Some(first) => self.by_span(first, place, false),
            }
    }

    fn step(&mut self, number: usize, step: Step, of: Of) -> bool {
        match step {
            Step::Event(place, values) => self.event_is_let_through(place, &values, None),
            Step::Child(parent, place, values) => {
                self.event_is_let_through(place, &values, self.span(parent).map(|span| span.step))
            }
            Step::Elsewhere(span, place, values) => {
                let here = std::mem::take(&mut self.entered);
                self.entered.extend(self.span(span).map(|span| span.step));
                let is_let_through = self.event_is_let_through(place, &values, None);
                self.entered = here;
                is_let_through
            }
            Step::Open(place, values) => {
                if !self.span_is_made(place) {
                    return false;
                }
                let is_watched =
                    |step: &&usize| self.span(**step).is_some_and(|s| s.above.is_some() || self.is_related(s.place));
                let above = self.entered.iter().rev().find(is_watched);
                let above = above.and_then(|step| self.spans.iter().position(|span| span.step == *step));
                let parent = self.entered.iter().rev().find(|step| self.span(**step).is_some());
                let parent = parent.and_then(|step| self.spans.iter().position(|span| span.step == *step));
                let span = Span { step: number, place, values, parent, above, is_open: true };
                let is_hidden = self.is_hidden(&span);
                self.spans.push(span);
                of == Of::All || !is_hidden
            }
            Step::Record(span, later) => {
                if let Some(span) = self.spans.iter_mut().find(|made| made.step == span) {
                    if span.place.has_fields() {
                        span.values = span.values.and_then(later);
                    }
                }
                false
            }
            Step::Enter(span) => {
                self.entered.push(span);
                false
            }
            Step::Exit => {
                self.entered.pop();
                false
            }
            Step::ExitEarly(span) => {
                self.entered.retain(|entered| *entered != span);
                false
            }
            Step::Close(span) => {
                if let Some(span) = self.spans.iter_mut().find(|made| made.step == span) {
                    span.is_open = false;
                }
                false
            }
        }
    }

    /// Spans that are open are matched anew.
    fn exchange(&mut self, directives: Vec<Directive>) {
        self.directives = directives;
        for at in 0..self.spans.len() {
            let is_watched = |at: &usize| self.spans[*at].above.is_some() || self.is_related(self.spans[*at].place);
            self.spans[at].above = self.spans[at].parent.filter(is_watched);
        }
    }

    fn is_related(&self, place: Place) -> bool {
        self.candidates(place, true).next().is_some()
    }

    /// Whether a span is made only so that what is in it is muted on every thread.
    fn is_hidden(&self, span: &Span) -> bool {
        self.muted_above(span).is_some_and(|muted| {
            self.matched(span.place, &span.values, true).is_none_or(|own| self.mutes(own) || muted < own)
        })
    }
}

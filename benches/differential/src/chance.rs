//! Programs of spans and events that are picked by a seed, run under a filter; what comes through is told by number.
//! Called by the test of filters by chance, which knows from the same steps what ought to come through.

use std::sync::{Arc, Mutex};

use tracing::Span;
use tracing_subscriber::{
    EnvFilter, Registry,
    filter::Targets,
    layer::{Context, Filter, Layer},
    prelude::*,
    reload,
};

use crate::random::Random;

pub const TARGETS: [&str; 5] = ["app", "app::db", "hyper", "application", "h"];
pub const NAMES: [&str; 3] = ["request", "late", "plain"];

/// What a span or event has in its fields; those that are `None` are not recorded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values {
    pub id: Option<i64>,
    pub name: Option<&'static str>,
    pub flag: Option<bool>,
    pub ratio: Option<f64>,
}

impl Values {
    fn by(random: &mut Random) -> Self {
        let mut values = Self::default();
        match random.below(6) {
            0 => {}
            1 => values.name = Some(random.pick(&["bob", "bobby", "al"])),
            2 => values.flag = Some(random.coin()),
            3 => values.ratio = Some(random.pick(&[0.5, 1.0, f64::NAN])),
            _ => values.id = Some(random.pick(&[7, 8, -1])),
        }
        values
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self { id: None, name: None, flag: None, ratio: None })
    }

    /// The same with what was recorded later.
    pub fn and_then(self, later: Self) -> Self {
        Self {
            id: later.id.or(self.id),
            name: later.name.or(self.name),
            flag: later.flag.or(self.flag),
            ratio: later.ratio.or(self.ratio),
        }
    }
}

/// A place in the code: target and level by number, 0 is `ERROR`, and what kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub target: usize,
    pub level: usize,
    /// Of a span its name; of an event 0 for no field, 1 for `what`, 2 for `id`.
    pub kind: usize,
}

impl Place {
    fn by(random: &mut Random) -> Self {
        Self { target: random.below(TARGETS.len()), level: random.below(5), kind: random.below(3) }
    }

    /// Whether its callsite, if it is that of a span, has the fields of [`Values`].
    pub fn has_fields(self) -> bool {
        NAMES[self.kind] != "plain"
    }
}

/// Spans are named by the number of the step that opens them.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Event(Place, Values),
    Open(Place, Values),
    Record(usize, Values),
    Enter(usize),
    /// The span that was entered last.
    Exit,
    Close(usize),
    /// An event in a span, on another thread.
    Elsewhere(usize, Place, Values),
    /// An event that names its parent.
    Child(usize, Place, Values),
    /// Exits a span that others were entered in.
    ExitEarly(usize),
}

/// The steps of a seed; the wild ones do what the published filter is known to answer otherwise.
pub fn steps(seed: u64, is_wild: bool) -> Vec<Step> {
    let random = &mut Random::new(seed ^ 0x57E9);
    let (mut steps, mut open, mut entered) = (Vec::new(), Vec::new(), Vec::<usize>::new());
    let mut recorded = Vec::<usize>::new();
    for number in 0..60 {
        let step = match random.below(if is_wild { 16 } else { 12 }) {
            0 | 1 if open.len() < 5 => {
                open.push(number);
                let values = Values::by(random);
                // What is recorded a second time, or in a span that is entered, counts at once with ours alone.
                recorded.extend((!values.is_empty()).then_some(number));
                Step::Open(Place::by(random), values)
            }
            2 | 3 if !open.is_empty() && entered.len() < 5 => {
                let span = random.pick(&open);
                if entered.contains(&span) {
                    Step::Event(Place::by(random), Values::by(random))
                } else {
                    entered.push(span);
                    Step::Enter(span)
                }
            }
            4 if !entered.is_empty() => {
                entered.pop();
                Step::Exit
            }
            5 if open.iter().any(|span| !entered.contains(span)) => {
                let at = random.below(open.len());
                let at = (at..open.len()).chain(0..at).find(|&at| !entered.contains(&open[at])).unwrap();
                Step::Close(open.remove(at))
            }
            6 | 12 if !open.is_empty() => {
                let span = random.pick(&open);
                if !is_wild && (recorded.contains(&span) || entered.contains(&span)) {
                    Step::Event(Place::by(random), Values::by(random))
                } else {
                    recorded.push(span);
                    Step::Record(span, Values::by(random))
                }
            }
            13 if !open.is_empty() => Step::Elsewhere(random.pick(&open), Place::by(random), Values::by(random)),
            14 if !open.is_empty() => Step::Child(random.pick(&open), Place::by(random), Values::by(random)),
            15 if !entered.is_empty() => Step::ExitEarly(entered.remove(random.below(entered.len()))),
            _ => Step::Event(Place::by(random), Values::by(random)),
        };
        steps.push(step);
    }
    steps
}

/// Calls a macro with a literal target and level.
macro_rules! at {
    ($place:expr, $make:ident $($with:tt)*) => {
        match $place.target {
            0 => at!(level $place, $make "app" $($with)*),
            1 => at!(level $place, $make "app::db" $($with)*),
            2 => at!(level $place, $make "hyper" $($with)*),
            3 => at!(level $place, $make "application" $($with)*),
            _ => at!(level $place, $make "h" $($with)*),
        }
    };
    (level $place:expr, $make:ident $target:literal $($with:tt)*) => {
        match $place.level {
            0 => $make!($target ERROR $($with)*),
            1 => $make!($target WARN $($with)*),
            2 => $make!($target INFO $($with)*),
            3 => $make!($target DEBUG $($with)*),
            _ => $make!($target TRACE $($with)*),
        }
    };
}

macro_rules! a_span {
    ($target:literal $level:ident $kind:expr, $v:expr) => {
        match $kind {
            0 => tracing::span!(target: $target, tracing::Level::$level, "request", id = $v.id, name = $v.name,
                flag = $v.flag, ratio = $v.ratio),
            1 => tracing::span!(target: $target, tracing::Level::$level, "late", id = $v.id, name = $v.name,
                flag = $v.flag, ratio = $v.ratio),
            _ => tracing::span!(target: $target, tracing::Level::$level, "plain"),
        }
    };
}

macro_rules! an_event {
    ($target:literal $level:ident $kind:expr, $v:expr) => {
        match $kind {
            0 => tracing::event!(target: $target, tracing::Level::$level, "."),
            1 => tracing::event!(target: $target, tracing::Level::$level, what = $v.name),
            _ => tracing::event!(target: $target, tracing::Level::$level, id = $v.id),
        }
    };
    ($target:literal $level:ident $kind:expr, $v:expr, $parent:expr) => {
        match $kind {
            0 => tracing::event!(target: $target, parent: $parent, tracing::Level::$level, "."),
            1 => tracing::event!(target: $target, parent: $parent, tracing::Level::$level, what = $v.name),
            _ => tracing::event!(target: $target, parent: $parent, tracing::Level::$level, id = $v.id),
        }
    };
}

fn open(place: Place, values: Values) -> Span {
    at!(place, a_span place.kind, values)
}

fn event(place: Place, values: Values) {
    at!(place, an_event place.kind, values);
}

fn event_in(parent: &Span, place: Place, values: Values) {
    at!(place, an_event place.kind, values, parent);
}

fn record(span: &Span, values: Values) {
    if let Some(id) = values.id {
        span.record("id", id);
    }
    if let Some(name) = values.name {
        span.record("name", name);
    }
    if let Some(flag) = values.flag {
        span.record("flag", flag);
    }
    if let Some(ratio) = values.ratio {
        span.record("ratio", ratio);
    }
}

/// Takes note of the steps whose span or event comes through.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(usize, Vec<usize>)>>);

impl Seen {
    fn step(&self, number: usize) {
        self.0.lock().unwrap().0 = number;
    }

    fn note(&self) {
        let (now, seen) = &mut *self.0.lock().unwrap();
        seen.push(*now);
    }
}

impl<S: tracing::Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, _: &tracing::span::Attributes<'_>, _: &tracing::span::Id, _: Context<'_, S>) {
        self.note();
    }

    fn on_event(&self, _: &tracing::Event<'_>, _: Context<'_, S>) {
        self.note();
    }
}

/// The step before which a filter is exchanged, if it is.
pub const EXCHANGE: usize = 30;

fn run(steps: &[Step], seen: &Seen, exchange: impl Fn()) {
    let (mut spans, mut entered) = (Vec::<(usize, Span)>::new(), Vec::<usize>::new());
    let dispatch = tracing::dispatcher::get_default(tracing::Dispatch::clone);
    for (number, step) in steps.iter().enumerate() {
        seen.step(number);
        if number == EXCHANGE {
            exchange();
        }
        let span = |wanted: usize| &spans.iter().find(|(number, _)| *number == wanted).unwrap().1;
        match *step {
            Step::Event(place, values) => event(place, values),
            Step::Open(place, values) => spans.push((number, open(place, values))),
            Step::Record(of, values) => record(span(of), values),
            Step::Enter(of) => {
                span(of).with_subscriber(|(id, dispatch)| dispatch.enter(id));
                entered.push(of);
            }
            Step::Exit => {
                let of = entered.pop().unwrap();
                span(of).with_subscriber(|(id, dispatch)| dispatch.exit(id));
            }
            Step::ExitEarly(of) => {
                entered.retain(|entered| *entered != of);
                span(of).with_subscriber(|(id, dispatch)| dispatch.exit(id));
            }
            Step::Close(of) => spans.retain(|(number, _)| *number != of),
            Step::Elsewhere(of, place, values) => {
                let there = || span(of).in_scope(|| event(place, values));
                std::thread::scope(|scope| {
                    scope.spawn(|| tracing::dispatcher::with_default(&dispatch, there));
                });
            }
            Step::Child(of, place, values) => event_in(span(of), place, values),
        }
    }
    while let Some(of) = entered.pop() {
        let span = &spans.iter().find(|(number, _)| *number == of).unwrap().1;
        span.with_subscriber(|(id, dispatch)| dispatch.exit(id));
    }
}

fn under<S: tracing::Subscriber + Send + Sync>(subscriber: S, steps: &[Step], seen: &Seen) -> Vec<usize> {
    tracing::subscriber::with_default(subscriber, || run(steps, seen, || ()));
    std::mem::take(&mut seen.0.lock().unwrap().1)
}

fn of_all<F: Layer<Registry> + Send + Sync>(filter: F, steps: &[Step]) -> Vec<usize>
where
    Seen: Layer<tracing_subscriber::layer::Layered<F, Registry>>,
{
    let seen = Seen::default();
    under(Registry::default().with(filter).with(seen.clone()), steps, &seen)
}

fn of_one<F: Filter<Registry> + Send + Sync + 'static>(filter: F, steps: &[Step]) -> Vec<usize> {
    let seen = Seen::default();
    under(Registry::default().with(seen.clone().with_filter(filter)), steps, &seen)
}

/// The steps that come through an `EnvFilter`: as that of all layers, and as that of one. `None` if it does not parse.
pub fn env(filter: &str, seed: u64, is_wild: bool) -> Option<[Vec<usize>; 2]> {
    let (steps, parse) = (steps(seed, is_wild), || EnvFilter::builder().parse(filter).ok());
    Some([of_all(parse()?, &steps), of_one(parse()?, &steps)])
}

/// The same with `Targets`.
pub fn targets(filter: &str, seed: u64) -> Option<[Vec<usize>; 2]> {
    let (steps, targets) = (steps(seed, false), filter.parse::<Targets>().ok()?);
    Some([of_all(targets.clone(), &steps), of_one(targets, &steps)])
}

/// The steps that come through a filter that is exchanged on the way: as that of all layers, and as that of one.
pub fn exchanged(filters: [&str; 2], seed: u64) -> [Vec<usize>; 2] {
    let steps = steps(seed, true);
    let [first, second] = filters.map(|text| move || EnvFilter::builder().parse(text).expect("a valid filter"));
    let (all, one) = (Seen::default(), Seen::default());
    let (filter, handle) = reload::Layer::new(first());
    tracing::subscriber::with_default(Registry::default().with(filter).with(all.clone()), || {
        run(&steps, &all, || handle.reload(second()).expect("it is there"));
    });
    let (filter, handle) = reload::Layer::new(first());
    tracing::subscriber::with_default(Registry::default().with(one.clone().with_filter(filter)), || {
        run(&steps, &one, || handle.reload(second()).expect("it is there"));
    });
    [all, one].map(|seen| std::mem::take(&mut seen.0.lock().unwrap().1))
}

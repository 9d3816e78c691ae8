//! Stacks of layers with filters of their own, against a plain model: each layer sees exactly what its own filter admits,
//! whatever the others do and however they are put together.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use proptest::prelude::*;

use tracing::span::EnteredSpan;
use tracing::subscriber::with_default;
use tracing::{Level, Span, enabled, event, span};
use tracing_core::LevelFilter;
use tracing_subscriber::filter::{FilterExt, dynamic_filter_fn, filter_fn};
use tracing_subscriber::layer::Filter;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{Layer, Registry};

use crate::tape::{Tape, Without};

/// A callsite, by its number: one of five levels and two targets.
#[derive(Clone, Copy, Debug)]
struct Site {
    level: Level,
    target: &'static str,
    is_span: bool,
}

/// Picks one of ten callsites of the same macro.
macro_rules! at_site {
    ($site:expr, $macro:ident!($($rest:tt)*)) => {
        match ($site.level, $site.target) {
            (Level::ERROR, "a") => $macro!(target: "a", Level::ERROR, $($rest)*),
            (Level::WARN, "a") => $macro!(target: "a", Level::WARN, $($rest)*),
            (Level::INFO, "a") => $macro!(target: "a", Level::INFO, $($rest)*),
            (Level::DEBUG, "a") => $macro!(target: "a", Level::DEBUG, $($rest)*),
            (Level::TRACE, "a") => $macro!(target: "a", Level::TRACE, $($rest)*),
            (Level::ERROR, _) => $macro!(target: "b", Level::ERROR, $($rest)*),
            (Level::WARN, _) => $macro!(target: "b", Level::WARN, $($rest)*),
            (Level::INFO, _) => $macro!(target: "b", Level::INFO, $($rest)*),
            (Level::DEBUG, _) => $macro!(target: "b", Level::DEBUG, $($rest)*),
            (Level::TRACE, _) => $macro!(target: "b", Level::TRACE, $($rest)*),
        }
    };
}

/// What a filter admits.
#[derive(Clone, Debug)]
enum Spec {
    UpTo(LevelFilter),
    /// Refuses a target; says at registration whether that is so, or does not.
    Not(&'static str, bool),
    /// A function that admits everything up to a level, and says so or does not.
    Function(LevelFilter, bool),
    /// Spans, and what is in one that the layer sees.
    InSpan,
    And(Box<Spec>, Box<Spec>),
    Or(Box<Spec>, Box<Spec>),
    Inverse(Box<Spec>),
    Absent,
}

impl Spec {
    fn admits(&self, site: Site, is_in_span: bool) -> bool {
        match self {
            Spec::UpTo(level) | Spec::Function(level, _) => site.level <= *level,
            Spec::Not(target, _) => site.target != *target,
            Spec::InSpan => site.is_span || is_in_span,
            Spec::And(a, b) => a.admits(site, is_in_span) && b.admits(site, is_in_span),
            Spec::Or(a, b) => a.admits(site, is_in_span) || b.admits(site, is_in_span),
            Spec::Inverse(a) => !a.admits(site, is_in_span),
            Spec::Absent => true,
        }
    }

    fn build(&self) -> Box<dyn Filter<Registry> + Send + Sync> {
        match self.clone() {
            Spec::UpTo(level) => FilterExt::boxed(level),
            Spec::Not("a", is_fixed) => FilterExt::boxed(Without { is_fixed, ..Without::asked(&["a"]) }),
            Spec::Not(_, is_fixed) => FilterExt::boxed(Without { is_fixed, ..Without::asked(&["b"]) }),
            Spec::Function(level, true) => {
                FilterExt::boxed(filter_fn(move |metadata| *metadata.level() <= level).with_max_level_hint(level))
            }
            Spec::Function(level, false) => FilterExt::boxed(filter_fn(move |metadata| *metadata.level() <= level)),
            Spec::InSpan => FilterExt::boxed(dynamic_filter_fn(|metadata, ctx| {
                metadata.is_span() || ctx.lookup_current().is_some()
            })),
            Spec::And(a, b) => FilterExt::boxed(a.build().and(b.build())),
            Spec::Or(a, b) => FilterExt::boxed(a.build().or(b.build())),
            Spec::Inverse(a) => FilterExt::boxed(a.build().not()),
            Spec::Absent => FilterExt::boxed(None::<LevelFilter>),
        }
    }
}

/// How layers are put together. A leaf is a layer with filters, the innermost first.
#[derive(Clone, Debug)]
enum Tree {
    Leaf(Vec<Spec>),
    SideBySide(Vec<Tree>),
    Then(Box<Tree>, Box<Tree>),
    Present(Box<Tree>),
    Filtered(Box<Tree>, Spec),
}

type Built = Box<dyn Layer<Registry> + Send + Sync>;

impl Tree {
    fn build(&self, tape: &Tape, names: &mut impl Iterator<Item = &'static str>) -> Built {
        match self {
            Tree::Leaf(specs) => {
                let layer = tape.layer(names.next().expect("there are names enough")).boxed();
                specs.iter().fold(layer, |layer, spec| layer.with_filter(spec.build()).boxed())
            }
            Tree::SideBySide(trees) => trees.iter().map(|tree| tree.build(tape, names)).collect::<Vec<_>>().boxed(),
            Tree::Then(a, b) => {
                let a = a.build(tape, names);
                a.and_then(b.build(tape, names)).boxed()
            }
            Tree::Present(tree) => Some(tree.build(tape, names)).boxed(),
            Tree::Filtered(tree, spec) => tree.build(tape, names).with_filter(spec.build()).boxed(),
        }
    }

    /// Whether there is a place for layers with none in it.
    fn has_nothing(&self) -> bool {
        match self {
            Tree::Leaf(_) => false,
            Tree::SideBySide(trees) => trees.is_empty() || trees.iter().any(Tree::has_nothing),
            Tree::Then(a, b) => a.has_nothing() || b.has_nothing(),
            Tree::Present(tree) | Tree::Filtered(tree, _) => tree.has_nothing(),
        }
    }

    /// The filters of each layer, the outermost first.
    fn layers(&self, above: &[Spec], all: &mut Vec<Vec<Spec>>) {
        match self {
            Tree::Leaf(specs) => all.push(above.iter().chain(specs.iter().rev()).cloned().collect()),
            Tree::SideBySide(trees) => trees.iter().for_each(|tree| tree.layers(above, all)),
            Tree::Then(a, b) => [a, b].iter().for_each(|tree| tree.layers(above, all)),
            Tree::Present(tree) => tree.layers(above, all),
            Tree::Filtered(tree, spec) => tree.layers(&[above, std::slice::from_ref(spec)].concat(), all),
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Enter(Site),
    /// Exits, and drops, the span that was entered that many before the last.
    Exit(usize),
    Event(Site),
    Ask(Site),
}

/// A span as the model knows it.
struct Known {
    site: Site,
    parent: Option<usize>,
    /// For each layer, how many of its filters admit the span: from the outermost on, until one refuses.
    admitted: Vec<usize>,
    handles: usize,
}

struct Model {
    global: LevelFilter,
    /// The filters of each layer, the outermost first.
    layers: Vec<Vec<Spec>>,
    seen: Vec<Vec<String>>,
    spans: Vec<Known>,
    /// What this thread is in; `None` for what was not recorded.
    entered: Vec<Option<usize>>,
}

impl Model {
    /// The nearest entered span that a layer's filters admit, the outermost `stages` of them.
    fn current(&self, layer: usize, stages: usize) -> Option<usize> {
        let mut entered = self.entered.iter().rev().flatten().copied();
        entered.find(|span| self.spans[*span].admitted[layer] >= stages)
    }

    fn path(&self, layer: usize, from: Option<usize>) -> String {
        let all = self.layers[layer].len();
        let mut names = Vec::new();
        let mut next = from;
        while let Some(span) = next {
            let known = &self.spans[span];
            if known.admitted[layer] >= all {
                names.push(known.site.target);
            }
            next = known.parent;
        }
        if names.is_empty() { "-".to_owned() } else { names.join("<") }
    }

    /// How many filters of each layer admit a record; `None` if it is not recorded.
    fn admitted(&self, site: Site) -> Option<Vec<usize>> {
        let admitted: Vec<_> = (0..self.layers.len())
            .map(|layer| {
                let specs = self.layers[layer].iter().enumerate();
                specs.take_while(|(stage, spec)| spec.admits(site, self.current(layer, stage + 1).is_some())).count()
            })
            .collect();
        let wanted = admitted.is_empty() || admitted.iter().zip(&self.layers).any(|(n, specs)| *n == specs.len());
        (site.level <= self.global && wanted).then_some(admitted)
    }

    fn tell(&mut self, span: usize, what: &str) {
        for layer in 0..self.layers.len() {
            if self.spans[span].admitted[layer] == self.layers[layer].len() {
                let line = format!("{what} {}", self.path(layer, Some(span)));
                self.seen[layer].push(line);
            }
        }
    }

    fn enter(&mut self, site: Site) {
        let span = self.admitted(site).map(|admitted| {
            let parent = self.entered.iter().rev().flatten().next().copied();
            if let Some(parent) = parent {
                self.spans[parent].handles += 1;
            }
            self.spans.push(Known { site, parent, admitted, handles: 1 });
            self.spans.len() - 1
        });
        self.entered.push(span);
        if let Some(span) = span {
            self.entered.pop();
            self.tell(span, "new");
            self.entered.push(Some(span));
            self.tell(span, "enter");
        }
    }

    fn exit(&mut self, at: usize) {
        if let Some(span) = self.entered.remove(at) {
            self.tell(span, "exit");
            let mut next = Some(span);
            while let Some(span) = next {
                self.spans[span].handles -= 1;
                if self.spans[span].handles > 0 {
                    break;
                }
                self.tell(span, "close");
                next = self.spans[span].parent;
            }
        }
    }

    fn event(&mut self, site: Site) {
        let Some(admitted) = self.admitted(site) else { return };
        for (layer, n) in admitted.into_iter().enumerate() {
            if n == self.layers[layer].len() {
                let path = self.path(layer, self.current(layer, n));
                self.seen[layer].push(format!("event {} in {path}", site.target));
            }
        }
    }
}

fn make_span(site: Site) -> Span {
    // The span's name is its target, which the tape shows.
    match site.target {
        "a" => match site.level {
            Level::ERROR => span!(target: "a", Level::ERROR, "a"),
            Level::WARN => span!(target: "a", Level::WARN, "a"),
            Level::INFO => span!(target: "a", Level::INFO, "a"),
            Level::DEBUG => span!(target: "a", Level::DEBUG, "a"),
            Level::TRACE => span!(target: "a", Level::TRACE, "a"),
        },
        _ => at_site!(site, span!("b")),
    }
}

fn run(global: LevelFilter, tree: &Tree, steps: &[Step]) {
    const NAMES: [&str; 16] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
    let mut layers = Vec::new();
    tree.layers(&[], &mut layers);
    let seen = vec![Vec::new(); layers.len()];
    let mut model = Model { global, layers, seen, spans: Vec::new(), entered: Vec::new() };

    let tape = Tape::default();
    let stack = tracing_subscriber::registry().with(tree.build(&tape, &mut NAMES.into_iter())).with(global);
    with_default(stack, || {
        let mut entered: Vec<EnteredSpan> = Vec::new();
        for step in steps {
            match *step {
                Step::Enter(site) => {
                    entered.push(make_span(site).entered());
                    model.enter(site);
                }
                Step::Exit(back) if !entered.is_empty() => {
                    let at = entered.len() - 1 - back % entered.len();
                    drop(entered.remove(at));
                    model.exit(at);
                }
                Step::Exit(_) => {}
                Step::Event(site) => {
                    at_site!(site, event!("happened"));
                    model.event(site);
                }
                Step::Ask(site) => {
                    let answer = match site.target {
                        "a" => enabled!(target: "a", Level::INFO),
                        _ => enabled!(target: "b", Level::INFO),
                    };
                    let site = Site { level: Level::INFO, is_span: false, ..site };
                    let wanted = !model.layers.is_empty() && model.admitted(site).is_some();
                    // A filter around nothing may say that it would see a record.
                    assert!(answer == wanted || (answer && tree.has_nothing()), "enabled {site:?}: {answer}");
                }
            }
        }
        while let Some(last) = entered.pop() {
            drop(last);
            model.exit(entered.len());
        }
    });
    let told = tape.take();
    for (layer, expected) in model.seen.iter().enumerate() {
        let prefix = format!("{}: ", NAMES[layer]);
        let seen: Vec<_> = told.iter().filter_map(|line| line.strip_prefix(&prefix)).collect();
        assert_eq!(&seen, expected, "layer {layer}");
    }
}

fn levels() -> impl Strategy<Value = LevelFilter> {
    prop::sample::select(vec![
        LevelFilter::OFF,
        LevelFilter::ERROR,
        LevelFilter::WARN,
        LevelFilter::INFO,
        LevelFilter::DEBUG,
        LevelFilter::TRACE,
    ])
}

fn sites(is_span: bool) -> impl Strategy<Value = Site> {
    let levels = prop::sample::select(vec![Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE]);
    let targets = prop::sample::select(vec!["a", "b"]);
    (levels, targets).prop_map(move |(level, target)| Site { level, target, is_span })
}

fn specs() -> impl Strategy<Value = Spec> {
    let simple = prop_oneof![
        levels().prop_map(Spec::UpTo),
        (prop::sample::select(vec!["a", "b"]), any::<bool>()).prop_map(|(target, fixed)| Spec::Not(target, fixed)),
        (levels(), any::<bool>()).prop_map(|(level, hints)| Spec::Function(level, hints)),
        Just(Spec::InSpan),
        Just(Spec::Absent),
    ];
    simple.prop_recursive(2, 4, 2, |inner| {
        let pair = (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            pair.clone().prop_map(|(a, b)| Spec::And(a, b)),
            pair.prop_map(|(a, b)| Spec::Or(a, b)),
            inner.prop_map(|a| Spec::Inverse(Box::new(a))),
        ]
    })
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop::collection::vec(specs(), 0..3).prop_map(Tree::Leaf);
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Tree::SideBySide),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Tree::Then(Box::new(a), Box::new(b))),
            inner.clone().prop_map(|tree| Tree::Present(Box::new(tree))),
            (inner, specs()).prop_map(|(tree, spec)| Tree::Filtered(Box::new(tree), spec)),
        ]
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => sites(true).prop_map(Step::Enter),
        2 => (0_usize..3).prop_map(Step::Exit),
        3 => sites(false).prop_map(Step::Event),
        1 => sites(false).prop_map(Step::Ask),
    ];
    prop::collection::vec(step, 1..25)
}

/// As the test above, on several threads at once: what one has settled of the callsites that all share, others change at any time.
#[test]
fn each_layer_sees_the_same_while_other_subscribers_come_and_go() {
    let steps = |turn: usize| {
        let levels = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];
        let site = move |at: usize, is_span| Site {
            level: levels[(turn + at) % 5],
            target: if (turn + at) % 3 == 0 { "a" } else { "b" },
            is_span,
        };
        let step = move |at: usize| match (turn / 5 + at) % 4 {
            0 => Step::Enter(site(at, true)),
            1 => Step::Event(site(at, false)),
            2 => Step::Ask(site(at, false)),
            _ => Step::Exit(at % 2),
        };
        (0..12).map(step).collect::<Vec<_>>()
    };
    let globals = [LevelFilter::TRACE, LevelFilter::INFO, LevelFilter::ERROR, LevelFilter::OFF];
    thread::scope(|scope| {
        for me in 0..2 {
            scope.spawn(move || {
                for turn in 0..12 {
                    let specs = [
                        Spec::UpTo(globals[turn % 3]),
                        Spec::Not("a", turn % 2 == 0),
                        Spec::InSpan,
                        Spec::Function(globals[me % 3], turn % 4 == 1),
                    ];
                    let leaf = |at: usize| Tree::Leaf(vec![specs[(turn + at) % 4].clone()]);
                    let tree = match turn % 3 {
                        0 => leaf(0),
                        1 => Tree::SideBySide(vec![leaf(me), leaf(1)]),
                        _ => Tree::Filtered(
                            Box::new(Tree::Then(Box::new(leaf(0)), Box::new(leaf(me)))),
                            specs[0].clone(),
                        ),
                    };
                    let global = globals[(turn + me) % 4];
                    let steps = steps(turn * 5 + me);
                    let case = AssertUnwindSafe(|| run(global, &tree, &steps));
                    assert!(catch_unwind(case).is_ok(), "turn {turn} of thread {me}: {global:?}, {tree:?}, {steps:?}");
                }
            });
        }
    });
}

/// As many cases as the variable `MODEL_CASES` says, or 400.
fn config() -> ProptestConfig {
    let cases = std::env::var("MODEL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    ProptestConfig::with_cases(cases)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_layer_sees_what_its_own_filters_admit(global in levels(), tree in trees(), steps in steps()) {
        run(global, &tree, &steps);
    }
}

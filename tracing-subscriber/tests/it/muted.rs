//! `[span{field=value}]=off` mutes the tree of the span: by context and by parent, on every thread, from the moment that it
//! matches until it does not.

use std::sync::{Arc, Mutex};

use tracing::field::Empty;
use tracing::{Dispatch, Span, dispatcher, error, info_span};
use tracing_core::span::{Attributes, Id};
use tracing_core::{Event, LevelFilter, Subscriber};
use tracing_subscriber::filter::FilterExt;
use tracing_subscriber::layer::{Context, Filter, Identity};
use tracing_subscriber::{EnvFilter, Layer, Registry, prelude::*, reload};

/// Notes the names of spans and the targets of events.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<&'static str>>>);

impl Seen {
    fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.0.lock().unwrap().push(attributes.metadata().name());
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.lock().unwrap().push(event.metadata().target());
    }
}

const HEALTH: &str = "info,[request{path=\"/health\"}]=off";

fn filter(text: &str) -> EnvFilter {
    EnvFilter::builder().parse(text).unwrap()
}

/// Runs a program under the filter as that of all layers, and as that of one: alone, wrapped, and beside a layer without. Gives
/// what came through, which is the same but for the spans that only tell where muted things are.
fn events(text: &str, program: impl Fn()) -> Vec<&'static str> {
    let seen = Seen::default();
    let boxed: Box<dyn Filter<Registry> + Send + Sync> = Box::new(filter(text));
    let stacks = [
        Dispatch::new(Registry::default().with(seen.clone()).with(filter(text))),
        Dispatch::new(Registry::default().with(filter(text)).with(seen.clone())),
        Dispatch::new(Registry::default().with(reload::Layer::new(filter(text)).0).with(seen.clone())),
        Dispatch::new(Registry::default().with(seen.clone().with_filter(filter(text)))),
        Dispatch::new(Registry::default().with(seen.clone().with_filter(filter(text))).with(Identity::new())),
        Dispatch::new(Registry::default().with(seen.clone().with_filter(boxed))),
        Dispatch::new(Registry::default().with(seen.clone().with_filter(Some(reload::Layer::new(filter(text)).0)))),
    ];
    let results = stacks.map(|stack| {
        dispatcher::with_default(&stack, &program);
        seen.take().into_iter().filter(|seen| !SPANS.contains(seen)).collect::<Vec<_>>()
    });
    assert!(results.iter().all(|result| *result == results[0]), "{results:?}");
    results.into_iter().next().unwrap()
}

const SPANS: [&str; 4] = ["request", "child", "late", "loud"];

/// Records inside of a span, on another thread.
fn elsewhere(span: &Span, record: impl FnOnce() + Send) {
    let dispatch = dispatcher::get_default(Dispatch::clone);
    std::thread::scope(|scope| {
        scope.spawn(|| dispatcher::with_default(&dispatch, || span.in_scope(record)));
    });
}

#[test]
fn a_child_is_muted_on_another_thread() {
    let seen = events(HEALTH, || {
        let muted = info_span!("request", path = "/health");
        let child = muted.in_scope(|| info_span!("child"));
        elsewhere(&child, || {
            error!(target: "in the child", ".");
            let grandchild = info_span!("child");
            elsewhere(&grandchild, || error!(target: "in the grandchild", "."));
        });
        let other = info_span!("request", path = "/").in_scope(|| info_span!("child"));
        elsewhere(&other, || error!(target: "in another tree", "."));
        elsewhere(&Span::none(), || error!(target: "outside", "."));
    });
    assert_eq!(seen, ["in another tree", "outside"]);
}

#[test]
fn what_names_a_part_of_the_tree_as_its_parent_is_muted() {
    let seen = events(HEALTH, || {
        let muted = info_span!("request", path = "/health");
        error!(target: "by the span", parent: &muted, ".");
        let child = info_span!(parent: &muted, "child");
        error!(target: "by the child", parent: &child, ".");
        let grandchild = info_span!(parent: &child, "child");
        elsewhere(&Span::none(), || error!(target: "by the grandchild", parent: &grandchild, "."));
        elsewhere(&grandchild, || error!(target: "in the grandchild", "."));
        let root = muted.in_scope(|| info_span!(parent: None, "child"));
        elsewhere(&root, || error!(target: "in a tree of its own", "."));
    });
    assert_eq!(seen, ["in a tree of its own"]);
}

#[test]
fn values_that_come_later_mute_and_unmute_the_whole_tree() {
    let seen = events("info,[late{id=7}]=off", || {
        let late = info_span!("late", id = Empty);
        let child = late.in_scope(|| info_span!("child"));
        let record = |target: &'static str| {
            elsewhere(&child, || match target {
                "before" => error!(target: "before", "."),
                "muted" => error!(target: "muted", "."),
                _ => error!(target: "unmuted", "."),
            });
        };
        record("before");
        late.record("id", 7);
        record("muted");
        error!(target: "muted, by parent", parent: &child, ".");
        late.record("id", 8);
        record("unmuted");
    });
    assert_eq!(seen, ["before", "unmuted"]);
}

#[test]
fn a_span_that_says_more_leaves_the_tree_and_takes_its_own_along() {
    let seen = events("info,[request]=off,[loud{id}]=info", || {
        let muted = info_span!("request");
        let loud = muted.in_scope(|| info_span!("loud", id = 1));
        let child = loud.in_scope(|| info_span!("child"));
        elsewhere(&child, || error!(target: "in the child of the loud one", "."));
        let again = loud.in_scope(|| info_span!("request"));
        elsewhere(&again, || error!(target: "muted again", "."));
    });
    assert_eq!(seen, ["in the child of the loud one"]);
}

/// Also where a directive that says less could let the event through by its values.
#[test]
fn fields_of_what_is_muted_are_not_evaluated() {
    let text = "info,[request]=off,[{id=7}]=info";
    tracing::subscriber::with_default(Registry::default().with(filter(text)), || {
        let _muted = info_span!("request").entered();
        assert!(!tracing::event_enabled!(tracing::Level::INFO, id));
        assert!(!tracing::event_enabled!(tracing::Level::INFO));
    });
}

#[test]
fn a_filter_of_one_layer_hides_the_spans_of_the_tree_from_it_alone() {
    let (filtered, all) = (Seen::default(), Seen::default());
    let subscriber = Registry::default().with(filtered.clone().with_filter(filter(HEALTH))).with(all.clone());
    tracing::subscriber::with_default(subscriber, || {
        let _muted = info_span!("request", path = "/health").entered();
        let child = info_span!("child");
        elsewhere(&child, || error!(target: "in the child", "."));
    });
    assert_eq!(filtered.take(), ["request"]);
    assert_eq!(all.take(), ["request", "child", "in the child"]);
}

/// A span that the filter refuses by its level is part of the tree where others have it made.
#[test]
fn spans_that_only_others_see_carry_the_tree() {
    let (filtered, all) = (Seen::default(), Seen::default());
    let subscriber = Registry::default().with(filtered.clone().with_filter(filter(HEALTH))).with(all.clone());
    tracing::subscriber::with_default(subscriber, || {
        let muted = info_span!("request", path = "/health");
        let child = muted.in_scope(|| tracing::debug_span!("child"));
        elsewhere(&child, || error!(target: "in the child", "."));
        drop((child, muted));
        error!(target: "outside", ".");
    });
    assert_eq!(filtered.take(), ["request", "outside"]);
    assert_eq!(all.take(), ["request", "child", "in the child", "outside"]);
}

#[test]
fn the_documented_combinations_hold() {
    type Boxed = Box<dyn Filter<Registry> + Send + Sync>;
    let mut rows = 0;
    for line in include_str!("../../docs/env_filter.md").lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", combination, answers @ .., ""] = &cells[..] else { continue };
        let [_, _, _, "seen" | "-"] = answers else { continue };
        let muting = filter("info,[request]=off");
        let combined: Option<Boxed> = match *combination {
            "`muting`" => Some(Box::new(muting)),
            "`muting.and(LevelFilter::ERROR)`" => Some(Box::new(muting.and(LevelFilter::ERROR))),
            "`muting.or(LevelFilter::OFF)`" => Some(Box::new(muting.or(LevelFilter::OFF))),
            "`muting.or(LevelFilter::ERROR)`" => Some(Box::new(muting.or(LevelFilter::ERROR))),
            "`muting.not()`" => Some(Box::new(muting.not())),
            "`Some(muting)`" => Some(Box::new(Some(muting))),
            "none, beside a layer with it" => None,
            _ => panic!("{line}"),
        };
        rows += 1;
        let seen = Seen::default();
        let dispatch = match combined {
            Some(combined) => Dispatch::new(Registry::default().with(seen.clone().with_filter(combined))),
            None => Dispatch::new(
                Registry::default().with(Identity::new().with_filter(filter("info,[request]=off"))).with(seen.clone()),
            ),
        };
        dispatcher::with_default(&dispatch, || {
            let request = tracing::error_span!("request");
            let inside = request.in_scope(|| tracing::error_span!("inside"));
            elsewhere(&inside, || error!(target: "in it", "."));
            request.in_scope(|| error!(target: "in it", "."));
            error!(target: "elsewhere", ".");
        });
        let seen = seen.take();
        for (what, answer) in ["request", "inside", "in it", "elsewhere"].iter().zip(answers) {
            assert_eq!(seen.contains(what), *answer == "seen", "{what}: {line}");
        }
    }
    assert_eq!(rows, 7);
}

fn a_new_filter_finds_the_tree(dispatch: &Dispatch, change: impl Fn(&str), take: impl Fn() -> Vec<&'static str>) {
    dispatcher::with_default(dispatch, || {
        let muted = info_span!("request", path = "/health");
        let child = muted.in_scope(|| info_span!("child"));
        let grandchild = child.in_scope(|| info_span!("child"));
        take();
        elsewhere(&grandchild, || error!(target: "before", "."));
        change(HEALTH);
        elsewhere(&grandchild, || error!(target: "in the grandchild", "."));
        error!(target: "by parent", parent: &child, ".");
        // Made under the new filter, in a part that was there.
        elsewhere(&child.in_scope(|| info_span!("child")), || error!(target: "in a new child", "."));
        change("info");
        elsewhere(&grandchild, || error!(target: "after", "."));
        assert_eq!(take().into_iter().filter(|seen| *seen != "child").collect::<Vec<_>>(), ["before", "after"]);
    });
}

#[test]
fn a_filter_that_is_put_in_later_finds_the_tree_of_open_spans() {
    let seen = Seen::default();
    let (all, handle) = reload::Layer::new(filter("info"));
    let dispatch = Dispatch::new(Registry::default().with(seen.clone()).with(all));
    a_new_filter_finds_the_tree(&dispatch, |text| handle.reload(filter(text)).unwrap(), || seen.take());
    let (one, handle) = reload::Layer::new(filter("info"));
    let dispatch = Dispatch::new(Registry::default().with(seen.clone().with_filter(one)));
    a_new_filter_finds_the_tree(&dispatch, |text| handle.reload(filter(text)).unwrap(), || seen.take());
}

//! What is reloaded takes effect at once: on callsites, on open spans, on filters of one layer and on whole stacks.

use std::sync::{Arc, Mutex};

use tracing_core::span::{Attributes, Id};
use tracing_core::{Dispatch, Event, LevelFilter, Subscriber};
use tracing_subscriber::filter::Filtered;
use tracing_subscriber::layer::Context;
use tracing_subscriber::{Layer, Registry, prelude::*, reload};

/// Takes note of what comes through, and with which letter.
#[derive(Clone)]
struct Seen(&'static str, Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.1.lock().unwrap().push(format!("{} {}", self.0, attributes.metadata().name()));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.1.lock().unwrap().push(format!("{} {}", self.0, event.metadata().target()));
    }
}

fn seen() -> (impl Fn(&'static str) -> Seen, impl Fn() -> Vec<String>) {
    let list = Arc::new(Mutex::new(Vec::new()));
    let other = list.clone();
    (move |name| Seen(name, list.clone()), move || std::mem::take(&mut *other.lock().unwrap()))
}

fn records() {
    tracing::warn!(target: "warn", ".");
    tracing::info!(target: "info", ".");
}

#[test]
fn a_filter_of_all_layers_is_exchanged_for_every_callsite() {
    let (layer, take) = seen();
    let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
    tracing::subscriber::with_default(Registry::default().with(layer("a")).with(filter), || {
        records();
        assert_eq!(take(), ["a warn"]);
        handle.reload(LevelFilter::INFO).unwrap();
        records();
        assert_eq!(take(), ["a warn", "a info"]);
        handle.modify(|filter| *filter = LevelFilter::OFF).unwrap();
        records();
        assert_eq!(take(), [] as [String; 0]);
    });
}

#[test]
fn the_filter_of_one_layer_is_exchanged_and_others_do_not_notice() {
    let (layer, take) = seen();
    let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
    let subscriber =
        Registry::default().with(layer("a").with_filter(filter)).with(layer("b").with_filter(LevelFilter::INFO));
    tracing::subscriber::with_default(subscriber, || {
        records();
        assert_eq!(take(), ["a warn", "b warn", "b info"]);
        handle.reload(LevelFilter::INFO).unwrap();
        records();
        assert_eq!(take(), ["a warn", "b warn", "a info", "b info"]);
    });
}

#[test]
fn a_filtered_layer_is_exchanged_as_a_whole() {
    let (layer, take) = seen();
    let (filtered, handle) = reload::Layer::new(layer("a").with_filter(LevelFilter::WARN));
    let subscriber = Registry::default().with(filtered).with(layer("c"));
    tracing::subscriber::with_default(subscriber, || {
        records();
        assert_eq!(take(), ["a warn", "c warn", "c info"]);
        handle.reload(layer("b").with_filter(LevelFilter::INFO)).unwrap();
        records();
        assert_eq!(take(), ["b warn", "c warn", "b info", "c info"]);
        handle.modify(|filtered: &mut Filtered<_, _, _>| *filtered.filter_mut() = LevelFilter::OFF).unwrap();
        records();
        assert_eq!(take(), ["c warn", "c info"]);
    });
}

#[test]
fn a_vec_of_layers_grows_and_shrinks() {
    let (layer, take) = seen();
    let (layers, handle) = reload::Layer::new(Vec::<Box<dyn Layer<Registry> + Send + Sync>>::new());
    tracing::subscriber::with_default(Registry::default().with(layers), || {
        records();
        handle.modify(|layers| layers.push(layer("a").with_filter(LevelFilter::WARN).boxed())).unwrap();
        records();
        assert_eq!(take(), ["a warn"]);
        handle.modify(|layers| layers.push(layer("b").boxed())).unwrap();
        records();
        assert_eq!(take(), ["a warn", "b warn", "b info"]);
        handle.reload(Vec::new()).unwrap();
        records();
        assert_eq!(take(), [] as [String; 0]);
    });
}

#[test]
fn fields_of_what_is_switched_off_are_not_evaluated() {
    let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
    let (layer, _) = seen();
    let subscriber = Registry::default().with(layer("a").with_filter(filter));
    tracing::subscriber::with_default(subscriber, || {
        fn evaluated() -> i32 {
            panic!("evaluated")
        }
        tracing::info_span!("off", value = evaluated());
        handle.reload(LevelFilter::ERROR).unwrap();
        tracing::warn!(value = evaluated());
    });
}

#[test]
fn a_handle_of_a_layer_that_is_gone_says_so() {
    let (filter, handle) = reload::Layer::<_, Registry>::new(LevelFilter::WARN);
    drop(filter);
    let error = handle.reload(LevelFilter::INFO).unwrap_err();
    assert!(error.is_dropped() && !error.is_poisoned());
    assert_eq!(handle.clone_current(), None);
}

#[test]
fn a_layer_may_exchange_itself_and_log_while_it_is_changed() {
    /// Exchanges the layer that it is in with one that does nothing.
    struct Once(Arc<Mutex<Option<reload::Handle<Option<Once>, Registry>>>>, Arc<Mutex<u32>>);
    impl<S: Subscriber> Layer<S> for Once {
        fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
            *self.1.lock().unwrap() += 1;
            let handle = self.0.lock().unwrap().take();
            assert!(handle.as_ref().unwrap().modify(|_| ()).unwrap_err().is_busy());
            handle.unwrap().reload(None).unwrap();
        }
    }
    let (cell, count) = (Arc::default(), Arc::default());
    let (layer, handle) = reload::Layer::new(Some(Once(Arc::clone(&cell), Arc::clone(&count))));
    *cell.lock().unwrap() = Some(handle.clone());
    tracing::subscriber::with_default(Registry::default().with(layer), || {
        records();
        handle.modify(|_| tracing::error!("while it is changed")).unwrap();
        records();
    });
    assert_eq!(*count.lock().unwrap(), 1);
}

#[test]
fn a_layer_that_is_put_in_later_is_introduced_to_the_dispatcher() {
    struct Introduced(Arc<Mutex<u32>>);
    impl<S: Subscriber> Layer<S> for Introduced {
        fn on_register_dispatch(&self, _: &Dispatch) {
            *self.0.lock().unwrap() += 1;
        }
    }
    let (first, later) = (Arc::default(), Arc::default());
    let (layer, handle) = reload::Layer::new(Introduced(Arc::clone(&first)));
    let dispatch = Dispatch::new(Registry::default().with(layer));
    handle.reload(Introduced(Arc::clone(&later))).unwrap();
    assert_eq!((*first.lock().unwrap(), *later.lock().unwrap()), (1, 1));
    drop(dispatch);
}

#[cfg(feature = "env-filter")]
mod env_filter {
    use tracing_subscriber::EnvFilter;

    use super::*;

    #[test]
    fn a_new_filter_matches_spans_that_are_open_by_their_stored_fields() {
        let (layer, take) = seen();
        let (filter, handle) = reload::Layer::new(EnvFilter::new("info"));
        let dispatch = Dispatch::new(Registry::default().with(layer("a")).with(filter));
        open_spans(&dispatch, &handle, take);
    }

    #[test]
    fn a_new_filter_of_one_layer_matches_spans_that_are_open_too() {
        let (layer, take) = seen();
        let (filter, handle) = reload::Layer::new(EnvFilter::new("info"));
        let dispatch = Dispatch::new(Registry::default().with(layer("a").with_filter(filter)));
        open_spans(&dispatch, &handle, take);
    }

    fn open_spans<S>(dispatch: &Dispatch, handle: &reload::Handle<EnvFilter, S>, take: impl Fn() -> Vec<String>) {
        tracing::dispatcher::with_default(dispatch, || {
            let seven = tracing::info_span!("request", id = tracing::field::Empty);
            seven.record("id", 7);
            let eight = tracing::info_span!("request", id = 8);
            let entered = seven.clone().entered();
            take();
            tracing::debug!(target: "before", ".");
            handle.reload("info,[request{id=7}]=debug").unwrap();
            tracing::debug!(target: "in 7, entered before", ".");
            drop(entered);
            tracing::debug!(target: "outside", ".");
            eight.in_scope(|| tracing::debug!(target: "in 8", "."));
            seven.in_scope(|| tracing::debug!(target: "in 7, entered again", "."));
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    tracing::dispatcher::with_default(dispatch, || {
                        seven.in_scope(|| tracing::debug!(target: "in 7, elsewhere", "."));
                    });
                });
            });
            assert_eq!(take(), ["a in 7, entered before", "a in 7, entered again", "a in 7, elsewhere"]);
            handle.modify(|filter| *filter = EnvFilter::new("info,[request{id=7}]=off")).unwrap();
            seven.in_scope(|| tracing::error!(target: "muted", "."));
            eight.in_scope(|| tracing::error!(target: "not muted", "."));
            assert_eq!(take(), ["a not muted"]);
        });
    }

    #[test]
    fn a_value_that_comes_after_the_new_filter_counts_in_a_span_that_was_entered_before() {
        let (layer, take) = seen();
        let (filter, handle) = reload::Layer::new(EnvFilter::new("info"));
        tracing::subscriber::with_default(Registry::default().with(layer("a")).with(filter), || {
            let late = tracing::info_span!("late", id = tracing::field::Empty).entered();
            handle.reload("info,[late{id=7}]=debug").unwrap();
            tracing::debug!(target: "before", ".");
            late.record("id", 7);
            tracing::debug!(target: "after", ".");
        });
        assert_eq!(take(), ["a late", "a after"]);
    }

    #[test]
    fn one_directive_is_added_to_the_present_ones() {
        let (layer, take) = seen();
        let (filter, handle) = reload::Layer::new(EnvFilter::new("warn"));
        tracing::subscriber::with_default(Registry::default().with(layer("a")).with(filter), || {
            handle.modify(|filter| *filter = filter.clone().add_directive("info=info".parse().unwrap())).unwrap();
            records();
            assert_eq!(take(), ["a warn", "a info"]);
            assert_eq!(handle.with_current(ToString::to_string).unwrap(), "info=info,warn");
        });
    }
}

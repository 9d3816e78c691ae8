//! The program's own maximum level holds whatever subscribers want.

use log::LevelFilter;
use tracing_core::{Dispatch, dispatcher, subscriber::NoSubscriber};
use tracing_log::LogTracer;

#[test]
fn the_maximum_level_of_the_builder_is_a_bound() {
    // This subscriber has no opinion on levels, so anything may pass.
    let dispatch = Dispatch::new(NoSubscriber::default());
    LogTracer::init_with_filter(LevelFilter::Warn).unwrap();
    assert_eq!(log::max_level(), LevelFilter::Warn);
    let _guard = dispatcher::set_default(&dispatch);
    tracing_core::callsite::rebuild_interest_cache();
    assert!(log::max_level() <= LevelFilter::Warn);
}

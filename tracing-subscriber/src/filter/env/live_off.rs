//! Without a registry nothing is known of spans that were open before a filter was.

use tracing_core::field::Visit;
use tracing_core::span::Id;
use tracing_core::{Dispatch, Metadata};

/// Names a registry.
#[derive(Debug)]
pub(super) enum Number {}

pub(super) fn each_open(
    _: &Dispatch,
    _: impl FnMut(&Id, &'static Metadata<'static>, &dyn Fn(&mut dyn Visit)),
) -> Option<Number> {
    None
}

pub(super) fn is_open(_: &Dispatch, _: &Id) -> bool {
    false
}

pub(super) fn entered(registry: &Number) -> Vec<Id> {
    match *registry {}
}

//! A guard that is alive, as the list of its thread knows it. Made and kept by `list.rs` and by futures.

use core::panic::Location;

use tracing_core::{Dispatch, Metadata, dispatcher::WeakDispatch, span::Id};

use crate::Span;

/// A guard that is alive.
pub(super) struct Entry {
    serial: u64,
    id: Id,
    /// The guard keeps the span and its subscriber, unless it was leaked; then nobody is to keep them.
    subscriber: WeakDispatch,
    metadata: &'static Metadata<'static>,
    /// Where the guard was made.
    place: &'static Location<'static>,
}

impl Entry {
    /// `None` if the span is disabled.
    pub(super) fn new(serial: u64, span: &Span, place: &'static Location<'static>) -> Option<Self> {
        let metadata = span.metadata()?;
        span.with_subscriber(|(id, subscriber)| Self::of(serial, id.clone(), subscriber, metadata, place))
    }

    pub(super) fn of(
        serial: u64,
        id: Id,
        subscriber: &Dispatch,
        metadata: &'static Metadata<'static>,
        place: &'static Location<'static>,
    ) -> Self {
        Entry { serial, id, subscriber: subscriber.downgrade(), metadata, place }
    }

    pub(super) fn serial(&self) -> u64 {
        self.serial
    }

    pub(super) fn id(&self) -> Id {
        self.id.clone()
    }

    pub(super) fn metadata(&self) -> &'static Metadata<'static> {
        self.metadata
    }

    pub(super) fn name(&self) -> &'static str {
        self.metadata.name()
    }

    pub(super) fn place(&self) -> &'static Location<'static> {
        self.place
    }

    pub(super) fn enter(&self) {
        if let Some(subscriber) = self.subscriber.upgrade() {
            subscriber.enter(&self.id);
        }
    }

    pub(super) fn exit(&self) {
        if let Some(subscriber) = self.subscriber.upgrade() {
            subscriber.exit(&self.id);
        }
    }
}

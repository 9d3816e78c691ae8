//! Subscribers that do nothing, so that what remains is the facade's own cost. Used by `disabled` and `facade`.

use std::hint::black_box;

use tracing::{Event, Id, Metadata, Subscriber, field::Visit, span, subscriber::Interest};

/// Takes everything, looks at every field, keeps nothing.
#[derive(Debug)]
pub struct Silent {
    /// What is said of every callsite.
    pub interest: fn() -> Interest,
    pub enabled: bool,
}

pub const ALWAYS: Silent = Silent { interest: Interest::always, enabled: true };
pub const NEVER: Silent = Silent { interest: Interest::never, enabled: false };
pub const REFUSES: Silent = Silent { interest: Interest::sometimes, enabled: false };
pub const SOMETIMES: Silent = Silent { interest: Interest::sometimes, enabled: true };

impl Subscriber for Silent {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        (self.interest)()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        black_box(metadata);
        self.enabled
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> Id {
        attributes.record(&mut Look);
        Id::from_u64(0xAAAA)
    }

    fn record(&self, _: &Id, values: &span::Record<'_>) {
        values.record(&mut Look);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Look);
    }

    fn enter(&self, id: &Id) {
        black_box(id);
    }

    fn exit(&self, id: &Id) {
        black_box(id);
    }
}

struct Look;

impl Visit for Look {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        black_box((field, value));
    }

    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        black_box((field, value));
    }

    fn record_u64(&mut self, field: &tracing::field::Field, value: u64) {
        black_box((field, value));
    }

    fn record_i64(&mut self, field: &tracing::field::Field, value: i64) {
        black_box((field, value));
    }

    fn record_bool(&mut self, field: &tracing::field::Field, value: bool) {
        black_box((field, value));
    }
}

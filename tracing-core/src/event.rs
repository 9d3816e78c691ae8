//! A record of a moment. Made by a facade on its stack, handed to a subscriber, gone when that returns.
//!
//! ```
//! use tracing_core::Event;
//!
//! /// One line of text for an event.
//! fn line(event: &Event<'_>) -> String {
//!     format!("{} {}: {}", event.metadata().level(), event.metadata().target(), event.values())
//! }
//! # let _ = line;
//! ```

use core::fmt;

use crate::{
    Field, Metadata, current,
    field::{self, ValueSet, Visit},
    parent::Parent,
    span::Id,
    subscriber::Verdict,
};

/// Something that happened at a moment in time, with values, inside of some span or none.
///
/// ```
/// # use tracing_core::{*, callsite::DefaultCallsite, field::*};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// # static META: Metadata<'static> = metadata! {
/// #     name: "n", target: "t", level: Level::INFO, fields: &["size"], callsite: &CALLSITE, kind: Kind::EVENT
/// # };
/// let values = [ValueRef::U64(3)];
/// let values = ValueSet::from_refs(META.fields(), &values);
/// let event = Event::new(&META, &values);
/// assert!(event.is_contextual());
/// assert_eq!(event.values().to_string(), "{size: 3}");
/// ```
pub struct Event<'a> {
    fields: &'a ValueSet<'a>,
    metadata: &'static Metadata<'static>,
    parent: Parent,
    verdict: Verdict,
}

impl<'a> Event<'a> {
    /// Makes an event in the current span and hands it to this thread's subscriber.
    pub fn dispatch(metadata: &'static Metadata<'static>, fields: &'a ValueSet<'_>) {
        let event = Event::new(metadata, fields);
        current::deliver(|dispatch| dispatch.event(&event));
    }

    /// Makes an event in the current span.
    #[inline]
    #[must_use]
    pub fn new(metadata: &'static Metadata<'static>, fields: &'a ValueSet<'a>) -> Self {
        Event { fields, metadata, parent: Parent::Current, verdict: Verdict::UNASKED }
    }

    /// Makes an event in the span `parent`, or in none.
    #[inline]
    #[must_use]
    pub fn new_child_of(
        parent: impl Into<Option<Id>>,
        metadata: &'static Metadata<'static>,
        fields: &'a ValueSet<'a>,
    ) -> Self {
        Event { fields, metadata, parent: Parent::of(parent.into()), verdict: Verdict::UNASKED }
    }

    /// Makes an event in the span `parent`, or in none, and hands it to this thread's subscriber.
    pub fn child_of(parent: impl Into<Option<Id>>, metadata: &'static Metadata<'static>, fields: &'a ValueSet<'_>) {
        let event = Event::new_child_of(parent, metadata, fields);
        current::deliver(|dispatch| dispatch.event(&event));
    }

    /// Adds what the subscriber's filters said when they were asked about this event; see
    /// [`DefaultCallsite::ask`](crate::callsite::DefaultCallsite::ask).
    #[inline]
    #[must_use]
    pub fn with_verdict(self, verdict: Verdict) -> Self {
        Event { verdict, ..self }
    }

    /// Gives what the subscriber's filters said when they were asked about this event.
    #[inline]
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Shows each value to a visitor.
    #[inline]
    pub fn record(&self, visitor: &mut dyn Visit) {
        self.fields.record(visitor);
    }

    /// Gives the values, with their types.
    #[inline]
    #[must_use]
    pub fn values(&self) -> &'a ValueSet<'a> {
        self.fields
    }

    /// Walks over the fields that the event's callsite declares.
    #[must_use]
    pub fn fields(&self) -> field::Iter {
        self.fields.field_set().iter()
    }

    /// Describes the place in the code.
    #[inline]
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.metadata
    }

    /// Tells whether the event was made outside of any span, on purpose.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.parent.is_root()
    }

    /// Tells whether the event belongs to the span that the thread is in.
    #[must_use]
    pub fn is_contextual(&self) -> bool {
        self.parent.is_current()
    }

    /// Gives the span that was named as the parent, if one was.
    #[must_use]
    pub fn parent(&self) -> Option<&Id> {
        self.parent.id()
    }
}

impl Event<'_> {
    /// Tells whether the event has a value for `field`.
    #[must_use]
    pub fn contains(&self, field: &Field) -> bool {
        self.fields.contains(field)
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("fields", &self.fields)
            .field("metadata", &self.metadata)
            .field("parent", &self.parent)
            .finish()
    }
}

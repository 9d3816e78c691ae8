//! A record of a moment. Made by a facade on its stack, handed to a subscriber, gone when that returns.
//!
//! ```
//! # use test_support::sample::*;
//! /// One line of text for an event.
//! fn line(event: &Event<'_>) -> String {
//!     format!("{} {}: {}", event.metadata().level(), event.metadata().target(), event.values())
//! }
//!
//! let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
//! assert_eq!(line(&Event::new(&SERVED, &values)), r#"INFO app::web: {path: "/index", size: 512}"#);
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
/// # use test_support::sample::*;
/// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(3)]);
/// let event = Event::new(&SERVED, &values);
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let recorder = Recorder::new();
    /// recorder.within(|| Event::dispatch(&SERVED, &ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")])));
    /// assert_eq!(recorder.tree(), r#"INFO path="/index""#);
    /// ```
    pub fn dispatch(metadata: &'static Metadata<'static>, fields: &'a ValueSet<'_>) {
        let event = Event::new(metadata, fields);
        current::private_tell(&event);
    }

    /// Makes an event in the current span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert!(Event::new(&SERVED, &values).is_contextual());
    /// ```
    #[inline]
    #[must_use]
    pub fn new(metadata: &'static Metadata<'static>, fields: &'a ValueSet<'a>) -> Self {
        Event { fields, metadata, parent: Parent::Current, verdict: Verdict::UNASKED }
    }

    /// Makes an event in the span `parent`, or in none.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert_eq!(Event::new_child_of(Id::from_u64(7), &SERVED, &values).parent(), Some(&Id::from_u64(7)));
    /// assert!(Event::new_child_of(None, &SERVED, &values).is_root());
    /// ```
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
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let recorder = Recorder::new();
    /// recorder.within(|| {
    ///     let id = get_default(|dispatch| {
    ///         dispatch.new_span(&Attributes::new(&REQUEST, &ValueSet::from_refs(REQUEST.fields(), &[])))
    ///     });
    ///     Event::child_of(id, &SERVED, &ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]));
    /// });
    /// assert_eq!(recorder.tree(), "request\n  INFO path=\"/index\"");
    /// ```
    pub fn child_of(parent: impl Into<Option<Id>>, metadata: &'static Metadata<'static>, fields: &'a ValueSet<'_>) {
        let event = Event::new_child_of(parent, metadata, fields);
        current::private_tell(&event);
    }

    /// Adds what the subscriber's filters said when they were asked about this event; see
    /// [`DefaultCallsite::ask`](crate::callsite::DefaultCallsite::ask).
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let mut verdict = Verdict::UNASKED;
    /// verdict.set(0, true);
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert_eq!(Event::new(&SERVED, &values).with_verdict(verdict).verdict().get(0), Some(true));
    /// ```
    #[inline]
    #[must_use]
    pub fn with_verdict(self, verdict: Verdict) -> Self {
        Event { verdict, ..self }
    }

    /// Gives what the subscriber's filters said when they were asked about this event.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert_eq!(Event::new(&SERVED, &values).verdict(), Verdict::UNASKED);
    /// ```
    #[inline]
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Shows each value to a visitor.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index"), ValueRef::U64(512)]);
    /// let mut line = String::new();
    /// Event::new(&SERVED, &values)
    ///     .record(&mut |field: &Field, value: &dyn std::fmt::Debug| line += &format!("{field}={value:?} "));
    /// assert_eq!(line, r#"path="/index" size=512 "#);
    /// ```
    #[inline]
    pub fn record(&self, visitor: &mut dyn Visit) {
        self.fields.record(visitor);
    }

    /// Gives the values, with their types.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Empty, ValueRef::U64(512)]);
    /// let event = Event::new(&SERVED, &values);
    /// let sizes = event.values().iter().filter(|(_, value)| matches!(value, ValueRef::U64(_)));
    /// assert_eq!(sizes.count(), 1);
    /// ```
    #[inline]
    #[must_use]
    pub fn values(&self) -> &'a ValueSet<'a> {
        self.fields
    }

    /// Walks over the fields that the event's callsite declares.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// let names: Vec<_> = Event::new(&SERVED, &values).fields().map(|field| field.name()).collect();
    /// assert_eq!(names, ["path", "size"], "with a value or without");
    /// ```
    #[must_use]
    pub fn fields(&self) -> field::Iter {
        self.fields.field_set().iter()
    }

    /// Describes the place in the code.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// let event = Event::new(&SERVED, &values);
    /// assert_eq!((event.metadata().target(), *event.metadata().level()), ("app::web", Level::INFO));
    /// ```
    #[inline]
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata<'static> {
        self.metadata
    }

    /// Tells whether the event was made outside of any span, on purpose.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert!(Event::new_child_of(None, &SERVED, &values).is_root());
    /// assert!(!Event::new(&SERVED, &values).is_root());
    /// ```
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.parent.is_root()
    }

    /// Tells whether the event belongs to the span that the thread is in.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert!(Event::new(&SERVED, &values).is_contextual());
    /// assert!(!Event::new_child_of(Id::from_u64(7), &SERVED, &values).is_contextual());
    /// ```
    #[must_use]
    pub fn is_contextual(&self) -> bool {
        self.parent.is_current()
    }

    /// Gives the span that was named as the parent, if one was.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// let event = Event::new_child_of(Id::from_u64(7), &SERVED, &values);
    /// assert_eq!(event.parent().map(Id::into_u64), Some(7));
    /// assert_eq!(Event::new(&SERVED, &values).parent(), None, "it was not named");
    /// ```
    #[must_use]
    pub fn parent(&self) -> Option<&Id> {
        self.parent.id()
    }
}

impl Event<'_> {
    /// Tells whether the event has a value for `field`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let values = ValueSet::from_refs(SERVED.fields(), &[ValueRef::Str("/index")]);
    /// let event = Event::new(&SERVED, &values);
    /// let given: Vec<_> = event.fields().map(|field| event.contains(&field)).collect();
    /// assert_eq!(given, [true, false]);
    /// ```
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

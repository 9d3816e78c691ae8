//! The metadata that an event of a log record should have had. Asked by subscribers for each event that they write.

use tracing_core::{Event, Metadata, field::ValueRef};

use crate::{
    sealed::Sealed,
    site::{self, Origin},
};

/// Tells of an event whether it was a log record, and where that came from.
///
/// An event's metadata has to live as long as the program, while a log record may make up its target and place as it
/// goes. So the metadata of such an event says `log` and no place. This gives the true one, for as long as the event.
///
/// ```
/// # use test_support::sample::*;
/// use tracing_core::{Event, Metadata};
/// use tracing_log::NormalizeEvent;
///
/// /// What a formatter or an exporter does first.
/// fn write(event: &Event<'_>) -> String {
///     let normalized = event.normalized_metadata();
///     let metadata: &Metadata<'_> = normalized.as_ref().unwrap_or_else(|| event.metadata());
///     format!("{} {}", metadata.level(), metadata.target())
/// }
///
/// let values = ValueSet::from_refs(SERVED.fields(), &[]);
/// assert_eq!(write(&Event::new(&SERVED, &values)), "INFO app::web");
/// ```
pub trait NormalizeEvent<'a>: Sealed {
    /// Gives the metadata with the record's target, module, file and line; `None` if the event was no log record.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_log::NormalizeEvent;
    ///
    /// struct Targets;
    /// impl Subscriber for Targets {
    ///     fn event(&self, event: &Event<'_>) {
    ///         assert_eq!(event.metadata().target(), "log");
    ///         assert_eq!(event.normalized_metadata().unwrap().target(), "db");
    ///     }
    /// #   test_support::stub!(enabled new_span record record_follows_from enter exit);
    /// }
    /// let record = log::Record::builder().target("db").args(format_args!("slow")).build();
    /// with_default(&Dispatch::new(Targets), || tracing_log::format_trace(&record)).unwrap();
    /// ```
    fn normalized_metadata(&'a self) -> Option<Metadata<'a>>;

    /// Tells whether the event was a record of the `log` crate.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_log::NormalizeEvent;
    ///
    /// let values = ValueSet::from_refs(SERVED.fields(), &[]);
    /// assert!(!Event::new(&SERVED, &values).is_log());
    /// ```
    fn is_log(&self) -> bool;
}

impl<'a> NormalizeEvent<'a> for Event<'a> {
    fn normalized_metadata(&'a self) -> Option<Metadata<'a>> {
        let event = self.metadata();
        match site::origin(&event.callsite())? {
            Origin::Known(known) => {
                let own = known.record;
                Some(site::normalized(event, own.target(), own.file(), own.line(), own.module_path()))
            }
            Origin::Shared => Some(from_values(self)),
        }
    }

    fn is_log(&self) -> bool {
        site::origin(&self.metadata().callsite()).is_some()
    }
}

impl Sealed for Event<'_> {}

/// Reads the target and place out of the event's own fields.
fn from_values<'a>(event: &'a Event<'a>) -> Metadata<'a> {
    let (mut target, mut module_path, mut file, mut line) = ("", None, None, None);
    for (field, value) in event.values().iter() {
        match (field.index(), value) {
            (1, ValueRef::Str(text)) => target = text,
            (2, ValueRef::Str(text)) => module_path = Some(text),
            (3, ValueRef::Str(text)) => file = Some(text),
            (4, ValueRef::U64(number)) => line = u32::try_from(number).ok(),
            _ => {}
        }
    }
    site::normalized(event.metadata(), target, file, line, module_path)
}

//! The callsites of log records: one per target, level, file, line and module, in a pool of bounded size.
//!
//! A record brings no callsite, so one is looked up ([`find`]). A record for which there is no place in the pool goes
//! through the one of five shared callsites that has its level: the subscriber is asked each time.

mod pool;
mod shared;
mod texts;

use log::Record;
use once_cell::race::OnceBox;
use tracing_core::{
    Callsite, Interest, Kind, Metadata,
    callsite::{DefaultCallsite, Identifier},
    field::FieldSet,
};

use self::texts::{Line, Places, Texts};
pub(crate) use self::{
    pool::{find, guess},
    shared::shared,
};
use crate::convert::AsTrace;

/// The fields that every event of a record has, in this order.
pub(crate) static FIELDS: &[&str] = &["message", "log.target", "log.module_path", "log.file", "log.line"];
/// The fields that the normalised metadata of an event speaks of.
static NORMALIZED_FIELDS: &[&str] = &["message"];

/// What a subscriber is asked about.
const RECORD_NAME: &str = "log record";
/// What a subscriber gets.
const EVENT_NAME: &str = "log event";
const EVENT_TARGET: &str = "log";

/// The identity of a callsite: a place in the pool. What is known of it comes with the first record.
pub(crate) struct Site(OnceBox<Known>);

/// The callsite of all records that have one target, level, file, line and module.
pub(crate) struct Known {
    /// What every record is compared with first.
    places: Places,
    texts: Texts,
    pub(crate) level: log::Level,
    /// The number of the first callsite with this level and target, which stands for all of those.
    #[cfg(feature = "interest-cache")]
    pub(crate) pair: u16,
    /// Keeps what the subscribers want, for the [`Site`] in whose name both metadata are.
    pub(crate) callsite: DefaultCallsite,
    /// Says only that the event is a record, as programs expect of `Event::metadata`.
    pub(crate) event: Metadata<'static>,
    /// Says what the record is; this is what filters judge.
    pub(crate) record: &'static Metadata<'static>,
}

impl Site {
    const fn new() -> Self {
        Site(OnceBox::new())
    }

    #[inline]
    fn known(&self) -> Option<&Known> {
        self.0.get()
    }

    /// Describes an unused site.
    fn describe(&'static self, record: &Record<'_>, texts: Texts, _pair: u16) -> Option<()> {
        let places = Places::new(&texts, Line::of(record));
        let (level, line) = (record.level(), record.line());
        let fields = || FieldSet::new(FIELDS, Identifier(self));
        let Texts { target, file, module_path } = texts;
        let record =
            Metadata::new(RECORD_NAME, target, level.as_trace(), file, line, module_path, fields(), Kind::EVENT);
        let record = Box::leak(Box::new(record));
        let event = Metadata::new(EVENT_NAME, EVENT_TARGET, level.as_trace(), None, None, None, fields(), Kind::EVENT);
        let known = Known {
            places,
            texts,
            level,
            #[cfg(feature = "interest-cache")]
            pair: _pair,
            callsite: DefaultCallsite::new(record),
            event,
            record,
        };
        self.0.set(Box::new(known)).ok()
    }
}

impl Known {
    /// Tells whether `record` is one of this callsite.
    fn has(&self, record: &Record<'_>) -> bool {
        self.level == record.level() && self.record.line() == record.line() && self.texts.are_of(record)
    }
}

/// Registered is the [`DefaultCallsite`] within; this is the name that it is known by.
impl Callsite for Site {
    fn set_interest(&self, interest: Interest) {
        if let Some(known) = self.known() {
            known.callsite.set_interest(interest);
        }
    }

    fn metadata(&self) -> &Metadata<'_> {
        // A site that is not described is in no metadata, so nobody can ask this of it.
        self.known().map_or(shared::any(), |known| known.record)
    }

    fn private_index(&self) -> Option<u32> {
        self.known()?.callsite.private_index()
    }
}

/// Who made an event.
pub(crate) enum Origin {
    Known(&'static Known),
    Shared,
}

/// Tells which callsite of this crate `callsite` is, if any. It is asked for every event that is written, so it
/// compares addresses and reads nothing.
#[inline]
pub(crate) fn origin(callsite: &Identifier) -> Option<Origin> {
    let address = (callsite.0 as *const dyn Callsite).cast::<()>().addr();
    pool::at(address)
        .and_then(Site::known)
        .map(Origin::Known)
        .or_else(|| shared::is_at(address).then_some(Origin::Shared))
}

/// Makes the metadata that the event of a record should have had.
pub(crate) fn normalized<'a>(
    event: &'static Metadata<'static>,
    target: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    module_path: Option<&'a str>,
) -> Metadata<'a> {
    let fields = FieldSet::new(NORMALIZED_FIELDS, event.callsite());
    Metadata::new(EVENT_NAME, target, *event.level(), file, line, module_path, fields, Kind::EVENT)
}

//! Five callsites, one per level, for records that have no site of their own. Never registered: a subscriber's answer
//! for one record says nothing of the next, so it is asked each time.

use tracing_core::{Callsite, Interest, Kind, Level, Metadata, callsite::Identifier, field::FieldSet};

use super::{EVENT_NAME, EVENT_TARGET, FIELDS, RECORD_NAME};

/// The callsite of the records of one level.
pub(crate) struct Shared {
    event: Metadata<'static>,
}

static SHARED: [Shared; 5] = [
    Shared::new(Level::ERROR, &SHARED[0]),
    Shared::new(Level::WARN, &SHARED[1]),
    Shared::new(Level::INFO, &SHARED[2]),
    Shared::new(Level::DEBUG, &SHARED[3]),
    Shared::new(Level::TRACE, &SHARED[4]),
];

/// Any metadata of this crate.
pub(super) fn any() -> &'static Metadata<'static> {
    &SHARED[0].event
}

/// Gives the callsite of a level.
#[inline]
pub(crate) fn shared(level: log::Level) -> &'static Shared {
    // `log` numbers its levels from 1, the least verbose first.
    &SHARED[level as usize - 1]
}

/// Tells whether a callsite at this address is one of these.
#[inline]
pub(super) fn is_at(address: usize) -> bool {
    address.wrapping_sub(SHARED.as_ptr().addr()) < size_of_val(&SHARED)
}

impl Shared {
    const fn new(level: Level, own: &'static Shared) -> Self {
        let fields = FieldSet::new(FIELDS, Identifier(own));
        Shared { event: Metadata::new(EVENT_NAME, EVENT_TARGET, level, None, None, None, fields, Kind::EVENT) }
    }

    /// The metadata of the event.
    pub(crate) fn event(&'static self) -> &'static Metadata<'static> {
        &self.event
    }

    /// Describes a record, so that a filter can judge it.
    pub(crate) fn describe<'a>(
        &'static self,
        target: &'a str,
        file: Option<&'a str>,
        line: Option<u32>,
        module_path: Option<&'a str>,
    ) -> Metadata<'a> {
        let fields = FieldSet::new(FIELDS, Identifier(self));
        Metadata::new(RECORD_NAME, target, *self.event.level(), file, line, module_path, fields, Kind::EVENT)
    }
}

impl Callsite for Shared {
    fn set_interest(&self, _: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        &self.event
    }
}

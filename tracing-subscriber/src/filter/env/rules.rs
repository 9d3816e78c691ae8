//! The directives of a filter, sorted into those on callsites and those on spans and values. Made when the filter is put
//! to use; calls `statics` and `dynamics`.

use std::fmt;

use tracing_core::{Event, Interest, LevelFilter, Metadata};

use super::dynamics::Dynamics;
use super::parse::Parsed;
use super::sorted::sorted;
use crate::filter::statics::StaticSet;

#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub(super) statics: StaticSet,
    /// Empty if no directive is on spans or values, and then no callback of a span does anything.
    dynamics: Dynamics,
}

impl Rules {
    pub(super) fn add(&mut self, directive: Parsed) {
        match directive {
            Parsed::Static(directive) => {
                self.statics.add(directive);
                self.dynamics.forget();
            }
            Parsed::Dynamic(directive) => {
                if !directive.needs_span() {
                    self.statics.add(directive.to_static());
                }
                self.dynamics.add(directive);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.statics.is_empty() && self.dynamics.is_empty()
    }

    /// `None` if there is nothing to be done.
    #[inline]
    pub(super) fn dynamics(&self) -> Option<&Dynamics> {
        if self.dynamics.is_empty() { None } else { Some(&self.dynamics) }
    }

    /// The highest level of a directive.
    pub(super) fn max_level(&self) -> LevelFilter {
        self.statics.max_level().max(self.dynamics.max_level())
    }

    /// The highest level of what can be let through.
    pub(super) fn max_level_hint(&self) -> LevelFilter {
        self.statics.max_level().max(self.dynamics.max_level_hint())
    }

    pub(super) fn interest(&self, metadata: &'static Metadata<'static>) -> Interest {
        match self.dynamics() {
            Some(dynamics) => dynamics.interest(metadata, &self.statics),
            None if self.statics.enabled(metadata) => Interest::always(),
            None => Interest::never(),
        }
    }

    #[inline]
    pub(super) fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        match self.dynamics() {
            Some(dynamics) => dynamics.enabled(metadata, &self.statics),
            None => self.statics.enabled(metadata),
        }
    }

    #[inline]
    pub(super) fn event_enabled(&self, event: &Event<'_>) -> bool {
        self.dynamics().is_none_or(|dynamics| dynamics.event_enabled(event, &self.statics))
    }
}

impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        // A directive on the mere presence of fields is among the dynamic ones as well, and printed there.
        for directive in self.statics.iter().filter(|directive| directive.fields.is_empty()) {
            write!(f, "{separator}{directive}")?;
            separator = ",";
        }
        for directive in sorted(self.dynamics.directives().iter()) {
            write!(f, "{separator}{directive}")?;
            separator = ",";
        }
        Ok(())
    }
}

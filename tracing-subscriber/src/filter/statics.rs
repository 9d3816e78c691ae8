//! Directives whose answer depends on a callsite alone, and the ordered set of them.
//! `Targets` is such a set; `EnvFilter` has one beside its directives on spans.

use alloc::vec::Vec;
use core::{cmp::Ordering, fmt};

use tracing_core::{LevelFilter, Metadata};

use super::name::Name;
use super::target::Pattern;

/// Which records a directive speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Records {
    All,
    Spans,
    Events,
}

impl Records {
    pub(crate) fn of(metadata: &Metadata<'_>) -> Self {
        if metadata.is_span() { Self::Spans } else { Self::Events }
    }
}

/// `target[{field,…}]=level`
#[derive(Clone, Debug)]
pub(crate) struct StaticDirective {
    rank: Rank,
    pub(crate) records: Records,
    pub(crate) target: Option<Pattern>,
    pub(crate) fields: Vec<Name>,
    pub(crate) level: LevelFilter,
}

/// How much a directive says; the one that says more decides. Bits 32.. target, bit 31 span, bits 16..31 fields,
/// bits 0..16 values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(u64);

impl Rank {
    #[inline]
    pub(crate) fn new(target: Option<&Pattern>, span: bool, fields: usize, values: usize) -> Self {
        let target = u64::from(target.map_or(0, Pattern::rank));
        Self(target << 32 | u64::from(span) << 31 | (fields.min(0x7FFF) as u64) << 16 | values.min(0xFFFF) as u64)
    }
}

impl StaticDirective {
    #[inline]
    pub(crate) fn new(records: Records, target: Option<Pattern>, fields: Vec<Name>, level: LevelFilter) -> Self {
        Self { rank: Rank::new(target.as_ref(), false, fields.len(), 0), records, target, fields, level }
    }

    /// `target=level`, or a level alone.
    #[inline]
    pub(crate) fn on_target(target: Option<Pattern>, level: LevelFilter) -> Self {
        Self::new(Records::All, target, Vec::new(), level)
    }

    #[inline]
    pub(crate) fn rank(&self) -> Rank {
        self.rank
    }

    fn has_target(&self, target: &str) -> bool {
        self.target.as_ref().is_none_or(|pattern| pattern.matches(target))
    }

    fn has_fields(&self, metadata: &Metadata<'_>) -> bool {
        self.fields.iter().all(|name| metadata.fields().field(name.as_str()).is_some())
    }
}

/// The most specific comes first. Levels have no part in it: directives on the same records are equal.
impl Ord for StaticDirective {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.rank().cmp(&self.rank()))
            .then_with(|| self.target.cmp(&other.target))
            .then_with(|| other.fields.cmp(&self.fields))
            .then_with(|| self.records.cmp(&other.records))
    }
}

impl PartialOrd for StaticDirective {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for StaticDirective {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for StaticDirective {}

impl fmt::Display for StaticDirective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.records {
            Records::All => {}
            Records::Spans => f.write_str(if self.target.is_some() { "spans:" } else { "spans" })?,
            Records::Events => f.write_str(if self.target.is_some() { "events:" } else { "events" })?,
        }
        if let Some(target) = &self.target {
            write!(f, "{target}")?;
        }
        if !self.fields.is_empty() {
            f.write_str("[{")?;
            for (n, field) in self.fields.iter().enumerate() {
                write!(f, "{}{field}", if n > 0 { "," } else { "" })?;
            }
            f.write_str("}]")?;
        }
        if self.target.is_some() || !self.fields.is_empty() || self.records != Records::All {
            f.write_str("=")?;
        }
        // Not the level's own `Display`, which need not be what the parser reads.
        f.write_str(level_name(self.level))
    }
}

pub(crate) fn level_name(level: LevelFilter) -> &'static str {
    match level {
        LevelFilter::OFF => "off",
        LevelFilter::ERROR => "error",
        LevelFilter::WARN => "warn",
        LevelFilter::INFO => "info",
        LevelFilter::DEBUG => "debug",
        _ => "trace",
    }
}

/// Directives in order, the most specific first. The first one that speaks of a callsite decides.
#[derive(Clone, Debug)]
pub(crate) struct StaticSet {
    directives: Vec<StaticDirective>,
    max_level: LevelFilter,
    /// Whether some directive speaks of spans alone; then the plain ones speak of events alone.
    spans_apart: bool,
    /// Whether some directive is on fields.
    has_fields: bool,
}

impl Default for StaticSet {
    fn default() -> Self {
        Self { directives: Vec::new(), max_level: LevelFilter::OFF, spans_apart: false, has_fields: false }
    }
}

impl StaticSet {
    /// Adds a directive in place of one that speaks of the same records.
    pub(crate) fn add(&mut self, directive: StaticDirective) {
        self.spans_apart |= directive.records == Records::Spans;
        self.has_fields |= !directive.fields.is_empty();
        self.max_level = self.max_level.max(directive.level);
        // There are few, so that to look at each is the fastest way.
        let place = self.directives.iter().position(|other| *other >= directive);
        match place {
            Some(at) if self.directives[at] == directive => {
                self.directives[at] = directive;
                self.max_level = self.directives.iter().map(|d| d.level).max().unwrap_or(LevelFilter::OFF);
            }
            Some(at) => self.directives.insert(at, directive),
            None => self.directives.push(directive),
        }
    }

    #[cfg_attr(
        not(feature = "env-filter"),
        expect(dead_code, reason = "only filters from strings have a default directive")
    )]
    pub(crate) fn is_empty(&self) -> bool {
        self.directives.is_empty()
    }

    pub(crate) fn max_level(&self) -> LevelFilter {
        self.max_level
    }

    pub(crate) fn iter(&self) -> core::slice::Iter<'_, StaticDirective> {
        self.directives.iter()
    }

    pub(crate) fn into_directives(self) -> Vec<StaticDirective> {
        self.directives
    }

    fn speaks_of(&self, directive: &StaticDirective, records: Records) -> bool {
        match directive.records {
            Records::All => !(self.spans_apart && records == Records::Spans),
            other => other == records,
        }
    }

    /// The directive that decides over a callsite.
    ///
    /// Directives on fields have no say in which spans are taken away: a span without the field is not meant, and one
    /// with it has to be there for what is recorded inside to be told apart.
    pub(crate) fn find(&self, metadata: &Metadata<'_>) -> Option<&StaticDirective> {
        let records = Records::of(metadata);
        self.directives.iter().find(|d| {
            self.speaks_of(d, records)
                && d.has_target(metadata.target())
                && (d.fields.is_empty() || metadata.is_event() && d.has_fields(metadata))
        })
    }

    pub(crate) fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let level = *metadata.level();
        level <= self.max_level
            && (self.find(metadata).is_some_and(|d| d.level >= level)
                || self.has_fields && metadata.is_span() && self.lets_context_through(metadata))
    }

    /// A directive on a field lets spans through, also those without the field, since they are the context of the
    /// events that have it.
    fn lets_context_through(&self, metadata: &Metadata<'_>) -> bool {
        self.directives.iter().any(|d| {
            !d.fields.is_empty()
                && d.level >= *metadata.level()
                && self.speaks_of(d, Records::Spans)
                && d.has_target(metadata.target())
        })
    }

    /// As [`enabled`](Self::enabled), for an event that has nothing but a target and a level.
    pub(crate) fn target_enabled(&self, target: &str, level: &tracing_core::Level) -> bool {
        self.directives
            .iter()
            .find(|d| d.has_target(target) && self.speaks_of(d, Records::Events))
            .is_some_and(|d| d.level >= *level)
    }
}

impl PartialEq for StaticSet {
    fn eq(&self, other: &Self) -> bool {
        self.directives.len() == other.directives.len()
            && self.directives.iter().zip(&other.directives).all(|(a, b)| a == b && a.level == b.level)
    }
}

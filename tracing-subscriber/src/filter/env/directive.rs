//! One directive, `target[span{field=value}]=level`, as a value: its order, its text form, its two natures.
//! Made by the parser; `EnvFilter` sorts directives into those on callsites and those on spans and values.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use tracing_core::{Level, LevelFilter, Metadata};

use super::matcher::FieldMatch;
use super::parse;
use super::sorted::sorted;
use crate::filter::name::Name;
use crate::filter::parse_error::ParseError;
use crate::filter::statics::{Rank, Records, StaticDirective, level_name};
use crate::filter::target::Pattern;

/// One directive of an [`EnvFilter`](super::EnvFilter).
///
/// Made from a level, or read from text. The [documentation of `EnvFilter`](super::EnvFilter) has the syntax.
///
/// ```
/// use tracing_subscriber::filter::{Directive, EnvFilter, LevelFilter};
///
/// let directive: Directive = "my_crate[request{id=7}]=debug".parse()?;
/// let filter = EnvFilter::default().add_directive(LevelFilter::INFO.into()).add_directive(directive);
/// assert_eq!(filter.to_string(), "info,my_crate[request{id=7}]=debug");
/// # Ok::<(), tracing_subscriber::filter::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Directive {
    pub(super) records: Records,
    pub(super) target: Option<Pattern>,
    pub(super) span: Option<Name>,
    /// As they were given.
    pub(super) fields: Vec<FieldMatch>,
    pub(super) level: LevelFilter,
}

impl Directive {
    pub(super) const MAX_FIELDS: usize = 64;

    /// Whether spans have to be watched for this directive: it names a span, or fields.
    pub(super) fn is_dynamic(&self) -> bool {
        self.span.is_some() || !self.fields.is_empty()
    }

    pub(super) fn has_values(&self) -> bool {
        self.fields.iter().any(|field| field.value.is_some())
    }

    /// Whether this directive is on the values of events.
    pub(super) fn judges_events(&self) -> bool {
        self.span.is_none() && self.has_values()
    }

    /// Whether only the spans around can tell whether this directive matches an event.
    pub(super) fn needs_span(&self) -> bool {
        self.span.is_some() || self.has_values()
    }

    /// What of this directive can be answered for a callsite alone.
    pub(super) fn to_static(&self) -> StaticDirective {
        let fields = self.fields.iter().map(|field| field.name.clone()).collect();
        StaticDirective::new(self.records, self.target.clone(), fields, self.level)
    }

    pub(super) fn rank(&self) -> Rank {
        let values = self.fields.iter().filter(|field| field.value.is_some()).count();
        Rank::new(self.target.as_ref(), self.span.is_some(), self.fields.len(), values)
    }

    /// Whether a span or event of this callsite can match, whatever the values of its fields.
    pub(super) fn matches_callsite(&self, metadata: &Metadata<'_>) -> bool {
        let records = match self.records {
            Records::All => true,
            other => other == Records::of(metadata),
        };
        records
            && self.target.as_ref().is_none_or(|target| target.matches(metadata.target()))
            && self.span.as_ref().is_none_or(|name| *name == *metadata.name())
            && self.fields.iter().all(|field| metadata.fields().field(field.name.as_str()).is_some())
    }

    /// The same directive with patterns taken literally.
    pub(super) fn without_regex(mut self) -> Self {
        for field in &mut self.fields {
            field.value = field.value.take().map(super::matcher::ValueMatch::without_regex);
        }
        self
    }
}

impl Directive {
    /// Compares by the records that the directives are on.
    fn by_records(&self, other: &Self) -> Ordering {
        fn text(directive: &Directive) -> Vec<String> {
            sorted(directive.fields.iter().map(ToString::to_string))
        }
        (other.rank().cmp(&self.rank()))
            .then_with(|| self.target.cmp(&other.target))
            .then_with(|| other.span.cmp(&self.span))
            .then_with(|| text(other).cmp(&text(self)))
            .then_with(|| self.records.cmp(&other.records))
    }

    /// Whether both are on the same records, so that one takes the other's place in a filter.
    pub(super) fn is_on_the_same(&self, other: &Self) -> bool {
        self.by_records(other).is_eq()
    }
}

/// The more specific of two directives is the lesser, so that it comes first in a sorted list. The level comes last.
impl Ord for Directive {
    fn cmp(&self, other: &Self) -> Ordering {
        self.by_records(other).then_with(|| self.level.cmp(&other.level))
    }
}

impl PartialOrd for Directive {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Directive {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Directive {}

impl Default for Directive {
    /// Lets nothing through, of any target.
    fn default() -> Self {
        LevelFilter::OFF.into()
    }
}

impl From<LevelFilter> for Directive {
    fn from(level: LevelFilter) -> Self {
        StaticDirective::on_target(None, level).into()
    }
}

impl From<StaticDirective> for Directive {
    /// For directives that have no fields.
    fn from(directive: StaticDirective) -> Self {
        let StaticDirective { records, target, level, .. } = directive;
        Self { records, target, span: None, fields: Vec::new(), level }
    }
}

impl From<Level> for Directive {
    fn from(level: Level) -> Self {
        LevelFilter::from_level(level).into()
    }
}

impl FromStr for Directive {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse::directive(text, true)
    }
}

impl fmt::Display for Directive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.records {
            Records::All => {}
            Records::Spans => f.write_str(if self.has_left_side() { "spans:" } else { "spans" })?,
            Records::Events => f.write_str(if self.has_left_side() { "events:" } else { "events" })?,
        }
        if let Some(target) = &self.target {
            write!(f, "{target}")?;
        }
        if self.is_dynamic() {
            write!(f, "[{}", self.span.as_ref().map_or("", Name::as_str))?;
            for (n, field) in self.fields.iter().enumerate() {
                write!(f, "{}{field}", if n == 0 { "{" } else { "," })?;
            }
            f.write_str(if self.fields.is_empty() { "]" } else { "}]" })?;
        }
        if self.has_left_side() || self.records != Records::All {
            f.write_str("=")?;
        }
        f.write_str(level_name(self.level))
    }
}

impl Directive {
    fn has_left_side(&self) -> bool {
        self.target.is_some() || self.is_dynamic()
    }
}

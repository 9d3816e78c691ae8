//! A filter by target and level. See [`Targets`].
//!
//! ```
//! use tracing_core::Level;
//! use tracing_subscriber::filter::targets::Targets;
//!
//! let filter: Targets = "app=debug,app::noisy=off".parse()?;
//! assert!(filter.would_enable("app::web", &Level::DEBUG));
//! assert!(!filter.would_enable("app::noisy", &Level::ERROR));
//! # Ok::<(), tracing_subscriber::filter::ParseError>(())
//! ```

use alloc::string::String;
use core::{fmt, str::FromStr};

use tracing_core::subscriber::Verdict;
use tracing_core::{Interest, Level, LevelFilter, Metadata, Subscriber};

use super::parse::target_directive;
use super::parse_error::ParseError;
use super::statics::{Records, StaticDirective, StaticSet};
use super::target::Pattern;
use crate::layer::{self, Attention, Opinion, Reach, Stance};

/// Lets spans and events through by their target and level.
///
/// A target is the path of the module that recorded something, unless the record names another. A pair of a target and
/// a level lets everything through whose target *begins* with the given one, up to that level; where several pairs
/// match, the longest target decides. Used as a layer it holds for every layer of the subscriber, used with
/// [`Layer::with_filter`] for that layer alone.
///
/// ```
/// use tracing_subscriber::{filter::{LevelFilter, Targets}, prelude::*};
///
/// let filter = Targets::new()
///     .with_default(LevelFilter::INFO)
///     .with_target("my_crate", LevelFilter::DEBUG)
///     .with_target("my_crate::noisy", LevelFilter::OFF);
/// let _guard = tracing_subscriber::registry().with(filter).set_default();
/// assert!(tracing::enabled!(target: "my_crate::db", tracing::Level::DEBUG));
/// assert!(!tracing::enabled!(target: "my_crate::noisy", tracing::Level::ERROR));
/// ```
///
/// # Text form
///
/// Pairs are also read from text: a list of `target=level`, `target` (which means `trace`), or a level alone (the
/// default, for all other targets). As in [`EnvFilter`](super::EnvFilter), a target may also be
///
/// | written             | matches                                                            |
/// |---------------------|--------------------------------------------------------------------|
/// | `tokio`             | targets that begin with `tokio`, so `tokio_util` too               |
/// | `tokio::*`          | the module `tokio` and all inside it, not `tokio_util`             |
/// | `=tokio`            | `tokio` alone                                                      |
/// | `*::sql`            | any target that ends with `::sql`; `*` may stand anywhere          |
/// | `!tokio`            | the same as `tokio=off`; works with the forms above                |
/// | `spans=info`        | spans; the plain directives then speak of events alone             |
/// | `spans:tokio=debug` | spans with such a target; `events:tokio=debug` the other way round |
///
/// ```
/// use tracing_subscriber::filter::{LevelFilter, Targets};
///
/// let filter: Targets = "info,my_crate=debug,my_crate::noisy=off".parse()?;
/// assert_eq!(
///     filter,
///     Targets::new()
///         .with_default(LevelFilter::INFO)
///         .with_target("my_crate", LevelFilter::DEBUG)
///         .with_target("my_crate::noisy", LevelFilter::OFF),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Layer::with_filter`]: crate::layer::Layer::with_filter
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets(StaticSet);

impl Targets {
    /// Creates a filter that lets nothing through.
    ///
    /// ```
    /// use tracing_subscriber::filter::Targets;
    ///
    /// assert!(!Targets::new().would_enable("my_crate", &tracing_core::Level::ERROR));
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets records through whose target begins with `target`, up to `level`.
    ///
    /// The target is taken as it is: the marks of the text form have no meaning here.
    ///
    /// ```
    /// use tracing_core::Level;
    /// use tracing_subscriber::filter::Targets;
    ///
    /// let filter = Targets::new().with_target("my_crate", Level::INFO);
    /// assert!(filter.would_enable("my_crate::db", &Level::INFO));
    /// ```
    pub fn with_target(mut self, target: impl Into<String>, level: impl Into<LevelFilter>) -> Self {
        self.0.add(StaticDirective::on_target(Some(Pattern::prefix(&target.into())), level.into()));
        self
    }

    /// Adds many pairs, as [`with_target`](Self::with_target) adds one.
    ///
    /// ```
    /// use tracing_core::Level;
    /// use tracing_subscriber::filter::Targets;
    ///
    /// let filter = Targets::new().with_targets([("my_crate", Level::INFO), ("hyper", Level::WARN)]);
    /// assert!(filter.would_enable("hyper", &Level::WARN));
    /// ```
    pub fn with_targets<T, L>(mut self, targets: impl IntoIterator<Item = (T, L)>) -> Self
    where
        String: From<T>,
        LevelFilter: From<L>,
    {
        self.extend(targets);
        self
    }

    /// Lets records of all other targets through, up to `level`.
    ///
    /// Without it they are let through by no level.
    ///
    /// ```
    /// use tracing_core::Level;
    /// use tracing_subscriber::filter::{LevelFilter, Targets};
    ///
    /// let filter = Targets::new().with_default(LevelFilter::INFO);
    /// assert!(filter.would_enable("anything", &Level::INFO));
    /// ```
    pub fn with_default(mut self, level: impl Into<LevelFilter>) -> Self {
        self.0.add(StaticDirective::on_target(None, level.into()));
        self
    }

    /// Returns the level for targets that no pair names, if one was given.
    ///
    /// ```
    /// use tracing_subscriber::filter::{LevelFilter, Targets};
    ///
    /// assert_eq!(Targets::new().default_level(), None);
    /// assert_eq!(Targets::new().with_default(LevelFilter::OFF).default_level(), Some(LevelFilter::OFF));
    /// ```
    pub fn default_level(&self) -> Option<LevelFilter> {
        self.0
            .iter()
            .find(|d| d.target.is_none() && d.fields.is_empty() && d.records == Records::All)
            .map(|directive| directive.level)
    }

    /// Returns the pairs of target and level, in no particular order.
    ///
    /// ```
    /// use tracing_core::Level;
    /// use tracing_subscriber::filter::{LevelFilter, Targets};
    ///
    /// let filter = Targets::new().with_target("my_crate", Level::INFO);
    /// assert_eq!(filter.iter().collect::<Vec<_>>(), [("my_crate", LevelFilter::INFO)]);
    /// ```
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// Tells whether an event with this target and level would be let through.
    ///
    /// ```
    /// use tracing_core::Level;
    /// use tracing_subscriber::filter::Targets;
    ///
    /// let filter: Targets = "my_crate=info".parse()?;
    /// assert!(filter.would_enable(module_path!(), &Level::INFO) == module_path!().starts_with("my_crate"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn would_enable(&self, target: &str, level: &Level) -> bool {
        self.0.target_enabled(target, level)
    }

    fn interest(&self, metadata: &Metadata<'_>) -> Interest {
        if self.0.enabled(metadata) { Interest::always() } else { Interest::never() }
    }
}

impl<S: Subscriber> layer::Layer<S> for Targets {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: layer::Context<'_, S>) -> bool {
        self.0.enabled(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0.max_level())
    }

    fn verdict(&self, metadata: &Metadata<'_>, _: layer::Context<'_, S>, _: &mut Verdict) -> Opinion {
        Opinion::filter(self.0.enabled(metadata))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::filter(self.interest(metadata))
    }

    fn reach(&self) -> Reach {
        Reach::filter(Some(self.0.max_level()))
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

impl<S> layer::Filter<S> for Targets {
    fn enabled(&self, metadata: &Metadata<'_>, _: &layer::Context<'_, S>) -> bool {
        self.0.enabled(metadata)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.interest(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0.max_level())
    }

    #[inline]
    fn private_attention(&self) -> Attention {
        Attention::NONE
    }
}

impl FromStr for Targets {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut set = StaticSet::default();
        for directive in split(text) {
            set.add(target_directive(directive)?);
        }
        Ok(Self(set))
    }
}

/// Splits at commas, save those inside `[{…}]`.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    let mut previous = '\0';
    text.split(move |c| {
        let closed = inside && previous == '}' && c == ']';
        inside = (inside || previous == '[' && c == '{') && !closed;
        previous = c;
        c == ',' && !inside
    })
}

impl fmt::Display for Targets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, directive) in self.0.iter().enumerate() {
            write!(f, "{}{directive}", if n > 0 { "," } else { "" })?;
        }
        Ok(())
    }
}

impl<T: Into<String>, L: Into<LevelFilter>> Extend<(T, L)> for Targets {
    fn extend<I: IntoIterator<Item = (T, L)>>(&mut self, pairs: I) {
        for (target, level) in pairs {
            self.0.add(StaticDirective::on_target(Some(Pattern::prefix(&target.into())), level.into()));
        }
    }
}

impl<T: Into<String>, L: Into<LevelFilter>> FromIterator<(T, L)> for Targets {
    fn from_iter<I: IntoIterator<Item = (T, L)>>(pairs: I) -> Self {
        let mut targets = Self::new();
        targets.extend(pairs);
        targets
    }
}

impl IntoIterator for Targets {
    type Item = (String, LevelFilter);
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter(self.0.into_directives().into_iter())
    }
}

impl<'a> IntoIterator for &'a Targets {
    type Item = (&'a str, LevelFilter);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter(self.0.iter())
    }
}

/// Yields the pairs of a [`Targets`] filter and consumes it.
///
/// ```
/// use tracing_core::Level;
/// use tracing_subscriber::filter::Targets;
///
/// let mut filter = Targets::new().with_target("my_crate", Level::INFO);
/// filter.extend(Targets::new().with_target("my_crate::db", Level::DEBUG));
/// assert!(filter.would_enable("my_crate::db", &Level::DEBUG));
/// ```
#[derive(Debug)]
pub struct IntoIter(alloc::vec::IntoIter<StaticDirective>);

impl Iterator for IntoIter {
    type Item = (String, LevelFilter);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.find_map(|directive| Some((String::from(directive.target?.text()), directive.level)))
    }
}

/// Yields the pairs of a [`Targets`] filter.
///
/// Made by [`Targets::iter`].
///
/// ```
/// use tracing_subscriber::filter::{LevelFilter, Targets};
///
/// let filter = Targets::new().with_target("app", LevelFilter::INFO);
/// let pairs: Vec<_> = filter.iter().collect();
/// assert_eq!(pairs, [("app", LevelFilter::INFO)]);
/// ```
#[derive(Debug)]
pub struct Iter<'a>(core::slice::Iter<'a, StaticDirective>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, LevelFilter);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.find_map(|directive| Some((directive.target.as_ref()?.text(), directive.level)))
    }
}

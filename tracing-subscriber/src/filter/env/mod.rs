//! The filter that is read from text such as `info,my_crate=debug,[request{id=7}]=trace`. See [`EnvFilter`].
//!
//! ```text
//! builder ─▶ glance    is the text valid?  then it is kept, and when the filter is put to use:
//!            parse ─▶ directive ─▶ rules ─┬▶ statics   what a callsite alone decides     (shared with `Targets`)
//!                                         └▶ dynamics  what spans and values decide ─▶ sites, watched, scope
//! ```

mod builder;
mod directive;
mod error;
mod glance;
mod parse;

mod matcher;
mod pattern;

mod rules;
mod sorted;

mod dynamics;
#[cfg_attr(not(feature = "registry"), path = "live_off.rs")]
mod live;
mod scope;
mod sites;
mod told;
mod watched;

mod explain;

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Verdict;
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber};

use self::parse::Parsed;
use self::rules::Rules;
use crate::filter::Refused;
use crate::filter::name::ShortText;
use crate::filter::parse_error::ParseError;
use crate::layer::{self, Attention, Context, Opinion, Reach, Stance};
use crate::report::report;

pub use self::builder::Builder;
pub use self::directive::Directive;
pub use self::error::{BadFieldName, FromEnvError};
pub use self::explain::{Explanation, explain};

#[doc = include_str!("../../../docs/env_filter.md")]
pub struct EnvFilter {
    /// The directives as text, until the filter is put to use.
    text: ShortText<110>,
    rules: OnceLock<Box<Rules>>,
    regex: bool,
}

impl EnvFilter {
    /// The name of the environment variable that holds the filter, where no other is given.
    ///
    /// ```
    /// assert_eq!(tracing_subscriber::EnvFilter::DEFAULT_ENV, "RUST_LOG");
    /// ```
    pub const DEFAULT_ENV: &'static str = "RUST_LOG";

    /// Returns a builder, for settings that the constructors do not have.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// let filter = EnvFilter::builder().with_regex(false).parse_lossy("info,[{path=\"/\"}]=debug");
    /// assert!(filter.to_string().contains("path"));
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Reads the filter in `RUST_LOG`, without the directives that are invalid. If none is left, errors are let
    /// through.
    ///
    /// ```
    /// use tracing_subscriber::{EnvFilter, prelude::*};
    ///
    /// let subscriber = tracing_subscriber::registry().with(EnvFilter::from_default_env());
    /// assert!(subscriber.is::<EnvFilter>());
    /// ```
    pub fn from_default_env() -> Self {
        Self::or_errors().from_env_lossy()
    }

    /// Reads the filter in the environment variable `env`, without the directives that are invalid. If none is left,
    /// errors are let through.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert_eq!(EnvFilter::from_env("NO_SUCH_VARIABLE").to_string(), "error");
    /// ```
    pub fn from_env<A: AsRef<str>>(env: A) -> Self {
        Self::or_errors().with_env_var(env.as_ref()).from_env_lossy()
    }

    /// Reads a filter, without the directives that are invalid. If none is left, errors are let through.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert_eq!(EnvFilter::new("hyper=warn,info").to_string(), "hyper=warn,info");
    /// assert_eq!(EnvFilter::new("").to_string(), "error");
    /// ```
    pub fn new<S: AsRef<str>>(directives: S) -> Self {
        Self::or_errors().parse_lossy(directives)
    }

    /// Reads a filter. The empty one lets errors through.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert!(EnvFilter::try_new("hyper=loud").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If a directive is invalid.
    pub fn try_new<S: AsRef<str>>(dirs: S) -> Result<Self, ParseError> {
        Self::or_errors().parse(dirs)
    }

    /// Reads the filter in `RUST_LOG`.
    ///
    /// ```
    /// use tracing_subscriber::{EnvFilter, filter::LevelFilter};
    ///
    /// // What a program does whose users may set `RUST_LOG`, or not.
    /// let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    /// assert!(filter.max_level_hint() >= Some(LevelFilter::OFF));
    /// ```
    ///
    /// # Errors
    ///
    /// If a directive is invalid, or the variable is not set or not Unicode.
    pub fn try_from_default_env() -> Result<Self, FromEnvError> {
        Self::builder().try_from_env()
    }

    /// Reads the filter in the environment variable `env`.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert!(EnvFilter::try_from_env("NO_SUCH_VARIABLE").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If a directive is invalid, or the variable is not set or not Unicode.
    pub fn try_from_env<A: AsRef<str>>(env: A) -> Result<Self, FromEnvError> {
        Self::builder().with_env_var(env.as_ref()).try_from_env()
    }

    fn or_errors() -> Builder {
        Self::builder().with_default_directive(LevelFilter::ERROR.into())
    }

    /// Adds a directive. One that is on the same spans and events is replaced.
    ///
    /// ```
    /// use tracing_subscriber::filter::{EnvFilter, LevelFilter};
    ///
    /// let filter = EnvFilter::new("info").add_directive("hyper=off".parse()?).add_directive(LevelFilter::WARN.into());
    /// assert_eq!(filter.to_string(), "hyper=off,warn");
    /// # Ok::<(), tracing_subscriber::filter::ParseError>(())
    /// ```
    pub fn add_directive(mut self, mut directive: Directive) -> Self {
        if !self.regex {
            directive = directive.without_regex();
        }
        let mut rules = self.rules.take().unwrap_or_else(|| self.read());
        rules.add(if directive.is_dynamic() {
            Parsed::Dynamic(directive)
        } else {
            Parsed::Static(directive.to_static())
        });
        Self::of_rules(rules, self.regex)
    }

    /// A filter of text that is known to be valid.
    #[inline]
    fn of_text(text: &str, regex: bool) -> Self {
        Self { text: text.into(), rules: OnceLock::new(), regex }
    }

    fn of_rules(rules: Box<Rules>, regex: bool) -> Self {
        Self { text: "".into(), rules: OnceLock::from(rules), regex }
    }

    #[inline]
    fn rules(&self) -> &Rules {
        match self.rules.get() {
            Some(rules) => rules,
            None => self.put_to_use(),
        }
    }

    #[cold]
    fn put_to_use(&self) -> &Rules {
        self.rules.get_or_init(|| self.read())
    }

    /// Takes the text apart, which is known to be valid.
    fn read(&self) -> Box<Rules> {
        let mut rules = Box::<Rules>::default();
        parse::list(self.text.as_str(), self.regex).flatten().for_each(|directive| rules.add(directive));
        rules
    }

    /// Says so where the program was built without the levels that the filter asks for.
    #[inline]
    fn report_capped(&self, max_level: LevelFilter) {
        let cap = tracing::level_filters::STATIC_MAX_LEVEL;
        if max_level > cap {
            report(format_args!(
                "the filter `{self}` asks for levels above {cap}, the highest that this program was built with"
            ));
        }
    }

    /// Tells whether a span or event is let through, by its callsite and the spans that this thread is in.
    ///
    /// ```
    /// use tracing_subscriber::{EnvFilter, Layer, layer::{Context, Filter, Identity}, prelude::*};
    ///
    /// /// Everything that an `EnvFilter` lets through, but no spans.
    /// struct EventsOnly(EnvFilter);
    ///
    /// impl<S> Filter<S> for EventsOnly {
    ///     fn enabled(&self, metadata: &tracing_core::Metadata<'_>, ctx: &Context<'_, S>) -> bool {
    ///         metadata.is_event() && self.0.enabled(metadata, ctx.clone())
    ///     }
    /// }
    ///
    /// let layer = Identity::new().with_filter(EventsOnly(EnvFilter::new("info")));
    /// let _guard = tracing_subscriber::registry().with(layer).set_default();
    /// assert!(tracing::event_enabled!(tracing::Level::INFO) && !tracing::span_enabled!(tracing::Level::INFO));
    /// ```
    pub fn enabled<S>(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.rules().enabled(metadata)
    }

    /// Returns the highest level that this filter can let through.
    ///
    /// ```
    /// use tracing_subscriber::filter::{EnvFilter, LevelFilter};
    ///
    /// assert_eq!(EnvFilter::new("info,hyper=debug").max_level_hint(), Some(LevelFilter::DEBUG));
    /// ```
    pub fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.rules().max_level_hint())
    }
}

/// Writes the methods that a layer and a filter have in common.
macro_rules! callbacks {
    () => {
        fn on_register_dispatch(&self, subscriber: &Dispatch) {
            if let Some(dynamics) = self.rules().dynamics() {
                dynamics.on_register_dispatch(subscriber, &self.rules().statics);
            }
        }

        #[inline]
        fn max_level_hint(&self) -> Option<LevelFilter> {
            EnvFilter::max_level_hint(self)
        }

        #[inline]
        fn on_new_span(&self, attrs: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
            EnvFilter::on_new_span(self, attrs, id, ctx);
        }

        #[inline]
        fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
            EnvFilter::on_record(self, id, values, ctx);
        }

        #[inline]
        fn on_enter(&self, id: &Id, ctx: Context<'_, S>) {
            EnvFilter::on_enter(self, id, ctx);
        }

        #[inline]
        fn on_exit(&self, id: &Id, ctx: Context<'_, S>) {
            EnvFilter::on_exit(self, id, ctx);
        }

        #[inline]
        fn on_close(&self, id: Id, ctx: Context<'_, S>) {
            EnvFilter::on_close(self, id, ctx);
        }

        #[inline]
        fn private_attention(&self) -> Attention {
            if self.rules().dynamics().is_some() { Attention::ALL } else { Attention::NONE }
        }
    };
}

impl<S: Subscriber> layer::Layer<S> for EnvFilter {
    #[inline]
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.rules().interest(metadata)
    }

    #[inline]
    fn enabled(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>) -> bool {
        EnvFilter::enabled(self, metadata, ctx)
    }

    #[inline]
    fn verdict(&self, metadata: &Metadata<'_>, ctx: Context<'_, S>, _: &mut Verdict) -> Opinion {
        Opinion::filter(EnvFilter::enabled(self, metadata, ctx))
    }

    fn interest(&self, metadata: &'static Metadata<'static>) -> Stance {
        Stance::filter(self.rules().interest(metadata))
    }

    fn reach(&self) -> Reach {
        Reach::filter(self.max_level_hint())
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        self.rules().event_enabled(event)
    }

    callbacks!();
}

impl<S> layer::Filter<S> for EnvFilter {
    #[inline]
    fn hides(&self, id: &Id) -> bool {
        self.rules().dynamics().is_some_and(|dynamics| dynamics.hides(id))
    }

    #[inline]
    fn on_refused(&self, span: Refused<'_>) {
        if let Some(dynamics) = self.rules().dynamics() {
            dynamics.on_refused(span);
        }
    }

    #[inline]
    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.rules().interest(metadata)
    }

    #[inline]
    fn enabled(&self, metadata: &Metadata<'_>, ctx: &Context<'_, S>) -> bool {
        EnvFilter::enabled(self, metadata, ctx.clone())
    }

    #[inline]
    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        self.rules().event_enabled(event)
    }

    callbacks!();
}

/// The same directives; what was learnt of spans that are open is not taken along.
impl Clone for EnvFilter {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), rules: self.rules.clone(), regex: self.regex }
    }
}

impl Default for EnvFilter {
    /// Without a directive, so that nothing is let through.
    fn default() -> Self {
        Self::of_text("", true)
    }
}

impl FromStr for EnvFilter {
    type Err = ParseError;

    /// As [`Builder::parse`] with the default settings.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::builder().parse(text)
    }
}

impl<S: AsRef<str>> From<S> for EnvFilter {
    fn from(text: S) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for EnvFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rules().fmt(f)
    }
}

impl fmt::Debug for EnvFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvFilter").field("rules", self.rules()).field("regex", &self.regex).finish()
    }
}

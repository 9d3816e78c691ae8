//! The settings with which an `EnvFilter` is read: default directive, variable, patterns or literal text, strict or lossy.

use std::env;

use super::directive::Directive;
use super::error::FromEnvError;
use super::glance::glance;
use super::rules::Rules;
use super::{EnvFilter, parse};
use crate::filter::parse_error::ParseError;
use crate::report::report;

/// Makes an [`EnvFilter`] with settings of its own.
///
/// ```
/// use tracing_subscriber::filter::{EnvFilter, LevelFilter};
///
/// let filter = EnvFilter::builder()
///     .with_default_directive(LevelFilter::INFO.into())
///     .with_env_var("MY_APP_LOG")
///     .from_env_lossy();
/// assert_eq!(filter.to_string(), "info", "the variable is not set");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is asked to parse"]
pub struct Builder {
    regex: bool,
    env: Option<String>,
    default_directive: Option<Directive>,
}

impl Default for Builder {
    fn default() -> Self {
        Self { regex: true, env: None, default_directive: None }
    }
}

impl Builder {
    /// Sets whether a value in a directive that is no number and no bool is a regular expression; it is, by default.
    ///
    /// Otherwise it is compared with what the field's value prints for `{:?}`. Switch patterns off where directives
    /// come from someone you do not trust: compiling a pattern can take much time and memory.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert!(EnvFilter::builder().parse("[{path=(}]=debug").is_err());
    /// assert!(EnvFilter::builder().with_regex(false).parse("[{path=(}]=debug").is_ok());
    /// ```
    pub fn with_regex(self, regex: bool) -> Self {
        Self { regex, ..self }
    }

    /// Sets the directive that is used where the text has no (valid) directive; without it, such a filter lets nothing
    /// through.
    ///
    /// ```
    /// use tracing_subscriber::filter::{EnvFilter, LevelFilter};
    ///
    /// let builder = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into());
    /// assert_eq!(builder.parse("")?.to_string(), "info");
    /// assert_eq!(builder.parse("hyper=warn")?.to_string(), "hyper=warn");
    /// # Ok::<(), tracing_subscriber::filter::ParseError>(())
    /// ```
    pub fn with_default_directive(self, default_directive: Directive) -> Self {
        Self { default_directive: Some(default_directive), ..self }
    }

    /// Sets the variable that the methods with `env` in their name read, in place of
    /// [`RUST_LOG`](EnvFilter::DEFAULT_ENV).
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// let filter = EnvFilter::builder().with_env_var("MY_APP_LOG").from_env_lossy();
    /// assert_eq!(filter.to_string(), "", "the variable is not set");
    /// ```
    pub fn with_env_var(self, var: impl ToString) -> Self {
        Self { env: Some(var.to_string()), ..self }
    }

    /// Reads a filter and leaves out directives that are invalid. They are named on standard error.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert_eq!(EnvFilter::builder().parse_lossy("info,hyper=loud").to_string(), "info");
    /// ```
    pub fn parse_lossy<S: AsRef<str>>(&self, dirs: S) -> EnvFilter {
        if let Some(filter) = self.at_a_glance(dirs.as_ref()) {
            return filter;
        }
        let mut rules = Box::<Rules>::default();
        for directive in parse::list(dirs.as_ref(), self.regex) {
            match directive {
                Ok(directive) => rules.add(directive),
                Err(error) => report(format_args!("ignored: {error}")),
            }
        }
        self.finish(rules)
    }

    /// Reads a filter.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// let error = EnvFilter::builder().parse("info,hyper=loud").unwrap_err();
    /// assert_eq!((error.directive(), error.position()), ("hyper=loud", 6));
    /// ```
    ///
    /// # Errors
    ///
    /// If a directive is invalid.
    pub fn parse<S: AsRef<str>>(&self, dirs: S) -> Result<EnvFilter, ParseError> {
        if let Some(filter) = self.at_a_glance(dirs.as_ref()) {
            return Ok(filter);
        }
        let mut rules = Box::<Rules>::default();
        for directive in parse::list(dirs.as_ref(), self.regex) {
            rules.add(directive?);
        }
        Ok(self.finish(rules))
    }

    /// Reads a filter from the environment and leaves out directives that are invalid, as
    /// [`parse_lossy`](Self::parse_lossy) does. A variable that is not set is an empty one.
    ///
    /// ```
    /// use tracing_subscriber::filter::{EnvFilter, LevelFilter};
    ///
    /// let builder = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into());
    /// assert_eq!(builder.with_env_var("NO_SUCH_VARIABLE").from_env_lossy().to_string(), "warn");
    /// ```
    pub fn from_env_lossy(&self) -> EnvFilter {
        self.parse_lossy(env::var(self.env_var()).unwrap_or_default())
    }

    /// Reads a filter from the environment. A variable that is not set is an empty one.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert!(EnvFilter::builder().with_env_var("NO_SUCH_VARIABLE").from_env().is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// If a directive is invalid.
    pub fn from_env(&self) -> Result<EnvFilter, FromEnvError> {
        Ok(self.parse(env::var(self.env_var()).unwrap_or_default())?)
    }

    /// Reads a filter from the environment.
    ///
    /// ```
    /// use tracing_subscriber::EnvFilter;
    ///
    /// assert!(EnvFilter::builder().with_env_var("NO_SUCH_VARIABLE").try_from_env().is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If a directive is invalid, or the variable is not set or not Unicode.
    pub fn try_from_env(&self) -> Result<EnvFilter, FromEnvError> {
        Ok(self.parse(env::var(self.env_var())?)?)
    }

    fn env_var(&self) -> &str {
        self.env.as_deref().unwrap_or(EnvFilter::DEFAULT_ENV)
    }

    /// Most lists are written so that it takes no more to know that they are valid.
    #[inline]
    fn at_a_glance(&self, text: &str) -> Option<EnvFilter> {
        let glance = glance(text)?;
        let filter = EnvFilter::of_text(text, self.regex);
        filter.report_capped(glance.max_level);
        Some(filter)
    }

    fn finish(&self, rules: Box<Rules>) -> EnvFilter {
        let is_empty = rules.is_empty();
        let mut filter = EnvFilter::of_rules(rules, self.regex);
        if let (true, Some(directive)) = (is_empty, &self.default_directive) {
            filter = filter.add_directive(directive.clone());
        }
        filter.report_capped(filter.rules().max_level());
        filter
    }
}

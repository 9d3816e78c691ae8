//! Says why a span or event is let through or not. Asked by people who look for a record that is missing, never by the
//! filters themselves.

use std::fmt;

use tracing_core::{Level, LevelFilter, Metadata, dispatcher};

use super::EnvFilter;

/// Why a span or event is let through, or not. Its text form is a sentence.
///
/// Made by [`explain`] and [`EnvFilter::explain`].
///
/// ```
/// # use test_support::sample::*;
/// use tracing_subscriber::{filter::{EnvFilter, Explanation}, prelude::*};
///
/// let _guard = tracing_subscriber::registry().set_default();
/// let why: Explanation = EnvFilter::new("info,app=off").explain(&SERVED);
/// assert_eq!((why.admits, why.directive.as_deref()), (false, Some("app=off")));
/// assert_eq!(why.to_string(), "no: `app=off` decides");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The level of the span or event.
    pub level: Level,
    /// The highest level that the program was built with; what is above it is not in the program.
    pub built_up_to: LevelFilter,
    /// The highest level that some subscriber asks for.
    pub asked_up_to: LevelFilter,
    /// The directive that decides where no span has a say, if there is one.
    pub directive: Option<String>,
    /// Whether the filter lets it through where no span has a say.
    pub admits: bool,
    /// The directive of a span that this thread is in, which decides here and now, and the filter's answer by it.
    pub inside: Option<(String, bool)>,
    /// Directives that can decide otherwise, by the spans around or by the values of fields.
    pub depends_on: Vec<String>,
    /// Whether another layer of the subscriber turns away what the filter lets through.
    pub refused_elsewhere: bool,
}

/// Tells why a span or event of a callsite is let through by the current subscriber here and now, or why not.
///
/// What is told of directives is that of the [`EnvFilter`] of the subscriber, or the first if there are several.
///
/// ```
/// use tracing_subscriber::{EnvFilter, filter, prelude::*};
///
/// let subscriber = tracing_subscriber::registry().with(EnvFilter::new("info,hyper=warn"));
/// tracing::subscriber::with_default(subscriber, || {
///     let span = tracing::error_span!(target: "hyper", "connection");
///     let explanation = filter::explain(span.metadata().unwrap());
///     assert_eq!(explanation.to_string(), "yes: `hyper=warn` decides");
/// });
/// ```
pub fn explain(metadata: &Metadata<'_>) -> Explanation {
    dispatcher::get_default(|dispatch| {
        let nobody = EnvFilter::new("trace");
        let filter = dispatch.downcast_ref::<EnvFilter>();
        let mut explanation = filter.unwrap_or(&nobody).explain(metadata);
        if filter.is_none() {
            explanation.directive = None;
        }
        explanation.refused_elsewhere = explanation.is_let_through() && !dispatch.enabled(metadata);
        explanation
    })
}

impl EnvFilter {
    /// Tells which directive decides over a callsite, here and now.
    ///
    /// ```
    /// use tracing_subscriber::{EnvFilter, prelude::*};
    ///
    /// # tracing::subscriber::with_default(tracing_subscriber::registry(), || {
    /// let filter = EnvFilter::new("info,hyper=warn,[request]=debug");
    /// let span = tracing::debug_span!(target: "hyper", "connection");
    /// let explanation = filter.explain(span.metadata().unwrap());
    /// assert_eq!(explanation.to_string(), "no: `hyper=warn` decides; it can be otherwise by `[request]=debug`");
    /// # });
    /// ```
    pub fn explain(&self, metadata: &Metadata<'_>) -> Explanation {
        let rules = self.rules();
        let mut explanation = Explanation {
            level: *metadata.level(),
            built_up_to: tracing::level_filters::STATIC_MAX_LEVEL,
            asked_up_to: LevelFilter::current(),
            directive: rules.statics.find(metadata).map(ToString::to_string),
            admits: rules.statics.enabled(metadata),
            inside: None,
            depends_on: Vec::new(),
            refused_elsewhere: false,
        };
        if let Some(dynamics) = rules.dynamics() {
            dynamics.explain(metadata, &rules.statics, &mut explanation);
        }
        explanation
    }
}

impl Explanation {
    /// Tells whether it is let through.
    ///
    /// What a directive says on the values of an event is not known before there is an event.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// use tracing_subscriber::{EnvFilter, prelude::*};
    ///
    /// let _guard = tracing_subscriber::registry().set_default();
    /// assert!(EnvFilter::new("app=info").explain(&SERVED).is_let_through());
    /// assert!(!EnvFilter::new("app=info").explain(&REQUEST).is_let_through());
    /// ```
    pub fn is_let_through(&self) -> bool {
        self.level <= self.built_up_to
            && self.level <= self.asked_up_to
            && self.inside.as_ref().map_or(self.admits, |(_, admits)| *admits)
            && !self.refused_elsewhere
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { level, built_up_to, asked_up_to, .. } = self;
        if level > built_up_to {
            return write!(f, "no: the program was built with levels up to {built_up_to}, and this is {level}");
        }
        if level > asked_up_to {
            return write!(f, "no: no subscriber asks for levels above {asked_up_to}, and this is {level}");
        }
        if self.refused_elsewhere {
            return f.write_str("no: another layer of the subscriber turns it away");
        }
        f.write_str(if self.is_let_through() { "yes: " } else { "no: " })?;
        match (&self.inside, &self.directive) {
            (Some((directive, _)), _) => write!(f, "`{directive}` decides, of a span that this thread is in")?,
            (None, Some(directive)) => write!(f, "`{directive}` decides")?,
            (None, None) => f.write_str("no directive is on it")?,
        }
        for (n, directive) in self.depends_on.iter().enumerate() {
            write!(f, "{} `{directive}`", if n == 0 { "; it can be otherwise by" } else { "," })?;
        }
        Ok(())
    }
}

//! What is known of a span or event at compile time. Made by macros, read by subscribers.
//!
//! ```
//! # use test_support::sample::{REQUEST, SERVED};
//! use tracing_core::{Metadata, metadata::LevelFilter};
//!
//! /// What a simple filter looks at.
//! fn wanted(metadata: &Metadata<'_>, up_to: LevelFilter) -> bool {
//!     *metadata.level() <= up_to && !metadata.target().starts_with("noisy")
//! }
//!
//! assert!(wanted(&SERVED, LevelFilter::INFO));
//! assert!(!wanted(&REQUEST, LevelFilter::INFO), "a span of level debug");
//! ```

use core::fmt;

pub use crate::level::{Level, LevelFilter, ParseLevelError, ParseLevelFilterError};
use crate::{callsite::Identifier, field::FieldSet};

/// Describes the place in the code that a span or event comes from.
///
/// Usually a static, made by a macro. Two are equal when they come from one callsite and say the same.
///
/// ```
/// # use tracing_core::{*, callsite::DefaultCallsite};
/// # static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// static META: Metadata<'static> = metadata! {
///     name: "request", target: "app::web", level: Level::DEBUG, fields: &["path"], callsite: &CALLSITE, kind: Kind::SPAN
/// };
/// assert!(META.is_span());
/// assert_eq!(META.target(), "app::web");
/// ```
#[derive(PartialEq, Eq)]
pub struct Metadata<'a> {
    name: &'static str,
    target: &'a str,
    level: Level,
    module_path: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    fields: FieldSet,
    kind: Kind,
}

impl<'a> Metadata<'a> {
    /// Puts a description together; macros do this in a static.
    ///
    /// ```
    /// use tracing_core::{Kind, Level, Metadata, callsite::DefaultCallsite, field::FieldSet, identify_callsite};
    ///
    /// static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
    /// static META: Metadata<'static> = Metadata::new(
    ///     "query", "db", Level::DEBUG, Some("db.rs"), Some(7), None,
    ///     FieldSet::new(&["rows"], identify_callsite!(&CALLSITE)), Kind::SPAN,
    /// );
    /// assert_eq!((META.name(), META.file(), META.line()), ("query", Some("db.rs"), Some(7)));
    /// ```
    #[allow(clippy::too_many_arguments, reason = "the signature is the published one")]
    #[must_use]
    pub const fn new(
        name: &'static str,
        target: &'a str,
        level: Level,
        file: Option<&'a str>,
        line: Option<u32>,
        module_path: Option<&'a str>,
        fields: FieldSet,
        kind: Kind,
    ) -> Self {
        Self { name, target, level, module_path, file, line, fields, kind }
    }

    /// Names the fields that a record of this callsite may carry.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// let metadata: &Metadata<'_> = &SERVED;
    /// assert!(metadata.fields().field("path").is_some());
    /// assert!(metadata.fields().field("user").is_none());
    /// ```
    #[must_use]
    pub fn fields(&self) -> &FieldSet {
        &self.fields
    }

    /// Tells how verbose the record is.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// /// What a filter by level asks.
    /// fn passes(metadata: &Metadata<'_>) -> bool {
    ///     *metadata.level() <= Level::INFO
    /// }
    /// assert!(passes(&SERVED) && !passes(&REQUEST));
    /// ```
    #[must_use]
    pub fn level(&self) -> &Level {
        &self.level
    }

    /// Gives the name: for a span the one that was chosen, for an event, by custom, `event file:line`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert_eq!(REQUEST.name(), "request");
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Gives the part of the program that the record speaks for, by custom the module's path.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert!(SERVED.target().starts_with("app::"));
    /// ```
    #[must_use]
    pub fn target(&self) -> &'a str {
        self.target
    }

    /// Gives the path of the module, if known.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static HERE: DefaultCallsite = DefaultCallsite::new(&META);
    /// static META: Metadata<'static> = metadata! {
    ///     name: "n", target: "t", level: Level::INFO, fields: &[], callsite: &HERE, kind: Kind::EVENT
    /// };
    /// assert_eq!(META.module_path(), Some(module_path!()));
    /// ```
    #[must_use]
    pub fn module_path(&self) -> Option<&'a str> {
        self.module_path
    }

    /// Gives the source file, if known.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert!(SERVED.file().unwrap().ends_with("sample.rs"));
    /// ```
    #[must_use]
    pub fn file(&self) -> Option<&'a str> {
        self.file
    }

    /// Gives the line in the source file, if known.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// /// Where to look, as a compiler would write it.
    /// fn place(metadata: &Metadata<'_>) -> Option<String> {
    ///     Some(format!("{}:{}", metadata.file()?, metadata.line()?))
    /// }
    /// assert!(place(&SERVED).unwrap().contains("sample.rs:"));
    /// ```
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// Identifies the callsite.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// // A subscriber keeps what it has worked out for each callsite.
    /// let mut seen = std::collections::HashMap::new();
    /// seen.insert(SERVED.callsite(), "wanted");
    /// assert_eq!(seen.get(&SERVED.callsite()), Some(&"wanted"));
    /// assert_eq!(seen.get(&REQUEST.callsite()), None);
    /// ```
    #[inline]
    #[must_use]
    pub fn callsite(&self) -> Identifier {
        self.fields.callsite()
    }

    /// Tells whether this describes an event.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert!(SERVED.is_event() && !REQUEST.is_event());
    /// ```
    #[must_use]
    pub fn is_event(&self) -> bool {
        self.kind.is_event()
    }

    /// Tells whether this describes a span.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// assert!(REQUEST.is_span() && !SERVED.is_span());
    /// ```
    #[must_use]
    pub fn is_span(&self) -> bool {
        self.kind.is_span()
    }

    /// A field for places where one is needed by type alone; it has no name.
    #[doc(hidden)]
    #[must_use]
    pub const fn private_fake_field(&self) -> crate::Field {
        crate::Field::fake(self.fields.callsite_const())
    }
}

impl fmt::Debug for Metadata<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Metadata");
        out.field("name", &self.name).field("target", &self.target).field("level", &self.level);
        if let Some(path) = self.module_path {
            out.field("module_path", &path);
        }
        match (self.file, self.line) {
            (Some(file), Some(line)) => {
                out.field("location", &format_args!("{file}:{line}"));
            }
            (Some(file), None) => {
                out.field("file", &format_args!("{file}"));
            }
            (None, Some(line)) => {
                out.field("line", &line);
            }
            (None, None) => {}
        }
        out.field("fields", &format_args!("{}", self.fields))
            .field("callsite", &self.callsite())
            .field("kind", &self.kind)
            .finish()
    }
}

/// Tells what a callsite makes: events, spans, or nothing but questions ("would this be enabled?").
///
/// ```
/// use tracing_core::Kind;
///
/// assert!(Kind::SPAN.is_span());
/// assert!(Kind::EVENT.hint().is_hint());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Kind(u8);

impl Kind {
    const EVENT_BIT: u8 = 1;
    const SPAN_BIT: u8 = 1 << 1;
    const HINT_BIT: u8 = 1 << 2;

    /// The callsite makes events.
    ///
    /// ```
    /// assert!(tracing_core::Kind::EVENT.is_event());
    /// ```
    pub const EVENT: Kind = Kind(Self::EVENT_BIT);
    /// The callsite makes spans.
    ///
    /// ```
    /// assert!(tracing_core::Kind::SPAN.is_span());
    /// ```
    pub const SPAN: Kind = Kind(Self::SPAN_BIT);
    /// The callsite only asks whether a record would be enabled.
    ///
    /// ```
    /// let question = tracing_core::Kind::HINT;
    /// assert!(question.is_hint() && !question.is_event() && !question.is_span());
    /// ```
    pub const HINT: Kind = Kind(Self::HINT_BIT);

    /// Tells whether the callsite is one of spans.
    ///
    /// ```
    /// use tracing_core::Kind;
    ///
    /// assert!(Kind::SPAN.is_span());
    /// assert!(!Kind::EVENT.is_span());
    /// ```
    #[must_use]
    pub fn is_span(&self) -> bool {
        self.0 & Self::SPAN_BIT != 0
    }

    /// Tells whether the callsite is one of events.
    ///
    /// ```
    /// use tracing_core::Kind;
    ///
    /// assert!(Kind::EVENT.is_event());
    /// assert!(!Kind::HINT.is_event());
    /// ```
    #[must_use]
    pub fn is_event(&self) -> bool {
        self.0 & Self::EVENT_BIT != 0
    }

    /// Tells whether the callsite only asks.
    ///
    /// ```
    /// use tracing_core::Kind;
    ///
    /// assert!(Kind::HINT.is_hint());
    /// assert!(!Kind::SPAN.is_hint());
    /// ```
    #[must_use]
    pub fn is_hint(&self) -> bool {
        self.0 & Self::HINT_BIT != 0
    }

    pub(crate) const fn bits(&self) -> u8 {
        self.0
    }

    pub(crate) const fn from_bits(bits: u8) -> Self {
        Kind(bits)
    }

    /// Adds that the callsite only asks.
    ///
    /// ```
    /// use tracing_core::Kind;
    ///
    /// let about_spans = Kind::SPAN.hint();
    /// assert!(about_spans.is_hint() && about_spans.is_span());
    /// ```
    #[must_use]
    pub const fn hint(self) -> Self {
        Self(self.0 | Self::HINT_BIT)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kind(")?;
        let mut before = false;
        for (set, name) in [(self.is_event(), "EVENT"), (self.is_span(), "SPAN"), (self.is_hint(), "HINT")] {
            if set {
                write!(f, "{}{name}", if before { " | " } else { "" })?;
                before = true;
            }
        }
        f.write_str(")")
    }
}

/// Makes a [`Metadata`](crate::Metadata) in a static, with the file, line and module of the place of use.
///
/// ```
/// use tracing_core::{Kind, Level, Metadata, callsite::DefaultCallsite, metadata};
///
/// static CALLSITE: DefaultCallsite = DefaultCallsite::new(&META);
/// static META: Metadata<'static> = metadata! {
///     name: "load", target: "app", level: Level::INFO, fields: &["path"], callsite: &CALLSITE, kind: Kind::SPAN
/// };
/// assert_eq!(META.fields().to_string(), "{path}");
/// ```
#[macro_export]
macro_rules! metadata {
    // metadata! { name: "load", target: "app", level: Level::INFO, fields: &["path"], callsite: &CALLSITE, kind: Kind::SPAN }
    (name: $name:expr, target: $target:expr, level: $level:expr, fields: $fields:expr, callsite: $callsite:expr, kind: $kind:expr $(,)?) => {
        $crate::metadata::Metadata::new(
            $name,
            $target,
            $level,
            $crate::__macro_support::Option::Some($crate::__macro_support::file!()),
            $crate::__macro_support::Option::Some($crate::__macro_support::line!()),
            $crate::__macro_support::Option::Some($crate::__macro_support::module_path!()),
            $crate::field::FieldSet::new($fields, $crate::identify_callsite!($callsite)),
            $kind,
        )
    };
}

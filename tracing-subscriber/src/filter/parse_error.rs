//! The error of every text that is read as a directive: it names the directive and the place in it.
//! Made by the parsers of `Targets` and `EnvFilter`.

use alloc::{boxed::Box, string::String};
use core::fmt;

use super::LevelParseError;

/// A text could not be read as a filter directive.
///
/// # Examples
///
/// ```
/// use tracing_subscriber::filter::Targets;
///
/// let error = "info,hyper=loud".parse::<Targets>().unwrap_err();
/// assert_eq!(error.directive(), "hyper=loud");
/// assert_eq!(error.position(), 6);
/// assert!(error.to_string().contains("`hyper=loud`"));
/// ```
#[derive(Debug)]
pub struct ParseError {
    directive: Box<str>,
    position: usize,
    kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Level,
    Syntax(&'static str),
    #[cfg_attr(not(feature = "env-filter"), expect(dead_code, reason = "only filters from strings have patterns"))]
    Pattern(String),
    /// Of a directive that somebody else reads.
    Foreign(Box<dyn core::error::Error + Send + Sync>),
}

impl ParseError {
    pub(crate) fn new(directive: &str, position: usize, kind: Kind) -> Self {
        Self { directive: directive.into(), position, kind }
    }

    /// Returns the directive that could not be read, as it was given.
    ///
    /// ```
    /// # use tracing_subscriber::filter::Targets;
    /// assert_eq!("a=info,b=loud".parse::<Targets>().unwrap_err().directive(), "b=loud");
    /// ```
    pub fn directive(&self) -> &str {
        &self.directive
    }

    /// Returns the offset, in bytes from the start of [the directive](Self::directive), of what could not be read.
    ///
    /// ```
    /// # use tracing_subscriber::filter::Targets;
    /// assert_eq!("a=info,b=loud".parse::<Targets>().unwrap_err().position(), 2);
    /// ```
    pub fn position(&self) -> usize {
        self.position
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { directive, position, kind } = self;
        if let Kind::Foreign(error) = kind {
            return write!(f, "invalid filter directive: {error}");
        }
        write!(f, "invalid filter directive `{}`, at byte {position}: ", directive.escape_debug())?;
        match kind {
            Kind::Level => f.write_str(
                "expected a level, one of \"off\", \"error\", \"warn\", \"info\", \"debug\", \"trace\", or a number 0-5",
            ),
            Kind::Syntax(message) => f.write_str(message),
            Kind::Pattern(message) => write!(f, "invalid field filter: {message}"),
            Kind::Foreign(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ParseError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.kind {
            Kind::Foreign(error) => Some(&**error),
            _ => None,
        }
    }
}

/// For programs that read directives of their own: the error of a level.
impl From<LevelParseError> for ParseError {
    fn from(error: LevelParseError) -> Self {
        Self::from(Box::<dyn core::error::Error + Send + Sync>::from(error))
    }
}

/// For programs that read directives of their own: any other error.
impl From<Box<dyn core::error::Error + Send + Sync>> for ParseError {
    fn from(error: Box<dyn core::error::Error + Send + Sync>) -> Self {
        Self::new("", 0, Kind::Foreign(error))
    }
}

//! Errors of making an `EnvFilter` that are not about a directive's text.

use std::env::VarError;
use std::error::Error;
use std::fmt;

use crate::filter::parse_error::ParseError;

/// The filter in an environment variable could not be had: there is no such variable, or it does not parse.
///
/// ```
/// use tracing_subscriber::EnvFilter;
///
/// let error = EnvFilter::try_from_env("NO_SUCH_VARIABLE").unwrap_err();
/// assert_eq!(error.to_string(), "environment variable not found");
/// ```
#[derive(Debug)]
pub struct FromEnvError(Kind);

#[derive(Debug)]
enum Kind {
    Parse(ParseError),
    Env(VarError),
}

impl From<ParseError> for FromEnvError {
    fn from(error: ParseError) -> Self {
        Self(Kind::Parse(error))
    }
}

impl From<VarError> for FromEnvError {
    fn from(error: VarError) -> Self {
        Self(Kind::Env(error))
    }
}

impl fmt::Display for FromEnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Parse(error) => error.fmt(f),
            Kind::Env(error) => error.fmt(f),
        }
    }
}

impl Error for FromEnvError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Parse(error) => Some(error),
            Kind::Env(error) => Some(error),
        }
    }
}

/// A name of a field in a directive is none.
///
/// No function returns it: every name is taken, and one that no callsite has matches nothing. It is kept for programs
/// that name the type.
///
/// ```
/// use tracing_subscriber::filter::{BadFieldName, Directive};
///
/// assert!("[{any name}]=info".parse::<Directive>().is_ok());
/// assert!(std::error::Error::source(&"[".parse::<Directive>().unwrap_err()).is_none_or(|error| !error.is::<BadFieldName>()));
/// ```
#[derive(Clone, Debug)]
pub struct BadFieldName {
    name: String,
}

impl Error for BadFieldName {}

impl fmt::Display for BadFieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid field name `{}`", self.name)
    }
}

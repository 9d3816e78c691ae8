//! Where diagnostics go: the subscriber that the arguments and `RUST_LOG` describe. Called once by `main`.

use std::env;
use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FromEnvError, LevelFilter};
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use crate::args::{Args, Format};
use crate::progress::Progress;
use crate::walk::shown;

/// Makes the subscriber of the whole process.
pub(crate) fn init(args: &Args, progress: &Progress) -> Result<(), SetupError> {
    let filter =
        EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env().map_err(SetupError::Filter)?;
    let (writer, colour) = match &args.log_file {
        Some(path) => {
            let file = File::create(path).map_err(|error| SetupError::LogFile(shown(path), error))?;
            (BoxMakeWriter::new(Arc::new(file)), false)
        }
        None => (BoxMakeWriter::new(progress.clone()), colour()),
    };
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colour).with_writer(writer);
    match args.format {
        Format::Full => subscriber.try_init(),
        Format::Compact => subscriber.compact().try_init(),
        Format::Pretty => subscriber.pretty().try_init(),
        Format::Json => subscriber.json().try_init(),
    }
    .map_err(SetupError::Init)
}

/// Colours are for people; NO_COLOR is how they decline them.
fn colour() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Why no diagnostics can be written.
pub(crate) enum SetupError {
    Filter(FromEnvError),
    LogFile(String, io::Error),
    Init(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetupError::Filter(error) => write!(f, "RUST_LOG: {error}"),
            SetupError::LogFile(path, error) => write!(f, "cannot write the log file {path}: {error}"),
            SetupError::Init(error) => write!(f, "cannot set up diagnostics: {error}"),
        }
    }
}

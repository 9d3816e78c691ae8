//! The start of a program without settings, where the feature `env-filter` is off.

use std::{env, error::Error};

use tracing_core::LevelFilter;

use crate::{
    filter::Targets, fmt::Subscriber, layer::SubscriberExt as _, report::report, util::SubscriberInitExt as _,
};

const VARIABLE: &str = "RUST_LOG";

pub(super) fn try_init() -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
    // The level is that of the targets, so the subscriber itself holds nothing back.
    super::fmt().with_max_level(LevelFilter::TRACE).finish().with(targets()).try_init()?;
    Ok(())
}

/// What the variable asks for, or the default.
fn targets() -> Targets {
    let read = match env::var(VARIABLE) {
        Ok(directives) => directives.parse().map_err(|error| error_text(&error)),
        Err(env::VarError::NotPresent) => return default(),
        Err(error) => Err(error_text(&error)),
    };
    read.unwrap_or_else(|error| {
        report(format_args!("{VARIABLE} is left out: {error}"));
        default()
    })
}

fn default() -> Targets {
    Targets::new().with_default(Subscriber::DEFAULT_MAX_LEVEL)
}

fn error_text(error: &dyn Error) -> String {
    error.to_string()
}

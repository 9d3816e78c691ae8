//! The start of a program without settings, where the feature `env-filter` is off.

use std::{env, error::Error};

use tracing_core::LevelFilter;

use crate::fmt::Subscriber;

pub(super) fn try_init() -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
    let level = env::var("RUST_LOG").ok().and_then(|level| level.parse::<LevelFilter>().ok());
    super::fmt().with_max_level(level.unwrap_or(Subscriber::DEFAULT_MAX_LEVEL)).try_init()
}

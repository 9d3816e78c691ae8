//! The start of a program without settings, where the feature `env-filter` is on.

use std::error::Error;

use crate::EnvFilter;

pub(super) fn try_init() -> Result<(), Box<dyn Error + Send + Sync + 'static>> {
    super::fmt().with_env_filter(EnvFilter::from_default_env()).try_init()
}

//! Keeps `log`'s maximum level in step with the subscribers' most verbose one. Called when a logger is installed, and
//! by tracing-core after each change.
//!
//! So a record that no subscriber can want ends in the macro of `log`, before its arguments are looked at.

use std::sync::{Mutex, PoisonError};

use log::LevelFilter;
use tracing_core::callsite;

use crate::{convert::AsLog, interest_cache};

/// What the program allows, and what was last set for it.
struct Levels {
    allowed: LevelFilter,
    set: LevelFilter,
}

/// Held while `log`'s level is worked out and set, so that an old one is never set over a newer one. No code but this
/// file's runs under it.
static LEVELS: Mutex<Option<Levels>> = Mutex::new(None);

/// Lets `log` pass records up to `allowed`, and no further than the subscribers want.
///
/// Before there is a subscriber, nothing is known of what it will want, and all that is allowed passes.
pub(crate) fn follow(allowed: LevelFilter) {
    callsite::private_after_rebuild(update);
    let wanted = tracing_core::LevelFilter::current().as_log();
    let set = if wanted == LevelFilter::Off { allowed } else { allowed.min(wanted) };
    log::set_max_level(set);
    *LEVELS.lock().unwrap_or_else(PoisonError::into_inner) = Some(Levels { allowed, set });
    if tracing_core::LevelFilter::current().as_log() != wanted {
        // A subscriber came or went meanwhile.
        update();
    }
}

/// Sets `log`'s level anew. A level that the program set by itself since the last time is what it allows from now on.
fn update() {
    interest_cache::forget();
    let mut levels = LEVELS.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(levels) = levels.as_mut() else { return };
    if log::max_level() != levels.set {
        levels.allowed = log::max_level();
    }
    levels.set = levels.allowed.min(tracing_core::LevelFilter::current().as_log());
    log::set_max_level(levels.set);
}

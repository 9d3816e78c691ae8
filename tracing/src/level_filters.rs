//! The level above which records are compiled out. Asked by every macro.
//!
//! Three caps apply, each decided before the program runs:
//!
//! - the features `max_level_off`, `max_level_error`, … `max_level_trace` cap the whole program, and
//!   `release_max_level_…` caps builds without debug assertions. Cargo adds up the features that all crates of a program
//!   ask for, so they belong into the program's own `Cargo.toml`, not into a library's. The least verbose of several
//!   wins.
//! - the environment variable `TRACING_MAX_LEVEL`, read when a crate that *uses* the macros is compiled, caps that
//!   crate. Set for a whole build (`TRACING_MAX_LEVEL=info cargo build`) it caps each crate that is compiled in it. A
//!   build script caps its own crate alone:
//!
//!   ```
//!   // build.rs
//!   println!("cargo::rustc-env=TRACING_MAX_LEVEL=warn");
//!   ```
//!
//!   Its values are `off`, `error`, `warn`, `info`, `debug` and `trace`, or `0` to `5`; anything else fails the build.
//!
//! A record above a cap leaves no code: its values are type-checked, and never evaluated.

pub use tracing_core::{LevelFilter, metadata::ParseLevelFilterError};

use tracing_core::Level;

/// The most verbose level that the features of this crate let be compiled in.
///
/// ```
/// use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};
///
/// assert_eq!(STATIC_MAX_LEVEL, LevelFilter::TRACE);
/// ```
pub const STATIC_MAX_LEVEL: LevelFilter = match MAX {
    0 => LevelFilter::OFF,
    1 => LevelFilter::ERROR,
    2 => LevelFilter::WARN,
    3 => LevelFilter::INFO,
    4 => LevelFilter::DEBUG,
    _ => LevelFilter::TRACE,
};

/// [`STATIC_MAX_LEVEL`] as a number.
const MAX: u8 = {
    let everywhere = [
        cfg!(feature = "max_level_off"),
        cfg!(feature = "max_level_error"),
        cfg!(feature = "max_level_warn"),
        cfg!(feature = "max_level_info"),
        cfg!(feature = "max_level_debug"),
        true,
    ];
    let release = [
        cfg!(feature = "release_max_level_off"),
        cfg!(feature = "release_max_level_error"),
        cfg!(feature = "release_max_level_warn"),
        cfg!(feature = "release_max_level_info"),
        cfg!(feature = "release_max_level_debug"),
        cfg!(feature = "release_max_level_trace"),
    ];
    // In a release build its own features decide, if there are any.
    match first(&release) {
        Some(max) if !cfg!(debug_assertions) => max,
        _ => match first(&everywhere) {
            Some(max) => max,
            None => 5,
        },
    }
};

const fn first(chosen: &[bool; 6]) -> Option<u8> {
    let mut level = 0;
    while level < 6 {
        if chosen[level] {
            return Some(level as u8);
        }
        level += 1;
    }
    None
}

const fn number(level: Level) -> u8 {
    match level {
        Level::ERROR => 1,
        Level::WARN => 2,
        Level::INFO => 3,
        Level::DEBUG => 4,
        Level::TRACE => 5,
    }
}

/// Gives the cap on the records of a crate, from what `TRACING_MAX_LEVEL` was when it was compiled. The macros call it
/// in a constant, so that what it says of a wrong value fails the build.
#[doc(hidden)]
#[must_use]
pub const fn cap(variable: Option<&'static str>) -> u8 {
    let cap = match variable {
        None => 5,
        Some(variable) => match variable.as_bytes() {
            b"0" | b"off" | b"OFF" => 0,
            b"1" | b"error" | b"ERROR" => 1,
            b"2" | b"warn" | b"WARN" => 2,
            b"3" | b"info" | b"INFO" => 3,
            b"4" | b"debug" | b"DEBUG" => 4,
            b"" | b"5" | b"trace" | b"TRACE" => 5,
            _ => panic!("TRACING_MAX_LEVEL is not one of off, error, warn, info, debug, trace, or 0 to 5"),
        },
    };
    if cap > MAX { MAX } else { cap }
}

/// Tells whether records of a level are compiled in, under a [`cap`].
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn is_compiled_in(level: Level, cap: u8) -> bool {
    number(level) <= cap
}

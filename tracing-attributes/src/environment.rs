//! The environment of a build, as far as it changes what the attribute writes. Called by `expand`.
//!
//! A variable is read here, in the compiler, for a build script or a user may set it for one crate or for a whole
//! build. So that cargo builds a crate again when a variable changes, the first expansion in a crate names them all:
//! `option_env!` is what makes the compiler tell cargo. A `--cfg` is an argument of the compiler, and those cargo
//! knows.

use std::{
    env,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// Caps the level, see `tracing::level_filters`.
const MAX_LEVEL: &str = "TRACING_MAX_LEVEL";
/// Which parameters become fields where no argument says so: `all`, or `none`.
const ARGUMENTS: &str = "TRACING_INSTRUMENT_ARGUMENTS";
/// The same as a `--cfg`, for a crate's own build script. The variable has the last word.
const ARGUMENTS_CFG: &str = "tracing_instrument_arguments=\"none\"";

/// Tells whether the level is capped for this crate.
pub fn is_capped() -> bool {
    env::var_os(MAX_LEVEL).is_some()
}

/// Tells whether a parameter becomes a field only if an argument says so.
pub fn is_opt_in() -> bool {
    match env::var_os(ARGUMENTS) {
        Some(value) => value == "none",
        None => has_cfg(),
    }
}

/// Tells whether the crate is compiled with the `--cfg`. An attribute that wrote `#[cfg(…)]` instead would have to
/// write it at each field, and the compiler would warn of a name that it does not know.
fn has_cfg() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let is_cfg = |word: &str| word.split_whitespace().collect::<String>() == ARGUMENTS_CFG;
        let mut before = String::new();
        env::args_os().any(|argument| {
            let argument = argument.to_string_lossy().into_owned();
            let found = argument.strip_prefix("--cfg=").is_some_and(is_cfg) || (before == "--cfg" && is_cfg(&argument));
            before = argument;
            found
        })
    })
}

/// Names the variables, once in a crate.
pub fn names() -> TokenStream {
    static NAMED: AtomicBool = AtomicBool::new(false);
    // Relaxed: a lone flag. One compiler expands one crate.
    if NAMED.swap(true, Ordering::Relaxed) {
        return TokenStream::new();
    }
    quote_spanned! {Span::mixed_site()=>
        _ = (::core::option_env!(#MAX_LEVEL), ::core::option_env!(#ARGUMENTS));
    }
}

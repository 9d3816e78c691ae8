//! The environment of a build, as far as it changes what the attribute writes. Called by `expand`.
//!
//! A variable is read here, in the compiler, for a build script or a user may set it for one crate or for a whole
//! build. So that cargo builds a crate again when a variable changes, the first expansion in a crate names them all.

use std::{
    env,
    sync::atomic::{AtomicBool, Ordering},
};

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// Caps the level, see `tracing::level_filters`.
const MAX_LEVEL: &str = "TRACING_MAX_LEVEL";
/// Which parameters become fields where no argument says so: `all`, or `none`.
const ARGUMENTS: &str = "TRACING_INSTRUMENT_ARGUMENTS";

/// Tells whether the level is capped for this crate.
pub fn is_capped() -> bool {
    env::var_os(MAX_LEVEL).is_some()
}

/// Tells whether a parameter becomes a field only if an argument says so.
pub fn is_opt_in() -> bool {
    env::var_os(ARGUMENTS).is_some_and(|value| value == "none")
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

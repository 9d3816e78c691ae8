//! The codes of a terminal with colours.

pub(crate) const RESET: &str = "\x1b[0m";
pub(crate) const BOLD: &str = "\x1b[1m";
pub(crate) const DIM: &str = "\x1b[2m";
pub(crate) const ITALIC: &str = "\x1b[3m";
pub(crate) const DIM_ITALIC: &str = "\x1b[2;3m";

pub(super) const COLOURS: [&str; 5] = ["\x1b[35m", "\x1b[34m", "\x1b[32m", "\x1b[33m", "\x1b[31m"];
pub(super) const BOLD_COLOURS: [&str; 5] = ["\x1b[1;35m", "\x1b[1;34m", "\x1b[1;32m", "\x1b[1;33m", "\x1b[1;31m"];
pub(super) const LEVELS: [&str; 5] = [
    "\x1b[35mTRACE\x1b[0m",
    "\x1b[34mDEBUG\x1b[0m",
    "\x1b[32m INFO\x1b[0m",
    "\x1b[33m WARN\x1b[0m",
    "\x1b[31mERROR\x1b[0m",
];

/// Colours are on unless the environment variable `NO_COLOR` says something.
pub(crate) fn by_default() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// What a wish for colours comes to.
pub(crate) fn allowed(wish: bool) -> bool {
    wish
}

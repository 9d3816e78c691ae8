//! No codes: the feature `ansi` is off.

use crate::report::report;

pub(crate) const RESET: &str = "";
pub(crate) const BOLD: &str = "";
pub(crate) const DIM: &str = "";
pub(crate) const ITALIC: &str = "";
pub(crate) const DIM_ITALIC: &str = "";

pub(super) const COLOURS: [&str; 5] = [""; 5];
pub(super) const BOLD_COLOURS: [&str; 5] = [""; 5];
pub(super) const LEVELS: [&str; 5] = ["TRACE", "DEBUG", " INFO", " WARN", "ERROR"];

/// Colours are off.
pub(crate) fn by_default() -> bool {
    false
}

/// What a wish for colours comes to: a message, for the feature that was forgotten.
pub(crate) fn allowed(wish: bool) -> bool {
    if wish {
        const MESSAGE: &str = "tracing-subscriber: colours were asked for, but its feature \"ansi\" is off";
        debug_assert!(!wish, "{MESSAGE}");
        report(format_args!("{MESSAGE}"));
    }
    false
}

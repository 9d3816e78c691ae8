//! Colours and weights of text. The feature `ansi` selects the file that knows the codes; in the other they are empty.
//! Called by the formats.

use tracing_core::Level;

use super::append::append;

#[cfg(feature = "ansi")]
mod on;
#[cfg(feature = "ansi")]
use on as codes;

#[cfg(not(feature = "ansi"))]
mod off;
#[cfg(not(feature = "ansi"))]
use off as codes;

pub(crate) use codes::{BOLD, DIM, DIM_ITALIC, ITALIC, RESET, allowed, by_default};

/// Appends `text` between `code` and its end, or alone if `ansi` is off.
#[inline]
pub(crate) fn paint(out: &mut String, ansi: bool, code: &str, text: &str) {
    if ansi {
        append(out, code);
        append(out, text);
        append(out, RESET);
    } else {
        append(out, text);
    }
}

/// The level's name, five characters wide, in its colour.
#[inline]
pub(crate) fn level(level: Level, ansi: bool) -> &'static str {
    let names = if ansi { codes::LEVELS } else { ["TRACE", "DEBUG", " INFO", " WARN", "ERROR"] };
    names[rank(level)]
}

/// The code that begins the level's colour.
#[inline]
pub(crate) fn colour(level: Level) -> &'static str {
    codes::COLOURS[rank(level)]
}

/// The code that begins the level's colour, in bold.
#[inline]
pub(crate) fn bold_colour(level: Level) -> &'static str {
    codes::BOLD_COLOURS[rank(level)]
}

#[inline]
fn rank(level: Level) -> usize {
    match level {
        Level::TRACE => 0,
        Level::DEBUG => 1,
        Level::INFO => 2,
        Level::WARN => 3,
        Level::ERROR => 4,
    }
}

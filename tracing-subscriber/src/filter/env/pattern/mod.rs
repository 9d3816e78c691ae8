//! Regular expressions of directives, fed piece by piece so that no value is copied.
//! Compiled only where a value of a directive has a special character in it.
//!
//! ```text
//! syntax, class ─▶ set       which characters a place accepts
//!               └▶ program ─▶ a table of all positions, if they are few; else it is stepped through
//! ```
//!
//! Either way the time for a value is proportional to its length, and that for a pattern is bounded. A general engine
//! takes longer to build than the rest of this crate: it finds places and groups, and reads bytes that are not UTF-8.

mod class;
mod program;
mod set;
mod syntax;

use std::fmt;

use program::{Position, Program};
use set::Alphabet;

/// A compiled pattern. A value matches if the leftmost match in it reaches its end.
#[derive(Clone)]
pub(super) struct Regex {
    program: Program,
    alphabet: Alphabet,
    table: Option<Table>,
}

/// All positions that a search can come to, and the ways between them.
#[derive(Clone)]
struct Table {
    /// By position, then by letter.
    next: Vec<u16>,
    ends: Vec<End>,
}

/// What the end of the text means at a position.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// No match, here or after whatever may come.
    Never,
    No,
    Match,
}

/// A search that is under way.
pub(super) struct Search<'a> {
    regex: &'a Regex,
    at: At,
}

enum At {
    Row(u16),
    Position(Position),
}

impl Regex {
    /// # Errors
    ///
    /// Says in words what is wrong with the pattern.
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        let program = syntax::parse(pattern)?;
        let alphabet = Alphabet::new(&program.sets);
        let table = Table::new(&program, &alphabet);
        Ok(Self { program, alphabet, table })
    }

    pub(super) fn start(&self) -> Search<'_> {
        let at = if self.table.is_some() { At::Row(0) } else { At::Position(Position::start()) };
        Search { regex: self, at }
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        let mut search = self.start();
        search.feed(value);
        search.matches()
    }
}

impl Table {
    /// The positions and the work up to which a table is made: about a millisecond of it.
    const ROWS: usize = 256;
    const STEPS: usize = 1 << 18;

    /// Returns nothing if there are too many positions.
    fn new(program: &Program, alphabet: &Alphabet) -> Option<Self> {
        let mut positions = vec![Position::start()];
        let mut next = Vec::new();
        let mut row = 0;
        while let Some(position) = positions.get(row).cloned() {
            for letter in &alphabet.letters {
                if next.len() * program.ops.len() > Self::STEPS {
                    return None;
                }
                let reached = program.step(&position, letter);
                let known = positions.iter().position(|known| *known == reached);
                if known.is_none() {
                    positions.push(reached);
                }
                next.push(known.unwrap_or(positions.len() - 1) as u16);
            }
            row += 1;
            if positions.len() > Self::ROWS {
                return None;
            }
        }
        let mut ends: Vec<_> = positions
            .iter()
            .map(|position| if program.matches_at_end(position) { End::Match } else { End::Never })
            .collect();
        // Backwards from the ends, until nothing new is found from which one can be reached.
        let width = alphabet.letters.len();
        while let Some(row) = (0..ends.len()).find(|&row| {
            ends[row] == End::Never
                && next[row * width..][..width].iter().any(|&to| ends[usize::from(to)] != End::Never)
        }) {
            ends[row] = End::No;
        }
        Some(Self { next, ends })
    }
}

impl Search<'_> {
    /// Returns whether a match is still possible.
    fn feed(&mut self, text: &str) -> bool {
        let Regex { program, alphabet, table } = self.regex;
        match (&mut self.at, table) {
            (At::Row(row), Some(table)) => text.chars().all(|c| {
                *row = table.next[usize::from(*row) * alphabet.letters.len() + alphabet.letter(c)];
                table.ends[usize::from(*row)] != End::Never
            }),
            (At::Position(position), _) => text.chars().all(|c| {
                *position = program.step(position, &alphabet.letters[alphabet.letter(c)]);
                !position.is_dead()
            }),
            (At::Row(_), None) => false,
        }
    }

    pub(super) fn matches(&self) -> bool {
        match (&self.at, &self.regex.table) {
            (At::Row(row), Some(table)) => table.ends[usize::from(*row)] == End::Match,
            (At::Position(position), _) => self.regex.program.matches_at_end(position),
            (At::Row(_), None) => false,
        }
    }
}

impl fmt::Write for Search<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Failing ends the formatting of a value that cannot match any more.
        if self.feed(text) { Ok(()) } else { Err(fmt::Error) }
    }
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The tables of an automaton fill pages and help nobody; the source stands beside this value.
        f.write_str("Regex(..)")
    }
}

#[cfg(test)]
mod tests;

//! What a pattern is compiled to: a program for many threads, of which the first that may go on counts most.
//! Made by `syntax`; stepped through, or tabulated once and for all, by the module above.

use super::set::{Letter, Set};

/// One instruction. Distances are relative, so that a piece of a program can be copied and moved.
#[derive(Clone, Copy)]
pub(super) enum Op {
    /// Takes a character of the set of this number.
    Take(u16),
    /// Goes on at two places, at the first rather than at the second.
    Split(i32, i32),
    Jump(i32),
    Look(Look),
    Match,
}

/// A condition on the two sides of a place between characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Start,
    End,
    LineStart,
    LineEnd,
    Boundary,
    NoBoundary,
    WordStart,
    WordEnd,
    /// What is before is no word.
    HalfStart,
    /// What is behind is no word.
    HalfEnd,
}

/// What a place between characters has at one side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The text begins or ends.
    Edge,
    Line,
    Word,
    Other,
}

#[derive(Clone)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) sets: Vec<Set>,
}

/// Where a search is: after some characters, before the next one is known.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Position {
    before: Side,
    /// Where the threads are, those that count more first.
    threads: Vec<usize>,
}

impl Look {
    fn holds(self, before: Side, after: Side) -> bool {
        let (word_before, word_after) = (before == Side::Word, after == Side::Word);
        match self {
            Self::Start => before == Side::Edge,
            Self::End => after == Side::Edge,
            Self::LineStart => matches!(before, Side::Edge | Side::Line),
            Self::LineEnd => matches!(after, Side::Edge | Side::Line),
            Self::Boundary => word_before != word_after,
            Self::NoBoundary => word_before == word_after,
            Self::WordStart => !word_before && word_after,
            Self::WordEnd => word_before && !word_after,
            Self::HalfStart => !word_before,
            Self::HalfEnd => !word_after,
        }
    }
}

impl Position {
    pub(super) fn start() -> Self {
        Self { before: Side::Edge, threads: vec![0] }
    }

    /// Whether there is nothing that a further character could lead to.
    pub(super) fn is_dead(&self) -> bool {
        self.threads.is_empty()
    }
}

impl Program {
    /// Returns the position after a letter.
    pub(super) fn step(&self, position: &Position, letter: &Letter) -> Position {
        let mut threads = Vec::new();
        self.run(position, letter.side, |op, set| {
            if letter.is_in[set] {
                threads.push(op + 1);
            }
        });
        Position { before: letter.side, threads }
    }

    /// Whether the match that counts ends where the text does.
    pub(super) fn matches_at_end(&self, position: &Position) -> bool {
        self.run(position, Side::Edge, |_, _| {})
    }

    /// Runs each thread up to where it takes a character, in order. Returns whether one has matched; those that count
    /// less are not run then.
    fn run(&self, position: &Position, after: Side, mut take: impl FnMut(usize, usize)) -> bool {
        let mut seen = vec![false; self.ops.len()];
        let mut threads: Vec<usize> = position.threads.iter().rev().copied().collect();
        while let Some(at) = threads.pop() {
            if core::mem::replace(&mut seen[at], true) {
                continue;
            }
            // Distances were made so that they end inside of the program.
            let to = |distance: i32| at.wrapping_add_signed(distance as isize);
            match self.ops[at] {
                Op::Take(set) => take(at, set.into()),
                Op::Split(first, second) => threads.extend([to(second), to(first)]),
                Op::Jump(distance) => threads.push(to(distance)),
                Op::Look(look) if look.holds(position.before, after) => threads.push(at + 1),
                Op::Look(_) => {}
                Op::Match => return true,
            }
        }
        false
    }
}

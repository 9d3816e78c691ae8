//! Sets of characters, and the letters that a pattern tells apart: characters that are in the same of its sets.
//! Made by `syntax`; a pattern's automaton reads letters, which are few, where a value has characters, which are many.

use std::iter;

use super::program::Side;

/// What one place of a pattern accepts.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Set {
    Range(char, char),
    /// Letters and digits of any script, and `_`.
    Word,
    Space,
    Any(Vec<Set>),
    Both(Box<[Set; 2]>),
    Either(Box<[Set; 2]>),
    Not(Box<Set>),
}

/// What is known of all characters of a letter: one of them, and the sets that are not made of ranges.
#[derive(Clone, Copy)]
struct Sample {
    first: char,
    is_word: bool,
    is_space: bool,
}

/// Characters that a pattern does not tell apart.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) side: Side,
    /// For each set of the pattern.
    pub(super) is_in: Box<[bool]>,
}

/// The letters of a pattern, and which one a character is.
#[derive(Clone)]
pub(super) struct Alphabet {
    pub(super) letters: Vec<Letter>,
    /// Where runs of characters begin that no range divides.
    starts: Vec<char>,
    /// The letters of the characters of a run: of those that are neither word nor space, of word ones, of spaces.
    runs: Vec<[u16; 3]>,
    ascii: [u16; 128],
}

impl Set {
    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    fn has(&self, sample: Sample) -> bool {
        match self {
            Self::Range(first, last) => (*first..=*last).contains(&sample.first),
            Self::Word => sample.is_word,
            Self::Space => sample.is_space,
            Self::Any(sets) => sets.iter().any(|set| set.has(sample)),
            Self::Both(sets) => sets[0].has(sample) && sets[1].has(sample),
            Self::Either(sets) => sets[0].has(sample) != sets[1].has(sample),
            Self::Not(set) => !set.has(sample),
        }
    }

    /// Adds, in order, where the characters of a range begin, and where those behind it do.
    pub(super) fn divide(&self, starts: &mut Vec<char>) {
        match self {
            Self::Range(first, last) => {
                for start in iter::once(*first).chain((*last..=char::MAX).nth(1)) {
                    if let Err(at) = starts.binary_search(&start) {
                        starts.insert(at, start);
                    }
                }
            }
            Self::Word | Self::Space => {}
            Self::Any(sets) => sets.iter().for_each(|set| set.divide(starts)),
            Self::Both(sets) | Self::Either(sets) => sets.iter().for_each(|set| set.divide(starts)),
            Self::Not(set) => set.divide(starts),
        }
    }
}

impl Sample {
    fn of(c: char) -> Self {
        Self { first: c, is_word: c.is_alphanumeric() || c == '_', is_space: c.is_whitespace() }
    }
}

impl Alphabet {
    pub(super) fn new(sets: &[Set]) -> Self {
        let mut starts = vec!['\0', '\n', '\u{b}', '\u{80}'];
        sets.iter().for_each(|set| set.divide(&mut starts));
        let mut alphabet = Self { letters: Vec::new(), starts: Vec::new(), runs: Vec::new(), ascii: [0; 128] };
        for c in '\0'..'\u{80}' {
            alphabet.ascii[c as usize] = alphabet.add(Sample::of(c), sets);
        }
        // No run has characters of both kinds, because one starts at U+0080.
        starts.retain(|start| !start.is_ascii());
        for &first in &starts {
            let run = [(false, false), (true, false), (false, true)]
                .map(|(is_word, is_space)| alphabet.add(Sample { first, is_word, is_space }, sets));
            alphabet.runs.push(run);
        }
        alphabet.starts = starts;
        alphabet
    }

    /// Returns the letter of such characters, which is a new one if no other is like it.
    fn add(&mut self, sample: Sample, sets: &[Set]) -> u16 {
        let side = match sample {
            Sample { first: '\n', .. } => Side::Line,
            Sample { is_word: true, .. } => Side::Word,
            _ => Side::Other,
        };
        let letter = Letter { side, is_in: sets.iter().map(|set| set.has(sample)).collect() };
        let known = self.letters.iter().position(|known| *known == letter);
        let number = known.unwrap_or_else(|| {
            self.letters.push(letter);
            self.letters.len() - 1
        });
        // There are at most three letters for each start of a range, and a pattern has few enough of those.
        number as u16
    }

    /// Returns the number of a character's letter.
    pub(super) fn letter(&self, c: char) -> usize {
        if let Some(&letter) = self.ascii.get(c as usize) {
            return letter.into();
        }
        let run = self.starts.partition_point(|&start| start <= c) - 1;
        let sample = Sample::of(c);
        self.runs[run][usize::from(sample.is_word) + 2 * usize::from(sample.is_space)].into()
    }
}

//! Regular expressions of directives, fed piece by piece so that no value is copied.
//! Compiled only where a value of a directive has a special character in it.

use std::fmt;

use regex_automata::dfa::{Automaton, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

/// A compiled pattern. A value matches if the leftmost match in it reaches its end.
#[derive(Clone)]
pub(super) struct Regex(dense::DFA<Vec<u32>>);

/// A search that is under way.
pub(super) struct Search<'a> {
    dfa: &'a dense::DFA<Vec<u32>>,
    state: StateID,
}

impl Regex {
    /// # Errors
    ///
    /// Says in words what is wrong with the pattern.
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        match dense::DFA::new(pattern) {
            Ok(dfa) => Ok(Self(dfa)),
            Err(error) => Err(chain(&error)),
        }
    }

    pub(super) fn start(&self) -> Search<'_> {
        let state = self.0.start_state(&start::Config::new()).unwrap_or(StateID::ZERO);
        Search { dfa: &self.0, state }
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        let mut search = self.start();
        search.feed(value);
        search.matches()
    }
}

impl Search<'_> {
    /// Returns whether a match is still possible.
    fn feed(&mut self, text: &str) -> bool {
        for &byte in text.as_bytes() {
            self.state = self.dfa.next_state(self.state, byte);
            if self.dfa.is_dead_state(self.state) {
                return false;
            }
        }
        true
    }

    pub(super) fn matches(&self) -> bool {
        self.dfa.is_match_state(self.dfa.next_eoi_state(self.state))
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

/// The message of an error and of what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        // Messages of the pattern's parser span lines with a drawing of the place; the first words are enough.
        let cause_text = cause.to_string();
        text.push_str(": ");
        text.push_str(cause_text.lines().last().unwrap_or_default());
        source = cause.source();
    }
    text
}

//! Regular expressions of directives.
//! Compiled only where a value of a directive has a special character in it.

use std::fmt;

/// A compiled pattern. A value matches if the leftmost match in it reaches its end.
///
/// By `regex-lite`, for few programs have a pattern in a filter, and all of them build this crate.
/// 2026-11: tried `regex-automata`, whose tables are quicker for long values; it takes as long to build as all else that
/// this crate is and needs, see benches/NOTES.md.
#[derive(Clone)]
pub(super) struct Regex(regex_lite::Regex);

impl Regex {
    /// # Errors
    ///
    /// Says in words what is wrong with the pattern.
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        match regex_lite::Regex::new(pattern) {
            Ok(regex) => Ok(Self(regex)),
            Err(error) => Err(error.to_string()),
        }
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        self.0.find(value).is_some_and(|found| found.end() == value.len())
    }
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The source stands beside this value.
        f.write_str("Regex(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leftmost_match_has_to_reach_the_end() {
        for (pattern, value, matches) in [
            ("b.b", "bob", true),
            ("b.b", "a bob", true),
            ("b.b", "bobby", false),
            ("b.b", "bob bob", false),
            ("^b", "ab", false),
            ("a|ab", "ab", false),
            ("ab|a", "ab", true),
            ("a*?", "aa", false),
            (".*", "a\nb", false),
            (".", "ä", true),
            (r"\d+", "42", true),
            ("(?i)BOB", "bob", true),
        ] {
            assert_eq!(Regex::new(pattern).unwrap().matches(value), matches, "{pattern:?} in {value:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        for pattern in ["(", "[a", "a{99999999}", r"\p{L}", "*"] {
            let error = Regex::new(pattern).unwrap_err();
            assert!(!error.is_empty() && !error.contains('\n'), "{error}");
        }
    }
}

//! What the target part of a directive matches: the beginning of a target, a module, a whole target, or a wildcard.
//! Used by the directives of `Targets` and of `EnvFilter`.

use alloc::{boxed::Box, string::String};
use core::{cmp::Ordering, fmt};

/// A pattern for targets. Its text form is what [`Pattern::parse`] reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// `tokio`: any target that begins with these bytes, `tokio_util` too.
    Prefix(Box<str>),
    /// `tokio::*`: the module `tokio` and everything inside it, and not `tokio_util`.
    Module(Box<str>),
    /// `=tokio`: this target alone.
    Exact(Box<str>),
    /// `*::sql`: `*` stands for any run of characters, the empty one too.
    Wildcard(Box<str>),
}

impl Pattern {
    pub(crate) fn prefix(text: impl Into<String>) -> Self {
        Self::Prefix(text.into().into_boxed_str())
    }

    /// Never fails: every text is some pattern.
    pub(crate) fn parse(text: &str) -> Self {
        if let Some(exact) = text.strip_prefix('=') {
            return Self::Exact(exact.into());
        }
        if !text.contains('*') {
            return Self::Prefix(text.into());
        }
        match text.strip_suffix("::*") {
            Some(module) if !module.is_empty() && !module.contains('*') => Self::Module(module.into()),
            _ => Self::Wildcard(text.into()),
        }
    }

    #[inline]
    pub(crate) fn matches(&self, target: &str) -> bool {
        match self {
            Self::Prefix(prefix) => target.as_bytes().starts_with(prefix.as_bytes()),
            Self::Module(module) => {
                target.strip_prefix(&**module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            }
            Self::Exact(exact) => target == &**exact,
            Self::Wildcard(pattern) => wildcard(pattern.as_bytes(), target.as_bytes()),
        }
    }

    /// The text without the marks of its kind.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Prefix(text) | Self::Module(text) | Self::Exact(text) | Self::Wildcard(text) => text,
        }
    }

    /// Grows with what the pattern says about a target: its letters first, then how much it shuts out.
    pub(crate) fn rank(&self) -> u32 {
        let letters = self.text().bytes().filter(|&b| b != b'*').count().min(1 << 20) as u32;
        // One more than the letters, so that an empty target still ranks above none.
        (letters + 1) * 4
            + match self {
                Self::Wildcard(_) => 0,
                Self::Prefix(_) => 1,
                Self::Module(_) => 2,
                Self::Exact(_) => 3,
            }
    }
}

/// Matches with one level of backtracking: only the last `*` can need to take more, so the time is bounded by the
/// product of the lengths.
fn wildcard(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(&byte) if byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match &mut retry {
                Some((after, from)) => {
                    *from += 1;
                    (p, t) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix(text) | Self::Wildcard(text) => f.write_str(text),
            Self::Module(text) => write!(f, "{text}::*"),
            Self::Exact(text) => write!(f, "={text}"),
        }
    }
}

/// More specific patterns come first; among equals the order is that of the texts, backwards.
impl Ord for Pattern {
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank().cmp(&self.rank()).then_with(|| other.text().cmp(self.text()))
    }
}

impl PartialOrd for Pattern {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, target: &str) -> bool {
        Pattern::parse(pattern).matches(target)
    }

    #[test]
    fn a_plain_target_matches_every_target_that_begins_with_it() {
        assert!(matches("tokio", "tokio"));
        assert!(matches("tokio", "tokio::net"));
        assert!(matches("tokio", "tokio_xmpp"));
        assert!(!matches("tokio", "my_tokio"));
        assert!(matches("", "anything"));
    }

    #[test]
    fn a_module_stops_at_its_boundary() {
        assert!(matches("tokio::*", "tokio"));
        assert!(matches("tokio::*", "tokio::net::tcp"));
        assert!(!matches("tokio::*", "tokio_xmpp"));
        assert!(!matches("tokio::*", "tokio:net"));
    }

    #[test]
    fn an_exact_target_matches_itself_alone() {
        assert!(matches("=tokio", "tokio"));
        assert!(!matches("=tokio", "tokio::net"));
    }

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        assert!(matches("*", ""));
        assert!(matches("*::sql", "a::b::sql"));
        assert!(!matches("*::sql", "a::sql::b"));
        assert!(matches("a*c*e", "abcde"));
        assert!(matches("a*c*e", "acce"));
        assert!(!matches("a*c*e", "abcd"));
        assert!(matches("my_*", "my_crate::x"));
        assert!(matches("*ab*ab*", "xabyabz"));
        assert!(!matches("*ab*ab", "abx"));
    }

    #[test]
    fn patterns_print_as_they_are_read() {
        for text in ["tokio", "tokio::*", "=tokio", "*::sql", "a*b", "::*", "", "*"] {
            let pattern = Pattern::parse(text);
            assert_eq!(alloc::format!("{pattern}"), text);
        }
    }
}

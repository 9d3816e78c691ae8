//! What the target part of a directive matches: the beginning of a target, a module, a whole target, or a wildcard.
//! Used by the directives of `Targets` and of `EnvFilter`.

use core::cmp::Ordering;
use core::fmt;

use super::name::Name;

/// A pattern for targets. Its text form is what [`Pattern::parse`] reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: Name,
    kind: Kind,
}

/// In the order of how much they shut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `*::sql`: `*` stands for any run of characters, the empty one too.
    Wildcard,
    /// `tokio`: any target that begins with these bytes, `tokio_util` too.
    Prefix,
    /// `tokio::*`: the module `tokio` and everything inside it, and not `tokio_util`.
    Module,
    /// `=tokio`: this target alone.
    Exact,
}

impl Pattern {
    pub(crate) fn prefix(text: &str) -> Self {
        Self { text: text.into(), kind: Kind::Prefix }
    }

    /// Never fails: every text is some pattern.
    #[inline]
    pub(crate) fn parse(text: &str) -> Self {
        match text.as_bytes() {
            [b'=', ..] => Self { text: text[1..].into(), kind: Kind::Exact },
            bytes if bytes.contains(&b'*') => Self::with_star(text),
            _ => Self::prefix(text),
        }
    }

    fn with_star(text: &str) -> Self {
        match text.strip_suffix("::*") {
            Some(module) if !module.is_empty() && !module.contains('*') => {
                Self { text: module.into(), kind: Kind::Module }
            }
            _ => Self { text: text.into(), kind: Kind::Wildcard },
        }
    }

    #[inline]
    pub(crate) fn matches(&self, target: &str) -> bool {
        let (text, target) = (self.text.as_bytes(), target.as_bytes());
        match self.kind {
            Kind::Prefix => target.starts_with(text),
            Kind::Module => target.strip_prefix(text).is_some_and(|rest| matches!(rest, [] | [b':', b':', ..])),
            Kind::Exact => target == text,
            Kind::Wildcard => wildcard(text, target),
        }
    }

    /// The text without the marks of its kind.
    pub(crate) fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Grows with what the pattern says about a target: its letters first, then how much it shuts out.
    #[inline]
    pub(crate) fn rank(&self) -> u32 {
        let text = self.text.as_bytes();
        let letters = match self.kind {
            Kind::Wildcard => text.iter().filter(|&&b| b != b'*').count(),
            _ => text.len(),
        };
        // One more than the letters, so that an empty target still ranks above none.
        (letters.min(1 << 20) as u32 + 1) * 4 + self.kind as u32
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
        match self.kind {
            Kind::Prefix | Kind::Wildcard => write!(f, "{}", self.text),
            Kind::Module => write!(f, "{}::*", self.text),
            Kind::Exact => write!(f, "={}", self.text),
        }
    }
}

/// More specific patterns come first; among equals the order is that of the texts, backwards.
impl Ord for Pattern {
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank().cmp(&self.rank()).then_with(|| other.text.cmp(&self.text))
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

//! Short texts without an allocation: targets, names of spans and fields, whole filters. Used by every directive.

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;

/// An immutable text, in place if it has at most `N` bytes.
#[derive(Clone)]
pub(crate) enum ShortText<const N: usize> {
    /// The length, and bytes that begin with that many of UTF-8.
    Inline(u8, [u8; N]),
    Heap(Box<str>),
}

/// A short text that is three words long.
pub(crate) type Name = ShortText<22>;

impl<const N: usize> ShortText<N> {
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Inline(len, bytes) => &bytes[..usize::from(*len)],
            Self::Heap(text) => text.as_bytes(),
        }
    }

    /// Not for hot paths, which compare bytes: what is in place is checked again.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            // The bytes came from a text.
            Self::Inline(..) => core::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Self::Heap(text) => text,
        }
    }
}

impl<const N: usize> From<&str> for ShortText<N> {
    #[inline]
    fn from(text: &str) -> Self {
        if text.len() > N {
            return Self::Heap(text.into());
        }
        let mut bytes = [0; N];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Self::Inline(text.len() as u8, bytes)
    }
}

impl<const N: usize> PartialEq for ShortText<N> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> Eq for ShortText<N> {}

impl<const N: usize> PartialEq<str> for ShortText<N> {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> Ord for ShortText<N> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl<const N: usize> PartialOrd for ShortText<N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> fmt::Display for ShortText<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for ShortText<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::*;

    #[test]
    fn a_name_is_the_text_it_was_made_of_whatever_its_length() {
        for len in 0..60 {
            let text: String = "aß".chars().cycle().take(len).collect();
            let name = Name::from(&*text);
            assert_eq!(name.as_str(), text);
            assert_eq!(name.to_string(), text);
            let (same, other) = (Name::from(&*text), Name::from("other"));
            assert!(name == *text && name == same && name != other);
        }
    }

    #[test]
    fn a_name_is_three_words_long() {
        assert_eq!(size_of::<Name>(), 24);
        assert_eq!(size_of::<Option<Name>>(), 24);
    }
}

//! Sets of characters in the syntax of patterns: `[a-z&&[^b]]`, `[[:alpha:]]`, and characters in any case.
//! The part of `syntax` about brackets.

use super::{
    set::Set,
    syntax::{Escape, Flags, Parser},
};

/// How two parts of a class are joined.
enum Joint {
    Both,
    Without,
    Either,
}

impl Parser<'_> {
    /// `[a-z]`, from behind the bracket.
    pub(super) fn class(&mut self) -> Result<Set, String> {
        const OPEN: &str = "`[` without `]`";
        let depth = self.depth;
        self.deeper()?;
        let negated = self.eat("^");
        let mut whole: Option<(Set, Joint)> = None;
        let mut part = Vec::new();
        self.skip();
        while self.eat("-") {
            part.push(Set::Range('-', '-'));
            self.skip();
        }
        if part.is_empty() && self.eat("]") {
            part.push(Set::Range(']', ']'));
        }
        loop {
            self.skip();
            let joint = match () {
                () if self.eat("]") => None,
                () if self.eat("&&") => Some(Joint::Both),
                () if self.eat("--") => Some(Joint::Without),
                () if self.eat("~~") => Some(Joint::Either),
                () => {
                    part.push(self.item(OPEN)?);
                    continue;
                }
            };
            let right = Set::Any(std::mem::take(&mut part));
            let set = match whole.take() {
                None => right,
                Some((left, Joint::Both)) => Set::Both(Box::new([left, right])),
                Some((left, Joint::Without)) => Set::Both(Box::new([left, right.not()])),
                Some((left, Joint::Either)) => Set::Either(Box::new([left, right])),
            };
            let Some(joint) = joint else {
                self.depth = depth;
                return Ok(if negated { set.not() } else { set });
            };
            self.deeper()?;
            whole = Some((set, joint));
        }
    }

    /// What stands in a class: a class, a range, or a character.
    fn item(&mut self, open: &str) -> Result<Set, String> {
        let flags = self.flags;
        if self.eat("[") {
            let named = self.rest.as_str().strip_prefix(':').and_then(|rest| rest.split_once(":]"));
            if let Some((name, rest)) = named {
                let (negated, name) = match name.strip_prefix('^') {
                    Some(name) => (true, name),
                    None => (false, name),
                };
                if let Some(ranges) = ascii_class(name) {
                    self.rest = rest.chars();
                    let ranges = ranges.into_iter().map(|range| match range {
                        Set::Range(first, last) => flags.range(first, last),
                        other => other,
                    });
                    let set = Set::Any(ranges.collect());
                    return Ok(if negated { set.not() } else { set });
                }
            }
            return self.class();
        }
        let first = match self.member(open)? {
            Escape::Char(c) => c,
            Escape::Set(_) if self.begins_range() => return Err("a range begins with a class".into()),
            Escape::Set(set) => return Ok(set),
            Escape::Look(_) => return Err("a place between characters cannot be in `[…]`".into()),
        };
        if !self.begins_range() {
            return Ok(flags.range(first, first));
        }
        match self.member(open)? {
            Escape::Char(last) if first <= last => Ok(flags.range(first, last)),
            Escape::Char(last) => Err(format!("`{first}-{last}` ends before it begins")),
            _ => Err(format!("`{first}-` has no end")),
        }
    }

    /// Whether the dash of a range follows, which is passed then.
    fn begins_range(&mut self) -> bool {
        self.skip();
        let before = self.rest.clone();
        if self.eat("-") && self.peek() != Some('-') {
            self.skip();
            if self.peek() != Some(']') {
                return true;
            }
        }
        self.rest = before;
        false
    }

    fn member(&mut self, open: &str) -> Result<Escape, String> {
        match self.rest.next().ok_or(open)? {
            '\\' => self.escape(),
            c => Ok(Escape::Char(c)),
        }
    }
}

impl Flags {
    /// The characters from `first` to `last`, in any case if that is wanted.
    pub(super) fn range(self, first: char, last: char) -> Set {
        let range = Set::Range(first, last);
        if !self.any_case {
            return range;
        }
        let mut ranges = vec![range];
        // No character behind this one has cases.
        for c in first..=last.min('\u{1e943}') {
            for other in [single(c.to_lowercase()), single(c.to_uppercase())].into_iter().flatten() {
                match ranges.last_mut() {
                    _ if (first..=last).contains(&other) => {}
                    Some(Set::Range(_, end)) if ranges_on(*end, other) => *end = other,
                    _ => ranges.push(Set::Range(other, other)),
                }
            }
        }
        Set::Any(ranges)
    }
}

fn ranges_on(end: char, next: char) -> bool {
    end as u32 + 1 == next as u32
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

/// The characters of `[:name:]`.
pub(super) fn ascii_class(name: &str) -> Option<Vec<Set>> {
    let ranges: &[(char, char)] = match name {
        "alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => &[('A', 'Z'), ('a', 'z')],
        "ascii" => &[('\0', '\x7f')],
        "blank" => &[('\t', '\t'), (' ', ' ')],
        "cntrl" => &[('\0', '\x1f'), ('\x7f', '\x7f')],
        "digit" => &[('0', '9')],
        "graph" => &[('!', '~')],
        "lower" => &[('a', 'z')],
        "print" => &[(' ', '~')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => &[('\t', '\r'), (' ', ' ')],
        "upper" => &[('A', 'Z')],
        "word" => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        "xdigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return None,
    };
    Some(ranges.iter().map(|&(first, last)| Set::Range(first, last)).collect())
}

//! The syntax of patterns, which is that of the `regex` crate without its tables of Unicode: `\d` is `0` to `9`, case is
//! that of single letters, and there is neither `\p` nor `(?R)`. Called by the module above; what it reads it writes as a program.

use std::str::Chars;

use super::{
    class::ascii_class,
    program::{Look, Op, Program},
    set::Set,
};

/// The length up to which programs are made: `a{9}{9}{9}{9}` says much with few words.
const MOST_OPS: usize = 10_000;
/// The ends of ranges of characters, by which the work of telling letters apart grows.
const MOST_RANGES: usize = 4_000;
const TOO_LARGE: &str = "the pattern is too large";
/// Groups and classes inside of each other, and the parts of a class.
const MOST_DEEP: u32 = 200;

/// # Errors
///
/// Says in words what is wrong.
pub(super) fn parse(pattern: &str) -> Result<Program, String> {
    let mut parser = Parser { rest: pattern.chars(), flags: Flags::default(), sets: Vec::new(), depth: 0 };
    // A match may start anywhere, rather early than late.
    let mut ops = vec![Op::Split(3, 1), parser.take(anything()), Op::Jump(-2)];
    ops.extend(parser.alternatives()?);
    if parser.rest.next().is_some() {
        return Err("`)` without `(`".into());
    }
    ops.push(Op::Match);
    let mut starts = Vec::new();
    parser.sets.iter().for_each(|set| set.divide(&mut starts));
    if starts.len() > MOST_RANGES {
        return Err(TOO_LARGE.into());
    }
    Ok(Program { ops, sets: parser.sets })
}

pub(super) struct Parser<'a> {
    pub(super) rest: Chars<'a>,
    pub(super) flags: Flags,
    sets: Vec<Set>,
    pub(super) depth: u32,
}

/// What `(?imsUxu)` sets.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) any_case: bool,
    lines: bool,
    dot_takes_line: bool,
    lazy: bool,
    spaced: bool,
    ascii: bool,
}

/// What `\` and the characters behind it stand for.
pub(super) enum Escape {
    Char(char),
    Set(Set),
    Look(Look),
}

type Code = Vec<Op>;

fn anything() -> Set {
    Set::Range('\0', char::MAX)
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.as_str().strip_prefix(text) else { return false };
        self.rest = rest.chars();
        true
    }

    /// Returns what is before `end`, which is passed as well.
    fn until(&mut self, end: char) -> Option<&str> {
        let (text, rest) = self.rest.as_str().split_once(end)?;
        self.rest = rest.chars();
        Some(text)
    }

    /// Passes white space and comments, where they mean nothing.
    pub(super) fn skip(&mut self) {
        while self.flags.spaced {
            match self.peek() {
                Some('#') => drop(self.rest.find(|&c| c == '\n')),
                Some(c) if c.is_whitespace() => drop(self.rest.next()),
                _ => return,
            }
        }
    }

    pub(super) fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MOST_DEEP { Err("nested too deeply".into()) } else { Ok(()) }
    }

    /// Returns the instruction that takes a character of the set.
    fn take(&mut self, set: Set) -> Op {
        let known = self.sets.iter().position(|known| *known == set);
        let number = known.unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        // A program has fewer instructions than `u16` has values.
        Op::Take(number as u16)
    }

    /// `a|b|c`
    fn alternatives(&mut self) -> Result<Code, String> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        let mut code = branches.pop().unwrap_or_default();
        while let Some(branch) = branches.pop() {
            let mut both = vec![Op::Split(1, branch.len() as i32 + 2)];
            both.extend(branch);
            both.push(Op::Jump(code.len() as i32 + 1));
            both.extend(code);
            code = within_bounds(both)?;
        }
        Ok(code)
    }

    /// `abc`
    fn sequence(&mut self) -> Result<Code, String> {
        let mut code = Vec::new();
        loop {
            self.skip();
            if matches!(self.peek(), None | Some('|' | ')')) {
                return Ok(code);
            }
            let Some(mut atom) = self.atom()? else { continue };
            loop {
                self.skip();
                let (least, most) = match self.peek() {
                    Some('*') => (0, None),
                    Some('+') => (1, None),
                    Some('?') => (0, Some(1)),
                    Some('{') => self.counts()?,
                    _ => break,
                };
                self.rest.next();
                let lazy = self.eat("?") != self.flags.lazy;
                atom = repeated(&atom, least, most, lazy)?;
            }
            code.extend(atom);
            code = within_bounds(code)?;
        }
    }

    /// `{2,3}`; the closing brace is left.
    fn counts(&mut self) -> Result<(usize, Option<usize>), String> {
        let number = |text: &str| text.trim().parse().map_err(|_| format!("`{}` is not a count", text.trim()));
        self.rest.next();
        let (text, _) = self.rest.as_str().split_once('}').ok_or("`{` without `}`")?;
        self.rest = self.rest.as_str()[text.len()..].chars();
        let (least, most) = match text.split_once(',') {
            None => (number(text)?, Some(number(text)?)),
            Some((least, most)) if most.trim().is_empty() => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        if most.is_some_and(|most| most < least) {
            Err(format!("`{{{text}}}` ends before it begins"))
        } else {
            Ok((least, most))
        }
    }

    /// What a repetition may follow; nothing for a group that just sets flags, which none may.
    fn atom(&mut self) -> Result<Option<Code>, String> {
        let Some(c) = self.rest.next() else { return Ok(None) };
        let flags = self.flags;
        Ok(Some(vec![match c {
            '(' => return self.group(),
            '*' | '+' | '?' | '{' => return Err(format!("`{c}` has nothing to repeat")),
            '[' => {
                let set = self.class()?;
                self.take(set)
            }
            '.' if flags.dot_takes_line => self.take(anything()),
            '.' => self.take(Set::Range('\n', '\n').not()),
            '^' => Op::Look(if flags.lines { Look::LineStart } else { Look::Start }),
            '$' => Op::Look(if flags.lines { Look::LineEnd } else { Look::End }),
            '\\' => match self.escape()? {
                Escape::Look(look) => Op::Look(look),
                Escape::Set(set) => self.take(set),
                Escape::Char(c) => self.take(flags.range(c, c)),
            },
            c => self.take(flags.range(c, c)),
        }]))
    }

    /// `(a)`, `(?:a)`, `(?<name>a)`, `(?i:a)`, or `(?i)`, which holds to the end of the group around it.
    fn group(&mut self) -> Result<Option<Code>, String> {
        const OPEN: &str = "`(` without `)`";
        self.deeper()?;
        let before = self.flags;
        if self.eat("?P<") || self.eat("?<") {
            let name = self.until('>').ok_or("a group's name without `>`")?;
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
            if name.starts_with(|c: char| c != '_' && !c.is_alphabetic())
                || name.is_empty()
                || !name.chars().all(is_name)
            {
                return Err(format!("`{name}` is not a name"));
            }
        } else if self.eat("?") {
            let mut on = true;
            let mut last = None;
            loop {
                let c = self.rest.next().ok_or(OPEN)?;
                match c {
                    'i' => self.flags.any_case = on,
                    'm' => self.flags.lines = on,
                    's' => self.flags.dot_takes_line = on,
                    'U' => self.flags.lazy = on,
                    'x' => self.flags.spaced = on,
                    'u' => self.flags.ascii = !on,
                    '-' if on => on = false,
                    ')' if last.is_some() && last != Some('-') => {
                        self.depth -= 1;
                        return match self.peek() {
                            Some(c @ ('*' | '+' | '?' | '{')) => Err(format!("`{c}` has nothing to repeat")),
                            _ => Ok(None),
                        };
                    }
                    ':' if last != Some('-') => break,
                    _ => return Err(format!("`{c}` is not a flag of groups")),
                }
                last = Some(c);
            }
        }
        let code = self.alternatives()?;
        if !self.eat(")") {
            return Err(OPEN.into());
        }
        self.flags = before;
        self.depth -= 1;
        Ok(Some(code))
    }

    pub(super) fn escape(&mut self) -> Result<Escape, String> {
        let c = self.rest.next().ok_or("`\\` at the end")?;
        let word = if self.flags.ascii { Set::Any(ascii_class("word").unwrap_or_default()) } else { Set::Word };
        let space = if self.flags.ascii { Set::Any(ascii_class("space").unwrap_or_default()) } else { Set::Space };
        Ok(match c {
            'd' => Escape::Set(Set::Range('0', '9')),
            'D' => Escape::Set(Set::Range('0', '9').not()),
            'w' => Escape::Set(word),
            'W' => Escape::Set(word.not()),
            's' => Escape::Set(space),
            'S' => Escape::Set(space.not()),
            'A' => Escape::Look(Look::Start),
            'z' => Escape::Look(Look::End),
            'B' => Escape::Look(Look::NoBoundary),
            '<' => Escape::Look(Look::WordStart),
            '>' => Escape::Look(Look::WordEnd),
            'b' => Escape::Look(if self.eat("{start}") {
                Look::WordStart
            } else if self.eat("{end}") {
                Look::WordEnd
            } else if self.eat("{start-half}") {
                Look::HalfStart
            } else if self.eat("{end-half}") {
                Look::HalfEnd
            } else {
                Look::Boundary
            }),
            'n' => Escape::Char('\n'),
            't' => Escape::Char('\t'),
            'r' => Escape::Char('\r'),
            'a' => Escape::Char('\u{7}'),
            'f' => Escape::Char('\u{c}'),
            'v' => Escape::Char('\u{b}'),
            'x' => Escape::Char(self.code(2)?),
            'u' => Escape::Char(self.code(4)?),
            'U' => Escape::Char(self.code(8)?),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Escape::Char(c),
            'p' | 'P' => return Err("classes of Unicode are not supported".into()),
            c => return Err(format!("`\\{c}` means nothing")),
        })
    }

    /// The character that so many hexadecimal digits stand for, or those in braces.
    fn code(&mut self, digits: usize) -> Result<char, String> {
        let braced = self.eat("{");
        let text = if braced {
            self.until('}').ok_or("`{` without `}`")?.to_owned()
        } else {
            self.rest.by_ref().take(digits).collect()
        };
        let is_code = (braced || text.len() == digits) && !text.starts_with('+');
        let code = if is_code { u32::from_str_radix(&text, 16).ok() } else { None };
        code.and_then(char::from_u32).ok_or_else(|| format!("`{text}` is not the code of a character"))
    }
}

fn within_bounds(code: Code) -> Result<Code, String> {
    if code.len() > MOST_OPS { Err(TOO_LARGE.into()) } else { Ok(code) }
}

fn repeated(code: &[Op], least: usize, most: Option<usize>, lazy: bool) -> Result<Code, String> {
    let length = code.len() as i32;
    let split = |go: i32, leave: i32| if lazy { Op::Split(leave, go) } else { Op::Split(go, leave) };
    if most.unwrap_or(least).max(1).saturating_mul(code.len() + 1) > MOST_OPS {
        return Err(TOO_LARGE.into());
    }
    let mut all: Code = (0..least).flat_map(|_| code.iter().copied()).collect();
    match most {
        Some(most) => {
            for left in (0..(most - least) as i32).rev() {
                all.push(split(1, (length + 1) * (left + 1)));
                all.extend(code);
            }
        }
        None => {
            // `a*` is `(a+)?`, which matters where `a` may be nothing.
            if least == 0 {
                all.push(split(1, length + 2));
                all.extend(code);
            }
            all.push(split(-length, 1));
        }
    }
    Ok(all)
}

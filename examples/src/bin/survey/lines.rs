//! What each line of a source text holds: code, a comment, a word on safety. Comments are not in the syntax tree, so
//! `findings` asks here. Independent of the parser: any text gives an answer.

use std::ops::RangeInclusive;

/// The lines of one source text. Line numbers start at 1.
pub(crate) struct Lines {
    lines: Vec<Line>,
    /// `code_before[n]`: lines with code among the first n.
    code_before: Vec<usize>,
}

#[derive(Clone, Copy, Default)]
struct Line {
    code: bool,
    comment: bool,
    /// A comment on this line says `SAFETY:`.
    safety: bool,
    /// The first code on this line is `#`.
    attribute: bool,
}

impl Lines {
    /// Reads a text once, from start to end.
    pub(crate) fn scan(text: &str) -> Lines {
        let mut scan = Scan { text, at: 0, line: 0, lines: vec![Line::default(); text.lines().count()] };
        scan.run();
        let lines = scan.lines;
        let code_before = std::iter::once(0)
            .chain(lines.iter().scan(0, |n, line| {
                *n += usize::from(line.code);
                Some(*n)
            }))
            .collect();
        Lines { lines, code_before }
    }

    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// How many lines of a range hold code.
    pub(crate) fn code_in(&self, range: RangeInclusive<usize>) -> usize {
        let count = |n: usize| self.code_before[n.min(self.lines.len())];
        count(*range.end()).saturating_sub(count(range.start().saturating_sub(1)))
    }

    pub(crate) fn code(&self) -> usize {
        self.code_in(1..=self.len())
    }

    /// Whether the safety of what begins on this line is spoken of: beside it, in the comment above, or in a comment
    /// that opens its body.
    pub(crate) fn explained(&self, line: usize) -> bool {
        self.get(line).safety || self.explained_above(line) || self.comment_with_safety(line + 1)
    }

    /// Whether the comment above this line, attributes set aside, says `SAFETY:`.
    pub(crate) fn explained_above(&self, line: usize) -> bool {
        (1..line)
            .rev()
            .map(|above| self.get(above))
            .take_while(|line| line.attribute || (line.comment && !line.code))
            .any(|line| line.safety)
    }

    fn comment_with_safety(&self, line: usize) -> bool {
        (line..=self.len()).map(|n| self.get(n)).take_while(|line| line.comment && !line.code).any(|line| line.safety)
    }

    fn get(&self, line: usize) -> Line {
        line.checked_sub(1).and_then(|n| self.lines.get(n)).copied().unwrap_or_default()
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    lines: Vec<Line>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut in_word = false;
        while let Some(&byte) = bytes.get(self.at) {
            let next = bytes.get(self.at + 1).copied();
            let raw = if in_word { None } else { raw_string(&bytes[self.at..]) };
            in_word = byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii();
            match (byte, next) {
                (b'/', Some(b'/')) => {
                    let end = self.text[self.at..].find('\n').map_or(bytes.len(), |n| self.at + n);
                    self.comment(end);
                }
                (b'/', Some(b'*')) => self.comment(block_end(bytes, self.at)),
                _ if raw.is_some() => self.code(self.at + raw.unwrap_or(1)),
                (b'"', _) => self.code(string_end(bytes, self.at)),
                (b'\'', _) => self.code(quote_end(self.text, self.at)),
                (b'\n', _) => {
                    self.line += 1;
                    self.at += 1;
                }
                (b' ' | b'\t' | b'\r', _) => self.at += 1,
                _ => {
                    if let Some(line) = self.lines.get_mut(self.line) {
                        line.attribute |= byte == b'#' && !line.code;
                        line.code = true;
                    }
                    self.at += 1;
                }
            }
        }
    }

    /// Everything up to `end` is code.
    fn code(&mut self, end: usize) {
        self.each_line(end, |line, _| line.code = true);
    }

    /// Everything up to `end` is one comment.
    fn comment(&mut self, end: usize) {
        self.each_line(end, |line, part| {
            line.comment = true;
            line.safety |= speaks_of_safety(part);
        });
    }

    fn each_line(&mut self, end: usize, mut mark: impl FnMut(&mut Line, &str)) {
        for (n, part) in self.text[self.at..end].split('\n').enumerate() {
            self.line += usize::from(n > 0);
            if let Some(line) = self.lines.get_mut(self.line) {
                mark(line, part);
            }
        }
        self.at = end;
    }
}

fn speaks_of_safety(comment: &str) -> bool {
    let word = b"safety:";
    comment.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// The length of the raw string that these bytes open, if they do: `r"…"`, `br#"…"#`, `cr##"…"##`.
fn raw_string(bytes: &[u8]) -> Option<usize> {
    let prefix = match bytes {
        [b'r', ..] => 1,
        [b'b' | b'c', b'r', ..] => 2,
        _ => return None,
    };
    let hashes = bytes[prefix..].iter().take_while(|&&byte| byte == b'#').count();
    let open = prefix + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let closes = |at: usize| bytes[at] == b'"' && bytes[at + 1..].iter().take_while(|&&b| b == b'#').count() >= hashes;
    let end = (open + 1..bytes.len()).find(|&at| closes(at)).map_or(bytes.len(), |at| at + 1 + hashes);
    Some(end)
}

fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            // The escaped byte may be half of a character; the scan goes on to a quote, which is none.
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The end of a character, or of the quote alone where it opens a lifetime.
fn quote_end(text: &str, open: usize) -> usize {
    let rest = &text[open + 1..];
    let mut chars = rest.char_indices();
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            rest[from..].find(['\'', '\n']).map_or(text.len(), |end| open + 1 + from + end + 1)
        }
        (Some((_, c)), Some((at, '\''))) if c != '\n' => open + 1 + at + 1,
        _ => open + 1,
    }
}

fn block_end(bytes: &[u8], open: usize) -> usize {
    let mut depth = 0;
    let mut at = open;
    while at < bytes.len() {
        match &bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        let lines = Lines::scan(text);
        lines
            .lines
            .iter()
            .map(|l| {
                if l.safety {
                    's'
                } else if l.code {
                    'c'
                } else if l.comment {
                    '/'
                } else {
                    '.'
                }
            })
            .collect()
    }

    #[test]
    fn tells_code_from_comments_and_blanks() {
        assert_eq!(kinds("// a\n\nfn f() {} // b\n/* c\n d */\n"), "/.c//");
        assert_eq!(kinds("/* a /* b */\n still */ x\ny"), "/cc");
    }

    #[test]
    fn a_string_is_no_comment() {
        assert_eq!(kinds("let a = \"// SAFETY: no\n// SAFETY: no\";"), "cc");
        assert_eq!(kinds("let a = r#\"\"// SAFETY: no\n\"#; // SAFETY: yes"), "cs");
        assert_eq!(kinds("let q = '\"'; // SAFETY: yes\nlet e = '\\''; // SAFETY: yes"), "ss");
        assert_eq!(kinds("fn f<'a>(x: &'a str) {} // SAFETY: yes"), "s");
        assert_eq!(kinds("let bar\"\\\\\" // SAFETY: yes"), "s");
    }

    #[test]
    fn open_ends_do_not_run_past_the_text() {
        for text in ["\"", "\"\\", "r#\"", "/*", "/* /* */", "'", "'\\", "'\\é", "\"\\é", "b'", "//", "r", "'é"] {
            assert!(Lines::scan(text).len() <= 1, "{text}");
        }
    }

    #[test]
    fn safety_is_found_above_beside_and_within() {
        let lines = Lines::scan("// SAFETY: a\n// b\n#[c]\nunsafe {}\n\nunsafe {}\nunsafe {\n  // Safety: d\n}\n");
        assert!(lines.explained(4));
        assert!(!lines.explained(6));
        assert!(lines.explained(7));
    }
}

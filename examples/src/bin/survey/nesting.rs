//! How deep a parser would go into a file, worked out before the parser is let in. Called by `source` between lexing
//! and parsing.
//!
//! The parser, the visitor and the destructor of the syntax tree call themselves once for each level, and a file can
//! hold as many levels as it has tokens: `((((…`, `!!!!…`, `a+a+a+…`, `if x {} else if x {} else if …`. Neither lexing
//! nor this count calls itself, so any file can be counted, and one that is too deep for a worker's stack is refused.

use proc_macro2::{Delimiter, LineColumn, Spacing, TokenStream, TokenTree, token_stream};

/// Levels of brackets. rustc itself gives up at 128 in a macro; its parser, at about ten thousand.
const MAX_BRACKETS: usize = 512;
/// Tokens that may nest in each other without brackets, on one way from the file to its deepest token. The worst of them,
/// `&&&…u8`, takes 17 kB of stack each in a debug build and 4 kB in a release build.
const MAX_CHAIN: usize = 8_192;

/// Where a file goes too deep, if it does.
pub(crate) fn too_deep(tokens: TokenStream) -> Option<LineColumn> {
    let mut open = vec![Level::new(tokens, 0, false)];
    while let Some(level) = open.last_mut() {
        let Some(token) = level.tokens.next() else {
            open.pop();
            continue;
        };
        let inside = level.pass(&token);
        if level.above + level.chain > MAX_CHAIN {
            return Some(token.span().start());
        }
        if let TokenTree::Group(group) = token {
            if open.len() > MAX_BRACKETS {
                return Some(group.span_open().start());
            }
            open.push(Level::new(group.stream(), inside.chain, inside.macro_input));
        }
    }
    None
}

/// One open pair of brackets.
struct Level {
    tokens: token_stream::IntoIter,
    /// The chain that leads here.
    above: usize,
    /// Tokens since the last one that ends a chain.
    chain: usize,
    /// The input of a macro stays a list of tokens, in which nothing nests but brackets.
    macro_input: bool,
    last: Last,
}

/// What the token before was, as far as it matters to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Other,
    /// A name that a macro may have.
    Name,
    /// `name!`
    Bang,
    /// `macro_rules! name`
    BangName,
    /// `'`, which makes the next word a lifetime's.
    Quote,
    Braces,
}

/// Words after which `!` negates.
const KEYWORDS: [&str; 26] = [
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "fn", "for", "if", "impl", "in", "let",
    "loop", "match", "move", "mut", "ref", "return", "static", "try", "unsafe", "where", "while", "yield",
];

/// What a group of tokens inherits.
struct Inside {
    chain: usize,
    macro_input: bool,
}

impl Level {
    fn new(tokens: TokenStream, above: usize, macro_input: bool) -> Level {
        Level { tokens: tokens.into_iter(), above, chain: 0, macro_input, last: Last::Other }
    }

    /// Counts one token.
    fn pass(&mut self, token: &TokenTree) -> Inside {
        let ends_chain = match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' | ',' => true,
                '#' => self.last == Last::Braces,
                _ => false,
            },
            // After a block, a statement or an item begins, unless the block is the condition's, or is operated on.
            TokenTree::Ident(word) => self.last == Last::Braces && word != "else",
            TokenTree::Group(_) | TokenTree::Literal(_) => self.last == Last::Braces,
        };
        self.chain = if ends_chain { 0 } else { self.chain };
        if !self.macro_input {
            self.chain += 1;
        }
        let macro_input = self.macro_input || matches!(self.last, Last::Bang | Last::BangName);
        self.last = match (token, self.last) {
            (TokenTree::Ident(_), Last::Quote) => Last::Other,
            (TokenTree::Ident(_), Last::Bang) => Last::BangName,
            (TokenTree::Ident(word), _) if !KEYWORDS.iter().any(|keyword| word == keyword) => Last::Name,
            (TokenTree::Punct(punct), last) => match (punct.as_char(), last) {
                ('!', Last::Name) if punct.spacing() == Spacing::Alone => Last::Bang,
                ('\'', _) => Last::Quote,
                _ => Last::Other,
            },
            (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Brace => Last::Braces,
            _ => Last::Other,
        };
        Inside { chain: self.above + self.chain, macro_input }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(text: &str) -> bool {
        too_deep(text.parse().expect("a test's text can be lexed")).is_some()
    }

    #[test]
    fn refuses_what_nests_by_brackets_or_without() {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
            let text = |n| format!("fn f() {{ {}{} }}", open.repeat(n), close.repeat(n));
            assert!(deep(&text(100_000)));
            assert!(!deep(&text(400)));
        }
        for link in ["!", "- ", "& ", "a+", "a=", "return ", "if a {} else ", "|a| ", "A<", "a.b()."] {
            assert!(deep(&format!("fn f() {{ {} x }}", link.repeat(10_000))), "{link}");
        }
    }

    #[test]
    fn length_is_not_depth() {
        for item in
            ["fn f() { g(1, 2); }", "struct S { a: u8 }", "const A: [u8; 2] = [1, 2];", "m! { a }", "#[a] mod m {}"]
        {
            assert!(!deep(&item.repeat(20_000)), "{item}");
        }
        assert!(!deep(&format!("static A: &[u8] = &[{}];", "1,".repeat(100_000))));
        assert!(!deep(&format!("m! {{ {} }}", "a ".repeat(100_000))));
        assert!(deep(&format!("fn f() {{ if !a {{ {} }} }}", "!".repeat(100_000))), "a negation is no macro");
        assert!(deep(&format!("fn f() {{ break 'a !({}a) }}", "!".repeat(100_000))), "a label is no macro");
        assert!(!deep(&format!("fn f() {{ {} }}", "if a { b } ".repeat(20_000))));
    }
}

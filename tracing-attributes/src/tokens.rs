//! Walking over tokens: a cursor, and lists that commas part. Called by everything that parses.
//!
//! Nothing here looks into a group that it is not asked to open, so the body of a function is one token.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};

/// Tokens, and how far they are read.
#[derive(Clone, Debug)]
pub struct Cursor<'t> {
    tokens: &'t [TokenTree],
    /// Where to point if there should have been more.
    end: Span,
}

impl<'t> Cursor<'t> {
    pub fn new(tokens: &'t [TokenTree], end: Span) -> Self {
        Cursor { tokens, end }
    }

    pub fn rest(&self) -> &'t [TokenTree] {
        self.tokens
    }

    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    pub fn peek(&self) -> Option<&'t TokenTree> {
        self.tokens.first()
    }

    pub fn next(&mut self) -> Option<&'t TokenTree> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// The place of the next token, or of the end.
    pub fn span(&self) -> Span {
        self.peek().map_or(self.end, TokenTree::span)
    }

    /// Reads as many tokens.
    pub fn take(&mut self, n: usize) -> &'t [TokenTree] {
        let (taken, rest) = self.tokens.split_at(n.min(self.tokens.len()));
        self.tokens = rest;
        taken
    }

    pub fn ident(&mut self) -> Option<&'t Ident> {
        let TokenTree::Ident(ident) = self.peek()? else { return None };
        self.next();
        Some(ident)
    }

    /// Reads this word.
    pub fn keyword(&mut self, word: &str) -> Option<&'t Ident> {
        let TokenTree::Ident(ident) = self.peek()? else { return None };
        if ident != word {
            return None;
        }
        self.next();
        Some(ident)
    }

    pub fn is_punct(&self, char: char) -> bool {
        is_punct(self.peek(), char)
    }

    pub fn punct(&mut self, char: char) -> bool {
        let found = self.is_punct(char);
        if found {
            self.next();
        }
        found
    }

    pub fn group(&mut self, delimiter: Delimiter) -> Option<&'t Group> {
        let TokenTree::Group(group) = self.peek()? else { return None };
        if group.delimiter() != delimiter {
            return None;
        }
        self.next();
        Some(group)
    }

    /// Reads an attribute; gives its tokens and what stands in its brackets.
    pub fn attribute(&mut self) -> Option<(&'t [TokenTree], &'t Group)> {
        match self.tokens {
            [TokenTree::Punct(hash), TokenTree::Group(group), ..]
                if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
            {
                Some((self.take(2), group))
            }
            _ => None,
        }
    }
}

pub fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// Tells whether `tokens` begin with `::`.
pub fn is_path_separator(tokens: &[TokenTree]) -> bool {
    is_joint(tokens.first(), ':') && is_punct(tokens.get(1), ':')
}

fn is_joint(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char && punct.spacing() == Spacing::Joint)
}

pub fn collect(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// What stands in the invisible group that a macro's fragment comes in, if the tokens are one.
pub fn unwrapped(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    match <[TokenTree; 1]>::try_from(tokens) {
        Ok([TokenTree::Group(group)]) if group.delimiter() == Delimiter::None => {
            unwrapped(group.stream().into_iter().collect())
        }
        Ok(one) => one.into(),
        Err(tokens) => tokens,
    }
}

/// How deep in `<…>` a place in types or patterns is, where `<` is always a bracket.
#[derive(Debug, Default)]
pub struct Angles {
    depth: usize,
    /// The token before may begin `->` or `=>`.
    arrow: bool,
}

impl Angles {
    /// Steps over a token.
    pub fn step(&mut self, token: &TokenTree) {
        let TokenTree::Punct(punct) = token else {
            self.arrow = false;
            return;
        };
        match punct.as_char() {
            '<' => self.depth += 1,
            '>' if !self.arrow => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.arrow = matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
    }

    pub fn is_outside(&self) -> bool {
        self.depth == 0
    }
}

/// Parts a list of types, patterns or parameters at its commas.
pub fn split_types(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut angles = Angles::default();
    split(tokens, |tokens, at| {
        angles.step(&tokens[at]);
        angles.is_outside() && is_punct(tokens.get(at), ',')
    })
}

/// Parts a list of expressions at its commas.
pub fn split_expressions(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut angles = ExpressionAngles::default();
    split(tokens, |tokens, at| {
        angles.step(tokens, at);
        angles.angles.is_outside() && is_punct(tokens.get(at), ',')
    })
}

fn split(tokens: &[TokenTree], mut is_comma: impl FnMut(&[TokenTree], usize) -> bool) -> Vec<&[TokenTree]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        if is_comma(tokens, at) {
            parts.push(&tokens[start..at]);
            start = at + 1;
        }
    }
    parts.push(&tokens[start..]);
    parts
}

/// How many tokens an expression takes, up to a comma.
pub fn expression_len(tokens: &[TokenTree]) -> usize {
    split_expressions(tokens)[0].len()
}

/// How deep in `<…>` a place in an expression is. There `<` compares, unless it stands behind `::` (`parse::<T>`),
/// where an operand is expected (`<T as Trait>::NAME`), or in the type behind `as`.
#[derive(Debug, Default)]
struct ExpressionAngles {
    angles: Angles,
    in_cast: bool,
}

impl ExpressionAngles {
    fn step(&mut self, tokens: &[TokenTree], at: usize) {
        let token = &tokens[at];
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        let opens = match before {
            _ if !is_punct(Some(token), '<') => false,
            None => true,
            // Behind a `<` that compares, it is a shift.
            Some(TokenTree::Punct(punct)) => !matches!(punct.as_char(), '<' | '>' | '?'),
            Some(TokenTree::Ident(word)) => self.in_cast || word == "return" || word == "in" || word == "match",
            Some(_) => false,
        };
        let is_bracket = opens || (!self.angles.is_outside());
        if is_bracket {
            self.angles.step(token);
        }
        // A cast's type goes on over words and `::`.
        self.in_cast = match token {
            TokenTree::Ident(word) => self.in_cast || word == "as",
            token => self.in_cast && (is_punct(Some(token), ':') || is_punct(Some(token), '&')),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(of: fn(&[TokenTree]) -> Vec<&[TokenTree]>, text: &str) -> Vec<String> {
        let tokens: Vec<_> = text.parse::<TokenStream>().unwrap().into_iter().collect();
        of(&tokens).into_iter().map(|part| collect(part).to_string().replace(' ', "")).collect()
    }

    #[test]
    fn commas_of_generics_do_not_part_types() {
        assert_eq!(parts(split_types, "A<B, C>, fn(D) -> E, F<{ 1 }, G>"), ["A<B,C>", "fn(D)->E", "F<{1},G>"]);
        assert_eq!(parts(split_types, "&dyn Fn(A) -> B<C, D>, E"), ["&dynFn(A)->B<C,D>", "E"]);
    }

    #[test]
    fn commas_of_generics_do_not_part_expressions() {
        assert_eq!(parts(split_expressions, "a::<B, C>(), d"), ["a::<B,C>()", "d"]);
        assert_eq!(parts(split_expressions, "<A as B<C, D>>::E, f"), ["<AasB<C,D>>::E", "f"]);
        assert_eq!(parts(split_expressions, "a as M<B, C>, d"), ["aasM<B,C>", "d"]);
        assert_eq!(parts(split_expressions, "1 + <A as B<C, D>>::E, f"), ["1+<AasB<C,D>>::E", "f"]);
    }

    #[test]
    fn comparisons_and_shifts_are_no_brackets() {
        assert_eq!(parts(split_expressions, "a < b, c > d"), ["a<b", "c>d"]);
        assert_eq!(parts(split_expressions, "a << 2, b >> 3"), ["a<<2", "b>>3"]);
        assert_eq!(parts(split_expressions, "f() < 1, g[0] < 2, x? < 3"), ["f()<1", "g[0]<2", "x?<3"]);
    }
}

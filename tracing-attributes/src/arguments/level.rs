//! Levels: words, numbers, constants and expressions. Called by `arguments` and `record`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use super::expression;
use crate::{
    error::Error,
    tokens::{Cursor, collect, is_punct, unwrapped},
};

/// A level, as tokens.
#[derive(Clone, Debug)]
pub enum Level {
    /// Known when the program is compiled.
    Constant(TokenStream),
    /// Worked out for each record.
    AtRunTime(TokenStream),
    /// A closure that an error is given to.
    OfError(TokenStream),
}

/// The words, and the constants that they stand for.
const WORDS: [(&str, &str); 5] =
    [("trace", "TRACE"), ("debug", "DEBUG"), ("info", "INFO"), ("warn", "WARN"), ("error", "ERROR")];

impl Level {
    /// Reads `= level`.
    pub fn parse(key: &Ident, cursor: &mut Cursor<'_>) -> Result<Level, Error> {
        let mut ahead = cursor.clone();
        ahead.next();
        // No comma has to follow a literal.
        let tokens = match ahead.peek() {
            Some(TokenTree::Literal(_)) if cursor.is_punct('=') => &cursor.take(2)[1..],
            _ => expression(key, cursor)?,
        };
        // A fragment of a macro may hold a literal, too.
        let tokens = &*unwrapped(tokens.to_vec());
        match tokens {
            [TokenTree::Literal(literal)] => {
                let text = literal.to_string();
                let word = text.trim_matches('"').to_ascii_lowercase();
                let number = text.parse().ok().and_then(|number: usize| WORDS.get(number.checked_sub(1)?));
                let by_name = WORDS.iter().find(|(name, _)| *name == word).filter(|_| text.starts_with('"'));
                let Some((_, constant)) = number.or(by_name) else {
                    return Err(Error::new(
                        literal.span(),
                        "unknown level; expected \"trace\", \"debug\", \"info\", \"warn\", \"error\", \
                         a number from 1 (trace) to 5 (error), or an expression such as `Level::INFO`",
                    ));
                };
                Ok(Level::named(constant, literal.span()))
            }
            [TokenTree::Ident(word), ..] if word == "move" => Ok(Level::OfError(collect(tokens))),
            [first, ..] if is_punct(Some(first), '|') => Ok(Level::OfError(collect(tokens))),
            tokens if is_constant(tokens) => Ok(Level::Constant(collect(tokens))),
            tokens => Ok(Level::AtRunTime(collect(tokens))),
        }
    }

    pub fn named(constant: &str, span: proc_macro2::Span) -> Level {
        let constant = Ident::new(constant, span);
        let at = proc_macro2::Span::mixed_site();
        let path = quote_spanned!(at=> ::tracing::Level);
        Level::Constant(quote_spanned!(at=> #path::#constant))
    }

    /// In the form that the macros of `tracing` take: `[constant]` or `(expression)`.
    pub fn for_macro(&self) -> TokenStream {
        let at = proc_macro2::Span::mixed_site();
        match self {
            Level::Constant(level) => quote_spanned!(at=> [#level]),
            Level::AtRunTime(level) | Level::OfError(level) => quote_spanned!(at=> (#level)),
        }
    }

    pub fn span(&self) -> proc_macro2::Span {
        let (Level::Constant(level) | Level::AtRunTime(level) | Level::OfError(level)) = self;
        let first = level.to_token_stream().into_iter().next();
        first.map_or_else(proc_macro2::Span::call_site, |token| token.span())
    }
}

/// Tells whether tokens are the path of a constant, as far as its name tells: `Level::INFO`, `LEVEL`.
fn is_constant(tokens: &[TokenTree]) -> bool {
    let is_path = tokens.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is_punct(Some(token), ':'));
    let last = tokens.last().map(ToString::to_string).unwrap_or_default();
    is_path && !last.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn parse(text: &str) -> Result<String, String> {
        let tokens: Vec<_> = format!("= {text}").parse::<TokenStream>().unwrap().into_iter().collect();
        let key = Ident::new("level", Span::call_site());
        let level = Level::parse(&key, &mut Cursor::new(&tokens, Span::call_site())).map_err(|error| error.message)?;
        Ok(level.for_macro().to_string().replace(' ', ""))
    }

    #[test]
    fn levels_are_words_numbers_and_expressions() {
        assert_eq!(parse("\"DeBug\"").unwrap(), "[::tracing::Level::DEBUG]");
        assert_eq!(parse("5").unwrap(), "[::tracing::Level::ERROR]");
        assert_eq!(parse("my::LEVEL").unwrap(), "[my::LEVEL]");
        assert_eq!(parse("choose(x)").unwrap(), "(choose(x))");
        assert_eq!(parse("|error| error.level()").unwrap(), "(|error|error.level())");
    }

    #[test]
    fn other_words_and_numbers_are_no_levels() {
        for wrong in ["0", "6", "\"loud\"", "\"\"", "1.5"] {
            assert!(parse(wrong).unwrap_err().starts_with("unknown level"), "{wrong}");
        }
    }
}

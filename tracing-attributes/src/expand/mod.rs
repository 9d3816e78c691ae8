//! Stage three: the function with its span. Called by `lib`; what it writes calls `tracing::__private`.
//!
//! What is written has the hygiene of this crate: its variables meet none of the user's, and its braces and its
//! `impl Trait` are of this crate's edition, whatever the user's is. The user's tokens keep their places, and the body
//! is one token that is passed on.

mod future;
mod parameters;
mod record;
mod span;
mod sync;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use crate::{
    arguments::{Arguments, Level},
    form::Form,
    function::Function,
};

/// One use of the attribute: what the modules of this folder work on.
pub struct Expansion<'a> {
    pub arguments: &'a Arguments,
    pub function: &'a Function,
    /// The level of the span.
    pub level: Level,
    /// Hygienic, in the place of the attribute.
    pub at: Span,
}

/// Writes the function.
pub fn expand(arguments: &Arguments, function: &Function, form: &Form) -> TokenStream {
    let at = Span::mixed_site();
    let level = arguments.level.clone().unwrap_or_else(|| Level::named("INFO", at));
    let expansion = Expansion { arguments, function, level, at };
    match form {
        Form::Sync => expansion.sync(),
        Form::Async => expansion.asynchronous(),
        Form::Returns(future) => expansion.returned(future),
    }
}

impl Expansion<'_> {
    /// The attributes of the function, and those of its body, which may stand no deeper.
    fn attributes(&self) -> TokenStream {
        let mut tokens: TokenStream =
            self.function.attributes.iter().map(|attribute| attribute.tokens.clone()).collect();
        let mut body = self.function.body.stream().into_iter();
        while let (Some(hash), Some(bang), Some(group)) = (body.next(), body.next(), body.next()) {
            if !is_inner_attribute(&hash, &bang, &group) {
                break;
            }
            tokens.extend([hash, group]);
        }
        tokens
    }

    /// The body without its inner attributes.
    fn body(&self) -> Group {
        let body = &self.function.body;
        let mut tokens: Vec<_> = body.stream().into_iter().collect();
        let mut removed = 0;
        while let [hash, bang, group, ..] = &tokens[removed..] {
            if !is_inner_attribute(hash, bang, group) {
                break;
            }
            removed += 3;
        }
        if removed == 0 {
            return body.clone();
        }
        with_place_of(body, tokens.drain(removed..).collect())
    }

    /// The body with statements before it, in the user's braces, which are of the user's edition.
    fn body_behind(&self, statements: TokenStream) -> Group {
        let body = self.body();
        // Else the last statement would be what an empty body gives.
        let end = body.stream().is_empty().then(|| quote_spanned!(self.at=> ;));
        let tokens = statements.into_iter().chain(end.into_iter().flatten()).chain(body.stream()).collect();
        with_place_of(&body, tokens)
    }

    /// The signature up to the return type, with these parameters.
    fn head(&self, asyncness: Option<&proc_macro2::Ident>, parameters: TokenStream) -> TokenStream {
        let Function { qualifiers, fn_token, name, generics, parentheses, .. } = self.function;
        let attributes = self.attributes();
        let (visibility, rest) = split_qualifiers(qualifiers);
        let parameters = with_place_of(parentheses, parameters);
        quote_spanned!(self.at=> #attributes #visibility #asyncness #rest #fn_token #name #generics #parameters)
    }

    /// The parameters as they were written.
    fn same_parameters(&self) -> TokenStream {
        self.function.parentheses.stream()
    }

    /// `-> Type where …` as it was written.
    fn tail(&self) -> TokenStream {
        let where_clause = &self.function.where_clause;
        let output = self.function.output.as_ref().map(|output| {
            let output: TokenStream = output.iter().cloned().collect();
            quote_spanned!(self.at=> -> #output)
        });
        quote_spanned!(self.at=> #output #where_clause)
    }

    /// Braces of this crate's edition, in the place of the user's.
    fn braces(&self, tokens: TokenStream) -> Group {
        let mut group = Group::new(Delimiter::Brace, tokens);
        group.set_span(self.at.located_at(self.function.body.span()));
        group
    }
}

/// `async` stands behind `pub(crate)` and before `unsafe extern "C"`.
fn split_qualifiers(qualifiers: &TokenStream) -> (TokenStream, TokenStream) {
    let is_visibility = |token: &TokenTree| match token {
        TokenTree::Ident(word) => word == "pub" || word == "crate" || word == "default",
        TokenTree::Group(_) => true,
        _ => false,
    };
    let tokens: Vec<_> = qualifiers.clone().into_iter().collect();
    let len = tokens.iter().take_while(|token| is_visibility(token)).count();
    (tokens[..len].iter().cloned().collect(), tokens[len..].iter().cloned().collect())
}

/// A group with other tokens.
fn with_place_of(group: &Group, tokens: TokenStream) -> Group {
    let mut new = Group::new(group.delimiter(), tokens);
    new.set_span(group.span());
    new
}

fn is_inner_attribute(hash: &TokenTree, bang: &TokenTree, group: &TokenTree) -> bool {
    let is = |token: &TokenTree, char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == char);
    is(hash, '#')
        && is(bang, '!')
        && matches!(group, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

/// The type of a function's output, for a place where `impl Trait` cannot be written: there `_` stands. `None` if
/// nothing else would be left.
fn nameable(output: &[TokenTree]) -> Option<TokenStream> {
    match output {
        [TokenTree::Ident(word), ..] if word == "impl" => return None,
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            let tokens: Vec<_> = group.stream().into_iter().collect();
            return nameable(&tokens).map(|_| group.to_token_stream()).filter(|_| !has_impl(&tokens));
        }
        _ => {}
    }
    let mut tokens = TokenStream::new();
    let mut at = 0;
    while let Some(token) = output.get(at) {
        match token {
            TokenTree::Ident(word) if word == "impl" => {
                at += bounds_len(&output[at..]);
                tokens.extend(quote_spanned!(word.span()=> _));
                continue;
            }
            TokenTree::Group(group) => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                let inside = if has_impl(&inside) {
                    nameable(&inside).unwrap_or_else(|| quote_spanned!(group.span()=> _))
                } else {
                    group.stream()
                };
                tokens.extend([TokenTree::Group(with_place_of(group, inside))]);
            }
            token => tokens.extend([token.clone()]),
        }
        at += 1;
    }
    Some(tokens)
}

fn has_impl(tokens: &[TokenTree]) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Group(group) => has_impl(&group.stream().into_iter().collect::<Vec<_>>()),
        _ => false,
    })
}

/// How many tokens `impl A<B> + C` takes: up to a comma or a `>` that is not its own.
fn bounds_len(tokens: &[TokenTree]) -> usize {
    let mut depth = 0_usize;
    let mut arrow = false;
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = token else {
            arrow = false;
            continue;
        };
        match punct.as_char() {
            '<' => depth += 1,
            '>' if arrow => {}
            '>' if depth > 0 => depth -= 1,
            '>' => return at,
            ',' if depth == 0 => return at,
            _ => {}
        }
        arrow = punct.as_char() == '-';
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_without_impl_trait_can_be_written_anywhere() {
        let nameable = |text: &str| {
            let tokens: Vec<_> = text.parse::<TokenStream>().unwrap().into_iter().collect();
            nameable(&tokens).map(|tokens| tokens.to_string().replace(' ', ""))
        };
        assert_eq!(nameable("Result<impl Fn(A) -> B<C> + 'a, D>").as_deref(), Some("Result<_,D>"));
        assert_eq!(nameable("Pair<(A, impl B), [impl C; 2]>").as_deref(), Some("Pair<(A,_),[_]>"));
        assert_eq!(nameable("impl A"), None);
        assert_eq!(nameable("&'a str").as_deref(), Some("&'astr"));
    }
}

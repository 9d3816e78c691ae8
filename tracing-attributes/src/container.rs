//! The attribute on an `impl`, a `trait` or a `mod`: it is put on each function inside that has none of its own. Called
//! by `lib`.
//!
//! Each function gets the attribute with the arguments that fit it, rather than a span at once, so that other
//! attributes on the block, such as `#[async_trait]`, see the functions as they were written.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use crate::{
    arguments::{Arguments, Selection},
    error::Error,
    function::{Attribute, Function, Item},
    tokens::{Angles, Cursor, collect, is_punct, split_expressions, unwrapped},
};

/// A block of items.
pub struct Container {
    kind: Kind,
    /// All before the braces.
    head: Vec<TokenTree>,
    braces: Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Impl,
    Trait,
    Module,
}

/// Traits whose functions write values: a span that records `self` would call them.
const WRITERS: &[&str] = &["Debug", "Display", "Drop"];

impl Container {
    /// Finds the block, if the item is one.
    pub fn parse(tokens: &TokenStream) -> Option<Container> {
        let tokens = unwrapped(tokens.clone().into_iter().collect());
        let mut cursor = Cursor::new(&tokens, Span::call_site());
        Attribute::parse_all(&mut cursor);
        let kind = loop {
            match cursor.next()? {
                TokenTree::Ident(word) if word == "impl" => break Kind::Impl,
                TokenTree::Ident(word) if word == "trait" => break Kind::Trait,
                TokenTree::Ident(word) if word == "mod" => break Kind::Module,
                TokenTree::Ident(word) if ["pub", "crate", "unsafe", "default", "auto"].iter().any(|w| word == w) => {}
                TokenTree::Group(_) => {}
                _ => return None,
            }
        };
        let (last, head) = tokens.split_last()?;
        match last {
            TokenTree::Group(braces) if braces.delimiter() == Delimiter::Brace => {
                Some(Container { kind, head: head.to_vec(), braces: braces.clone() })
            }
            _ => None,
        }
    }

    /// Puts the attribute on the functions inside. `written` is how the arguments were written.
    pub fn expand(&self, arguments: &Arguments, written: &TokenStream) -> Result<TokenStream, Vec<Error>> {
        if arguments.name.is_some() {
            return Err(vec![Error::new(
                first_span(written),
                "a name is for one function; each function inside gives its own name to its span",
            )]);
        }
        if arguments.is_off {
            return Ok(self.with_items(self.braces.stream()));
        }
        let written: Vec<_> = written.clone().into_iter().collect();
        Ok(self.with_items(self.items(arguments, &written)))
    }

    fn with_items(&self, items: TokenStream) -> TokenStream {
        let mut braces = Group::new(Delimiter::Brace, items);
        braces.set_span(self.braces.span());
        self.head.iter().cloned().chain([TokenTree::Group(braces)]).collect()
    }

    fn items(&self, arguments: &Arguments, written: &[TokenTree]) -> TokenStream {
        let tokens: Vec<_> = self.braces.stream().into_iter().collect();
        let mut items = TokenStream::new();
        let mut rest = tokens.as_slice();
        while !rest.is_empty() {
            let (item, after) = rest.split_at(item_len(rest));
            if let Some(attribute) = self.attribute_for(item, arguments, written) {
                items.extend(attribute);
            }
            items.extend(item.iter().cloned());
            rest = after;
        }
        items
    }

    /// The attribute to put before an item.
    fn attribute_for(&self, item: &[TokenTree], arguments: &Arguments, written: &[TokenTree]) -> Option<TokenStream> {
        let at = Span::mixed_site();
        let mut cursor = Cursor::new(item, at);
        let attributes = Attribute::parse_all(&mut cursor);
        if attributes.iter().any(|attribute| attribute.path.last().is_some_and(|name| name == "instrument")) {
            return None;
        }
        if self.kind == Kind::Module {
            if let Some(inner) = Container::parse(&collect(item)) {
                let of_writer = inner.kind == Kind::Impl && inner.implements(WRITERS);
                let arguments = collect(written);
                return (!of_writer).then(|| quote_spanned!(at=> #[::tracing::instrument(#arguments)]));
            }
        }
        let Ok(Item::Function(function)) = Item::parse(collect(item)) else { return None };
        if function.constness.is_some() {
            return None;
        }
        let arguments = fitting(&function, arguments, written);
        Some(quote_spanned!(at=> #[::tracing::instrument(#arguments)]))
    }

    /// Tells whether it is `impl … Trait for …` of one of these.
    fn implements(&self, traits: &[&str]) -> bool {
        let mut angles = Angles::default();
        let mut before = None;
        for token in &self.head {
            angles.step(token);
            match token {
                TokenTree::Ident(word) if angles.is_outside() && word == "for" => break,
                TokenTree::Ident(word) if angles.is_outside() => before = Some(word.to_string()),
                _ => {}
            }
        }
        before.is_some_and(|name| traits.contains(&name.as_str()))
    }
}

/// The arguments that make sense for one function: it has but some of the parameters that are skipped, and has no error
/// to record if it returns no `Result`.
fn fitting(function: &Function, arguments: &Arguments, written: &[TokenTree]) -> TokenStream {
    let has = |name: &Ident| {
        function.parameters.iter().flat_map(|parameter| parameter.variables()).any(|(parameter, _)| parameter == *name)
    };
    let at = Span::mixed_site();
    let mut tokens = TokenStream::new();
    for argument in split_expressions(written) {
        let Some(TokenTree::Ident(key)) = argument.first() else { continue };
        let names = match &arguments.selection {
            Selection::Without(names) if key == "skip" => names,
            Selection::Only(names) if key == "only" => names,
            _ if key == "err" && !returns_result(function) => continue,
            _ => {
                let argument = collect(argument);
                tokens.extend(quote_spanned!(at=> #argument,));
                continue;
            }
        };
        let names = names.iter().filter(|name| has(name));
        tokens.extend(quote_spanned!(at=> #key(#(#names),*),));
    }
    tokens
}

/// Tells whether the last word of the type's path ends in `Result`, as that of `io::Result<T>` does.
fn returns_result(function: &Function) -> bool {
    let output = function.output.iter().flatten();
    let path = output.take_while(|token| !is_punct(Some(token), '<'));
    matches!(path.last(), Some(TokenTree::Ident(word)) if word.to_string().ends_with("Result"))
}

/// How many tokens an item takes: up to a `;`, or up to braces that are not within `<…>`.
fn item_len(tokens: &[TokenTree]) -> usize {
    let mut cursor = Cursor::new(tokens, Span::call_site());
    Attribute::parse_all(&mut cursor);
    let start = tokens.len() - cursor.rest().len();
    let rest = cursor.rest();
    let word =
        |at: usize, of: &[&str]| matches!(rest.get(at), Some(TokenTree::Ident(word)) if of.iter().any(|w| word == w));
    let visibility = match rest {
        [TokenTree::Ident(word), TokenTree::Group(group), ..]
            if word == "pub" && group.delimiter() == Delimiter::Parenthesis =>
        {
            2
        }
        [TokenTree::Ident(word), ..] if word == "pub" => 1,
        _ => 0,
    };
    let is_function = word(visibility + 1, &["fn", "unsafe", "async", "extern"]);
    let by_semicolon = word(visibility, &["use", "static", "type"]) || word(visibility, &["const"]) && !is_function;
    let mut angles = Angles::default();
    for (at, token) in rest.iter().enumerate() {
        angles.step(token);
        let ends = match token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !by_semicolon && angles.is_outside(),
            _ => false,
        };
        if ends {
            return start + at + 1;
        }
    }
    tokens.len()
}

fn first_span(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        let tokens: Vec<_> = text.parse::<TokenStream>().unwrap().into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut items = Vec::new();
        while !rest.is_empty() {
            let (item, after) = rest.split_at(item_len(rest));
            items.push(collect(item).to_string().replace(' ', ""));
            rest = after;
        }
        items
    }

    #[test]
    fn items_end_in_semicolons_or_braces() {
        let text =
            "const A: B = B { c: 1 }; pub const fn d() {} fn e() -> F<{ 1 }> {} struct G; use h::{i, j}; m! {} n!();";
        let ends =
            ["constA:B=B{c:1};", "pubconstfnd(){}", "fne()->F<{1}>{}", "structG;", "useh::{i,j};", "m!{}", "n!();"];
        assert_eq!(items(text), ends);
    }

    #[test]
    fn functions_get_the_arguments_that_fit() {
        let written: TokenStream = "level = \"debug\", skip(self, a), err".parse().unwrap();
        let arguments = Arguments::parse(written.clone()).unwrap();
        let block = "impl S { fn f(&self) {} fn g(a: u8) -> io::Result<()> { x() } const fn h() {} \
                     #[instrument(skip)] fn i(&self) {} fn j(); }";
        let container = Container::parse(&block.parse().unwrap()).unwrap();
        let text = container.expand(&arguments, &written).unwrap().to_string().replace(' ', "");
        assert!(text.contains("#[::tracing::instrument(level=\"debug\",skip(self),)]fnf("), "{text}");
        assert!(text.contains("#[::tracing::instrument(level=\"debug\",skip(a),err,)]fng("), "{text}");
        assert_eq!(text.matches("instrument").count(), 3, "{text}");
    }
}

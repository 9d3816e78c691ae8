//! Where the future of a function is, if it has one. Called by `expand`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::{
    function::Function,
    tokens::{Cursor, collect, is_path_separator, is_punct},
};

/// What kind of function it is.
#[derive(Debug)]
pub enum Form {
    /// It runs when it is called.
    Sync,
    /// `async fn`
    Async,
    /// It returns a future that its last expression makes, as the functions do that `#[async_trait]` writes.
    Returns(Future),
}

/// The last expression of a function: `… async move { … }`, `… Box::pin(async move { … })`, or
/// `async fn inner() { … } … Box::pin(inner())`.
#[derive(Debug)]
pub struct Future {
    /// What stands before it in the body.
    pub before: TokenStream,
    /// The path of `Box::pin` and its parentheses, if there are any.
    pub pin: Option<(TokenStream, Group)>,
    pub kind: FutureKind,
}

#[derive(Debug)]
pub enum FutureKind {
    /// The braces of `async move { … }`.
    Block(Group),
    /// A call of an asynchronous function that the body declares.
    Call(TokenStream),
}

impl Form {
    pub fn of(function: &Function) -> Form {
        if function.asyncness.is_some() {
            return Form::Async;
        }
        let body: Vec<_> = function.body.stream().into_iter().collect();
        Future::find(&body).map_or(Form::Sync, Form::Returns)
    }
}

impl Future {
    fn find(body: &[TokenTree]) -> Option<Future> {
        if let Some((before, block)) = async_block(body) {
            ends_statement(before).then_some(())?;
            return Some(Future { before: collect(before), pin: None, kind: FutureKind::Block(block.clone()) });
        }
        let [before @ .., TokenTree::Group(parentheses)] = body else { return None };
        if parentheses.delimiter() != Delimiter::Parenthesis {
            return None;
        }
        let path_len = before.iter().rev().take_while(|token| is_of_path(token)).count();
        let (before, path) = before.split_at(before.len() - path_len);
        let is_pin = collect(path).to_string().replace(' ', "").rsplit("::").take(2).eq(["pin", "Box"]);
        if !is_pin || !ends_statement(before) {
            return None;
        }
        let inside: Vec<_> = parentheses.stream().into_iter().collect();
        let inside = match inside.as_slice() {
            [inside @ .., comma] if is_punct(Some(comma), ',') => inside,
            inside => inside,
        };
        let kind = match async_block(inside) {
            Some(([], block)) => FutureKind::Block(block.clone()),
            Some(_) => return None,
            None => FutureKind::Call(call_of_inner(before, inside)?),
        };
        Some(Future { before: collect(before), pin: Some((collect(path), parentheses.clone())), kind })
    }
}

/// Finds `async { … }` or `async move { … }` at the end; gives what is before it, and the braces.
fn async_block(tokens: &[TokenTree]) -> Option<(&[TokenTree], &Group)> {
    let [before @ .., TokenTree::Group(block)] = tokens else { return None };
    if block.delimiter() != Delimiter::Brace {
        return None;
    }
    match before {
        [before @ .., TokenTree::Ident(a), TokenTree::Ident(m)] if a == "async" && m == "move" => Some((before, block)),
        [before @ .., TokenTree::Ident(a)] if a == "async" => Some((before, block)),
        _ => None,
    }
}

/// Tells whether an expression that follows is a whole one.
fn ends_statement(before: &[TokenTree]) -> bool {
    match before.last() {
        None => true,
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        token => is_punct(token, ';'),
    }
}

fn is_of_path(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(_)) || is_punct(Some(token), ':')
}

/// `inner(…)` or `inner::<T>(…)`, where `before` declares `async fn inner`.
fn call_of_inner(before: &[TokenTree], call: &[TokenTree]) -> Option<TokenStream> {
    let mut cursor = Cursor::new(call, proc_macro2::Span::call_site());
    let name = cursor.ident()?;
    let is_call = matches!(call.last(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
        && (call.len() == 2 || is_path_separator(cursor.rest()));
    let declares = |words: &[TokenTree]| matches!(words, [TokenTree::Ident(a), TokenTree::Ident(f), TokenTree::Ident(n)] if a == "async" && f == "fn" && n == name);
    (is_call && before.windows(3).any(declares)).then(|| collect(call))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Item;

    fn form(body: &str) -> Form {
        let tokens = format!("fn f() -> F {{ {body} }}").parse().unwrap();
        let Ok(Item::Function(function)) = Item::parse(tokens) else { panic!("it is a function") };
        Form::of(&function)
    }

    #[test]
    fn the_last_expression_may_be_a_future() {
        for body in [
            "async { 1 }",
            "let a = 1; async move { a }",
            "Box::pin(async move { 1 })",
            "if x { y() } std::boxed::Box::pin(async move { 1 },)",
            "async fn inner(a: u8) {} Box::pin(inner(1))",
            "async fn inner<T>() {} Box::pin(inner::<T>())",
        ] {
            assert!(matches!(form(body), Form::Returns(_)), "{body}");
        }
    }

    #[test]
    fn other_futures_are_values_like_any() {
        for body in [
            "let a = async { 1 }; a",
            "spawn(async move { 1 })",
            "Box::pin(other())",
            "Box::pin(f(async { 1 }))",
            "return Box::pin(async { 1 })",
            "Box::pin(async { 1 }).map(g)",
            "1",
            "",
        ] {
            assert!(matches!(form(body), Form::Sync), "{body}");
        }
    }
}

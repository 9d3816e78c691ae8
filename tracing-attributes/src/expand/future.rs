//! Asynchronous functions, and functions that return a future. Called by `expand`.
//!
//! The body is in one future, so that it is compiled once: `fn f(…) -> impl Future` makes a `Traced` of it, and the
//! first thing that it does is to make the span. Two functions keep their `async`, and have the body in a future of
//! their own: those with attributes that may look for it, and all of them where there are no thread-locals.

use std::{env, path::Path};

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{
    Expansion, nameable,
    span::{Purpose, variable},
    with_place_of,
};
use crate::{
    form::{Future, FutureKind},
    tokens::is_punct,
};

/// Whether `tracing` has `Traced`.
const HAS_TRACED: bool = cfg!(feature = "std");

/// Attributes that do not mind what a function returns.
const INDIFFERENT: &[&str] =
    &["doc", "allow", "warn", "deny", "forbid", "expect", "inline", "cold", "deprecated", "cfg", "clippy", "rustfmt"];

impl Expansion<'_> {
    /// `async fn`
    pub fn asynchronous(&self) -> TokenStream {
        let at = self.at;
        let body = self.expected_body();
        if self.keeps_async() {
            let head = self.head(self.function.asyncness.as_ref(), self.same_parameters());
            let tail = self.tail();
            let inner = self.async_block(body);
            let inside = self.instrumented(inner);
            let never = self.never_ends().then(|| quote_spanned!(at=> ; ::core::unreachable!("it never ends")));
            let body = with_place_of(&self.function.body, quote_spanned!(at=> #inside #never));
            return quote_spanned!(at=> #head #tail #body);
        }
        let (parameters, moves) = self.moved_parameters();
        let head = self.head(None, parameters);
        let where_clause = &self.function.where_clause;
        let output: TokenStream = match &self.function.output {
            Some(output) => output.iter().cloned().collect(),
            None => quote_spanned!(at=> ()),
        };
        let begin = self.make_span(&Purpose::Begin);
        let future = self.traced(self.async_block(quote_spanned!(at=> #moves #begin #body)));
        let body = with_place_of(&self.function.body, future);
        quote_spanned! {at=>
            #head -> impl ::core::future::Future<Output = #output> #where_clause #body
        }
    }

    /// A function whose last expression makes a future.
    pub fn returned(&self, future: &Future) -> TokenStream {
        let at = self.at;
        let head = self.head(None, self.same_parameters());
        let tail = self.tail();
        let block = match &future.kind {
            FutureKind::Block(block) => quote_spanned!(at=> match () { () => #block }),
            FutureKind::Call(call) => quote_spanned!(at=> #call.await),
        };
        let future_tokens = if HAS_TRACED {
            let begin = self.make_span(&Purpose::Begin);
            self.traced(self.async_block(quote_spanned!(at=> #begin #block)))
        } else {
            let inside = self.instrumented(self.async_block(block));
            self.async_block(inside)
        };
        let last = match &future.pin {
            Some((path, parentheses)) => {
                let parentheses = with_place_of(parentheses, future_tokens);
                quote_spanned!(at=> #path #parentheses)
            }
            None => future_tokens,
        };
        let before = &future.before;
        let body = with_place_of(&self.function.body, quote_spanned!(at=> #before #last));
        quote_spanned!(at=> #head #tail #body)
    }

    /// `async move { … }`, where the user's braces are.
    fn async_block(&self, tokens: TokenStream) -> TokenStream {
        let body = self.braces(tokens);
        // A future that awaits itself is explained where the function is.
        let word = self.function.asyncness.as_ref().unwrap_or(&self.function.fn_token);
        let place = self.at.located_at(word.span());
        let asyncness = quote_spanned!(place=> async);
        quote_spanned!(self.at=> #asyncness move #body)
    }

    fn traced(&self, future: TokenStream) -> TokenStream {
        let future = self.watched(future);
        quote_spanned!(self.at=> ::tracing::__private::Traced::new(#future))
    }

    /// What makes the span, and awaits a future inside of it.
    fn instrumented(&self, future: TokenStream) -> TokenStream {
        let at = self.at;
        let span = variable("made");
        let make = self.make_span(&Purpose::Keep(&span));
        let future = self.watched(future);
        quote_spanned! {at=>
            let mut #span = ::tracing::Span::none();
            #make
            let _aside = ::tracing::__private::set_aside(&mut #span);
            ::tracing::Instrument::instrument(#future, #span).await
        }
    }

    /// Has the end of a future recorded, if the arguments ask for it.
    fn watched(&self, future: TokenStream) -> TokenStream {
        let at = self.at;
        let output = variable("output");
        let (ended, dropped) = (self.record_output(&output), self.record_dropped());
        if ended.is_none() && dropped.is_none() {
            return future;
        }
        quote_spanned! {at=>
            ::tracing::__private::Watched::new(#future, |#output| match #output {
                ::core::option::Option::Some(#output) => { let _ = #output; #ended }
                ::core::option::Option::None => { #dropped }
            })
        }
    }

    /// The body, behind a `return` that is never reached, so that the compiler knows from the beginning what the body
    /// gives: a block has no place to write its type. It is a statement of its own, for the branches of one `if` are
    /// not told of each other's type.
    ///
    /// The body stands in a place of its own, so that what its last expression borrows is given back before the
    /// parameters are dropped, in every edition.
    fn expected_body(&self) -> TokenStream {
        let at = self.at;
        let body = self.body();
        let expected = match &self.function.output {
            // `!` has no name; what never ends may as well give nothing.
            Some(output) if !self.never_ends() => nameable(output).map(|ty| {
                // A value of another type is explained by the one that was written.
                let place = output.first().map_or(at, |token| at.located_at(token.span()));
                quote_spanned!(place=> return ::tracing::__private::expected::<#ty>();)
            }),
            _ => Some(quote_spanned!(at=> return;)),
        };
        let expected = expected.map(|expected| quote_spanned!(at=> if false { #expected }));
        quote_spanned!(at=> #expected match () { () => #body })
    }

    /// Tells whether the function returns `!`.
    fn never_ends(&self) -> bool {
        matches!(self.function.output.as_deref(), Some([token]) if is_punct(Some(token), '!'))
    }

    /// Tells whether the function stays an `async fn`.
    fn keeps_async(&self) -> bool {
        let indifferent = |path: &[String]| path.first().is_some_and(|first| INDIFFERENT.contains(&first.as_str()));
        !HAS_TRACED
            || self.never_ends()
            || !self.function.attributes.iter().all(|attribute| indifferent(&attribute.path))
            || is_documenting()
    }
}

/// Tells whether it is rustdoc that expands the attribute: it is to show the function as it was written.
fn is_documenting() -> bool {
    env::args_os().next().is_some_and(|program| Path::new(&program).file_stem().is_some_and(|name| name == "rustdoc"))
}

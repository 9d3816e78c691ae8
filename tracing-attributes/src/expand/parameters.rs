//! How parameters get into the future of an asynchronous function, whole and in order. Called by `future`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use super::Expansion;
use crate::function::{Parameter, ParameterKind};

impl Expansion<'_> {
    /// The parameters of the function that makes the future, and the statements at the beginning of the future that
    /// move each parameter in: what an `async fn` does.
    ///
    /// A parameter that the body does not name is moved too, for it lives as long as the future. The user's pattern,
    /// with its `mut`, its attributes and the warnings about it, is that of the statement.
    pub fn moved_parameters(&self) -> (TokenStream, TokenStream) {
        let mut outer = TokenStream::new();
        let mut moves = TokenStream::new();
        for (n, parameter) in self.function.parameters.iter().enumerate() {
            let (parameter, statement) = self.moved_parameter(n, parameter);
            let at = self.at;
            outer.extend(quote_spanned!(at=> #parameter,));
            moves.extend(statement);
        }
        (outer, moves)
    }

    fn moved_parameter(&self, n: usize, parameter: &Parameter) -> (TokenStream, TokenStream) {
        let at = self.at;
        let cfgs = parameter.cfgs();
        let attributes: TokenStream = parameter.attributes.iter().map(|attribute| attribute.tokens.clone()).collect();
        match &parameter.kind {
            ParameterKind::Receiver { this, is_owned } => {
                let tokens = &parameter.tokens;
                // A reference has no drop, so it need not be moved as a whole.
                let capture = is_owned.then(|| quote_spanned!(at=> #cfgs let _ = &#this;));
                (quote_spanned!(at=> #attributes #tokens), quote_spanned!(at=> #capture))
            }
            ParameterKind::Typed { pattern, ty, .. } => {
                let ty: TokenStream = ty.iter().cloned().collect();
                let of_pattern: TokenStream = pattern.iter().cloned().collect();
                let name = match pattern.as_slice() {
                    [TokenTree::Ident(name)] if name != "_" => Some(name),
                    [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "mut" => Some(name),
                    _ => None,
                };
                if let Some(name) = name {
                    // The outer one is moved at once, so it needs no `mut`.
                    let outer = placed(name, at.located_at(name.span()));
                    return (
                        quote_spanned!(at=> #cfgs #outer: #ty),
                        quote_spanned!(at=> #attributes let #of_pattern = #outer;),
                    );
                }
                let place = pattern.first().map_or(at, |token| at.located_at(token.span()));
                let outer = Ident::new(&format!("parameter_{n}"), place);
                (
                    quote_spanned!(at=> #cfgs #outer: #ty),
                    // `_` alone would not move it.
                    quote_spanned!(at=> #cfgs let #outer = #outer; #attributes let #of_pattern = #outer;),
                )
            }
            ParameterKind::Other => (parameter.tokens.clone(), TokenStream::new()),
        }
    }
}

/// The same identifier in another place.
fn placed(ident: &Ident, place: Span) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(place);
    ident
}

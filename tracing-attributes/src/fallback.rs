//! Stage four: what is left when something is wrong. The function stays, and the messages stand beside it. Called by
//! `lib`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::error::Error;

/// The item as it was, and a `compile_error!` for each message, at what it is about.
pub fn untouched(item: TokenStream, errors: &[Error]) -> TokenStream {
    let mut tokens = item;
    for Error { span, message } in errors {
        tokens.extend(quote_spanned!(*span=> ::core::compile_error! { #message }));
    }
    tokens
}

/// Statements that make the compiler warn: there is no other way for a macro to do so.
pub fn warnings(warnings: &[Error]) -> TokenStream {
    let at = Span::mixed_site();
    warnings
        .iter()
        .map(|Error { span, message }| {
            let name = proc_macro2::Ident::new("INSTRUMENT", at.located_at(*span));
            let used = proc_macro2::Ident::new("INSTRUMENT", *span);
            quote_spanned!(at=> {
                #[deprecated(note = #message)]
                const #name: () = ();
                #[warn(deprecated)]
                let () = #used;
            })
        })
        .collect()
}

//! Functions that run when they are called. Called by `expand`.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{
    Expansion, nameable,
    span::{Purpose, variable},
    with_place_of,
};

impl Expansion<'_> {
    pub fn sync(&self) -> TokenStream {
        let at = self.at;
        let (scope, output, once) = (variable("scope"), variable("output"), variable("once"));
        let head = self.head(None, self.same_parameters());
        let tail = self.tail();
        let span = self.make_span(&Purpose::Scope(&scope));
        let enter = quote_spanned! {at=>
            let mut #scope = ::tracing::__private::Scope::none();
            #span
        };
        let body = match self.record_output(&output) {
            None => self.body_behind(enter),
            Some(record) => {
                let ty = match &self.function.output {
                    None => Some(quote_spanned!(at=> -> ())),
                    Some(output) => nameable(output).map(|output| quote_spanned!(at=> -> #output)),
                };
                // The closure catches `return` and `?`. It gives something away, so it is called once, and may return
                // what it borrows from the parameters.
                let inside = self.body_behind(quote_spanned!(at=> let _once = #once;));
                with_place_of(
                    &self.function.body,
                    quote_spanned! {at=>
                        #enter
                        let #once = ::tracing::__private::Once;
                        let #output = (move || #ty #inside)();
                        {
                            let #output = &#output;
                            #record
                        }
                        #output
                    },
                )
            }
        };
        quote_spanned!(at=> #head #tail #body)
    }
}

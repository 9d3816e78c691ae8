//! The events of a function's end. Called by `sync` and `future`.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::{Expansion, span::variable};
use crate::arguments::{Format, Level, Record};

impl Expansion<'_> {
    /// Statements that record what a variable, a reference to the output, holds; `None` if nothing asks for them.
    pub fn record_output(&self, output: &Ident) -> Option<TokenStream> {
        let at = self.at;
        let (ret, err) = (&self.arguments.ret, &self.arguments.err);
        let (value, error) = (variable("value"), variable("error"));
        let on_error = |record: &Record| {
            let level = match &record.level {
                Some(Level::OfError(closure)) => {
                    Level::AtRunTime(quote_spanned!(at=> ::tracing::__private::level_of(#error, #closure)))
                }
                Some(level) => level.clone(),
                None => Level::named("ERROR", at),
            };
            self.event(&level, "error", record.format.unwrap_or(Format::Display), record, &error)
        };
        let on_value = |record: &Record, value: &Ident| {
            let level = record.level.as_ref().unwrap_or(&self.level);
            self.event(level, "return", record.format.unwrap_or(Format::Debug), record, value)
        };
        // Where the attribute says `err`, so that it is what is pointed at if the function does not return a `Result`.
        let of_err = |record: &Record| at.located_at(record.key.span());
        Some(match (ret, err) {
            (None, None) => return None,
            (Some(ret), None) => on_value(ret, output),
            (None, Some(err)) => {
                let place = of_err(err);
                let on_error = on_error(err);
                quote_spanned! {place=>
                    if let ::core::result::Result::Err(#error) = #output {
                        #on_error
                    }
                }
            }
            (Some(ret), Some(err)) => {
                let place = of_err(err);
                let (on_value, on_error) = (on_value(ret, &value), on_error(err));
                quote_spanned! {place=>
                    match #output {
                        ::core::result::Result::Ok(#value) => { #on_value }
                        ::core::result::Result::Err(#error) => { #on_error }
                    }
                }
            }
        })
    }

    /// Statements that record that the future is dropped before its end.
    pub fn record_dropped(&self) -> Option<TokenStream> {
        let record = self.arguments.dropped.as_ref()?;
        let level = record.level.as_ref().unwrap_or(&self.level).for_macro();
        let at = self.at;
        let target = &self.arguments.target;
        Some(quote_spanned! {at=>
            ::tracing::__event!(#level [] [#target] []
                ["dropped",] [::tracing::field::Value::value_ref(&true),] ("dropped before it ended") []);
        })
    }

    fn event(&self, level: &Level, name: &str, format: Format, record: &Record, value: &Ident) -> TokenStream {
        let at = self.at;
        // What cannot be shown is pointed at where the attribute asks for it.
        let place = at.located_at(record.key.span());
        let value = match format {
            Format::Debug => quote_spanned!(place=> ::tracing::__private::ValueRef::Debug(&&#value)),
            Format::Display => quote_spanned!(place=> ::tracing::__private::ValueRef::Display(&&#value)),
        };
        let level = level.for_macro();
        let target = &self.arguments.target;
        quote_spanned!(at=> ::tracing::__event!(#level [] [#target] [] [#name,] [#value,] () []);)
    }
}

//! The `#[instrument]` attribute.

mod tokens;

mod arguments;
mod function;
mod pattern;

mod check;
mod form;

mod container;
mod environment;
mod expand;

mod error;
mod fallback;

use proc_macro2::TokenStream;

use crate::{arguments::Arguments, container::Container, error::Error, form::Form, function::Item};

/// Puts a function inside of a span.
#[proc_macro_attribute]
pub fn instrument(arguments: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let item = TokenStream::from(item);
    instrumented(arguments.into(), &item).unwrap_or_else(|errors| fallback::untouched(item, &errors)).into()
}

fn instrumented(written: TokenStream, item: &TokenStream) -> Result<TokenStream, Vec<Error>> {
    let function = match Item::parse(item.clone()).map_err(|error| vec![error])? {
        Item::Function(function) => function,
        Item::Declaration(name) => {
            let message = "the function has no body here; put the attribute where it is implemented";
            return Err(vec![Error::new(name.span(), message)]);
        }
        Item::Other => {
            let arguments = Arguments::parse(written.clone())?;
            let message = "`#[instrument]` stands on a function, or on an `impl`, a `trait` or a `mod { … }`";
            let container = Container::parse(item).ok_or_else(|| {
                let first = item.clone().into_iter().next();
                let span = first.map_or_else(proc_macro2::Span::call_site, |token| token.span());
                vec![Error::new(span, message)]
            })?;
            return container.expand(&arguments, &written);
        }
    };
    let arguments = Arguments::parse(written)?;
    if arguments.is_off {
        return Ok(item.clone());
    }
    let form = Form::of(&function);
    let errors = check::check(&arguments, &function, &form);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(expand::expand(&arguments, &function, &form))
}

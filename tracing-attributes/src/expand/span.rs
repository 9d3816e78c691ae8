//! The callsite of the function's span, and its fields. Called by `sync` and `future`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::Expansion;
use crate::{
    arguments::{Field, Level, Name, Selection, Sigil},
    environment, fallback,
    pattern::Recording,
};

/// What becomes of the span, once it is wanted.
pub enum Purpose<'a> {
    /// It is entered for the rest of the block; the variable is a `Scope`.
    Scope(&'a Ident),
    /// It is the span of the future that is being polled for the first time.
    Begin,
    /// It is put into a variable, which holds no span before.
    Keep(&'a Ident),
}

impl Expansion<'_> {
    /// Statements that make the span.
    ///
    /// The usual span, of a constant level, in the current span and under the target of its module, is written out, for
    /// that is what takes the compiler least; any other is written as a call of a macro.
    pub fn make_span(&self, purpose: &Purpose<'_>) -> TokenStream {
        let at = self.at;
        let (names, values) = self.fields();
        let name = match &self.arguments.name {
            Some(name) => name.clone(),
            None => self.function.name.to_string().to_token_stream(),
        };
        let mut before = environment::names();
        before.extend(fallback::warnings(&self.arguments.warnings));
        // As in the macros of `tracing`, `debug(x)` and `display(x)` need no path there.
        if self.evaluates() {
            before.extend(quote_spanned!(at=> #[allow(unused_imports)] use ::tracing::field::{debug, display};));
        }
        // A statement of its own, so that what the values borrow is dropped before the span is entered.
        let keep = match purpose {
            Purpose::Scope(scope) => quote_spanned!(at=> #scope.enter(span)),
            Purpose::Begin => quote_spanned!(at=> ::tracing::__private::begin(span)),
            Purpose::Keep(variable) => quote_spanned!(at=> #variable = span),
        };
        let arguments = self.arguments;
        if let (Level::Constant(level), None, None, None) =
            (&self.level, &arguments.target, &arguments.parent, &arguments.follows_from)
        {
            let callsite = quote_spanned! {at=>
                static __CALLSITE: ::tracing::__private::Callsite = ::tracing::__private::span(
                    #level, #name,
                    ::tracing::__private::concat!(::tracing::__private::module_path!(), "\0", ::tracing::__private::file!()),
                    ::tracing::__private::line!(), &[#names]);
            };
            if !environment::is_capped() && !matches!(purpose, Purpose::Keep(_)) && !self.evaluates() {
                // The values are at hand, so one call asks and makes the span.
                let make = match purpose {
                    Purpose::Scope(scope) => quote_spanned!(at=> #scope.enter_at(&__CALLSITE, &[#values])),
                    _ => quote_spanned!(at=> ::tracing::__private::begin_at(&__CALLSITE, &[#values])),
                };
                return quote_spanned! {at=>
                    {
                        #before
                        #callsite
                        if ::tracing::__private::is_live(&__CALLSITE, #level) {
                            #make
                        }
                    }
                };
            }
            return quote_spanned! {at=>
                {
                    #before
                    #callsite
                    if const { ::tracing::__private::is_compiled_in(
                            #level, ::tracing::__private::cap(::tracing::__private::option_env!("TRACING_MAX_LEVEL"))) }
                        && ::tracing::__private::is_on(&__CALLSITE, #level)
                    {
                        let asked = ::tracing::__private::ask(&__CALLSITE);
                        if asked.is_wanted() {
                            let span = asked.span(&__CALLSITE, &[#values]);
                            #keep;
                        }
                    }
                }
            };
        }
        let level = self.level.for_macro();
        let target = &arguments.target;
        let parent = match &arguments.parent {
            Some(parent) => quote_spanned! {at=>
                ::tracing::__private::Option::Some(::tracing::__private::ParentOf::new(#parent).parent_id())
            },
            None => quote_spanned!(at=> ::tracing::__private::Option::None),
        };
        let import = arguments.parent.as_ref().map(|_| quote_spanned!(at=> use ::tracing::__private::IntoParent as _;));
        let follow = arguments
            .follows_from
            .as_ref()
            .map(|causes| quote_spanned!(at=> ::tracing::__private::follow(&span, #causes);));
        quote_spanned! {at=>
            {
                #before
                ::tracing::__with_callsite!(SPAN #level [#name] [#target] [#names] () |callsite, asked| {
                    #import
                    let span = asked.any_span(callsite, #parent, &[#values]);
                    #follow
                    #keep;
                } else {})
            }
        }
    }

    /// Tells whether a value is an expression of the user's, which is evaluated only if the span is wanted.
    fn evaluates(&self) -> bool {
        self.arguments.fields.iter().any(|field| field.value.is_some())
    }

    /// The names of the fields and their values, each with a comma behind it: parameters, then `fields(…)`.
    fn fields(&self) -> (TokenStream, TokenStream) {
        let at = self.at;
        let mut names = TokenStream::new();
        let mut values = TokenStream::new();
        for parameter in &self.function.parameters {
            let cfgs = parameter.cfgs();
            for (name, recording) in parameter.variables() {
                if !self.is_recorded(&name) {
                    continue;
                }
                let text = name.to_string();
                let text = text.strip_prefix("r#").unwrap_or(&text);
                // An argument that cannot be recorded is pointed at.
                let place = at.located_at(name.span());
                let value = match recording {
                    Recording::Value => quote_spanned!(place=> ::tracing::field::Value::value_ref(&#name)),
                    Recording::Debug => quote_spanned!(place=> ::tracing::__private::ValueRef::Debug(&&#name)),
                };
                names.extend(quote_spanned!(at=> #cfgs #text,));
                values.extend(quote_spanned!(at=> #cfgs #value,));
            }
        }
        for Field { name, sigil, value } in &self.arguments.fields {
            names.extend(match name {
                Name::Path(_, text) => quote_spanned!(at=> #text,),
                Name::Text(text) => quote_spanned!(at=> ::tracing::__private::concat!("\0", #text),),
                Name::Constant(constant) => quote_spanned!(at=> {#constant},),
            });
            let value = value.as_ref().or(match name {
                Name::Path(path, _) if sigil.is_some() => Some(path),
                _ => None,
            });
            let place = value
                .and_then(|value| value.clone().into_iter().next())
                .map_or(at, |first| at.located_at(first.span()));
            values.extend(match (value, sigil) {
                (None, _) => quote_spanned!(place=> ::tracing::__private::ValueRef::Empty,),
                (Some(value), None) => quote_spanned!(place=> ::tracing::field::Value::value_ref(&(#value)),),
                (Some(value), Some(Sigil::Debug)) => {
                    quote_spanned!(place=> ::tracing::__private::ValueRef::Debug(&&(#value)),)
                }
                (Some(value), Some(Sigil::Display)) => {
                    quote_spanned!(place=> ::tracing::__private::ValueRef::Display(&&(#value)),)
                }
            });
        }
        (names, values)
    }

    /// Tells whether a parameter becomes a field.
    fn is_recorded(&self, name: &Ident) -> bool {
        let selected = match &self.arguments.selection {
            Selection::All | Selection::Without(_) if environment::is_opt_in() => false,
            Selection::All => true,
            Selection::None => false,
            Selection::Without(names) => !names.contains(name),
            Selection::Only(names) => names.contains(name),
        };
        selected && !self.arguments.fields.iter().any(|field| field.name.is(name))
    }
}

/// A variable of the expansion.
pub fn variable(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

//! Stage two: do the arguments fit the function? Called by `lib`.

use proc_macro2::Ident;

use crate::{
    arguments::{Arguments, Level, Record, Selection},
    error::Error,
    form::Form,
    function::Function,
};

/// Gives what is wrong.
pub fn check(arguments: &Arguments, function: &Function, form: &Form) -> Vec<Error> {
    let mut errors = Vec::new();
    if let Some(constness) = &function.constness {
        errors.push(Error::new(constness.span(), "a `const fn` may run in the compiler, where there are no spans"));
    }
    if let Some(level @ Level::OfError(_)) = &arguments.level {
        errors.push(Error::new(level.span(), "the level of a span is not a closure; that of `err` may be one"));
    }
    if let Selection::Without(names) | Selection::Only(names) = &arguments.selection {
        let parameters: Vec<Ident> =
            function.parameters.iter().flat_map(|parameter| parameter.variables()).map(|(name, _)| name).collect();
        for name in names {
            // Wholly skipped patterns bind no name, and `self` is one.
            if !parameters.iter().any(|parameter| parameter == name) {
                errors.push(Error::new(name.span(), format!("`{}` has no parameter `{name}`", function.name)));
            }
        }
    }
    if let (Some(Record { key, .. }), Form::Sync) = (&arguments.dropped, form) {
        errors
            .push(Error::new(key.span(), "only the future of an asynchronous function can be dropped before its end"));
    }
    errors
}

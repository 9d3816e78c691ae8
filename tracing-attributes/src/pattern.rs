//! What a parameter is called and how its value is recorded. Called by `function`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};

use crate::tokens::{Cursor, is_path_separator, is_punct, split_types};

/// How a parameter's value becomes the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    /// By its own type, which implements `Value`.
    Value,
    /// By its `Debug`.
    Debug,
}

/// The last segments of the types that are recorded by value, also behind references. A type's name is all that an
/// attribute knows of it, so an alias of `u32` is recorded by `Debug`.
const VALUES: &[&str] = &[
    "bool",
    "str",
    "String",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "NonZeroU8",
    "NonZeroU16",
    "NonZeroU32",
    "NonZeroU64",
    "NonZeroU128",
    "NonZeroUsize",
    "NonZeroI8",
    "NonZeroI16",
    "NonZeroI32",
    "NonZeroI64",
    "NonZeroI128",
    "NonZeroIsize",
    "Wrapping",
];

impl Recording {
    pub fn of_type(mut tokens: &[TokenTree]) -> Self {
        // & 'a mut
        loop {
            tokens = match tokens {
                [TokenTree::Punct(and), rest @ ..] if and.as_char() == '&' => rest,
                [TokenTree::Punct(tick), TokenTree::Ident(_), rest @ ..] if tick.as_char() == '\'' => rest,
                [TokenTree::Ident(word), rest @ ..] if word == "mut" => rest,
                _ => break,
            }
        }
        // std::num::Wrapping
        let mut name = None;
        loop {
            if is_path_separator(tokens) {
                tokens = &tokens[2..];
            }
            let [TokenTree::Ident(segment), rest @ ..] = tokens else { return Recording::Debug };
            name = Some(segment).or(name);
            tokens = rest;
            if !is_path_separator(tokens) {
                break;
            }
        }
        let is_value = name.is_some_and(|name| VALUES.iter().any(|value| name == value));
        match tokens {
            [] if is_value => Recording::Value,
            // The one value with a parameter of its type.
            [TokenTree::Punct(_), ..] if name.is_some_and(|name| name == "Wrapping") => Recording::Value,
            _ => Recording::Debug,
        }
    }
}

/// Gives each variable that a pattern binds, in order. `recording` follows from the type; only a variable that is the
/// whole of the parameter has that type.
pub fn bindings(pattern: &[TokenTree], recording: Recording) -> Vec<(Ident, Recording)> {
    let mut found = Vec::new();
    add_bindings(pattern, recording, &mut found);
    found
}

fn add_bindings(pattern: &[TokenTree], recording: Recording, found: &mut Vec<(Ident, Recording)>) {
    let mut cursor = Cursor::new(pattern, Span::call_site());
    // & ref mut
    while cursor.punct('&') || cursor.keyword("mut").is_some() || cursor.keyword("ref").is_some() {}
    match cursor.rest() {
        // name, name @ pattern
        [TokenTree::Ident(name)] if name != "_" => found.push((name.clone(), recording)),
        [TokenTree::Ident(name), at, ..] if is_punct(Some(at), '@') => found.push((name.clone(), recording)),
        // A fragment of a macro.
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            add_bindings(&tokens_of(group), recording, found);
        }
        // (a, b), Path(a, b), Path { a, b: c }
        [.., TokenTree::Group(group)] => {
            let tokens = tokens_of(group);
            for part in split_types(&tokens) {
                match group.delimiter() {
                    Delimiter::Parenthesis => add_bindings(part, Recording::Debug, found),
                    Delimiter::Brace => add_bindings(behind_colon(part), Recording::Debug, found),
                    // What a slice binds is not recorded; nor is what a macro makes.
                    Delimiter::Bracket | Delimiter::None => {}
                }
            }
        }
        _ => {}
    }
}

/// The pattern of a field: `a`, or what stands behind `a:`.
fn behind_colon(field: &[TokenTree]) -> &[TokenTree] {
    match field {
        [TokenTree::Ident(_) | TokenTree::Literal(_), colon, pattern @ ..] if is_punct(Some(colon), ':') => pattern,
        _ => field,
    }
}

fn tokens_of(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::*;

    fn tokens(text: &str) -> Vec<TokenTree> {
        text.parse::<TokenStream>().unwrap().into_iter().collect()
    }

    fn names(pattern: &str) -> Vec<String> {
        bindings(&tokens(pattern), Recording::Value).into_iter().map(|(name, _)| name.to_string()).collect()
    }

    #[test]
    fn patterns_bind_variables() {
        assert_eq!(names("mut a"), ["a"]);
        assert_eq!(names("&mut ref b"), ["b"]);
        assert_eq!(names("(a, (mut b, _), ..)"), ["a", "b"]);
        assert_eq!(names("path::P::<u8, u8> { x, y: Q(z, ..), ref w, 0: v, .. }"), ["x", "z", "w", "v"]);
        assert_eq!(names("whole @ P { .. }"), ["whole"]);
        assert_eq!(names("_"), [""; 0]);
    }

    #[test]
    fn a_part_of_a_parameter_has_another_type() {
        assert_eq!(bindings(&tokens("&a"), Recording::Value)[0].1, Recording::Value);
        assert_eq!(bindings(&tokens("(a, b)"), Recording::Value)[0].1, Recording::Debug);
    }

    #[test]
    fn types_tell_how_they_are_recorded() {
        for value in ["u8", "&'a mut str", "&&std::string::String", "::std::num::Wrapping<u8>", "core::num::NonZeroU8"]
        {
            assert_eq!(Recording::of_type(&tokens(value)), Recording::Value, "{value}");
        }
        for debug in
            ["Option<u8>", "MyType", "(u8)", "[u8; 2]", "impl Debug", "*const u8", "Box<str>", "str::Chars<'a>"]
        {
            assert_eq!(Recording::of_type(&tokens(debug)), Recording::Debug, "{debug}");
        }
    }
}

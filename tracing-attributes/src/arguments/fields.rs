//! The list in `fields(…)`. Called by `arguments`.
//!
//! ```text
//! field = [ "?" | "%" ] path                      the variable of that name; without a sign, an empty field
//!       | name "=" [ "?" | "%" ] expr             ? by Debug, % by Display
//! name  = path | string | "{" constant "}"
//! path  = ident { "." ident }
//! ```

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::{
    error::Error,
    tokens::{Cursor, collect, split_expressions},
};

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub sigil: Option<Sigil>,
    /// `None`: the field is empty, or, with a sigil, named as the variable.
    pub value: Option<TokenStream>,
}

#[derive(Clone, Debug)]
pub enum Name {
    /// `http.method`, as tokens and as text without `r#`.
    Path(TokenStream, String),
    /// `"content-type"`
    Text(TokenTree),
    /// `{CONSTANT}`
    Constant(TokenStream),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    Debug,
    Display,
}

pub fn parse(list: &Group) -> Result<Vec<Field>, Error> {
    let tokens: Vec<_> = list.stream().into_iter().collect();
    let parts = split_expressions(&tokens);
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| field(part, list)).collect()
}

fn field(tokens: &[TokenTree], list: &Group) -> Result<Field, Error> {
    let mut cursor = Cursor::new(tokens, list.span_close());
    let mut sigil = self::sigil(&mut cursor);
    let before = sigil.is_some();
    let name = name(&mut cursor)?;
    if cursor.is_empty() {
        return match name {
            Name::Path(..) => Ok(Field { name, sigil, value: None }),
            _ if !before => Ok(Field { name, sigil, value: None }),
            _ => Err(Error::new(tokens[0].span(), "only a variable can stand behind the sign alone")),
        };
    }
    if before || !cursor.punct('=') {
        return Err(Error::new(cursor.span(), "expected `,`, or `=` and a value"));
    }
    sigil = self::sigil(&mut cursor);
    if cursor.is_empty() {
        return Err(Error::new(tokens[tokens.len() - 1].span(), "expected a value"));
    }
    Ok(Field { name, sigil, value: Some(collect(cursor.rest())) })
}

fn sigil(cursor: &mut Cursor<'_>) -> Option<Sigil> {
    if cursor.punct('?') {
        Some(Sigil::Debug)
    } else if cursor.punct('%') {
        Some(Sigil::Display)
    } else {
        None
    }
}

fn name(cursor: &mut Cursor<'_>) -> Result<Name, Error> {
    let wrong =
        |span| Error::new(span, "expected the name of a field: `name`, `dotted.name`, \"text\" or `{CONSTANT}`");
    if let Some(constant) = cursor.group(Delimiter::Brace) {
        return Ok(Name::Constant(constant.stream()));
    }
    if let Some(literal @ TokenTree::Literal(text)) = cursor.peek() {
        if !text.to_string().ends_with(['"', '#']) {
            return Err(wrong(text.span()));
        }
        cursor.next();
        return Ok(Name::Text(literal.clone()));
    }
    let path = cursor.rest();
    let mut text = String::new();
    loop {
        let Some(segment) = cursor.ident() else { return Err(wrong(cursor.span())) };
        let segment = segment.to_string();
        text.push_str(segment.strip_prefix("r#").unwrap_or(&segment));
        if !cursor.punct('.') {
            break;
        }
        text.push('.');
    }
    let len = path.len() - cursor.rest().len();
    Ok(Name::Path(collect(&path[..len]), text))
}

impl Name {
    /// Tells whether the field takes the place of a parameter.
    pub fn is(&self, parameter: &proc_macro2::Ident) -> bool {
        let parameter = parameter.to_string();
        matches!(self, Name::Path(_, text) if text == parameter.strip_prefix("r#").unwrap_or(&parameter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<Field>, String> {
        super::parse(&Group::new(Delimiter::Parenthesis, text.parse().unwrap())).map_err(|error| error.message)
    }

    #[test]
    fn fields_have_names_signs_and_values() {
        let fields = parse("a, ?b, %c.d, r#type = 1, x.y = ?f::<A, B>(), {N} = %z, \"k-v\" = 2,").unwrap();
        assert_eq!(fields.len(), 7);
        assert!(fields[0].value.is_none() && fields[0].sigil.is_none());
        assert_eq!(fields[1].sigil, Some(Sigil::Debug));
        assert!(matches!(&fields[2].name, Name::Path(_, text) if text == "c.d"));
        assert!(matches!(&fields[3].name, Name::Path(_, text) if text == "type"));
        assert_eq!(fields[4].value.as_ref().unwrap().to_string().replace(' ', ""), "f::<A,B>()");
        assert_eq!(fields[5].sigil, Some(Sigil::Display));
    }

    #[test]
    fn what_is_no_field_is_told() {
        for wrong in ["a b", "?a = 1", "1 = 2", "a =", "a = ?", "a. = 1", "a::b = 1", "?{N}"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}

//! Stage one: the arguments of the attribute, as a table of keys. Called by `lib` and `container`.
//!
//! ```text
//! arguments = { argument [ "," ] }
//! argument  = ( "name" | "target" ) "=" constant | string          a string alone is the name
//!           | ( "parent" | "follows_from" ) "=" expr
//!           | "level" "=" level
//!           | "skip" "(" names ")" | "only" "(" names ")" | "skip_all" | "skip"
//!           | "fields" "(" fields ")"
//!           | ( "ret" | "err" | "dropped" ) [ "(" { ( "Debug" | "Display" | "level" "=" level ) "," } ")" ]
//! ```
//!
//! Each key is a row of [`KEYS`], so what holds for all of them, such as that each is given once, is written once.

mod fields;
mod level;
mod record;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

pub use self::{
    fields::{Field, Name, Sigil},
    level::Level,
    record::{Format, Record},
};
use crate::{
    error::Error,
    tokens::{Cursor, collect, expression_len, split_expressions},
};

/// The arguments, read.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    pub name: Option<TokenStream>,
    pub target: Option<TokenStream>,
    pub parent: Option<TokenStream>,
    pub follows_from: Option<TokenStream>,
    pub level: Option<Level>,
    pub selection: Selection,
    pub fields: Vec<Field>,
    pub ret: Option<Record>,
    pub err: Option<Record>,
    pub dropped: Option<Record>,
    /// `skip` alone: leave the function as it is.
    pub is_off: bool,
    /// What is not understood, and does no harm.
    pub warnings: Vec<Error>,
}

/// Which parameters become fields.
#[derive(Clone, Debug, Default)]
pub enum Selection {
    #[default]
    All,
    None,
    Without(Vec<Ident>),
    Only(Vec<Ident>),
}

/// What follows a key.
enum Shape {
    /// `key = constant`
    Constant(fn(&mut Arguments) -> &mut Option<TokenStream>),
    /// `key = expression`
    Expression(fn(&mut Arguments) -> &mut Option<TokenStream>),
    /// `level = "debug"`
    Level,
    /// `key`, `key(…)`: reads what is in the parentheses.
    List(fn(&mut Arguments, &Ident, Option<&Group>) -> Result<(), Error>),
}

/// All keys.
const KEYS: &[(&str, Shape)] = &[
    ("name", Shape::Constant(|arguments| &mut arguments.name)),
    ("target", Shape::Constant(|arguments| &mut arguments.target)),
    ("parent", Shape::Expression(|arguments| &mut arguments.parent)),
    ("follows_from", Shape::Expression(|arguments| &mut arguments.follows_from)),
    ("level", Shape::Level),
    ("skip", Shape::List(skip)),
    ("skip_all", Shape::List(skip_all)),
    ("only", Shape::List(only)),
    (
        "fields",
        Shape::List(|arguments, key, list| {
            arguments.fields = fields::parse(wanted(key, list)?)?;
            Ok(())
        }),
    ),
    ("ret", Shape::List(|arguments, key, list| record::parse(&mut arguments.ret, key, list))),
    ("err", Shape::List(|arguments, key, list| record::parse(&mut arguments.err, key, list))),
    ("dropped", Shape::List(|arguments, key, list| record::parse(&mut arguments.dropped, key, list))),
];

impl Arguments {
    /// Reads the arguments; gives what is wrong with each of them.
    pub fn parse(tokens: TokenStream) -> Result<Arguments, Vec<Error>> {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut cursor = Cursor::new(&tokens, Span::call_site());
        let mut arguments = Arguments::default();
        let mut given = Vec::new();
        let mut errors = Vec::new();
        while !cursor.is_empty() {
            if cursor.punct(',') {
                continue;
            }
            if let Err(error) = arguments.argument(&mut cursor, &mut given) {
                errors.push(error);
                // Go on behind the next comma.
                let rest = expression_len(cursor.rest());
                cursor.take(rest);
            }
        }
        if errors.is_empty() { Ok(arguments) } else { Err(errors) }
    }

    fn argument(&mut self, cursor: &mut Cursor<'_>, given: &mut Vec<&'static str>) -> Result<(), Error> {
        // "name"
        if let Some(TokenTree::Literal(name)) = cursor.peek() {
            once("name", name.span(), given)?;
            self.name = Some(collect(cursor.take(1)));
            return Ok(());
        }
        let Some(key) = cursor.ident() else {
            self.unknown(cursor.span(), None);
            cursor.next();
            return Ok(());
        };
        let Some((name, shape)) = KEYS.iter().find(|(name, _)| key == name) else {
            self.unknown(key.span(), Some(key));
            let rest = expression_len(cursor.rest());
            cursor.take(rest);
            return Ok(());
        };
        // Read before it is found to be one too many, so that what follows is read in the right place.
        match shape {
            Shape::Constant(place) => {
                let value = constant(key, cursor)?;
                once(name, key.span(), given).map(|()| *place(self) = Some(value))
            }
            Shape::Expression(place) => {
                let value = expression(key, cursor)?;
                once(name, key.span(), given).map(|()| *place(self) = Some(collect(value)))
            }
            Shape::Level => {
                let level = Level::parse(key, cursor)?;
                once(name, key.span(), given).map(|()| self.level = Some(level))
            }
            Shape::List(read) => {
                let list = cursor.group(Delimiter::Parenthesis);
                once(name, key.span(), given).and_then(|()| read(self, key, list))
            }
        }
    }

    /// An argument that is not known only warns, as it does in programs that were written for `tracing` 0.1.
    fn unknown(&mut self, span: Span, key: Option<&Ident>) {
        let mut message = String::from("unknown argument");
        if let Some(key) = key {
            message = format!("unknown argument `{key}`");
            if let Some(known) = similar(&key.to_string()) {
                message.push_str(&format!("; did you mean `{known}`?"));
                self.warnings.push(Error::new(span, message));
                return;
            }
        }
        let keys: Vec<_> = KEYS.iter().map(|(key, _)| format!("`{key}`")).collect();
        message.push_str(&format!("; expected one of {}", keys.join(", ")));
        self.warnings.push(Error::new(span, message));
    }
}

/// Each key is given once.
fn once(key: &'static str, span: Span, given: &mut Vec<&'static str>) -> Result<(), Error> {
    if given.contains(&key) {
        return Err(Error::new(span, format!("`{key}` is given twice")));
    }
    given.push(key);
    Ok(())
}

/// The tokens behind `key =`.
fn expression<'t>(key: &Ident, cursor: &mut Cursor<'t>) -> Result<&'t [TokenTree], Error> {
    if !cursor.punct('=') {
        return Err(Error::new(key.span(), format!("expected a value: `{key} = …`")));
    }
    let len = expression_len(cursor.rest());
    if len == 0 {
        return Err(Error::new(key.span(), format!("expected a value behind `{key} =`")));
    }
    Ok(cursor.take(len))
}

fn constant(key: &Ident, cursor: &mut Cursor<'_>) -> Result<TokenStream, Error> {
    let mut ahead = cursor.clone();
    ahead.next();
    // No comma has to follow a string.
    if cursor.is_punct('=') && matches!(ahead.peek(), Some(TokenTree::Literal(_))) {
        return Ok(collect(&cursor.take(2)[1..]));
    }
    expression(key, cursor).map(collect)
}

/// The parentheses that have to follow a key.
fn wanted<'t>(key: &Ident, list: Option<&'t Group>) -> Result<&'t Group, Error> {
    list.ok_or_else(|| Error::new(key.span(), format!("expected a list: `{key}(…)`")))
}

fn names(list: &Group) -> Result<Vec<Ident>, Error> {
    let tokens: Vec<_> = list.stream().into_iter().collect();
    let mut names = Vec::new();
    for name in split_expressions(&tokens) {
        match name {
            [TokenTree::Ident(name)] => names.push(name.clone()),
            [] => {}
            [token, ..] => return Err(Error::new(token.span(), "expected the name of a parameter")),
        }
    }
    Ok(names)
}

fn skip(arguments: &mut Arguments, key: &Ident, list: Option<&Group>) -> Result<(), Error> {
    match list {
        None => {
            arguments.is_off = true;
            Ok(())
        }
        Some(list) => select(arguments, key, Selection::Without(names(list)?)),
    }
}

fn skip_all(arguments: &mut Arguments, key: &Ident, list: Option<&Group>) -> Result<(), Error> {
    if let Some(list) = list {
        return Err(Error::new(list.span(), "`skip_all` has no list; `skip(…)` has"));
    }
    select(arguments, key, Selection::None)
}

fn only(arguments: &mut Arguments, key: &Ident, list: Option<&Group>) -> Result<(), Error> {
    select(arguments, key, Selection::Only(names(wanted(key, list)?)?))
}

fn select(arguments: &mut Arguments, key: &Ident, selection: Selection) -> Result<(), Error> {
    if !matches!(arguments.selection, Selection::All) {
        return Err(Error::new(key.span(), "give one of `skip`, `skip_all` and `only`"));
    }
    arguments.selection = selection;
    Ok(())
}

/// A key that differs in one letter, or in two that changed places.
fn similar(given: &str) -> Option<&'static str> {
    KEYS.iter().map(|(key, _)| *key).find(|key| {
        let common = key.chars().zip(given.chars()).take_while(|(a, b)| a == b).count();
        let (key, given) = (&key[common..], &given[common.min(given.len())..]);
        let behind = |text: &str, n: usize| text.get(n..).map(str::to_owned);
        let swapped = key.len() >= 2 && given.len() >= 2 && key[..1] == given[1..2] && key[1..2] == given[..1];
        behind(key, 1) == behind(given, 1) && behind(key, 1).is_some()
            || behind(key, 1).as_deref() == Some(given)
            || behind(given, 1).as_deref() == Some(key)
            || swapped && key[2..] == given[2..]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Arguments, Vec<String>> {
        Arguments::parse(text.parse().unwrap())
            .map_err(|errors| errors.into_iter().map(|error| error.message).collect())
    }

    #[test]
    fn each_key_is_given_once() {
        for twice in [
            "name = \"a\", \"b\"",
            "target = \"a\", target = \"b\"",
            "parent = a, parent = b",
            "follows_from = a, follows_from = b",
            "level = 1, level = 2",
            "skip(a), skip(b)",
            "skip_all, skip_all",
            "only(a), only(b)",
            "fields(a), fields(b)",
            "ret, ret",
            "err(Debug), err",
            "dropped, dropped",
        ] {
            let errors = parse(twice).unwrap_err();
            assert!(errors.len() == 1 && errors[0].ends_with("is given twice"), "{twice}: {errors:?}");
        }
    }

    #[test]
    fn any_order_is_read() {
        let arguments = parse("err, target = \"t\", parent = None, skip(self, a), level = \"warn\", name = N").unwrap();
        assert_eq!(arguments.parent.unwrap().to_string(), "None");
        assert_eq!(arguments.target.unwrap().to_string(), "\"t\"");
        assert!(matches!(arguments.selection, Selection::Without(names) if names.len() == 2));
    }

    #[test]
    fn every_wrong_argument_is_told() {
        let errors = parse("level = \"loud\", skip_all, only(a), fields, name").unwrap_err();
        assert_eq!(errors.len(), 4, "{errors:?}");
    }

    #[test]
    fn commas_may_be_left_out_where_no_expression_ends() {
        let arguments = parse("skip_all name = \"n\" level = \"info\", , ret").unwrap();
        assert!(arguments.name.is_some() && arguments.level.is_some() && arguments.ret.is_some());
    }

    #[test]
    fn a_mistyped_key_is_guessed() {
        for (given, meant) in [("nmae", "name"), ("skip_al", "skip_all"), ("feilds", "fields"), ("levels", "level")] {
            let arguments = parse(given).unwrap();
            assert!(arguments.warnings[0].message.contains(&format!("did you mean `{meant}`")), "{given}");
        }
        assert!(parse("foo = bar(1, 2)").unwrap().warnings[0].message.contains("expected one of"));
    }
}

//! Stage one: a function, parsed as far as its signature. Called by `lib` and `container`.
//!
//! The body stays as it is, one token; so does what is wrong in it, for the compiler to report in its place.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::{
    error::Error,
    pattern::{Recording, bindings},
    tokens::{Angles, Cursor, collect, is_punct, split_types, unwrapped},
};

/// A function with a body.
#[derive(Debug)]
pub struct Function {
    pub attributes: Vec<Attribute>,
    /// `pub(crate) default const unsafe extern "C"`: all before `fn` but `async`.
    pub qualifiers: TokenStream,
    pub constness: Option<Ident>,
    pub asyncness: Option<Ident>,
    pub fn_token: Ident,
    pub name: Ident,
    pub generics: TokenStream,
    /// The parentheses, for their place.
    pub parentheses: Group,
    pub parameters: Vec<Parameter>,
    /// Behind `->`.
    pub output: Option<Vec<TokenTree>>,
    pub where_clause: TokenStream,
    pub body: Group,
}

/// `#[name …]`
#[derive(Debug)]
pub struct Attribute {
    pub tokens: TokenStream,
    /// The words of its path.
    pub path: Vec<String>,
}

/// One parameter of a function.
#[derive(Debug)]
pub struct Parameter {
    pub attributes: Vec<Attribute>,
    pub kind: ParameterKind,
    /// All of it, without attributes.
    pub tokens: TokenStream,
}

#[derive(Debug)]
pub enum ParameterKind {
    /// `self`, `&mut self`, `self: Box<Self>`
    Receiver {
        this: Ident,
        /// Taken as `self` or `self: Type`, so it may have to be dropped.
        is_owned: bool,
    },
    /// `pattern: Type`
    Typed { pattern: Vec<TokenTree>, ty: Vec<TokenTree>, variables: Vec<(Ident, Recording)> },
    /// What no attribute knows, such as `...`.
    Other,
}

/// What an item is, as far as it matters here.
pub enum Item {
    Function(Box<Function>),
    /// A function without a body, such as a trait declares.
    Declaration(Ident),
    Other,
}

impl Item {
    /// Parses a function, or finds that the item is none.
    pub fn parse(tokens: TokenStream) -> Result<Item, Error> {
        let tokens = unwrapped(tokens.into_iter().collect());
        let mut cursor = Cursor::new(&tokens, Span::call_site());
        let attributes = Attribute::parse_all(&mut cursor);

        let start = cursor.rest();
        let mut constness = None;
        let mut asyncness = None;
        let mut qualifiers = Vec::new();
        let fn_token = loop {
            match cursor.next() {
                Some(TokenTree::Ident(word)) if word == "fn" => break word.clone(),
                Some(TokenTree::Ident(word)) if word == "async" => asyncness = Some(word.clone()),
                Some(token) if Self::is_qualifier(token) => {
                    if let TokenTree::Ident(word) = token {
                        if word == "const" {
                            constness = Some(word.clone());
                        }
                    }
                    qualifiers.push(token.clone());
                }
                _ => return Ok(Item::Other),
            }
        };
        debug_assert!(!start.is_empty(), "there was `fn` at least");
        let qualifiers = qualifiers.into_iter().collect();

        let name = match cursor.next() {
            Some(TokenTree::Ident(name)) => name.clone(),
            // The name is a fragment of a macro.
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
                match unwrapped(group.stream().into_iter().collect()).as_slice() {
                    [TokenTree::Ident(name)] => name.clone(),
                    _ => return Err(Error::new(group.span(), "expected the name of a function")),
                }
            }
            _ => return Err(Error::new(fn_token.span(), "expected a name behind `fn`")),
        };
        let generics = if cursor.is_punct('<') {
            let mut angles = Angles::default();
            let len = cursor.rest().iter().take_while(|token| {
                angles.step(token);
                !angles.is_outside()
            });
            let len = len.count() + 1;
            collect(cursor.take(len))
        } else {
            TokenStream::new()
        };
        let Some(parentheses) = cursor.group(Delimiter::Parenthesis).cloned() else {
            return Err(Error::new(cursor.span(), "expected the parameters of the function"));
        };

        // The body is what stands last; `where` stands nowhere else.
        let Some((last, rest)) = cursor.rest().split_last() else {
            return Ok(Item::Declaration(name));
        };
        if is_punct(Some(last), ';') {
            return Ok(Item::Declaration(name));
        }
        let Some(body) = body(last) else {
            return Err(Error::new(last.span(), "expected the body of the function"));
        };
        let where_at = rest.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "where"));
        let (output, where_clause) = rest.split_at(where_at.unwrap_or(rest.len()));
        let output = match output {
            [] => None,
            [minus, more, output @ ..] if is_punct(Some(minus), '-') && is_punct(Some(more), '>') => {
                Some(output.to_vec())
            }
            [token, ..] => return Err(Error::new(token.span(), "expected `->`, `where` or the body of the function")),
        };
        let parameters: Vec<_> = parentheses.stream().into_iter().collect();
        let parameters = split_types(&parameters)
            .into_iter()
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| Parameter::parse(tokens, parentheses.span()))
            .collect();

        Ok(Item::Function(Box::new(Function {
            attributes,
            qualifiers,
            constness,
            asyncness,
            fn_token,
            name,
            generics,
            parentheses,
            parameters,
            output,
            where_clause: collect(where_clause),
            body,
        })))
    }

    /// Tells whether a token may stand before `fn`.
    fn is_qualifier(token: &TokenTree) -> bool {
        match token {
            TokenTree::Ident(word) => ["pub", "default", "const", "unsafe", "safe", "extern", "crate"]
                .iter()
                .any(|qualifier| word == qualifier),
            // extern "C"
            TokenTree::Literal(_) => true,
            // pub(crate), or the fragment of a macro
            TokenTree::Group(group) => matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None),
            TokenTree::Punct(_) => false,
        }
    }
}

/// The braces, be they the fragment of a macro.
fn body(token: &TokenTree) -> Option<Group> {
    let TokenTree::Group(group) = token else { return None };
    match group.delimiter() {
        Delimiter::Brace => Some(group.clone()),
        Delimiter::None => match group.stream().into_iter().collect::<Vec<_>>().as_slice() {
            [token] => body(token),
            _ => None,
        },
        _ => None,
    }
}

impl Attribute {
    pub fn parse_all(cursor: &mut Cursor<'_>) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while let Some((tokens, group)) = cursor.attribute() {
            let mut path = Vec::new();
            for token in group.stream() {
                match token {
                    TokenTree::Ident(word) => path.push(word.to_string()),
                    TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                    _ => break,
                }
            }
            attributes.push(Attribute { tokens: collect(tokens), path });
        }
        attributes
    }

    pub fn is(&self, name: &str) -> bool {
        matches!(self.path.as_slice(), [only] if only == name)
    }
}

impl Parameter {
    fn parse(tokens: &[TokenTree], end: Span) -> Parameter {
        let mut cursor = Cursor::new(tokens, end);
        let attributes = Attribute::parse_all(&mut cursor);
        let tokens = cursor.rest();
        let kind = match colon(tokens) {
            _ if receiver(tokens).is_some() => receiver(tokens).expect("it is one"),
            Some(colon) => {
                let (pattern, ty) = (tokens[..colon].to_vec(), tokens[colon + 1..].to_vec());
                let variables = bindings(&pattern, Recording::of_type(&ty));
                ParameterKind::Typed { pattern, ty, variables }
            }
            None => ParameterKind::Other,
        };
        Parameter { attributes, kind, tokens: collect(tokens) }
    }

    /// The attributes that say whether the parameter is there.
    pub fn cfgs(&self) -> TokenStream {
        self.attributes
            .iter()
            .filter(|attribute| attribute.is("cfg"))
            .map(|attribute| attribute.tokens.clone())
            .collect()
    }

    /// Every variable of the parameter.
    pub fn variables(&self) -> Vec<(Ident, Recording)> {
        match &self.kind {
            ParameterKind::Receiver { this, .. } => vec![(this.clone(), Recording::Debug)],
            ParameterKind::Typed { variables, .. } => variables.clone(),
            ParameterKind::Other => Vec::new(),
        }
    }
}

/// `mut self`, `&'a mut self`, `self: Type`
fn receiver(tokens: &[TokenTree]) -> Option<ParameterKind> {
    let mut cursor = Cursor::new(tokens, Span::call_site());
    let is_reference = cursor.punct('&');
    if cursor.punct('\'') {
        cursor.next();
    }
    cursor.keyword("mut");
    let this = cursor.keyword("self")?.clone();
    // self::CONSTANT is a path.
    let is_receiver = cursor.is_empty() || colon(tokens).is_some();
    is_receiver.then_some(ParameterKind::Receiver { this, is_owned: !is_reference })
}

/// Finds the `:` between a pattern and its type, which is no half of `::`.
fn colon(tokens: &[TokenTree]) -> Option<usize> {
    let mut at = 0;
    while at < tokens.len() {
        if crate::tokens::is_path_separator(&tokens[at..]) {
            at += 2;
        } else if is_punct(tokens.get(at), ':') {
            return Some(at);
        } else {
            at += 1;
        }
    }
    None
}

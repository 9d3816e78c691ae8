//! The events of a function's end: `ret`, `err` and `dropped`. Called by `arguments`.

use proc_macro2::{Group, Ident, Span, TokenTree};

use super::{Level, once};
use crate::{error::Error, tokens::Cursor};

/// An event, as the arguments ask for it.
#[derive(Clone, Debug)]
pub struct Record {
    pub key: Ident,
    pub level: Option<Level>,
    pub format: Option<Format>,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Debug,
    Display,
}

/// Reads `key`, `key(Display)`, `key(level = "warn", Debug)`.
pub fn parse(place: &mut Option<Record>, key: &Ident, list: Option<&Group>) -> Result<(), Error> {
    let mut record = Record { key: key.clone(), level: None, format: None };
    let tokens: Vec<TokenTree> = list.map(Group::stream).unwrap_or_default().into_iter().collect();
    let mut cursor = Cursor::new(&tokens, list.map_or_else(Span::call_site, Group::span_close));
    let mut given = Vec::new();
    while !cursor.is_empty() {
        if cursor.punct(',') {
            continue;
        }
        let span = cursor.span();
        let word = cursor.ident();
        match word.map(ToString::to_string).as_deref() {
            Some("level") => {
                once("level", span, &mut given)?;
                record.level = Some(Level::parse(word.expect("it was read"), &mut cursor)?);
            }
            Some(format @ ("Debug" | "Display")) if key != "dropped" => {
                once("a format", span, &mut given)?;
                record.format = Some(if format == "Debug" { Format::Debug } else { Format::Display });
            }
            _ if key == "dropped" => return Err(Error::new(span, "expected `level = …`")),
            _ => return Err(Error::new(span, "expected `Debug`, `Display` or `level = …`")),
        }
    }
    if let Some(Level::OfError(_)) = &record.level {
        if key != "err" {
            let span = record.level.as_ref().map_or_else(Span::call_site, Level::span);
            return Err(Error::new(span, "only the level of `err` can be a closure: it is given the error"));
        }
    }
    *place = Some(record);
    Ok(())
}

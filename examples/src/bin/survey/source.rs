//! One file: reads it, checks that it is text that can be parsed, hands the syntax tree to `findings`. Called by `main`
//! on a worker's thread, inside the file's span.

use std::fs::File;
use std::io::{self, Read as _};

use proc_macro2::{LexError, LineColumn, TokenStream};
use tracing::{debug, error, warn};

use crate::findings;
use crate::lines::Lines;
use crate::nesting;
use crate::report::{Failure, FileReport};
use crate::walk::SourceFile;

/// A longer file is not read: a tree takes about a hundred times the memory of its text.
const MAX_BYTES: u64 = 16 << 20;

/// Reads and analyses one file. Trouble is told in the answer and as a warning.
pub(crate) fn survey(file: &SourceFile) -> FileReport {
    let mut report = FileReport::default();
    if let Err(trouble) = read(file, &mut report) {
        let failure = Failure { path: file.name.clone(), position: trouble.position, reason: trouble.reason };
        match trouble.position {
            Some((line, column)) => {
                warn!(path = failure.path, line, column, reason = failure.reason, "cannot be analysed");
            }
            None => warn!(path = failure.path, reason = failure.reason, "cannot be analysed"),
        }
        report.failure = Some(failure);
    }
    report
}

/// Why a file stays unread: the position counts lines and columns from 1.
struct Trouble {
    position: Option<(usize, usize)>,
    reason: String,
}

impl Trouble {
    fn at(place: LineColumn, reason: impl ToString) -> Trouble {
        Trouble { position: Some((place.line, place.column + 1)), reason: reason.to_string() }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble { position: None, reason: error.to_string() }
    }
}

fn read(file: &SourceFile, report: &mut FileReport) -> Result<(), Trouble> {
    let mut bytes = Vec::new();
    File::open(&file.path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Trouble { position: None, reason: format!("longer than {MAX_BYTES} bytes") });
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
            return Err(Trouble::at(end_of(&before), "not UTF-8"));
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);

    direction_characters(text, report);
    let parsed = parse(text).map(|tree| {
        let lines = Lines::scan(text);
        report.lines = lines.len();
        report.code_lines = lines.code();
        findings::collect(&tree, &lines, file, report);
    });
    // Positions are kept in a map of all texts that a thread has lexed. This one's are of no more use.
    proc_macro2::extra::invalidate_current_thread_spans();
    parsed?;
    debug!(functions = report.functions, lines = report.lines, "analysed");
    Ok(())
}

fn parse(text: &str) -> Result<syn::File, Trouble> {
    let unlexed = |error: LexError| Trouble::at(error.span().start(), "an open bracket, or text that is not Rust");
    let tokens: TokenStream = without_shebang(text).parse().map_err(unlexed)?;
    if let Some(place) = nesting::too_deep(tokens.clone()) {
        return Err(Trouble::at(place, "nested too deep"));
    }
    syn::parse2(tokens).map_err(|error| Trouble::at(error.span().start(), error))
}

/// `#!/usr/bin/env …` becomes an empty line, so that positions stay right. `#![…]` is an attribute.
fn without_shebang(text: &str) -> &str {
    let attribute = |rest: &str| rest.trim_start().starts_with('[');
    match text.strip_prefix("#!") {
        Some(rest) if !attribute(rest) => rest.find('\n').map_or("", |end| &rest[end..]),
        _ => text,
    }
}

/// Characters that change the direction of text make code read otherwise than it runs.
fn direction_characters(text: &str, report: &mut FileReport) {
    if text.is_ascii() {
        return;
    }
    for (n, line) in text.lines().enumerate() {
        if let Some(c) = line.chars().find(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
            report.direction_lines += 1;
            error!(line = n + 1, character = %c.escape_unicode(), "text that changes its direction");
        }
    }
}

fn end_of(text: &str) -> LineColumn {
    let last = text.rsplit('\n').next().unwrap_or("");
    LineColumn { line: text.matches('\n').count() + 1, column: last.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shebang_is_no_code_and_keeps_positions() {
        let trouble = parse("#!/usr/bin/env run\nfn f( {}").err().expect("an error");
        assert_eq!(trouble.position.map(|(line, _)| line), Some(2));
        assert!(parse("#!/usr/bin/env run").is_ok());
        assert!(parse("#! [allow(dead_code)]\nfn f() {}").is_ok());
    }

    #[test]
    fn positions_count_from_one() {
        assert_eq!(Trouble::at(end_of("a\nbé"), "").position, Some((2, 3)));
    }
}

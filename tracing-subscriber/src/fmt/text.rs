//! A line in the making: pieces of text, colours, and values of every type. Called by the formats and by the visitors of
//! fields; calls `escape`, `number` and `style`.

use core::{error::Error, fmt};

use tracing_core::field::ValueRef;

use super::{
    append::{Padded, append, append_padded},
    escape::{self, Escaping, Policy},
    number, style,
};
use crate::shield::shielded;

/// What a text is written to, and under which rules.
pub(crate) struct Text<'a> {
    pub(crate) out: &'a mut String,
    /// Whether the output takes colours.
    pub(crate) ansi: bool,
    pub(crate) escaping: Escaping,
    /// Whether values may span lines.
    pub(crate) breaks: bool,
}

impl Text<'_> {
    /// Appends text of our own, or that was made safe before.
    #[inline]
    pub(crate) fn push(&mut self, text: &str) {
        append(self.out, text);
    }

    /// Appends text of our own that is kept.
    #[inline]
    pub(crate) fn push_padded(&mut self, text: &Padded) {
        append_padded(self.out, text);
    }

    /// Appends text of our own in a colour.
    #[inline]
    pub(crate) fn paint(&mut self, code: &str, text: &str) {
        style::paint(self.out, self.ansi, code, text);
    }

    /// Appends a name: of a target, span, field, file or thread. Names have no colours and no line breaks.
    #[inline]
    pub(crate) fn name(&mut self, name: &str) {
        escape::push(self.out, name, Policy { escaping: self.strict(), ansi: false, breaks: false });
    }

    /// Appends a name in a colour.
    #[inline]
    pub(crate) fn paint_name(&mut self, code: &str, name: &str) {
        if self.ansi {
            self.out.push_str(code);
            self.name(name);
            self.out.push_str(style::RESET);
        } else {
            self.name(name);
        }
    }

    fn strict(&self) -> Escaping {
        if self.escaping == Escaping::Raw { Escaping::Raw } else { Escaping::Strict }
    }

    #[inline]
    fn policy(&self) -> Policy {
        Policy { escaping: self.escaping, ansi: self.ansi, breaks: self.breaks }
    }

    /// Appends a value as text formats show it: strings in quotes, everything else as its `Debug` or `Display` has it.
    #[inline]
    pub(crate) fn value(&mut self, value: ValueRef<'_>) -> fmt::Result {
        match value {
            ValueRef::Bool(value) => self.push(if value { "true" } else { "false" }),
            ValueRef::I64(value) => number::push_i64(self.out, value),
            ValueRef::U64(value) => number::push_u64(self.out, value),
            ValueRef::Str(value) => escape::push_debug(self.out, value),
            _ => return self.rare(value),
        }
        Ok(())
    }

    /// Appends the text of an event: as [`value`](Self::value), but strings are bare.
    #[inline]
    pub(crate) fn message(&mut self, value: ValueRef<'_>) -> fmt::Result {
        match value {
            ValueRef::Message(args) => match args.as_str() {
                // The program's own words, which may span lines.
                Some(words) => escape::push(self.out, words, Policy { breaks: true, ..self.policy() }),
                None => return self.foreign(*args),
            },
            ValueRef::Str(value) => escape::push(self.out, value, self.policy()),
            _ => return self.value(value),
        }
        Ok(())
    }

    #[inline(never)]
    fn rare(&mut self, value: ValueRef<'_>) -> fmt::Result {
        match value {
            ValueRef::F64(value) => number::push_f64(self.out, value),
            ValueRef::I128(value) => number::push_i128(self.out, *value),
            ValueRef::U128(value) => number::push_u128(self.out, *value),
            ValueRef::Formatted(value) => escape::push(self.out, value, self.policy()),
            ValueRef::Debug(value) => return self.foreign(format_args!("{value:?}")),
            ValueRef::Display(value) => return self.foreign(format_args!("{value}")),
            ValueRef::Message(value) => return self.foreign(*value),
            ValueRef::Error(value) => return self.foreign(format_args!("{value}")),
            other => return self.foreign(format_args!("{other:?}")),
        }
        Ok(())
    }

    /// Appends what code writes that is not ours: it may log, panic, and write anything.
    #[inline(never)]
    fn foreign(&mut self, args: fmt::Arguments<'_>) -> fmt::Result {
        let start = self.out.len();
        let mut layout = Layout { out: self.out, breaks: Vec::new(), pending: None, opened: false };
        let result = shielded(&mut layout, args);
        let breaks = layout.breaks;
        escape::settle(self.out, start, self.policy(), &breaks);
        result
    }

    /// Appends the sources of an error, `[first, second]`.
    #[inline(never)]
    pub(crate) fn sources(&mut self, first: &(dyn Error + 'static)) -> fmt::Result {
        self.push("[");
        let mut next = Some(first);
        for _ in 0..SOURCES {
            let Some(source) = next else { break };
            self.foreign(format_args!("{source}"))?;
            next = source.source();
            if next.is_some() {
                self.push(", ");
            }
        }
        if next.is_some() {
            self.push("…");
        }
        self.push("]");
        Ok(())
    }
}

/// No chain of sources is followed further than this: one may lead back to itself.
const SOURCES: usize = 128;

/// Finds the line breaks that `{:#?}` writes to lay a value out, and tells them from those inside of values.
///
/// It writes each together with a bracket or comma, as one piece, and goes on with an indent or a closing bracket, as
/// another. So a line that begins behind one of them begins with a space or a bracket, whoever wrote it.
struct Layout<'a> {
    out: &'a mut String,
    /// Where they are.
    breaks: Vec<usize>,
    /// The place of one whose next piece is not there yet.
    pending: Option<usize>,
    /// Whether the last piece was the bracket of a list.
    opened: bool,
}

impl fmt::Write for Layout<'_> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if let Some(at) = self.pending.take() {
            if matches!(piece, "    " | "}" | ")" | "]") {
                self.breaks.push(at);
            }
        }
        self.out.push_str(piece);
        if piece.ends_with('\n') {
            // Lists write the break that follows their bracket by itself.
            let laid_out = matches!(piece, " {\n" | "(\n" | ",\n" | "..\n") || (piece == "\n" && self.opened);
            self.pending = laid_out.then(|| self.out.len() - 1);
        }
        self.opened = matches!(piece, "[" | "{");
        Ok(())
    }
}

/// The name as it is shown: a raw identifier without its `r#`.
#[inline]
pub(crate) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Whether text formats leave the field out: it repeats, for a record of the `log` crate, what stands in the metadata.
#[inline]
pub(crate) fn is_of_log(name: &str) -> bool {
    cfg!(feature = "tracing-log") && name.starts_with("log.")
}

//! Names that other crates have come to reach for. The macros of this crate use [`__private`](crate::__private).

use core::str;

pub use core::{concat, file, format_args, iter::Iterator, line, option::Option, stringify};

pub use tracing_core::Callsite;
use tracing_core::{Metadata, field::Field, subscriber::Interest};

use crate::Span;

/// The callsite that the macros make.
pub type MacroCallsite = tracing_core::callsite::DefaultCallsite;

/// Tells whether the current subscriber wants a record now, given its interest in the callsite.
pub fn __is_enabled(metadata: &Metadata<'static>, interest: Interest) -> bool {
    interest.is_always() || crate::dispatcher::get_default(|dispatch| dispatch.enabled(metadata))
}

/// The span of a callsite that is off.
#[inline]
#[must_use]
pub fn __disabled_span(metadata: &'static Metadata<'static>) -> Span {
    if cfg!(feature = "log") { Span::new_disabled(metadata) } else { Span::none() }
}

/// Hands a record that is already made to `log`.
#[cfg(feature = "log")]
pub fn __tracing_log(
    metadata: &Metadata<'static>,
    logger: &'static dyn log::Log,
    log_metadata: log::Metadata<'_>,
    values: &crate::field::ValueSet<'_>,
) {
    crate::log::event_to(logger, log_metadata, metadata, values);
}

/// A field of no callsite: what a name that a callsite does not declare stands for.
pub static FAKE_FIELD: Field = {
    static CALLSITE: MacroCallsite = MacroCallsite::new(&METADATA);
    static METADATA: Metadata<'static> = tracing_core::metadata! {
        name: "", target: "", level: tracing_core::Level::TRACE, fields: &[], callsite: &CALLSITE,
        kind: tracing_core::Kind::HINT,
    };
    METADATA.private_fake_field()
};

/// The name of a field, made by the compiler from the text of its tokens: without spaces and without the marks of raw
/// identifiers. A NUL before it keeps it as it is.
#[derive(Debug)]
pub struct FieldName<const N: usize>([u8; N]);

impl<const N: usize> FieldName<N> {
    #[must_use]
    pub const fn new(text: &str) -> Self {
        let mut name = [0; N];
        let mut length = 0;
        let mut rest = text.as_bytes();
        while let Some(next) = next(&mut rest, text) {
            name[length] = next;
            length += 1;
        }
        FieldName(name)
    }

    #[must_use]
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(&self.0) {
            Ok(name) => name,
            // What is left out is ASCII, so the rest is text as before.
            Err(_) => "",
        }
    }
}

impl FieldName<0> {
    /// Counts the bytes that are left of a text.
    #[must_use]
    pub const fn len(text: &str) -> usize {
        let mut length = 0;
        let mut rest = text.as_bytes();
        while next(&mut rest, text).is_some() {
            length += 1;
        }
        length
    }
}

/// Takes the next byte that counts.
const fn next(rest: &mut &[u8], whole: &str) -> Option<u8> {
    let verbatim = matches!(whole.as_bytes(), [0, ..]);
    loop {
        let segment_begins = rest.len() == whole.len();
        match **rest {
            [] => return None,
            [0, ref tail @ ..] if segment_begins => *rest = tail,
            [b' ', ref tail @ ..] if !verbatim => *rest = tail,
            [b'r', b'#', ref tail @ ..] if !verbatim => *rest = tail,
            [byte, ref tail @ ..] => {
                *rest = tail;
                return Some(byte);
            }
        }
    }
}

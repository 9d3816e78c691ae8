//! What a facade's macro leaves behind for one place in the code: the least that [`Metadata`] can be made from.
//!
//! A program has thousands of callsites and meets few of them in one run. So a callsite's static holds an outline
//! that costs two relocations, and the rest (the text `event file:line`, the list of all field names, the links
//! between metadata and callsite) is worked out when the callsite is met, once.

use alloc::{borrow::ToOwned, boxed::Box, format, string::String, vec::Vec};

use super::{DefaultCallsite, Identifier};
use crate::{Kind, Level, Metadata, field::FieldSet};

/// Describes a callsite in as few words as a macro can. For facades.
///
/// Field names are given as `stringify!` gives them: `r#type` stands for the field `type`. A name that begins with
/// NUL stands for what follows the NUL, untouched.
///
/// ```
/// use tracing_core::{Callsite, Kind, Level, callsite::{DefaultCallsite, Outline}};
///
/// static CALLSITE: DefaultCallsite = DefaultCallsite::outlined(
///     Outline::new(Kind::EVENT, Level::INFO, concat!(module_path!(), "\0", file!()), 7, &["r#type"]).text(),
/// );
/// let metadata = CALLSITE.describe();
/// assert_eq!(metadata.fields().to_string(), "{message, type}");
/// assert!(metadata.name().ends_with(":7"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    /// The module's path, NUL, the file: one string costs one relocation.
    place: &'static str,
    fields: &'static [&'static str],
    name: Option<&'static str>,
    target: Option<&'static str>,
    level: Level,
    line: u32,
    kind: u8,
    flags: u8,
}

/// The first field is `message`, and is not among `fields`.
const TEXT: u8 = 1;
/// The callsite only asks; its name says so.
const QUESTION: u8 = 1 << 1;

impl Outline {
    /// Describes a callsite of `kind` in `place`, which is the module's path, a NUL, and the file.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static SIZED: DefaultCallsite = DefaultCallsite::outlined(Outline::new(
    ///     Kind::EVENT, Level::INFO, concat!(module_path!(), "\0", file!()), line!(), &["size"],
    /// ));
    /// assert_eq!(SIZED.describe().module_path(), Some(module_path!()));
    /// assert_eq!(SIZED.describe().file(), Some(file!()));
    /// ```
    #[must_use]
    pub const fn new(
        kind: Kind,
        level: Level,
        place: &'static str,
        line: u32,
        fields: &'static [&'static str],
    ) -> Self {
        Outline { place, fields, name: None, target: None, level, line, kind: kind.bits(), flags: 0 }
    }

    /// Names it; otherwise it is `event file:line`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static LOAD: DefaultCallsite = DefaultCallsite::outlined(
    ///     Outline::new(Kind::SPAN, Level::INFO, "app\0main.rs", 7, &[]).name("load"),
    /// );
    /// assert_eq!(LOAD.describe().name(), "load");
    /// ```
    #[must_use]
    pub const fn name(self, name: &'static str) -> Self {
        Outline { name: Some(name), ..self }
    }

    /// Gives it another target than the module's path.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static LOAD: DefaultCallsite = DefaultCallsite::outlined(
    ///     Outline::new(Kind::SPAN, Level::INFO, "app\0main.rs", 7, &[]).target("disk"),
    /// );
    /// assert_eq!((LOAD.describe().target(), LOAD.describe().module_path()), ("disk", Some("app")));
    /// ```
    #[must_use]
    pub const fn target(self, target: &'static str) -> Self {
        Outline { target: Some(target), ..self }
    }

    /// Says at which level.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static LOAD: DefaultCallsite = DefaultCallsite::outlined(
    ///     Outline::new(Kind::SPAN, Level::INFO, "app\0main.rs", 7, &[]).level(Level::TRACE),
    /// );
    /// assert_eq!(*LOAD.describe().level(), Level::TRACE);
    /// ```
    #[must_use]
    pub const fn level(self, level: Level) -> Self {
        Outline { level, ..self }
    }

    /// Declares the field `message`, before all others.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static LATE: DefaultCallsite = DefaultCallsite::outlined(
    ///     Outline::new(Kind::EVENT, Level::WARN, "app\0main.rs", 7, &["by"]).text(),
    /// );
    /// assert_eq!(LATE.describe().fields().to_string(), "{message, by}");
    /// ```
    #[must_use]
    pub const fn text(self) -> Self {
        Outline { flags: self.flags | TEXT, ..self }
    }

    /// Says that it makes no records, but asks about those of `kind`: it is named `enabled file:line`.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// static ASKED: DefaultCallsite = DefaultCallsite::outlined(
    ///     Outline::new(Kind::HINT, Level::WARN, "app\0main.rs", 7, &[]).question(Kind::EVENT.hint()),
    /// );
    /// assert_eq!(ASKED.describe().name(), "enabled main.rs:7");
    /// assert!(ASKED.describe().is_event());
    /// ```
    #[must_use]
    pub const fn question(self, kind: Kind) -> Self {
        Outline { kind: kind.bits(), flags: self.flags | QUESTION, ..self }
    }

    #[cold]
    pub(super) fn metadata(&self, callsite: &'static DefaultCallsite) -> Box<Metadata<'static>> {
        let (module, file) = self.place.split_once('\0').unwrap_or((self.place, ""));
        let text = (self.flags & TEXT != 0).then_some("message");
        let names: Vec<&'static str> = text.into_iter().chain(self.fields.iter().copied().map(plain)).collect();
        Box::new(Metadata::new(
            self.name.unwrap_or_else(|| {
                let what = if self.flags & QUESTION == 0 { "event" } else { "enabled" };
                leak(format!("{what} {file}:{}", self.line))
            }),
            self.target.unwrap_or(module),
            self.level,
            Some(file),
            Some(self.line),
            Some(module),
            FieldSet::new(Box::leak(names.into_boxed_slice()), Identifier(callsite)),
            Kind::from_bits(self.kind),
        ))
    }
}

/// A field's name from the text of its tokens: without the mark of raw identifiers, and without the spaces that a
/// compiler may put around the dots.
fn plain(name: &'static str) -> &'static str {
    match name.strip_prefix('\0') {
        Some(verbatim) => verbatim,
        None if name.contains("r#") || name.contains(" .") || name.contains(". ") => {
            let segments = name.split('.').map(|segment| {
                let segment = segment.trim();
                segment.strip_prefix("r#").unwrap_or(segment).to_owned()
            });
            leak(segments.collect::<Vec<_>>().join("."))
        }
        None => name,
    }
}

/// A callsite lives as long as the program, so what is made for it may, too.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

//! A record's texts, for as long as the program: its own, or copies. Made by `pool`, kept by a site.

use core::ptr;

use log::Record;

/// How long the copied texts of a record can be, together.
const COPY_BYTES_MAX: usize = 512;

/// The texts of the records of one site.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    pub(super) target: &'static str,
    pub(super) file: Option<&'static str>,
    pub(super) module_path: Option<&'static str>,
}

impl Texts {
    /// Takes the texts of a record as they are, if all of them are known to be the program's own. Of the target this is
    /// known if it is the module's path, which is what the macros of `log` give if they are given none.
    pub(super) fn own(record: &Record<'_>) -> Option<Self> {
        let target = record.module_path_static().filter(|path| ptr::eq(*path, record.target()))?;
        let file = record.file_static();
        (file.is_some() == record.file().is_some()).then_some(Texts {
            target,
            file,
            module_path: record.module_path_static(),
        })
    }

    /// Copies what is not known to be the program's own.
    pub(super) fn copy(record: &Record<'_>) -> Option<Self> {
        fn copy(text: &str) -> &'static str {
            Box::leak(Box::from(text))
        }
        let mut bytes = record.target().len();
        let mut count = |own: Option<&str>, any: Option<&str>| {
            bytes += if own.is_none() { any.map_or(0, str::len) } else { 0 };
        };
        count(record.file_static(), record.file());
        count(record.module_path_static(), record.module_path());
        (bytes <= COPY_BYTES_MAX).then(|| Texts {
            target: copy(record.target()),
            file: record.file_static().or_else(|| record.file().map(copy)),
            module_path: record.module_path_static().or_else(|| record.module_path().map(copy)),
        })
    }

    /// Tells whether these are the texts of `record`.
    pub(super) fn are_of(&self, record: &Record<'_>) -> bool {
        self.target == record.target() && self.file == record.file() && self.module_path == record.module_path()
    }
}

/// Where the texts of a site and its line are, for a comparison that reads no text.
///
/// The texts of a site live for ever, so another at the same place is the same.
pub(super) struct Places {
    line: Line,
    file: (usize, usize),
    module_path: (usize, usize),
    target: &'static str,
}

impl Places {
    pub(super) fn new(texts: &Texts, line: Line) -> Self {
        let place = |text: Option<&'static str>| text.map_or((0, 0), |text| (text.as_ptr().addr(), text.len()));
        Places { line, file: place(texts.file), module_path: place(texts.module_path), target: texts.target }
    }

    /// Tells whether it is plain that these are the texts and the line of `record`. Calls nothing. The target may be a
    /// copy, so a short one is read.
    #[inline(always)]
    pub(super) fn are_plainly_of(&self, record: &Record<'_>, line: Line) -> bool {
        let same = |own: (usize, usize), other: Option<&str>| match other {
            Some(other) => own.0 == other.as_ptr().addr() && own.1 == other.len(),
            None => own.0 == 0,
        };
        self.line == line
            && same(self.file, record.file())
            && same(self.module_path, record.module_path())
            && (ptr::eq(self.target, record.target()) || same_short(self.target.as_bytes(), record.target().as_bytes()))
    }
}

/// The line and the level of a record in one word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Line(
    /// bits 0..32 the line, bit 32 set if there is one, bits 33.. the level
    u64,
);

impl Line {
    #[inline(always)]
    pub(super) fn of(record: &Record<'_>) -> Self {
        let line = record.line().map_or(0, |line| u64::from(line) | 1 << 32);
        Line(line | (record.level() as u64) << 33)
    }

    #[inline(always)]
    pub(super) fn bits(self) -> u64 {
        self.0
    }
}

/// Tells whether these are two equal texts of at most 16 bytes, as most targets are that a program thinks up.
#[inline(always)]
fn same_short(own: &[u8], other: &[u8]) -> bool {
    fn ends<const N: usize>(text: &[u8]) -> Option<([u8; N], [u8; N])> {
        Some((*text.first_chunk()?, *text.last_chunk()?))
    }
    own.len() == other.len()
        && match own.len() {
            8..=16 => ends::<8>(own) == ends::<8>(other),
            4..=7 => ends::<4>(own) == ends::<4>(other),
            1..=3 => ends::<1>(own) == ends::<1>(other) && own[own.len() / 2] == other[own.len() / 2],
            length => length == 0,
        }
}

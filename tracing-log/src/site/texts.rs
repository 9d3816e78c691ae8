//! A record's texts, for as long as the program: its own, or copies. Made by `pool`, kept by a site.

use core::ptr;

use log::Record;

/// How long the copied texts of a record can be, together.
const COPY_BYTES_MAX: usize = 512;

/// The texts of the records of one site.
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
}

//! Finds the Rust sources below a directory. Called once by `main`, on one thread, so that the order is fixed.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tracing::{debug, trace, warn};
use walkdir::{DirEntry, WalkDir};

use crate::report::Failure;

/// A file to survey.
pub(crate) struct SourceFile {
    pub(crate) path: PathBuf,
    /// The path below the directory that was asked for, fit to be printed.
    pub(crate) name: String,
}

/// What a walk found, in the order of the paths.
pub(crate) struct Found {
    pub(crate) files: Vec<SourceFile>,
    /// What could not be entered.
    pub(crate) failures: Vec<Failure>,
}

/// Walks `dir`, through symbolic links too, each place once.
///
/// Passed over: hidden folders, and folders that carry the mark of a cache (`CACHEDIR.TAG`, as cargo's `target` does).
///
/// # Errors
///
/// When `dir` itself cannot be read. Trouble below it is a failure in the answer.
pub(crate) fn walk(dir: &Path) -> io::Result<Found> {
    let root = fs::canonicalize(dir)?;
    if root.is_dir() {
        fs::read_dir(dir)?;
    }

    let mut seen = HashSet::new();
    let mut found = Found { files: Vec::new(), failures: Vec::new() };
    let entries = WalkDir::new(dir).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| wanted(entry, &root, &mut seen)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_rust(entry.path()) => {
                let name = below(dir, entry.path());
                trace!(path = %name, "source");
                found.files.push(SourceFile { path: entry.into_path(), name });
            }
            Ok(_) => {}
            Err(error) => found.failures.push(refused(dir, &error)),
        }
    }
    Ok(found)
}

/// Whether to take a file, or to go into a folder.
fn wanted(entry: &DirEntry, root: &Path, seen: &mut HashSet<PathBuf>) -> bool {
    let path = entry.path();
    let inner_folder = entry.file_type().is_dir() && entry.depth() > 0;
    let hidden = || entry.file_name().as_encoded_bytes().starts_with(b".");
    if inner_folder && (hidden() || path.join("CACHEDIR.TAG").exists()) {
        debug!(path = %shown(path), "passed over");
        return false;
    }
    // Links may lead to one place by many ways. A link back into the tree leads to what is met without it.
    let plain_file = entry.file_type().is_file() && !entry.path_is_symlink();
    if plain_file || (entry.file_type().is_file() && !is_rust(path)) {
        return true;
    }
    match fs::canonicalize(path) {
        Ok(place) => {
            let inward = entry.path_is_symlink() && entry.depth() > 0 && place.starts_with(root);
            let fresh = !inward && seen.insert(place);
            if !fresh {
                debug!(path = %shown(path), "met by another way");
            }
            fresh
        }
        // Going on gives the error, with its path, to the loop of `walk`.
        Err(_) => true,
    }
}

fn refused(dir: &Path, error: &walkdir::Error) -> Failure {
    let path = error.path().unwrap_or(dir);
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("a loop of symbolic links, back to {}", shown(ancestor)),
        (None, Some(io)) => io.to_string(),
        (None, None) => error.to_string(),
    };
    let name = below(dir, path);
    warn!(path = %name, reason, "cannot be entered");
    Failure { path: name, position: None, reason }
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn below(dir: &Path, path: &Path) -> String {
    match path.strip_prefix(dir) {
        Ok(rest) if rest.as_os_str().is_empty() => shown(path),
        Ok(rest) => shown(rest),
        Err(_) => shown(path),
    }
}

/// A path as one line of text, whatever its bytes.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

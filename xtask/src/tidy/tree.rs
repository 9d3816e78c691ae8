//! The texts that the rules are for: what git tracks, or would, read once.

use std::fs;
use std::path::Path;
use std::process::Command;

/// One text of the repository.
pub(crate) struct Source {
    /// From the root, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// All texts, ordered by path. Fixtures are input, not sources; lock files are cargo's.
pub(crate) fn sources(root: &Path) -> Result<Vec<Source>, String> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cannot start git: {error}"))?;
    if !listed.status.success() {
        return Err(String::from_utf8_lossy(&listed.stderr).into_owned());
    }
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let mut paths: Vec<&str> = listed.lines().filter(|path| is_ours(path)).collect();
    paths.sort_unstable();
    paths.dedup();
    // A file may be listed and deleted.
    Ok(paths.into_iter().filter_map(|path| read(root, path)).collect())
}

fn is_ours(path: &str) -> bool {
    !path.contains("fixtures/") && !path.ends_with("Cargo.lock")
}

fn read(root: &Path, path: &str) -> Option<Source> {
    let text = fs::read_to_string(root.join(path)).ok()?;
    Some(Source { path: path.to_owned(), text })
}

impl Source {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// In the library of one of the published crates.
    pub(crate) fn is_library(&self) -> bool {
        self.is_rust() && self.path.starts_with("tracing") && self.path.contains("/src/")
    }

    /// Input of a compiler's test: what it holds is the test.
    pub(crate) fn is_compiled_by_a_test(&self) -> bool {
        self.path.contains("/ui/")
    }
}

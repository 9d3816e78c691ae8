//! Rules of this repository that no other tool knows. Runs as a step of `cargo xtask ci` and under `cargo test`.

mod rules;
mod tables;
mod tree;

use std::fs;
use std::path::Path;

use self::tree::Source;

/// Lists every breach.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let sources = tree::sources(root)?;
    let mut breaches: Vec<String> = sources.iter().flat_map(rules::breaches).collect();
    let old = architecture(&sources)?;
    if tables::rewrite(&old.text, &sources)? != old.text {
        breaches
            .push(format!("{}: the tables of files are out of date; `cargo xtask tidy --fix` rewrites them", old.path));
    }
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n")) }
}

/// Rewrites the tables of files, then lists what is left.
pub(crate) fn fix(root: &Path) -> Result<(), String> {
    let sources = tree::sources(root)?;
    let old = architecture(&sources)?;
    let new = tables::rewrite(&old.text, &sources)?;
    fs::write(root.join(&old.path), new).map_err(|error| format!("{}: {error}", old.path))?;
    check(root)
}

fn architecture(sources: &[Source]) -> Result<&Source, String> {
    sources.iter().find(|source| source.path == "ARCHITECTURE.md").ok_or("no ARCHITECTURE.md".to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        if let Err(breaches) = super::check(&crate::root()) {
            panic!("{breaches}");
        }
    }
}

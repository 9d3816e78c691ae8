//! The tables of files in ARCHITECTURE.md: every file of a crate, with the sentence that it opens with. Between
//! `<!-- files CRATE -->` and `<!-- end -->`.

use std::fmt::Write as _;

use crate::metadata::CRATES;
use crate::tidy::tree::Source;

/// The same text with each table made anew.
pub(crate) fn rewrite(text: &str, sources: &[Source]) -> Result<String, String> {
    let mut out = text.to_owned();
    for name in CRATES {
        let begin = format!("<!-- files {name} -->\n");
        let Some(start) = out.find(&begin).map(|at| at + begin.len()) else {
            return Err(format!("ARCHITECTURE.md has no table of {name}"));
        };
        let end =
            out[start..].find("<!-- end -->").map(|at| start + at).ok_or("ARCHITECTURE.md: a table without an end")?;
        out.replace_range(start..end, &table(name, sources));
    }
    Ok(out)
}

fn table(name: &str, sources: &[Source]) -> String {
    let folder = format!("{name}/src/");
    let mut table = "\n| file | what lives there |\n|---|---|\n".to_owned();
    let mut files: Vec<(&str, &str)> = sources
        .iter()
        .filter_map(|source| Some((source.path.strip_prefix(&folder)?, source.text.as_str())))
        .filter(|(file, _)| file.ends_with(".rs"))
        .collect();
    files.sort_by_key(|(file, _)| order(file));
    for (file, text) in files {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| `{file}` | {} |", first_sentence(text).replace('|', "\\|"));
    }
    table.push('\n');
    table
}

/// lib.rs first; a folder's own file before the others in it.
fn order(file: &str) -> Vec<(u8, &str)> {
    let rank = |part: &str| match part {
        "lib.rs" | "mod.rs" => 0,
        _ => 1,
    };
    file.split('/').map(|part| (rank(part), part)).collect()
}

/// The first sentence of a file's documentation.
fn first_sentence(text: &str) -> String {
    let docs = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let paragraph: Vec<&str> = docs.take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    // A full stop within a word, as in `lib.rs`, ends no sentence.
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    without_links(&paragraph[..end])
}

/// Links between items, which lead nowhere outside of rustdoc, as plain code: ``[`A`](b)`` is `` `A` ``.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, linked)) = rest.split_once("[`") {
        let Some((name, after)) = linked.split_once("`]") else { break };
        out.extend([before, "`", name, "`"]);
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stands_with_its_first_sentence() {
        assert_eq!(first_sentence("//! A b.rs\n//! c. D.\n//!\n//! E.\nfn f() {}"), "A b.rs c.");
        assert_eq!(first_sentence("fn f() {}"), "");
        assert_eq!(first_sentence("//! A [`B`] c [`D`](super::D)."), "A `B` c `D`.");
    }

    #[test]
    fn a_folder_opens_with_its_own_file() {
        let mut files = ["z.rs", "a/c.rs", "a/mod.rs", "lib.rs"];
        files.sort_by_key(|file| order(file));
        assert_eq!(files, ["lib.rs", "a/mod.rs", "a/c.rs", "z.rs"]);
    }
}

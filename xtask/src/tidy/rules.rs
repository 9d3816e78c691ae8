//! The rules, one function each, from a text to the breaches in it.

use crate::tidy::tree::Source;

/// A library's file holds one noun; longer ones hold two.
const MOST_LINES: usize = 600;

/// Writes by the macros that a test's runner catches, which is what it is for.
const PRINTS: &str = "tracing-subscriber/src/fmt/writer/test_writer.rs";

pub(crate) fn breaches(source: &Source) -> Vec<String> {
    let rules = [opens_with_docs, is_short, says_nothing_undone, prints_nothing, names_no_machine, fits_the_minimum];
    rules.iter().flat_map(|rule| rule(source)).collect()
}

fn at(source: &Source, line: usize, what: &str) -> String {
    format!("{}:{}: {what}", source.path, line + 1)
}

fn opens_with_docs(source: &Source) -> Vec<String> {
    // What is included into another file cannot have documentation of its own.
    let opens = source.text.starts_with("//!") || (!source.is_library() && source.text.starts_with("// "));
    if !source.is_rust() || source.is_compiled_by_a_test() || opens {
        return Vec::new();
    }
    vec![at(source, 0, "a file opens with `//!` and says what lives here")]
}

fn is_short(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let long = source.is_library() && lines > MOST_LINES;
    if long { vec![at(source, lines, &format!("{lines} lines; does it hold one noun?"))] } else { Vec::new() }
}

/// Words for what is left to do, and tests that are not run.
fn says_nothing_undone(source: &Source) -> Vec<String> {
    // In two parts, so that this file obeys its own rule.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("unimpl", "emented!")];
    let mut found = lines_with(source, |line| words.iter().any(|word| has_word(line, word)), "left undone");
    if source.is_rust() {
        let ignored = concat!("#[ig", "nore");
        found.extend(lines_with(source, |line| code(line).contains(ignored), "a test that is not run"));
    }
    found
}

fn prints_nothing(source: &Source) -> Vec<String> {
    let macros = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
    if !source.is_library() || source.path == PRINTS {
        return Vec::new();
    }
    lines_with(source, |line| macros.iter().any(|print| has_word(code(line), print)), "a library does not print")
}

/// Paths of the machine that it was written on, and hosts that packages come from.
fn names_no_machine(source: &Source) -> Vec<String> {
    let paths = [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/")];
    let hosts = [concat!("index.", "crates.io"), concat!("static.", "crates.io"), concat!("crates.io", "/api")];
    let opens = |before: Option<char>| before.is_none_or(|c| !(c.is_alphanumeric() || "._-/}".contains(c)));
    let named = |line: &str| {
        let path = paths.iter().any(|path| line.match_indices(path).any(|(n, _)| opens(line[..n].chars().next_back())));
        path || hosts.iter().any(|host| line.contains(host))
    };
    lines_with(source, named, "a path or a host of one machine")
}

/// Conditions with several `let`, which the formatter's and the compiler's edition would let pass.
fn fits_the_minimum(source: &Source) -> Vec<String> {
    if !source.is_rust() {
        return Vec::new();
    }
    let chained = concat!("&& ", "let ");
    lines_with(source, |line| code(line).contains(chained), "`let` in a chain is newer than the rust-version")
}

fn lines_with(source: &Source, breaks: impl Fn(&str) -> bool, what: &str) -> Vec<String> {
    let lines = source.text.lines().enumerate();
    lines.filter(|(_, line)| breaks(line)).map(|(n, _)| at(source, n, what)).collect()
}

/// A line without its comment.
fn code(line: &str) -> &str {
    line.find("//").map_or(line, |at| &line[..at])
}

fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(n, _)| !line[..n].ends_with(part_of_word) && !line[n + word.len()..].starts_with(part_of_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        breaches(&Source { path: path.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn each_rule_finds_its_breach() {
        let library = "tracing-core/src/a.rs";
        assert_eq!(count(library, "//! A.\nfn f() {}\n"), 0);
        assert_eq!(count(library, "fn f() {}\n"), 1);
        assert_eq!(count(library, &format!("//! A.\n{}", "\n".repeat(MOST_LINES))), 1);
        assert_eq!(count(library, concat!("//! A.\n// TO", "DO: b\n")), 1);
        assert_eq!(count(library, concat!("//! A.\n#[ig", "nore]\n")), 1);
        assert_eq!(count(library, "//! A.\nfn f() { println!() }\n"), 1);
        assert_eq!(count(library, concat!("//! A.\nconst A: &str = \"/ro", "ot/a\";\n")), 1);
        assert_eq!(count(library, concat!("//! A.\nfn f() { if a && ", "let b = c {} }\n")), 1);
    }

    #[test]
    fn what_only_looks_like_a_breach_is_none() {
        assert_eq!(count("tracing/src/a.rs", concat!("//! println!()\n// MA", "XX", "X and TO", "DOS\n")), 0);
        assert_eq!(count("tracing/src/a.rs", "//! A.\nfn f() { sprintln!() }\n"), 0);
        assert_eq!(count("xtask/src/a.rs", "//! A.\nfn f() { println!() }\n"), 0);
        assert_eq!(count("a.md", concat!("see target/ro", "ot/a\n")), 0);
    }
}

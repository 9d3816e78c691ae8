//! Every public item has an example that runs. What is public, and what its documentation says, is read from rustdoc's
//! JSON, made with all features on.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Map, Value};

use crate::ci::Outcome;
use crate::command::{Failure, Log, cargo};
use crate::root;

/// Kinds of items that owe an example. Fields, variants and associated types are shown by their types and traits.
const KINDS: [&str; 13] = [
    "assoc_const",
    "constant",
    "enum",
    "function",
    "macro",
    "module",
    "proc_attribute",
    "proc_derive",
    "proc_macro",
    "static",
    "struct",
    "trait",
    "type_alias",
];

/// The crates that are read.
const DOCUMENTED: [&str; 6] =
    ["tracing-core", "tracing", "tracing-attributes", "tracing-log", "tracing-rayon", "tracing-subscriber"];

/// Lists the items that have no example.
pub(crate) fn check(log: &Log) -> Result<Outcome, Failure> {
    let mut bare = Vec::new();
    for name in DOCUMENTED {
        bare.extend(without_example(name, &documentation(log, name)?)?);
    }
    if bare.is_empty() {
        Ok(Outcome::Passed)
    } else {
        Err(format!("{} without an example:\n{}", bare.len(), bare.join("\n")))
    }
}

/// What rustdoc knows of a crate. Its JSON is not stable, so the stable compiler is told to give it all the same.
fn documentation(log: &Log, name: &str) -> Result<Value, Failure> {
    let target = "target/examples";
    let path = root().join(target).join("doc").join(format!("{}.json", name.replace('-', "_")));
    let base = ["rustdoc", "--quiet", "--lib", "--all-features", "--package", name, "--target-dir", target];
    let flags = ["--", "-Zunstable-options", "--output-format", "json", "--cap-lints", "allow"];
    log.run(cargo(base.iter().chain(&flags)).env("RUSTC_BOOTSTRAP", "1"))?;
    let json = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&json).map_err(|error| format!("{}: {error}", path.display()))
}

/// A line for each item that has no example: where it is, what it is.
fn without_example(name: &str, documentation: &Value) -> Result<Vec<String>, Failure> {
    let index = documentation["index"].as_object().ok_or_else(|| format!("{name}: rustdoc's JSON has no index"))?;
    let mut public = Public { index, seen: BTreeSet::new(), bare: Vec::new() };
    public.visit(&documentation["root"], "");
    // A crate has at least its root; none found means that the JSON has another shape now.
    if public.seen.is_empty() {
        return Err(format!("{name}: nothing public in rustdoc's JSON"));
    }
    public.bare.sort();
    Ok(public.bare.into_iter().map(|(file, line, what)| format!("{file}:{line}: {what}")).collect())
}

/// What can be named from outside of a crate, and is not hidden: a walk from its root.
struct Public<'a> {
    index: &'a Map<String, Value>,
    seen: BTreeSet<u64>,
    bare: Vec<(String, u64, String)>,
}

impl Public<'_> {
    /// Visits an item and what is reached through it. `note` is what a re-export says of it.
    fn visit(&mut self, id: &Value, note: &str) {
        // What is of another crate, or hidden, is not in the index.
        let Some(item) = id.as_u64().and_then(|id| self.index.get(&id.to_string())) else { return };
        let Some((kind, inner)) = item["inner"].as_object().and_then(|inner| inner.iter().next()) else { return };
        let docs = item["docs"].as_str().unwrap_or_default();
        if item["crate_id"] != 0 {
            return;
        }
        if kind == "use" {
            let target = if inner["is_glob"] == true { self.module(&inner["id"]) } else { vec![inner["id"].clone()] };
            target.iter().for_each(|id| self.visit(id, docs));
            return;
        }
        if !self.seen.insert(id.as_u64().unwrap_or_default()) {
            return;
        }
        if KINDS.contains(&kind.as_str()) && !has_example(docs) && !has_example(note) {
            let file = item["span"]["filename"].as_str().unwrap_or_default().to_owned();
            let line = item["span"]["begin"][0].as_u64().unwrap_or_default();
            self.bare.push((file, line, format!("{kind} {}", item["name"].as_str().unwrap_or_default())));
        }
        for inside in self.inside(kind, inner) {
            self.visit(&inside, "");
        }
    }

    /// The members of an item. What an `impl` of a trait has was documented with the trait.
    fn inside(&self, kind: &str, inner: &Value) -> Vec<Value> {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        match kind {
            "module" | "trait" => list(&inner["items"]),
            "struct" | "enum" | "union" | "primitive" => {
                let blocks = list(&inner["impls"]).into_iter();
                let blocks = blocks.filter_map(|id| Some(&self.index.get(&id.to_string())?["inner"]["impl"]));
                blocks.filter(|block| block["trait"].is_null()).flat_map(|block| list(&block["items"])).collect()
            }
            _ => Vec::new(),
        }
    }

    fn module(&self, id: &Value) -> Vec<Value> {
        let items = self.index.get(&id.to_string()).and_then(|item| item["inner"]["module"]["items"].as_array());
        items.cloned().unwrap_or_default()
    }
}

/// Whether a block of code is run by rustdoc, or is shown not to compile.
fn has_example(docs: &str) -> bool {
    let mut inside = false;
    let mut found = false;
    for fence in docs.lines().filter_map(|line| line.trim_start().strip_prefix("```")) {
        inside = !inside;
        found |= inside && runs(fence);
    }
    found
}

/// Whether what follows a fence says Rust, and not that it only compiles, or not even that.
fn runs(words: &str) -> bool {
    const RUST: [&str; 4] = ["rust", "should_panic", "compile_fail", "standalone_crate"];
    words.split([',', ' ']).all(|word| word.is_empty() || RUST.contains(&word) || word.starts_with("edition"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_block_that_runs_is_an_example() {
        assert!(has_example("A.\n\n```\nassert!(true);\n```\n"));
        assert!(has_example("```text\na\n```\n```rust,should_panic\nb\n```"));
        assert!(!has_example("A."));
        assert!(!has_example("```text\na\n```"));
        assert!(!has_example("```no_run\na\n```"));
    }

    #[test]
    fn what_can_be_named_is_asked_for_once() {
        let item = |id: u64, name: &str, inner: Value| {
            json!({ "id": id, "crate_id": 0, "name": name, "inner": inner,
                    "span": { "filename": "a.rs", "begin": [id, 1] }, "docs": "```\n```" })
        };
        let mut documentation = json!({ "root": 0, "index": {
            "0": item(0, "a", json!({ "module": { "items": [1, 2] } })),
            "1": item(1, "Text", json!({ "use": { "id": 3, "is_glob": false } })),
            "2": item(2, "Text", json!({ "use": { "id": 8, "is_glob": true } })),
            "3": item(3, "Text", json!({ "struct": { "impls": [4, 5] } })),
            "4": item(4, "", json!({ "impl": { "trait": null, "items": [6] } })),
            "5": item(5, "", json!({ "impl": { "trait": { "path": "Visit" }, "items": [7] } })),
            "6": item(6, "len", json!({ "function": {} })),
            "7": item(7, "record", json!({ "function": {} })),
            "8": item(8, "private", json!({ "module": { "items": [3], "is_stripped": true } })),
            "9": item(9, "unreachable", json!({ "function": {} })),
        }});
        assert_eq!(without_example("a", &documentation), Ok(Vec::new()));
        for item in documentation["index"].as_object_mut().unwrap().values_mut() {
            item["docs"] = Value::Null;
        }
        let bare = ["a.rs:0: module a", "a.rs:3: struct Text", "a.rs:6: function len"];
        assert_eq!(without_example("a", &documentation), Ok(bare.map(str::to_owned).to_vec()));
        assert!(without_example("a", &json!({ "index": {} })).is_err());
    }
}

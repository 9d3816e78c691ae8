//! Where the instructions of one scenario go: callgrind's annotation, added up by function and by what was inlined into it.
//! Called by `main`.

use std::{collections::BTreeMap, process::Command};

use crate::measure::program;

const OPERATIONS: f64 = 10_000.0;
/// Functions and lines with less than this per operation are not shown.
const LEAST: f64 = 1.0;

pub fn run(implementation: &str, name: &str) -> Result<(), String> {
    let operations = if name.contains("/parse") { 40.0 } else { OPERATIONS };
    let out = crate::home().join("target/callgrind.out");
    let status = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program(implementation))
        .args([implementation, name, "--count", &operations.to_string()])
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("{implementation} {name} failed"));
    }
    let output = Command::new("callgrind_annotate")
        .args(["--auto=no", "--threshold=100"])
        .arg(&out)
        .output()
        .map_err(|error| format!("callgrind_annotate: {error}"))?;
    print!("{}", added_up(&String::from_utf8_lossy(&output.stdout), operations));
    Ok(())
}

/// What a function takes in all, and by the file that its code comes from.
type Cost<'a> = (f64, Vec<(f64, &'a str)>);

/// Lines are `123,456 (1.2%)  file:function [object]`; the file is where the code stood before it was inlined.
fn added_up(annotation: &str, operations: f64) -> String {
    let mut functions: BTreeMap<&str, Cost<'_>> = BTreeMap::new();
    for line in annotation.lines().skip_while(|line| !line.contains("file:function")) {
        let Some((count, rest)) = line.trim_start().split_once(" (") else { continue };
        let Ok(count) = count.replace(',', "").parse::<f64>() else { continue };
        let Some((_, place)) = rest.split_once(")  ") else { continue };
        let place = place.rsplit_once(" [").map_or(place, |(place, _)| place);
        let Some((file, function)) = place.split_once(':') else { continue };
        let entry = functions.entry(function.trim_end_matches("'2")).or_default();
        entry.0 += count / operations;
        entry.1.push((count / operations, file));
    }
    let mut functions: Vec<_> = functions.into_iter().filter(|(_, (count, _))| *count >= LEAST).collect();
    functions.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0));
    let mut text = String::new();
    for (function, (count, mut files)) in functions {
        text.push_str(&format!("{count:9.1}  {function}\n"));
        files.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (count, file) in files.into_iter().filter(|(count, _)| *count >= LEAST) {
            text.push_str(&format!("{count:17.1}  {}\n", short(file)));
        }
    }
    text
}

/// The part of a path that says which crate and file.
fn short(path: &str) -> &str {
    let parts: Vec<usize> = path.rmatch_indices('/').map(|(at, _)| at).collect();
    parts.get(3).map_or(path, |at| &path[at + 1..])
}

//! The diagnostics: what is in them, under which spans, in which format.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Said, fixture, scratch, survey, without_time};

/// The run's span, as the full format shows it.
fn run(dir: &Path) -> String {
    format!("survey{{dir={}}}", dir.display())
}

fn warnings() -> Vec<String> {
    let run = run(&fixture());
    vec![
        format!(
            "WARN {run}:file{{path=broken.rs}}: survey::source: cannot be analysed path=\"broken.rs\" line=5 column=10 \
             reason=\"an open bracket, or text that is not Rust\""
        ),
        format!(
            "WARN {run}:file{{path=latin1.rs}}: survey::source: cannot be analysed path=\"latin1.rs\" line=1 column=28 \
             reason=\"not UTF-8\""
        ),
        format!(
            "WARN {run}:file{{path=queue/mod.rs}}:function{{name=Slot::set line=16 lines=5}}: survey::findings: unsafe \
             block without a SAFETY comment line=18"
        ),
    ]
}

#[test]
fn warnings_name_the_file_the_function_and_the_position() {
    assert_eq!(Said::by(survey(fixture()).env("RUST_LOG", "warn")).sorted_log(), warnings());
}

#[test]
fn the_default_is_info() {
    let said = Said::by(&mut survey(fixture()));
    let mut expected = warnings();
    let run = run(&fixture());
    expected.insert(0, format!("INFO {run}: survey: done functions=11 lines=107 failures=2"));
    expected.insert(1, format!("INFO {run}: survey: found files=4"));
    assert_eq!(said.sorted_log(), expected);
}

#[test]
fn off_is_silent() {
    for filter in ["off", "error"] {
        assert_eq!(Said::by(survey(fixture()).env("RUST_LOG", filter)).log, "", "RUST_LOG={filter}");
    }
}

#[test]
fn trace_shows_each_function_under_its_file_under_the_run() {
    let run = run(&fixture());
    let said = Said::by(survey(fixture()).env("RUST_LOG", "off,survey::findings=trace").args(["--threads", "3"]));
    let lib = format!("{run}:file{{path=lib.rs}}");
    let queue = format!("{run}:file{{path=queue/mod.rs}}");
    let outer = "function{name=Job::attempts line=20 lines=6}";
    let mut expected = vec![
        format!("TRACE {lib}:function{{name=Job::new line=14 lines=4}}: survey::findings: read"),
        format!("TRACE {lib}:{outer}: survey::findings: read"),
        format!("TRACE {lib}:{outer}:function{{name=Job::attempts::nested line=23 lines=3}}: survey::findings: read"),
        format!("TRACE {lib}:function{{name=Run::twice line=34 lines=4}}: survey::findings: read"),
        format!("TRACE {lib}:function{{name=Job::run line=41 lines=3}}: survey::findings: read"),
        format!("TRACE {lib}:function{{name=Private::hidden_with_its_type line=49 lines=1}}: survey::findings: read"),
        format!("TRACE {lib}:function{{name=tests::hidden_with_its_module line=54 lines=1}}: survey::findings: read"),
        format!("TRACE {queue}:function{{name=Slot::get line=10 lines=3}}: survey::findings: read"),
        format!("TRACE {queue}:function{{name=Slot::set line=16 lines=5}}: survey::findings: read"),
        format!("TRACE {queue}:function{{name=Slot::swap line=23 lines=6}}: survey::findings: read"),
        format!("TRACE {queue}:function{{name=Slot::clear line=33 lines=5}}: survey::findings: read"),
    ];
    expected.sort_unstable();
    // The filter names one module: the spans of the run and of the files are made in another, and are not there.
    let without = |line: &String| line.replace(&format!("{lib}:"), "").replace(&format!("{queue}:"), "");
    let mut functions: Vec<String> = expected.iter().map(without).collect();
    functions.sort_unstable();
    let seen: Vec<&str> = said.sorted_log().into_iter().filter(|line| line.starts_with("TRACE")).collect();
    assert_eq!(seen, functions);

    let said = Said::by(survey(fixture()).env("RUST_LOG", "trace").args(["--threads", "3"]));
    let reads = |line: &&str| line.ends_with(": survey::findings: read");
    let seen: Vec<&str> = said.sorted_log().into_iter().filter(reads).collect();
    assert_eq!(seen, expected);
}

#[test]
fn a_filter_on_a_field_of_a_span_shows_one_file() {
    let said = Said::by(survey(fixture()).env("RUST_LOG", "[file{path=lib.rs}]=debug").args(["--threads", "1"]));
    let shown: Vec<&str> = said.log.lines().map(without_time).collect();
    assert_eq!(shown.len(), 5, "{}", said.log);
    for line in shown {
        assert!(line.starts_with("DEBUG") && line.contains("file{path=lib.rs}"), "{line}");
    }
}

#[test]
fn every_level_has_something_to_tell() {
    let dir = scratch("levels");
    let long = "    g();\n".repeat(100);
    fs::write(dir.join("a.rs"), format!("pub fn f() {{\n{long}}}\n// \u{202e}\nconst A: u8 = unsafe {{ b() }};\n"))
        .unwrap();
    let said = Said::by(survey(&dir).env("RUST_LOG", "trace"));
    let file = format!("{}:file{{path=a.rs}}", run(&dir));
    for line in [
        format!("ERROR {file}: survey::source: text that changes its direction line=103 character=\\u{{202e}}"),
        format!("WARN {file}: survey::findings: unsafe block without a SAFETY comment line=104"),
        format!("INFO {file}:function{{name=f line=1 lines=102}}: survey::findings: long function"),
        format!("DEBUG {file}: survey::findings: public item without documentation kind=\"fn\" name=f line=1"),
        format!("TRACE {file}:function{{name=f line=1 lines=102}}: survey::findings: read"),
    ] {
        assert!(said.sorted_log().contains(&line.as_str()), "no {line:?} in\n{}", said.log);
    }
    assert_eq!(said.count("lines that change the direction of text"), 1);
}

#[test]
fn json_carries_the_scope_from_the_run_down() {
    let said = Said::by(survey(fixture()).env("RUST_LOG", "warn").args(["--format", "json"]));
    let lines: Vec<Value> = said.log.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
    assert_eq!(lines.len(), 3);
    let line = lines.iter().find(|line| line["fields"]["line"] == 18).expect("the unsafe block");
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["target"], "survey::findings");
    assert_eq!(line["fields"]["message"], "unsafe block without a SAFETY comment");
    assert_eq!(line["span"]["name"], "function");
    let names: Vec<&Value> = line["spans"].as_array().expect("spans").iter().map(|span| &span["name"]).collect();
    assert_eq!(names, ["survey", "file", "function"]);
    assert_eq!(line["spans"][1]["path"], "queue/mod.rs");
    assert_eq!(line["spans"][2]["lines"], 5);
}

#[test]
fn compact_is_one_line_and_pretty_is_several() {
    let compact = Said::by(survey(fixture()).env("RUST_LOG", "warn").args(["--format", "compact"]));
    assert_eq!(compact.log.lines().count(), 3, "{}", compact.log);
    assert!(compact.log.contains("survey:file:function: "), "{}", compact.log);
    let pretty = Said::by(survey(fixture()).env("RUST_LOG", "warn").args(["--format", "pretty"]));
    assert!(
        pretty.log.contains("\n    in survey::findings::function with name: Slot::set, line: 16, lines: 5\n"),
        "{}",
        pretty.log
    );
    assert!(pretty.log.contains("\n    in survey::file with path: queue/mod.rs\n"), "{}", pretty.log);
}

#[test]
fn no_colours_off_a_terminal() {
    for format in ["full", "compact", "pretty", "json"] {
        let said = Said::by(survey(fixture()).env("RUST_LOG", "trace").args(["--format", format]));
        assert!(!said.log.contains('\x1b'), "{format}");
    }
}

#[test]
fn a_log_file_takes_the_place_of_standard_error() {
    let file = scratch("log_file").join("survey.log");
    fs::write(&file, "the run before\n").unwrap();
    let said = Said::by(survey(fixture()).env("RUST_LOG", "warn").arg("--log-file").arg(&file));
    assert_eq!((said.code, said.log.as_str()), (Some(0), ""));
    let log = fs::read_to_string(&file).unwrap();
    let mut lines: Vec<&str> = log.lines().map(without_time).collect();
    lines.sort_unstable();
    assert_eq!(lines, warnings());
}

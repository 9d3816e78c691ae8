//! Bad input: a clear error or a warning, never a panic, never a run without end.

use std::fs;

use crate::program::{Said, fixture, scratch, survey};

#[test]
fn no_such_directory() {
    let dir = scratch("no_such_directory").join("gone");
    let said = Said::by(&mut survey(&dir));
    assert_eq!((said.code, said.report.as_str()), (Some(1), ""));
    assert!(said.log.starts_with(&format!("survey: cannot read {}: ", dir.display())), "{}", said.log);
}

#[test]
fn no_arguments_and_unknown_formats_are_usage_errors() {
    let said = Said::by(survey(fixture()).args(["--format", "xml"]));
    assert_eq!(said.code, Some(2));
    assert!(said.log.contains("[possible values: full, compact, pretty, json]"), "{}", said.log);
}

#[test]
fn a_filter_that_cannot_be_read_is_told() {
    let said = Said::by(survey(fixture()).env("RUST_LOG", "survey=loud"));
    assert_eq!((said.code, said.report.as_str()), (Some(1), ""));
    assert!(said.log.starts_with("survey: RUST_LOG: "), "{}", said.log);
}

#[test]
fn an_unwritable_log_file_is_told() {
    let file = scratch("unwritable").join("no/such/folder.log");
    let said = Said::by(survey(fixture()).arg("--log-file").arg(&file));
    assert_eq!((said.code, said.report.as_str()), (Some(1), ""));
    assert!(said.log.starts_with(&format!("survey: cannot write the log file {}: ", file.display())), "{}", said.log);
}

#[test]
fn an_empty_directory_has_an_empty_report() {
    let said = Said::by(&mut survey(scratch("empty")));
    assert_eq!((said.code, said.count("files"), said.count("functions")), (Some(0), 0, 0));
}

#[test]
fn nesting_deeper_than_a_stack_is_refused() {
    let dir = scratch("deep");
    for (n, link) in
        ["(", "[", "{", "!", "& ", "a+", "a=", "if a {} else ", "|a| ", "A<", "if !a {", "m!{"].iter().enumerate()
    {
        let close: String = match link.chars().last() {
            Some('(') => ")".repeat(200_000),
            Some('[') => "]".repeat(200_000),
            Some('{') => "}".repeat(200_000),
            _ => String::new(),
        };
        fs::write(dir.join(format!("{n:02}.rs")), format!("fn f() {{ {}{close} }}", link.repeat(200_000))).unwrap();
    }
    // As deep as is let in: in a test, with the large frames of a build without optimisation.
    for (n, text) in [
        format!("type A = {}u8;", "&".repeat(8_100)),
        format!("fn f() {{ {}a }}", "- ".repeat(8_100)),
        format!("fn f() {{ {}a }}", "a+".repeat(4_000)),
        format!("fn f() {{ {}{} }}", "f(".repeat(500), ")".repeat(500)),
        format!("fn f() {{ {}{} }}", "|a| {".repeat(500), "}".repeat(500)),
        format!("{}{}", "fn f() {".repeat(500), "}".repeat(500)),
    ]
    .iter()
    .enumerate()
    {
        fs::write(dir.join(format!("let_in_{n}.rs")), text).unwrap();
    }
    let said = Said::by(survey(&dir).env("RUST_LOG", "warn"));
    assert_eq!(said.code, Some(0));
    assert_eq!((said.count("files"), said.count("files or folders not analysed")), (18, 12), "{}", said.report);
    assert_eq!(said.log.matches("reason=\"nested too deep\"").count(), 12, "{}", said.log);
}

#[test]
fn a_file_too_long_for_memory_is_refused() {
    let dir = scratch("long");
    let file = fs::File::create(dir.join("a.rs")).unwrap();
    // A hole: 1 GiB to read, no room on the disk.
    file.set_len(1 << 30).unwrap();
    let said = Said::by(&mut survey(&dir));
    assert_eq!((said.code, said.count("files or folders not analysed")), (Some(0), 1));
    assert!(said.report.contains("a.rs: longer than 16777216 bytes"), "{}", said.report);
}

#[test]
fn a_byte_order_mark_and_a_shebang_are_no_errors() {
    let dir = scratch("first_bytes");
    fs::write(dir.join("bom.rs"), "\u{feff}fn f() {}").unwrap();
    fs::write(dir.join("shebang.rs"), "#!/usr/bin/env run\nfn f() {}").unwrap();
    let said = Said::by(&mut survey(&dir));
    assert_eq!((said.count("functions"), said.count("files or folders not analysed")), (2, 0), "{}", said.report);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use crate::program::{Said, scratch, survey};

    #[test]
    fn a_loop_of_links_is_told_once_and_not_followed() {
        let dir = scratch("links");
        fs::create_dir_all(dir.join("a/b")).unwrap();
        fs::write(dir.join("a/b/c.rs"), "fn f() {}").unwrap();
        symlink("..", dir.join("a/up")).unwrap();
        symlink("nowhere", dir.join("a/gone.rs")).unwrap();
        symlink("b/c.rs", dir.join("a/again.rs")).unwrap();
        let said = Said::by(&mut survey(&dir));
        assert_eq!((said.code, said.count("files"), said.count("functions")), (Some(0), 1, 1), "{}", said.report);
        assert!(said.report.contains("  a/gone.rs: "), "{}", said.report);
        let back = format!("  a/up: a loop of symbolic links, back to {}\n", dir.display());
        assert!(said.report.contains(&back), "{}", said.report);
        assert_eq!(said.log.matches("cannot be entered").count(), 2, "{}", said.log);
    }

    #[test]
    fn links_that_double_at_each_step_are_walked_once() {
        let outside = scratch("doubling_outside");
        for step in 0..30 {
            fs::create_dir(outside.join(format!("{step}"))).unwrap();
            for link in ["left", "right"] {
                symlink(format!("../{}", step + 1), outside.join(format!("{step}/{link}"))).unwrap();
            }
        }
        fs::create_dir(outside.join("30")).unwrap();
        fs::write(outside.join("30/a.rs"), "fn f() {}").unwrap();
        let dir = scratch("doubling");
        symlink(outside.join("0"), dir.join("in")).unwrap();
        assert_eq!(Said::by(&mut survey(&dir)).count("files"), 1);
    }

    #[test]
    fn a_pipe_named_like_a_source_is_not_waited_for() {
        let dir = scratch("pipe");
        let made = Command::new("mkfifo").arg(dir.join("a.rs")).status().expect("mkfifo is there");
        assert!(made.success());
        assert_eq!(Said::by(&mut survey(&dir)).count("files"), 0);
    }

    #[test]
    fn a_name_cannot_forge_a_line() {
        let dir = scratch("names");
        fs::write(dir.join("a\n  0  functions.rs"), "fn f( {}").unwrap();
        fs::write(dir.join(OsStr::from_bytes(b"\xff\x1b[31m.rs")), "fn f( {}").unwrap();
        let said = Said::by(&mut survey(&dir));
        assert!(said.report.contains("  a\\n  0  functions.rs:1:5: "), "{}", said.report);
        assert!(said.report.contains("\\u{1b}[31m.rs:1:5: "), "{}", said.report);
        for text in [&said.report, &said.log] {
            assert!(!text.contains('\x1b'), "{text}");
        }
        assert_eq!(said.log.lines().count(), 4, "{}", said.log);
    }
}

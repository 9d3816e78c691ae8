//! The report: right, and the same whatever is logged and however many threads work.

use std::fs;

use crate::program::{Said, fixture, scratch, survey};

const COUNTS: &str = "
        4  files
      107  lines
       71  lines of code
       11  functions
        4  unsafe blocks
        1  unsafe blocks without a SAFETY comment
        7  public items without documentation
        0  lines that change the direction of text
        2  files or folders not analysed

longest functions, in lines of code
        6  Job::attempts  lib.rs:20
        6  Slot::swap  queue/mod.rs:23
        5  Slot::set  queue/mod.rs:16
        5  Slot::clear  queue/mod.rs:33
        4  Job::new  lib.rs:14
        4  Run::twice  lib.rs:34
        3  Job::attempts::nested  lib.rs:23
        3  Job::run  lib.rs:41
        3  Slot::get  queue/mod.rs:10
        1  Private::hidden_with_its_type  lib.rs:49

not analysed
  broken.rs:5:10: an open bracket, or text that is not Rust
  latin1.rs:1:28: not UTF-8
";

#[test]
fn the_fixture_has_the_counts_made_by_hand() {
    let said = Said::by(&mut survey(fixture()));
    assert_eq!(said.report, format!("survey of {}{COUNTS}", fixture().display()));
    assert_eq!(said.code, Some(0));
}

#[test]
fn the_report_depends_neither_on_rust_log_nor_on_threads() {
    let first = Said::by(&mut survey(fixture())).report;
    for filter in ["off", "error", "trace", "survey::findings=debug", "[file{path=lib.rs}]=trace"] {
        for threads in ["1", "4"] {
            let said = Said::by(survey(fixture()).env("RUST_LOG", filter).args(["--threads", threads]));
            assert_eq!(said.report, first, "RUST_LOG={filter} --threads {threads}");
        }
    }
}

#[test]
fn one_file_can_be_surveyed() {
    let said = Said::by(&mut survey(fixture().join("lib.rs")));
    assert_eq!((said.count("files"), said.count("functions")), (1, 7));
}

#[test]
fn build_folders_and_hidden_folders_are_passed_over() {
    let dir = scratch("passed_over");
    for folder in ["target", ".hidden", "kept"] {
        fs::create_dir(dir.join(folder)).unwrap();
        fs::write(dir.join(folder).join("a.rs"), "fn f() {}").unwrap();
    }
    fs::write(dir.join("target/CACHEDIR.TAG"), "").unwrap();
    assert_eq!(Said::by(&mut survey(&dir)).count("files"), 1);
}

#[test]
fn comments_on_safety_are_looked_for_where_people_write_them() {
    let dir = scratch("safety");
    let explained = "
        // SAFETY: above the item
        #[rustfmt::skip]
        const A: u8 = unsafe { f() };
        fn g() {
            // SAFETY: above a statement of several lines
            h()
                .i(unsafe { f() });
            let a = /* SAFETY: beside */ unsafe { f() };
            match a {
                // SAFETY: above the arm
                0 => unsafe { f() },
                1 => unsafe { f() }, // Safety: at the end of the line
                _ => {
                    // SAFETY: above, with an attribute between
                    #[allow(unused_unsafe)]
                    unsafe { f() }
                }
            }
        }
        impl S {
            // SAFETY: above an associated constant
            const B: u8 = unsafe { f() };
        }";
    let unexplained = "
        // SAFETY: of the first alone
        static A: u8 = unsafe { f() };
        static B: u8 = unsafe { f() };
        fn g() {
            // SAFETY: too far away

            unsafe { f() };
            let a = \"SAFETY:\"; unsafe { f() };
            // unsafe, and nothing more is said
            unsafe { f() };
        }";
    fs::write(dir.join("a.rs"), explained).unwrap();
    let said = Said::by(&mut survey(&dir));
    assert_eq!(
        (said.count("unsafe blocks"), said.count("unsafe blocks without a SAFETY comment")),
        (7, 0),
        "{}",
        said.log
    );
    fs::write(dir.join("a.rs"), unexplained).unwrap();
    let said = Said::by(&mut survey(&dir));
    assert_eq!(
        (said.count("unsafe blocks"), said.count("unsafe blocks without a SAFETY comment")),
        (5, 4),
        "{}",
        said.log
    );
}

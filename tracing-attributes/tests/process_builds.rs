//! Crates that are built in a way of their own: under an environment variable, with a `--cfg`, without std, in another edition.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const VARIABLE: &str = "TRACING_INSTRUMENT_ARGUMENTS";

const ALL: &str = "
plain user=1 password=2
enter
exit
skips user=1
enter
exit
chooses user=1
enter
exit
declares password=2 by=3
enter
exit
waits user=1 password=2
enter
exit
enter
exit
";
const CHOSEN: &str = "
plain
enter
exit
skips
enter
exit
chooses user=1
enter
exit
declares by=3
enter
exit
waits
enter
exit
enter
exit
";

#[test]
fn a_variable_makes_arguments_opt_in_and_a_change_builds_anew() {
    let package = package("opt-in-by-variable", "", &[("main.rs", "opt_in.rs"), ("recorder.rs", "recorder.rs")]);
    let run = |value: Option<&str>| {
        let mut cargo = cargo(&package, &["run"]);
        value.map(|value| cargo.env(VARIABLE, value));
        output(&mut cargo)
    };
    assert_eq!(run(None), ALL.trim_start());
    assert_eq!(run(Some("none")), CHOSEN.trim_start());
    assert_eq!(run(Some("all")), ALL.trim_start());
}

#[test]
fn a_cfg_makes_arguments_opt_in() {
    let package = package("opt-in-by-cfg", "", &[("main.rs", "opt_in.rs"), ("recorder.rs", "recorder.rs")]);
    let cfg = format!("cargo::rustc-cfg={}=\"none\"", VARIABLE.to_lowercase());
    fs::write(package.join("build.rs"), format!("fn main() {{ println!({cfg:?}) }}")).unwrap();
    assert_eq!(output(&mut cargo(&package, &["run"])), CHOSEN.trim_start());
    // The variable is the user's, who may look into a crate that its author has closed.
    assert_eq!(output(cargo(&package, &["run"]).env(VARIABLE, "all")), ALL.trim_start());
}

#[test]
fn functions_without_std_have_spans() {
    let sources = [("lib.rs", "no_std.rs"), ("main.rs", "no_std_main.rs"), ("recorder.rs", "recorder.rs")];
    let package = package("no-std", ", default-features = false, features = [\"attributes\"]", &sources);
    let expected = "
add a=1 b=2
enter
exit
checked a=1 sum=3
enter
exit
waits a=1 b=\"two\"
enter
exit
enter
exit
";
    assert_eq!(output(&mut cargo(&package, &["run"])), expected.trim_start());
}

#[test]
fn every_shape_of_function_compiles_without_a_warning_in_every_edition() {
    let package = package("shapes", "", &[("lib.rs", "shapes.rs")]);
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    for edition in ["2018", "2021", "2024"] {
        fs::write(package.join("Cargo.toml"), manifest.replace("\"2024\"", &format!("\"{edition}\""))).unwrap();
        // Warnings are denied there.
        output(&mut cargo(&package, &["check"]));
    }
}

/// Writes a package of files of `tests/built`, outside of this workspace, whose choice of features is not its.
fn package(name: &str, features: &str, sources: &[(&str, &str)]) -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(package.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"{}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         tracing = {{ path = '{ROOT}/tracing'{features} }}\n",
        name.replace('-', "_")
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::copy(format!("{ROOT}/Cargo.lock"), package.join("Cargo.lock")).unwrap();
    for (target, source) in sources {
        let source = format!("{}/tests/built/{source}", env!("CARGO_MANIFEST_DIR"));
        fs::copy(source, package.join("src").join(target)).unwrap();
    }
    package
}

fn cargo(package: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--quiet", "--offline"]).current_dir(package);
    // One for all, so that what they have in common is built once.
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("built"));
    // What is said of this build does not hold for that one.
    for name in [VARIABLE, "TRACING_MAX_LEVEL", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command that has to succeed; gives what it wrote.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

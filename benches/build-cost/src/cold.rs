//! The whole of tracing-subscriber with `env-filter` and `json`: how many packages, and how long from nothing.
//! Called by `main`.

use std::{collections::BTreeSet, fmt::Write, path::Path, process::Command};

use crate::{
    build::{Time, timed, write},
    generate,
    options::{Implementation, Options},
    save,
};

/// Counts the packages and builds them, each implementation in an empty target directory.
pub fn run(options: &Options) -> Result<(), String> {
    let mut figures = Vec::new();
    for implementation in &options.implementations {
        let directory = options.out.join(format!("cold-{}", implementation.name()));
        let version = match implementation {
            Implementation::Ours => "0.3",
            Implementation::Published => "=0.3.23",
        };
        let mut manifest = format!(
            "[package]\nname = \"cold\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n[dependencies]\n\
             tracing-subscriber = {{ version = \"{version}\", features = [\"env-filter\", \"json\"] }}\n"
        );
        if *implementation == Implementation::Ours {
            manifest.push_str(&generate::patch(&options.root));
        }
        write(&directory.join("Cargo.toml"), &manifest)?;
        write(&directory.join("src/lib.rs"), "")?;

        let mut best: Option<Time> = None;
        for _ in 0..options.runs {
            let target = directory.join("target");
            if target.exists() {
                std::fs::remove_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
            }
            let mut build = Command::new("cargo");
            build.args(["build", "--release", "--quiet"]).current_dir(&directory).env("CARGO_TARGET_DIR", &target);
            let time = timed(&mut build)?;
            if best.is_none_or(|best| time.cpu < best.cpu) {
                best = Some(time);
            }
        }
        let time = best.expect("at least one run");
        figures.push(Figures {
            implementation: *implementation,
            built: built(&directory)?,
            locked: locked(&directory)?,
            time,
        });
    }
    let mut lines = String::new();
    for (measure, value, target) in COLUMNS {
        let cell = |implementation| {
            let figure = figures.iter().find(|figure| figure.implementation == implementation);
            figure.map_or(String::new(), |figure| value(figure).to_string())
        };
        let (ours, published) = (cell(Implementation::Ours), cell(Implementation::Published));
        let target = target.map_or(String::new(), |target: f64| target.to_string());
        let _ = writeln!(lines, "release\tcold\t{measure}\t{ours}\t{published}\t{target}");
        println!("{measure:16} ours {ours:>8} published {published:>8}");
    }
    save(&options.out.join("cold.tsv"), &lines)
}

struct Figures {
    implementation: Implementation,
    built: usize,
    locked: usize,
    time: Time,
}

type Column = (&'static str, fn(&Figures) -> f64, Option<f64>);

/// The measures; a target is a bound on the ratio. Of locked packages the published crates take 34 and these may take 24.
const COLUMNS: [Column; 4] = [
    ("packages locked", |figure| figure.locked as f64, Some(24.0 / 34.0)),
    ("packages built", |figure| figure.built as f64, None),
    ("build, cpu s", |figure| figure.time.cpu.as_secs_f64(), Some(0.7)),
    ("build, wall s", |figure| figure.time.wall.as_secs_f64(), None),
];

/// The packages that a lock file names, for every platform, the crate that asks for them included.
fn locked(directory: &Path) -> Result<usize, String> {
    let path = directory.join("Cargo.lock");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().filter(|line| *line == "[[package]]").count())
}

/// The packages that a build takes on this platform, tracing-subscriber included, the crate that asks for it not.
fn built(directory: &Path) -> Result<usize, String> {
    let output = Command::new("cargo")
        .args(["tree", "--quiet", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"])
        .current_dir(directory)
        .output()
        .map_err(|error| format!("cargo tree: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let packages: BTreeSet<&str> =
        text.lines().filter(|line| !line.is_empty() && !line.starts_with("cold v")).collect();
    Ok(packages.len())
}

//! Runs cargo and `size`, and takes the time. Called by `main` and `cold`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    generate,
    options::{Implementation, Kind, Options, Profile},
};

/// What building one crate took, and what came out.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub implementation: Implementation,
    pub kind: Kind,
    pub profile: Profile,
    pub time: Time,
    pub size: Size,
}

#[derive(Clone, Copy, Debug)]
pub struct Time {
    pub wall: Duration,
    /// User and system time of cargo and all it started: steadier than the wall on a busy machine.
    pub cpu: Duration,
}

/// Two columns of `size`: `text` counts code and constants, `data` the statics that are not zero.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub text: u64,
    pub data: u64,
}

/// The generated crates of one implementation, with a target directory of their own.
#[derive(Debug)]
pub struct Workspace {
    implementation: Implementation,
    directory: PathBuf,
}

impl Workspace {
    /// Writes the crates to disk.
    pub fn generate(implementation: Implementation, options: &Options) -> Result<Self, String> {
        let directory = options.out.join(implementation.name());
        write(&directory.join("Cargo.toml"), &generate::workspace_manifest(implementation, &options.root))?;
        for kind in generate::KINDS {
            let package = directory.join(kind.name());
            write(&package.join("Cargo.toml"), &generate::crate_manifest(kind, implementation))?;
            write(&package.join("src/main.rs"), &generate::main_file(kind, options.callsites))?;
        }
        Ok(Self { implementation, directory })
    }

    /// Builds the dependencies, so that they are in no figure.
    pub fn warm(&self, profile: Profile) -> Result<(), String> {
        self.cargo(&["build", "-p", "empty"], profile).map(drop)
    }

    /// Builds one crate anew, its dependencies being there.
    pub fn measure(&self, kind: Kind, profile: Profile) -> Result<Cost, String> {
        self.cargo(&["clean", "-p", kind.name()], profile)?;
        let time = self.cargo(&["build", "-p", kind.name()], profile)?;
        let program = self.directory.join("target").join(profile.name()).join(kind.name());
        let size = size(&program)?;
        eprintln!(
            "{:9} {:7} {:11} {:6.2} s cpu",
            self.implementation.name(),
            profile.name(),
            kind.name(),
            time.cpu.as_secs_f64()
        );
        Ok(Cost { implementation: self.implementation, kind, profile, time, size })
    }

    fn cargo(&self, arguments: &[&str], profile: Profile) -> Result<Time, String> {
        let mut command = Command::new("cargo");
        command.args(arguments).arg("--quiet").current_dir(&self.directory);
        command.env("CARGO_TARGET_DIR", self.directory.join("target"));
        if profile == Profile::Release {
            command.arg("--release");
        }
        timed(&mut command)
    }
}

/// Runs a command to its end; its output is shown when it fails.
pub fn timed(command: &mut Command) -> Result<Time, String> {
    let cpu = children_cpu()?;
    let start = Instant::now();
    // The environment of the `cargo run` that started this program must not reach the builds.
    for (name, _) in std::env::vars() {
        let of_cargo = name.starts_with("CARGO_") || name.starts_with("RUSTC") || name == "RUSTFLAGS";
        if of_cargo && !matches!(name.as_str(), "CARGO_HOME" | "CARGO_TARGET_DIR" | "CARGO_NET_OFFLINE") {
            command.env_remove(name);
        }
    }
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{command:?}: {error}"))?;
    let wall = start.elapsed();
    if !output.status.success() {
        return Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(Time { wall, cpu: children_cpu()? - cpu })
}

/// User and system time of the children that were waited for, theirs included (Linux counts it in hundredths).
fn children_cpu() -> Result<Duration, String> {
    let stat = std::fs::read_to_string("/proc/self/stat").map_err(|error| format!("/proc/self/stat: {error}"))?;
    // The command's name may hold blanks; the fields behind its parenthesis count from 3.
    let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3).and_then(|text| text.parse::<u64>().ok());
    match (ticks(16), ticks(17)) {
        (Some(user), Some(system)) => Ok(Duration::from_millis((user + system) * 10)),
        _ => Err("/proc/self/stat has another form here".to_owned()),
    }
}

fn size(program: &Path) -> Result<Size, String> {
    let output = Command::new("size").arg(program).output().map_err(|error| format!("size (of binutils): {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.lines().nth(1).unwrap_or("").split_whitespace().map_while(|word| word.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(text), Some(data)) => Ok(Size { text, data }),
        _ => Err(format!("size said {text:?} of {}", program.display())),
    }
}

/// Writes a file, unless it is there with the same text: cargo looks at times.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let parent = path.parent().expect("a file lies in a directory");
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

//! Runs a command and keeps what it prints in the step's log. Called by every step.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::root;

/// Why a step failed. The log holds the rest.
pub(crate) type Failure = String;

/// The log of one step: every command, its output, errors among it.
pub(crate) struct Log {
    path: PathBuf,
}

impl Log {
    /// An empty log.
    pub(crate) fn of(step: &str) -> Result<Log, Failure> {
        let folder = root().join("target/xtask");
        let path = folder.join(format!("{step}.log"));
        fs::create_dir_all(&folder)
            .and_then(|()| File::create(&path))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(Log { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.path).unwrap_or_default()).into_owned()
    }

    /// Runs a command, its output to the log.
    pub(crate) fn run(&self, command: &mut Command) -> Result<(), Failure> {
        let shown = shown(command);
        let mut file = self.append()?;
        let _ = writeln!(file, "$ {shown}");
        let errors = file.try_clone().map_err(|error| error.to_string())?;
        let status = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(errors)
            .status()
            .map_err(|error| format!("cannot start `{shown}`: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("`{shown}` failed: {status}")) }
    }

    /// Runs a command and gives its two outputs. They are in the log only if it fails: they may be long.
    pub(crate) fn capture(&self, command: &mut Command) -> Result<(String, String), Failure> {
        let shown = shown(command);
        let output =
            command.stdin(Stdio::null()).output().map_err(|error| format!("cannot start `{shown}`: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        let mut file = self.append()?;
        let _ = writeln!(file, "$ {shown}");
        if output.status.success() {
            return Ok((out, err));
        }
        let _ = writeln!(file, "{out}{err}");
        Err(format!("`{shown}` failed: {}", output.status))
    }

    /// Runs a build, which fails if it warns. Flags that deny warnings would build all dependencies once more.
    pub(crate) fn build(&self, command: &mut Command) -> Result<(), Failure> {
        let (_, err) = self.capture(command)?;
        if err.contains("warning: ") {
            let _ = writeln!(self.append()?, "{err}");
            return Err(format!("`{}` warns", shown(command)));
        }
        Ok(())
    }

    fn append(&self) -> Result<File, Failure> {
        let opened = OpenOptions::new().append(true).open(&self.path);
        opened.map_err(|error| format!("cannot write {}: {error}", self.path.display()))
    }
}

/// `cargo` in the root, as the one that runs this program.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root()).env("CARGO_TERM_COLOR", "never");
    // What `cargo xtask` was started with is not for the checks.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "RUST_LOG"] {
        command.env_remove(name);
    }
    command
}

/// `cargo` of another toolchain.
pub(crate) fn cargo_of<S: AsRef<OsStr>>(toolchain: &str, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", toolchain, "cargo"]).args(args).current_dir(root());
    command.env("CARGO_TERM_COLOR", "never").env_remove("RUSTC").env_remove("RUSTDOC");
    command
}

/// Whether a program is there and well.
pub(crate) fn answers(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn shown(command: &Command) -> String {
    let set = command.get_envs().filter(|(name, _)| !name.to_string_lossy().starts_with("CARGO_TERM"));
    let set =
        set.filter_map(|(name, value)| Some(format!("{}={:?} ", name.to_string_lossy(), value?.to_string_lossy())));
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| format!(" {}", arg.to_string_lossy()));
    set.chain([program]).chain(args).collect()
}

//! The command line. Called by `main`; the values are read by every other module.

use std::path::{Path, PathBuf};

pub const HELP: &str = "\
usage: build-cost [callsites|cold] [options]

  callsites             builds crates of many callsites (the default)
  cold                  counts the packages of tracing-subscriber with env-filter and json,
                        and builds it from nothing in release

  --kinds A,B           of events,spans,sync,async         (default: all)
  --impls A,B           of ours,published                  (default: both)
  --profiles A,B        of debug,release                   (default: both)
  --callsites N         callsites per crate                (default: 1000)
  --runs N              builds of each crate, the best counts (default: 1)
  --out DIR             where to generate and to write the figures (default: target/build-cost)
";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    Callsites,
    Cold,
}

/// Whose crates a program is built with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Implementation {
    Ours,
    Published,
}

impl Implementation {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Published => "published",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    Debug,
    Release,
}

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// What a generated crate is full of. The plain kinds are the same functions without the attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Empty,
    Events,
    Spans,
    Sync,
    SyncPlain,
    Async,
    AsyncPlain,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Events => "events",
            Self::Spans => "spans",
            Self::Sync => "sync",
            Self::SyncPlain => "sync-plain",
            Self::Async => "async",
            Self::AsyncPlain => "async-plain",
        }
    }

    /// The crate whose cost is subtracted to see what the callsites added.
    pub fn baseline(self) -> Kind {
        match self {
            Self::Sync => Self::SyncPlain,
            Self::Async => Self::AsyncPlain,
            _ => Self::Empty,
        }
    }
}

#[derive(Debug)]
pub struct Options {
    pub command: Command,
    pub kinds: Vec<Kind>,
    pub implementations: Vec<Implementation>,
    pub profiles: Vec<Profile>,
    pub callsites: usize,
    pub runs: usize,
    pub out: PathBuf,
    /// The root of the repository, whose crates are "ours".
    pub root: PathBuf,
}

impl Options {
    /// Reads the arguments; `None` when help was asked for.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let benches = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lives below benches/");
        let mut options = Self {
            command: Command::Callsites,
            kinds: vec![Kind::Events, Kind::Spans, Kind::Sync, Kind::Async],
            implementations: vec![Implementation::Ours, Implementation::Published],
            profiles: vec![Profile::Debug, Profile::Release],
            callsites: 1000,
            runs: 1,
            out: benches.join("target/build-cost"),
            root: benches.parent().expect("benches/ lives in the repository").to_owned(),
        };
        let mut arguments = arguments.peekable();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} wants a value"));
            match argument.as_str() {
                "callsites" => options.command = Command::Callsites,
                "cold" => options.command = Command::Cold,
                "--kinds" => {
                    options.kinds = list(&value()?, &[Kind::Events, Kind::Spans, Kind::Sync, Kind::Async], Kind::name)?
                }
                "--impls" => {
                    let all = [Implementation::Ours, Implementation::Published];
                    options.implementations = list(&value()?, &all, Implementation::name)?;
                }
                "--profiles" => options.profiles = list(&value()?, &[Profile::Debug, Profile::Release], Profile::name)?,
                "--callsites" => options.callsites = number(&value()?)?,
                "--runs" => options.runs = number(&value()?)?,
                "--out" => options.out = std::path::absolute(value()?).map_err(|error| error.to_string())?,
                "--help" | "-h" => return Ok(None),
                _ => return Err(format!("unknown argument {argument:?}")),
            }
        }
        std::fs::create_dir_all(&options.out).map_err(|error| format!("{}: {error}", options.out.display()))?;
        Ok(Some(options))
    }

    /// The kinds to build: those asked for, each after its baseline, none twice.
    pub fn kinds_with_baselines(&self) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for kind in self.kinds.iter().flat_map(|kind| [kind.baseline(), *kind]) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }
}

fn list<T: Copy>(text: &str, all: &[T], name: fn(T) -> &'static str) -> Result<Vec<T>, String> {
    text.split(',')
        .map(|word| {
            all.iter().copied().find(|item| name(*item) == word).ok_or_else(|| format!("unknown name {word:?}"))
        })
        .collect()
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| format!("{text:?} is no positive number"))
}

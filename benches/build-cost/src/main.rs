//! What a callsite costs at build time: generates crates of many callsites, builds each with these crates and with the
//! published ones, and compares build time and size. `cargo run -p build-cost -- --help` lists the options.

use std::{path::PathBuf, process::ExitCode};

mod build;
mod cold;
mod generate;
mod options;
mod table;

use crate::{
    build::{Cost, Workspace},
    options::{Command, Options},
};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", options::HELP);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("build-cost: {problem}\n\n{}", options::HELP);
            return ExitCode::from(2);
        }
    };
    let result = match options.command {
        Command::Callsites => callsites(&options),
        Command::Cold => cold::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("build-cost: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Builds every kind of crate with every implementation and prints the table.
fn callsites(options: &Options) -> Result<(), String> {
    let mut costs: Vec<Cost> = Vec::new();
    let workspaces = options
        .implementations
        .iter()
        .map(|implementation| Workspace::generate(*implementation, options))
        .collect::<Result<Vec<_>, _>>()?;
    for profile in &options.profiles {
        for workspace in &workspaces {
            workspace.warm(*profile)?;
        }
        for kind in options.kinds_with_baselines() {
            for _ in 0..options.runs {
                // One implementation after the other within a run, so that both see the same machine.
                for workspace in &workspaces {
                    costs.push(workspace.measure(kind, *profile)?);
                }
            }
        }
    }
    let best = table::best_of(costs);
    print!("{}", table::render(&best, options));
    save(&options.out.join("build-cost.tsv"), &table::tsv(&best, options.callsites))
}

fn save(path: &PathBuf, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

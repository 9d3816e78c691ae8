//! Measures all scenarios and writes `RESULTS.md`. `cargo run --release -p bench -- help` lists the commands.

use std::{path::PathBuf, process::ExitCode};

mod figures;
mod guard;
mod measure;
mod plot;
mod profile;
mod report;

const HELP: &str = "\
usage: bench COMMAND [WORDS]

  all                   everything below that measures, with build-cost, then report
  instructions [WORD]   instructions per operation (valgrind), of the scenarios whose name holds WORD
  scoped [WORD]         the same, with the subscriber scoped to the thread
  time [WORD]           nanoseconds per operation, implementations in turn
  allocations [WORD]    allocations per operation
  report                RESULTS.md and plots/ from the figures in target/figures
  profile IMPL NAME     where the instructions of one scenario go
  guard                 compares the hottest scenarios with guard.tsv; fails beyond 5%
  guard --write         writes guard.tsv
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["all"] => all(),
        ["instructions", word @ ..] => measure::instructions(word.first().copied(), false),
        ["scoped", word @ ..] => measure::instructions(word.first().copied(), true),
        ["time", word @ ..] => measure::time(word.first().copied()),
        ["allocations", word @ ..] => measure::allocations(word.first().copied()),
        ["report"] => report::write(),
        ["profile", implementation, name] => profile::run(implementation, name),
        ["guard"] => guard::check(),
        ["guard", "--write"] => guard::write(),
        _ => {
            print!("{HELP}");
            return if matches!(words.as_slice(), ["help"]) { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Result<(), String> {
    measure::instructions(None, false)?;
    measure::instructions(None, true)?;
    measure::allocations(None)?;
    measure::time(None)?;
    measure::build_cost()?;
    report::write()
}

/// The folder `benches/` of the repository.
fn home() -> PathBuf {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("the package lives below benches/").to_owned()
}

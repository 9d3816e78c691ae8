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

  all                   everything below that measures, with build-cost, then report, then criterion's reports
  instructions [WORD [IMPL]]  instructions per operation (valgrind) of the scenarios whose name
                        holds WORD, of all implementations or of IMPL alone
  scoped [WORD [IMPL]]  the same, with the subscriber scoped to the thread
  time [WORD [IMPL]]    nanoseconds per operation, implementations in turn
  allocations [WORD [IMPL]]   allocations per operation
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
        ["instructions", words @ ..] => measure::instructions(words, false),
        ["scoped", words @ ..] => measure::instructions(words, true),
        ["time", words @ ..] => measure::time(words),
        ["allocations", words @ ..] => measure::allocations(words),
        ["report"] => report::write(),
        ["profile", implementation, name] => measure::build().and_then(|()| profile::run(implementation, name)),
        ["guard"] => measure::build().and_then(|()| guard::check()),
        ["guard", "--write"] => measure::build().and_then(|()| guard::write()),
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
    measure::instructions(&[], false)?;
    measure::instructions(&[], true)?;
    measure::allocations(&[])?;
    measure::time(&[])?;
    measure::build_cost()?;
    report::write()?;
    measure::criterion()
}

/// The folder `benches/` of the repository.
fn home() -> PathBuf {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("the package lives below benches/").to_owned()
}

//! Runs one scenario of these crates or of the published ones; see `harness::one`.

fn main() -> std::process::ExitCode {
    harness::one::main(&pair::pairs())
}

//! Runs one scenario of a peer; see `harness::one`.

fn main() -> std::process::ExitCode {
    harness::one::main(&peers::pairs())
}

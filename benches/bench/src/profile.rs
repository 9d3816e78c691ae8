//! Where the instructions of one scenario go: callgrind's annotation. Called by `main`.

use std::process::Command;

use crate::measure::program;

const SHOWN: usize = 40;

pub fn run(implementation: &str, name: &str) -> Result<(), String> {
    let out = crate::home().join("target/callgrind.out");
    let status = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--dump-instr=no"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program(implementation))
        .args([implementation, name, "--count", if name.contains("/parse") { "40" } else { "10000" }])
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("{implementation} {name} failed"));
    }
    let output = Command::new("callgrind_annotate")
        .args(["--auto=no", "--show-percs=yes"])
        .arg(&out)
        .output()
        .map_err(|error| format!("callgrind_annotate: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    for line in text.lines().skip_while(|line| !line.contains("file:function")).take(SHOWN) {
        println!("{line}");
    }
    Ok(())
}

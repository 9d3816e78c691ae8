//! Starts `one` and `allocations`, alone or under valgrind, and keeps their figures. Called by `main` and `guard`.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::Mutex,
};

use harness::{Pair, Scenario};

use crate::figures::Figures;

/// Instructions of one operation of each scenario whose name holds the first word, of the implementation that the second
/// names or of all.
pub fn instructions(words: &[&str], scoped: bool) -> Result<(), String> {
    build()?;
    let kind = if scoped { "scoped" } else { "instructions" };
    let mut figures = Figures::load(kind);
    let counted = |scenario: &Scenario| !scenario.is_threaded() && !(scoped && scenario.is_of_the_process());
    let pairs: Vec<_> = wanted(words).into_iter().filter(|(scenario, _)| counted(scenario)).collect();
    let floor = count("published", "floor/empty", 1, scoped)?;
    // Counts do not depend on what else runs, so two processes share the work.
    let queue = Mutex::new(pairs.iter());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no worker panics").next();
                    let Some((scenario, implementation)) = next else { break };
                    let counted = count(implementation, scenario.name, scenario.batch, scoped);
                    results.lock().expect("no worker panics").push((scenario, implementation, counted));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no worker panics");
    results.sort_by_key(|(scenario, implementation, _)| (scenario.name, **implementation));
    for (scenario, implementation, counted) in results {
        // The loop around the operation is the harness's, not the scenario's.
        let net = counted? - floor / scenario.batch as f64;
        println!("{:40} {implementation:10} {net:10.1}", scenario.name);
        figures.set(scenario.name, implementation, net);
    }
    figures.save(kind)
}

/// Instructions of one operation: what 2n operations take beyond n.
pub fn count(implementation: &str, name: &str, batch: u64, scoped: bool) -> Result<f64, String> {
    let n = match implementation {
        "ours" | "published" if name.contains("/parse") => 40,
        "ours" | "published" => 1000,
        // A clock that some peers calibrate before `main` takes a million instructions, give or take: drown it.
        _ => 20_000 / batch,
    };
    let run = |n: u64| {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program(implementation));
        command.args([implementation, name, "--count", &n.to_string()]);
        if scoped {
            command.arg("--scoped");
        }
        let output = command.output().map_err(|error| format!("valgrind: {error}"))?;
        let text = String::from_utf8_lossy(&output.stderr);
        let collected = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<f64>().ok());
        match collected {
            Some(collected) if output.status.success() => Ok(collected),
            _ => Err(format!("{implementation} {name} under valgrind failed:\n{text}")),
        }
    };
    Ok((run(2 * n)? - run(n)?) / (n * batch) as f64)
}

/// Nanoseconds of one operation: in each round the implementations take turns and a process of each tells its median. The
/// least of these counts, for what else runs on the machine only adds.
pub fn time(words: &[&str]) -> Result<(), String> {
    const ROUNDS: usize = 7;
    build()?;
    let mut figures = Figures::load("time");
    let pairs = wanted(words);
    for same in pairs.chunk_by(|a, b| a.0.name == b.0.name) {
        let mut least = vec![f64::INFINITY; same.len()];
        for _ in 0..ROUNDS {
            for ((scenario, implementation), least) in same.iter().zip(&mut least) {
                *least = least.min(nanoseconds(scenario, implementation)?);
            }
        }
        for ((scenario, implementation), least) in same.iter().zip(least) {
            println!("{:40} {implementation:10} {least:10.1} ns", scenario.name);
            figures.set(scenario.name, implementation, least);
        }
        // Kept as they come: a run takes minutes.
        figures.save("time")?;
    }
    Ok(())
}

fn nanoseconds(scenario: &Scenario, implementation: &str) -> Result<f64, String> {
    let output = Command::new(program(implementation))
        .args([implementation, scenario.name, "--time"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("one: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| format!("{implementation} {} printed {text:?}", scenario.name))
}

/// Allocations of one operation.
pub fn allocations(words: &[&str]) -> Result<(), String> {
    build()?;
    let mut text = String::new();
    for name in ["allocations", "peer-allocations"] {
        let output = Command::new(binary(name))
            .args(words.first())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("{name}: {error}"))?;
        if !output.status.success() {
            return Err(format!("{name} failed"));
        }
        text.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    print!("{text}");
    let counted = Figures::parse(&text);
    let mut figures = Figures::load("allocations");
    for (scenario, implementation) in wanted(words) {
        if let Some(value) = counted.get(scenario.name, implementation) {
            figures.set(scenario.name, implementation, value);
        }
    }
    figures.save("allocations")
}

/// Runs both commands of `build-cost`, which leave their figures in `target/build-cost`.
pub fn build_cost() -> Result<(), String> {
    const BUILD_COST: [&str; 6] = ["run", "--quiet", "--release", "-p", "build-cost", "--"];
    for words in [&["callsites", "--runs", "2"][..], &["cold", "--runs", "2"]] {
        cargo(&[&BUILD_COST, words].concat())?;
    }
    Ok(())
}

/// Runs the criterion benches, which leave their reports in `target/criterion`.
pub fn criterion() -> Result<(), String> {
    cargo(&["bench", "--quiet", "-p", "bench"])
}

fn cargo(words: &[&str]) -> Result<(), String> {
    let status = Command::new("cargo")
        .args(words)
        .current_dir(crate::home())
        .status()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo {} failed", words.join(" "))) }
}

/// The scenarios whose name holds the first word, of the implementation that the second names.
fn wanted(words: &[&str]) -> Vec<Pair> {
    let mut pairs = all();
    pairs.retain(|(scenario, implementation)| {
        words.first().is_none_or(|word| scenario.name.contains(word))
            && words.get(1).is_none_or(|wanted| wanted == implementation)
    });
    pairs
}

/// Every scenario of every implementation, those of one name together.
fn all() -> Vec<Pair> {
    let mut implementations: Vec<(&'static str, Vec<Scenario>)> = Vec::new();
    for (scenario, implementation) in pair::pairs().into_iter().chain(peers::pairs()) {
        match implementations.iter_mut().find(|(name, _)| *name == implementation) {
            Some((_, scenarios)) => scenarios.push(scenario),
            None => implementations.push((implementation, vec![scenario])),
        }
    }
    harness::pairs(implementations)
}

/// Builds the programs that are started here.
pub fn build() -> Result<(), String> {
    cargo(&["build", "--quiet", "--release", "-p", "pair", "-p", "peers"])
}

/// The program that holds the scenarios of an implementation.
pub fn program(implementation: &str) -> PathBuf {
    binary(if matches!(implementation, "ours" | "published") { "one" } else { "peer" })
}

/// A program of this workspace, beside the one that runs.
fn binary(name: &str) -> PathBuf {
    std::env::current_exe().expect("a running program has a path").with_file_name(name)
}

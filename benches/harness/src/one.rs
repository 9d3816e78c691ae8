//! Runs one scenario of one implementation in a process of its own, so that its subscriber can be the global default, as
//! in a program. The whole of the programs `one` and `peer`, which `bench` starts: under valgrind to count instructions, or by itself to take the time.
//!
//! `one IMPLEMENTATION SCENARIO --count N` runs the operation N times; `--time` prints the nanoseconds of one;
//! `--scoped` makes the subscriber the default of the thread alone; `--list` prints the names.

use std::{process::ExitCode, time::Duration};

use crate::{Bench, Operation, Pair};

pub fn main(pairs: &[Pair]) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--list"] => {
            for (scenario, implementation) in pairs {
                println!("{implementation} {}", scenario.name);
            }
            ExitCode::SUCCESS
        }
        [implementation, name, rest @ ..] => {
            let pair = pairs.iter().find(|(s, i)| s.name == *name && i == implementation);
            let Some((scenario, _)) = pair else {
                eprintln!("one: {implementation} has no scenario {name}");
                return ExitCode::FAILURE;
            };
            if !rest.contains(&"--scoped") {
                crate::use_global_default();
            }
            let count = rest.iter().position(|word| *word == "--count").and_then(|at| rest.get(at + 1)?.parse().ok());
            let mut measure = |operation: &mut Operation<'_>| match count {
                Some(n) => {
                    operation(n);
                }
                None => println!("{}", median(operation) / scenario.batch as f64),
            };
            (scenario.run)(&mut Bench::new(&mut measure));
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: one IMPLEMENTATION SCENARIO [--count N | --time] [--scoped] | one --list");
            ExitCode::from(2)
        }
    }
}

/// The median over samples of a few milliseconds each, in nanoseconds of one operation.
fn median(operation: &mut Operation<'_>) -> f64 {
    const SAMPLE: Duration = Duration::from_millis(3);
    const SAMPLES: usize = 25;
    let mut iterations = 1_u64;
    while operation(iterations) < SAMPLE {
        iterations = iterations.saturating_mul(2);
    }
    let mut samples: Vec<f64> =
        (0..SAMPLES).map(|_| operation(iterations).as_secs_f64() * 1e9 / iterations as f64).collect();
    samples.sort_by(f64::total_cmp);
    samples[SAMPLES / 2]
}

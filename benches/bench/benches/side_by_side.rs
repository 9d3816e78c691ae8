//! All scenarios under criterion, a group each with one line per implementation:
//! `cargo bench -p bench -- registry/span` measures what the words match.

use std::time::Duration;

use criterion::{BenchmarkGroup, BenchmarkId, Criterion, measurement::WallTime};
use harness::{Bench, Pair};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(30)
        .configure_from_args();
    for name in names() {
        let mut group: BenchmarkGroup<'_, WallTime> = criterion.benchmark_group(name);
        for (scenario, implementation) in pairs().filter(|(scenario, _)| scenario.name == name) {
            let batch = u32::try_from(scenario.batch).expect("batches are small");
            let id = BenchmarkId::from_parameter(implementation);
            let mut measure = |operation: &mut harness::Operation<'_>| {
                group.bench_function(id.clone(), |bencher| bencher.iter_custom(|n| operation(n) / batch));
            };
            (scenario.run)(&mut Bench::new(&mut measure));
        }
        group.finish();
    }
    criterion.final_summary();
}

fn pairs() -> impl Iterator<Item = Pair> {
    pair::pairs().into_iter().chain(peers::pairs())
}

fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = pair::pairs().iter().map(|(scenario, _)| scenario.name).collect();
    names.dedup();
    names
}

//! Every scenario, written once: this file is compiled as `scenarios-ours` and as `scenarios-published`, whose manifests
//! name different `tracing` crates. Read by the binaries in `bench`.

mod install;
mod silent;

mod asynchronous;
mod attribute;
mod bridge;
mod contention;
mod disabled;
mod facade;
mod filter;
mod format;
mod registry;
mod reload;

use harness::{Scenario, scenario};

/// All scenarios, in the order of the report. Bounds are ratios to the published crates.
pub fn scenarios() -> Vec<Scenario> {
    let mut all = vec![scenario("floor/empty", |bench| bench.iter(|| ()))];
    all.extend(disabled::SCENARIOS);
    all.extend(facade::SCENARIOS);
    all.extend(registry::SCENARIOS);
    all.extend(asynchronous::SCENARIOS);
    all.extend(attribute::SCENARIOS);
    all.extend(format::SCENARIOS);
    all.extend(filter::SCENARIOS);
    all.extend(reload::SCENARIOS);
    all.extend(bridge::SCENARIOS);
    all.extend(contention::SCENARIOS);
    all
}

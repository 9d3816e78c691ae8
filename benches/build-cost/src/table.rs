//! Figures as text: a table for people, and tab-separated lines for `report`. Called by `main`.

use std::fmt::Write;

use crate::{
    build::Cost,
    options::{Implementation, Kind, Options, Profile},
};

/// Of several builds of one crate, the one that took the least processor time: noise only adds.
pub fn best_of(costs: Vec<Cost>) -> Vec<Cost> {
    let mut best: Vec<Cost> = Vec::new();
    for cost in costs {
        let same = |other: &&mut Cost| {
            other.implementation == cost.implementation && other.kind == cost.kind && other.profile == cost.profile
        };
        match best.iter_mut().find(same) {
            Some(other) if other.time.cpu <= cost.time.cpu => {}
            Some(other) => *other = cost,
            None => best.push(cost),
        }
    }
    best
}

/// One line per crate and measure, with the ratio of these crates to the published ones.
pub fn render(costs: &[Cost], options: &Options) -> String {
    let mut text = format!(
        "{:8} {:8} {:22} {:>12} {:>12} {:>7} {:>7}\n",
        "profile", "crate", "measure", "ours", "published", "ratio", "target"
    );
    for row in rows(costs, options.callsites) {
        let ratio = row.ratio().map_or("-".to_owned(), |ratio| format!("{ratio:.3}"));
        let target = row.target.map_or("-".to_owned(), |target| format!("{target:.2}"));
        let figure = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
        let _ = writeln!(
            text,
            "{:8} {:8} {:22} {:>12} {:>12} {:>7} {:>7}",
            row.profile.name(),
            row.kind.name(),
            row.measure,
            figure(row.ours),
            figure(row.published),
            ratio,
            target
        );
    }
    text
}

/// The same rows for `report`: profile, kind, measure, ours, published, target.
pub fn tsv(costs: &[Cost], callsites: usize) -> String {
    let mut text = String::new();
    for row in rows(costs, callsites) {
        let cell = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}",
            row.profile.name(),
            row.kind.name(),
            row.measure,
            cell(row.ours),
            cell(row.published),
            cell(row.target)
        );
    }
    text
}

struct Row {
    profile: Profile,
    kind: Kind,
    measure: &'static str,
    ours: Option<f64>,
    published: Option<f64>,
    target: Option<f64>,
}

impl Row {
    fn ratio(&self) -> Option<f64> {
        Some(self.ours? / self.published?)
    }
}

type Measure = (&'static str, fn(&Cost, &Cost, f64) -> f64);

/// Each measure of a crate against its baseline, the crate without the callsites.
const MEASURES: [Measure; 5] = [
    ("build, cpu s", |cost, _, _| cost.time.cpu.as_secs_f64()),
    ("build, wall s", |cost, _, _| cost.time.wall.as_secs_f64()),
    ("added, cpu ms each", |cost, base, n| (cost.time.cpu.as_secs_f64() - base.time.cpu.as_secs_f64()) * 1e3 / n),
    ("added, text bytes each", |cost, base, n| (cost.size.text as f64 - base.size.text as f64) / n),
    ("added, all bytes each", |cost, base, n| {
        let total = |cost: &Cost| (cost.size.text + cost.size.data) as f64;
        (total(cost) - total(base)) / n
    }),
];

fn target(kind: Kind, profile: Profile, measure: &str) -> Option<f64> {
    let time = measure.starts_with("build, cpu");
    let code = measure.contains("text") && profile == Profile::Release;
    match (kind, profile) {
        (Kind::Events, _) if time => Some(0.5),
        (Kind::Events, _) if code => Some(0.6),
        (Kind::Async, Profile::Release) if time => Some(0.15),
        (Kind::Async | Kind::Sync, _) if time || code => Some(0.5),
        _ => None,
    }
}

fn rows(costs: &[Cost], callsites: usize) -> Vec<Row> {
    let find = |implementation, kind, profile| {
        costs.iter().find(|cost| cost.implementation == implementation && cost.kind == kind && cost.profile == profile)
    };
    let mut rows = Vec::new();
    for profile in [Profile::Debug, Profile::Release] {
        for kind in [Kind::Events, Kind::Spans, Kind::Sync, Kind::Async] {
            if !costs.iter().any(|cost| cost.kind == kind && cost.profile == profile) {
                continue;
            }
            for (measure, compute) in MEASURES {
                let value = |implementation| {
                    let cost = find(implementation, kind, profile)?;
                    let base = find(implementation, kind.baseline(), profile)?;
                    Some(compute(cost, base, callsites as f64))
                };
                rows.push(Row {
                    profile,
                    kind,
                    measure,
                    ours: value(Implementation::Ours),
                    published: value(Implementation::Published),
                    target: target(kind, profile, measure),
                });
            }
        }
    }
    rows
}

//! The guard against growth: instruction counts of the hottest scenarios, compared with the committed ones. Called by
//! `main`, which continuous integration calls.

use crate::{figures::Figures, measure};

/// What a program does most.
const HOTTEST: [&str; 10] = [
    "disabled/event_by_level",
    "disabled/event_sometimes",
    "facade/event_two_fields",
    "registry/span",
    "registry/span_three_fields",
    "registry/enter_exit",
    "async/poll",
    "fmt/event_two_fields_no_time",
    "fmt/event_in_three_spans_no_time",
    "filter/disabled_unrelated_dynamic_in_span",
];

/// Counts may grow by a twentieth, and by two instructions where that is less than one.
const GROWTH: f64 = 1.05;
const SLACK: f64 = 2.0;

pub fn check() -> Result<(), String> {
    let path = crate::home().join("guard.tsv");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let committed = Figures::parse(&text);
    let counted = count()?;
    let mut grown = Vec::new();
    for name in HOTTEST {
        let now = counted.get(name, "ours").ok_or_else(|| format!("{name} was not counted"))?;
        let then =
            committed.get(name, "ours").ok_or_else(|| format!("guard.tsv lacks {name}; `guard --write` adds it"))?;
        println!("{name:45} {then:9.1} -> {now:9.1}");
        if now > (then * GROWTH).max(then + SLACK) {
            grown.push(format!("{name}: {then:.1} -> {now:.1}"));
        }
    }
    if grown.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "instructions per operation grew; commit a new guard.tsv if that is meant:\n  {}",
            grown.join("\n  ")
        ))
    }
}

pub fn write() -> Result<(), String> {
    let path = crate::home().join("guard.tsv");
    std::fs::write(&path, count()?.text()).map_err(|error| format!("{}: {error}", path.display()))
}

fn count() -> Result<Figures, String> {
    let floor = measure::count("published", "floor/empty", 1, false)?;
    let mut figures = Figures::default();
    for name in HOTTEST {
        let net = measure::count("ours", name, 1, false)? - floor;
        figures.set(name, "ours", (net * 10.0).round() / 10.0);
    }
    Ok(figures)
}

//! Writes `RESULTS.md` and `plots/` from the figures that the other commands left. Called by `main`.

use std::{collections::BTreeMap, fmt::Write, fs, process::Command};

use harness::Scenario;

use crate::{
    figures::Figures,
    plot::{self, Bars},
};

const PEERS: [&str; 4] = ["fastrace", "log", "slog", "emit"];

pub fn write() -> Result<(), String> {
    let all = All::load();
    let mut text = String::from(
        "# Results\n\nWritten by `cargo xtask bench`. Each row compares these crates with the published ones in one run; a ratio below\n\
         one is in favour of these. Times: processes of either implementation take turns, each tells its median, the least counts;\n\
         the subscriber is the global default; instructions are callgrind's, less the loop; allocations are those of the steady state.\n\n",
    );
    text.push_str(&machine());
    text.push_str(&all.summary());
    for group in all.groups() {
        text.push_str(&all.table(group));
    }
    text.push_str(&all.scaling());
    text.push_str(&all.scoped());
    text.push_str(&all.peers());
    text.push_str(&build_cost("Callsites at build time", "build-cost"));
    text.push_str(&build_cost("tracing-subscriber with env-filter and json, from nothing", "cold"));
    text.push_str(&all.misses());
    let home = crate::home();
    save(&home.join("RESULTS.md"), &text)?;
    let plots = home.join("plots");
    fs::create_dir_all(&plots).map_err(|error| format!("{}: {error}", plots.display()))?;
    for group in all.groups() {
        save(&plots.join(format!("{group}.svg")), &plot::svg(group, &all.bars(group)))?;
    }
    Ok(())
}

/// Every figure at hand.
struct All {
    scenarios: Vec<Scenario>,
    time: Figures,
    instructions: Figures,
    scoped: Figures,
    allocations: Figures,
    notes: BTreeMap<String, String>,
}

impl All {
    fn load() -> Self {
        let mut scenarios: Vec<Scenario> = pair::pairs().into_iter().map(|(scenario, _)| scenario).collect();
        scenarios.dedup_by_key(|scenario| scenario.name);
        Self {
            scenarios,
            time: Figures::load("time"),
            instructions: Figures::load("instructions"),
            scoped: Figures::load("scoped"),
            allocations: Figures::load("allocations"),
            notes: notes(),
        }
    }

    fn groups(&self) -> Vec<&'static str> {
        let mut groups: Vec<_> =
            self.scenarios.iter().filter_map(|scenario| Some(scenario.name.split_once('/')?.0)).collect();
        groups.dedup();
        groups.retain(|group| *group != "floor");
        groups
    }

    fn of<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Scenario> + 'a {
        self.scenarios.iter().filter(move |scenario| scenario.name.split_once('/').is_some_and(|(own, _)| own == group))
    }

    /// The ratio that a target is a bound on: time, save for what is disabled, which is a few instructions long.
    fn judged(&self, scenario: &Scenario) -> Option<f64> {
        if scenario.name.starts_with("disabled/") {
            self.instructions.ratio(scenario.name)
        } else {
            self.time.ratio(scenario.name).or_else(|| self.instructions.ratio(scenario.name))
        }
    }

    /// What is known of each target: the scenario, the ratio, the bound.
    fn verdicts(&self) -> Vec<(&Scenario, f64, f64)> {
        self.scenarios.iter().filter_map(|s| Some((s, self.judged(s)?, s.target?))).collect()
    }

    fn summary(&self) -> String {
        let verdicts = self.verdicts();
        let met = verdicts.iter().filter(|(_, ratio, target)| ratio <= target).count();
        let judged = if self.time.is_empty() {
            " Times were not taken in this run; instructions stand in for them."
        } else {
            ""
        };
        format!(
            "{met} of {} targets of run time are met; those that are not stand at the end.{judged}\n\n",
            verdicts.len()
        )
    }

    fn table(&self, group: &str) -> String {
        let mut text = format!(
            "## {group}\n\n![bars](plots/{group}.svg)\n\n\
             | scenario | ns | published | ratio | instructions | published | ratio | allocations | published | target | met |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"
        );
        for scenario in self.of(group) {
            let cell = |figures: &Figures, who: &str, digits| number(figures.get(scenario.name, who), digits);
            let met = match (self.judged(scenario), scenario.target) {
                (Some(ratio), Some(target)) if ratio <= target => "yes",
                (Some(_), Some(_)) => "**no**",
                _ => "",
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {met} |",
                scenario.name.split_once('/').map_or("", |(_, what)| what),
                cell(&self.time, "ours", 1),
                cell(&self.time, "published", 1),
                number(self.time.ratio(scenario.name), 2),
                cell(&self.instructions, "ours", 0),
                cell(&self.instructions, "published", 0),
                number(self.instructions.ratio(scenario.name), 2),
                cell(&self.allocations, "ours", 1),
                cell(&self.allocations, "published", 1),
                number(scenario.target, 2),
            );
        }
        text.push('\n');
        text
    }

    /// Time of an operation on several threads over that on one.
    fn scaling(&self) -> String {
        let mut text = String::from(
            "## Scaling\n\nTime of one operation on each of several threads over that on one; 1 is perfect as long as there are cores.\n\n\
             | work | 2 threads | published | 4 threads | published |\n|---|--:|--:|--:|--:|\n",
        );
        for one in self.of("contention").filter(|scenario| scenario.name.ends_with("_1")) {
            let work = one.name.trim_end_matches("_1");
            let factor = |threads: u32, who: &str| {
                let many = self.time.get(&format!("{work}_{threads}"), who)?;
                Some(many / self.time.get(one.name, who)?)
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                work.trim_start_matches("contention/").trim_end_matches("_threads"),
                number(factor(2, "ours"), 2),
                number(factor(2, "published"), 2),
                number(factor(4, "ours"), 2),
                number(factor(4, "published"), 2),
            );
        }
        text.push('\n');
        text
    }

    /// Instructions when the subscriber is the default of the thread alone, as in tests.
    fn scoped(&self) -> String {
        if self.scoped.is_empty() {
            return String::new();
        }
        let mut text = String::from(
            "## With a scoped subscriber\n\nInstructions per operation when the subscriber is set for the thread.\n\n\
             | scenario | ours | published | ratio |\n|---|--:|--:|--:|\n",
        );
        for scenario in &self.scenarios {
            let (ours, published) =
                (self.scoped.get(scenario.name, "ours"), self.scoped.get(scenario.name, "published"));
            if scenario.name.starts_with("floor/") || ours.or(published).is_none() {
                continue;
            }
            let ratio = number(self.scoped.ratio(scenario.name), 2);
            let _ = writeln!(text, "| {} | {} | {} | {ratio} |", scenario.name, number(ours, 0), number(published, 0));
        }
        text.push('\n');
        text
    }

    fn peers(&self) -> String {
        let mut text = String::from(
            "## Peers\n\nNanoseconds per operation of crates that do a similar job; each does something else, so these are for orientation.\n\n\
             | scenario | ours | published | fastrace | log + env_logger | slog | emit |\n|---|--:|--:|--:|--:|--:|--:|\n",
        );
        for scenario in &self.scenarios {
            let cell = |who: &str| number(self.time.get(scenario.name, who), 1);
            if PEERS.iter().all(|peer| cell(peer).is_empty()) {
                continue;
            }
            let _ = write!(text, "| {} | {} | {} |", scenario.name, cell("ours"), cell("published"));
            for peer in PEERS {
                let _ = write!(text, " {} |", cell(peer));
            }
            text.push('\n');
        }
        text.push('\n');
        text
    }

    /// What is not met, with what `NOTES.md` says of it.
    fn misses(&self) -> String {
        let mut text = String::from("## Not met\n\n");
        for (scenario, ratio, target) in self.verdicts().into_iter().filter(|(_, ratio, target)| ratio > target) {
            let note = self.notes.get(scenario.name).map_or("", String::as_str);
            let _ = writeln!(text, "- `{}`: {ratio:.2} instead of {target:.2}. {note}", scenario.name);
        }
        for (name, note) in self.notes.iter().filter(|(name, _)| !name.contains('/')) {
            let _ = writeln!(text, "- {name}: {note}");
        }
        text
    }

    fn bars(&self, group: &str) -> Vec<Bars> {
        self.of(group)
            .filter_map(|scenario| {
                let values: Vec<_> = ["ours", "published"]
                    .into_iter()
                    .chain(PEERS)
                    .filter_map(|who| Some((who, self.time.get(scenario.name, who)?)))
                    .collect();
                let name = scenario.name.split_once('/')?.1.to_owned();
                values.iter().any(|(who, _)| *who == "published").then_some(Bars {
                    name,
                    values,
                    target: scenario.target,
                })
            })
            .collect()
    }
}

/// `NOTES.md`: what limits a scenario and what was tried, in a section named after it.
fn notes() -> BTreeMap<String, String> {
    let text = fs::read_to_string(crate::home().join("NOTES.md")).unwrap_or_default();
    text.split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(name, body)| (name.trim_matches('`').to_owned(), body.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

/// A table of what `build-cost` left: profile, kind, measure, ours, published, target.
fn build_cost(title: &str, kind: &str) -> String {
    let path = crate::home().join("target/build-cost").join(format!("{kind}.tsv"));
    let Ok(lines) = fs::read_to_string(path) else { return String::new() };
    let mut text = format!(
        "## {title}\n\n| profile | crate | measure | ours | published | ratio | target | met |\n|---|---|---|--:|--:|--:|--:|---|\n"
    );
    for line in lines.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [profile, kind, measure, ours, published, target] = cells[..] else { continue };
        let value = |cell: &str| cell.parse::<f64>().ok();
        let ratio = value(ours).zip(value(published)).map(|(ours, published)| ours / published);
        let met = match (ratio, value(target)) {
            (Some(ratio), Some(target)) if ratio <= target + 0.005 => "yes",
            (Some(_), Some(_)) => "**no**",
            _ => "",
        };
        let _ = writeln!(
            text,
            "| {profile} | {kind} | {measure} | {} | {} | {} | {} | {met} |",
            number(value(ours), 2),
            number(value(published), 2),
            number(ratio, 2),
            number(value(target), 2)
        );
    }
    text.push('\n');
    text
}

/// Where the figures come from.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let rustc = Command::new("rustc")
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let mut text = format!(
        "Machine: {}, {cores} cores, {}. {}.\n\nVersions: ",
        model.unwrap_or("unknown processor"),
        std::env::consts::OS,
        rustc.unwrap_or_default()
    );
    let lock = fs::read_to_string(crate::home().join("Cargo.lock")).unwrap_or_default();
    let names = [
        "tracing-core",
        "tracing",
        "tracing-attributes",
        "tracing-subscriber",
        "tracing-log",
        "fastrace",
        "env_logger",
        "slog",
        "emit",
    ];
    let mut versions = Vec::new();
    for package in lock.split("[[package]]") {
        let field = |key: &str| {
            package.lines().find_map(|line| Some(line.strip_prefix(key)?.strip_prefix(" = ")?.trim_matches('"')))
        };
        if let (Some(name), Some(version)) = (field("name"), field("version")) {
            if names.contains(&name) {
                versions.push(format!("{name} {version}"));
            }
        }
    }
    let _ = writeln!(text, "{}.\n", versions.join(", "));
    text
}

fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or(String::new(), |value| format!("{value:.digits$}"))
}

fn save(path: &std::path::Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

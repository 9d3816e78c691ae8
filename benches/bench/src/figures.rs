//! Figures on disk, between the commands that measure and the report: lines of scenario, implementation, value.
//! Called by every other module.

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

/// One kind of figure, by scenario and implementation.
#[derive(Debug, Default, Clone)]
pub struct Figures {
    values: BTreeMap<(String, String), f64>,
}

impl Figures {
    /// Those of an earlier run, or none.
    pub fn load(kind: &str) -> Self {
        fs::read_to_string(path(kind)).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    pub fn parse(text: &str) -> Self {
        let mut figures = Self::default();
        for line in text.lines() {
            let mut cells = line.split('\t');
            if let (Some(scenario), Some(implementation), Some(value)) = (cells.next(), cells.next(), cells.next()) {
                if let Ok(value) = value.parse() {
                    figures.set(scenario, implementation, value);
                }
            }
        }
        figures
    }

    pub fn save(&self, kind: &str) -> Result<(), String> {
        let path = path(kind);
        let parent = path.parent().expect("a file lies in a directory");
        fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        fs::write(&path, self.text()).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for ((scenario, implementation), value) in &self.values {
            let _ = writeln!(text, "{scenario}\t{implementation}\t{value}");
        }
        text
    }

    pub fn set(&mut self, scenario: &str, implementation: &str, value: f64) {
        self.values.insert((scenario.to_owned(), implementation.to_owned()), value);
    }

    pub fn get(&self, scenario: &str, implementation: &str) -> Option<f64> {
        self.values.get(&(scenario.to_owned(), implementation.to_owned())).copied()
    }

    /// Ours against the published.
    pub fn ratio(&self, scenario: &str) -> Option<f64> {
        let (ours, published) = (self.get(scenario, "ours")?, self.get(scenario, "published")?);
        (published > 0.0).then(|| ours / published)
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

pub fn path(kind: &str) -> PathBuf {
    crate::home().join("target/figures").join(format!("{kind}.tsv"))
}

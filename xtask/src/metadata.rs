//! What cargo knows of the workspace: crates, features, where each dependency comes from.

use serde_json::Value;

use crate::command::{Failure, Log, cargo};

/// The crates that are published.
pub(crate) const CRATES: [&str; 5] =
    ["tracing-core", "tracing", "tracing-attributes", "tracing-subscriber", "tracing-log"];

/// One package of the dependency graph.
pub(crate) struct Package {
    pub(crate) name: String,
    /// Of this repository, not of a registry.
    pub(crate) ours: bool,
    pub(crate) features: Vec<String>,
}

/// All packages that the workspace is made of.
pub(crate) fn packages(log: &Log) -> Result<Vec<Package>, Failure> {
    let (json, _) = log.capture(&mut cargo(["metadata", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&json).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata: no packages")?;
    Ok(packages.iter().map(package).collect())
}

fn package(package: &Value) -> Package {
    let features = package["features"].as_object().map(|features| features.keys().cloned().collect());
    Package {
        name: package["name"].as_str().unwrap_or_default().to_owned(),
        ours: package["source"].is_null(),
        features: features.unwrap_or_default(),
    }
}

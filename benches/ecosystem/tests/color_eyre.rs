//! color-eyre: a report shows the spans that the error passed.

use color_eyre::eyre::{Result, WrapErr, eyre};
use tracing::instrument;
use tracing_error::ErrorLayer;
use tracing_subscriber::{EnvFilter, prelude::*};

#[instrument]
fn outer(id: u32) -> Result<()> {
    inner("x").wrap_err("outer failed")
}

#[instrument]
fn inner(name: &str) -> Result<()> {
    Err(eyre!("broken"))
}

#[test]
fn a_report_shows_its_span_trace() {
    color_eyre::config::HookBuilder::default()
        .theme(color_eyre::config::Theme::new())
        .capture_span_trace_by_default(true)
        .install()
        .unwrap();
    tracing_subscriber::registry()
        .with(EnvFilter::new("info"))
        .with(tracing_subscriber::fmt::layer().with_test_writer())
        .with(ErrorLayer::default())
        .init();
    let report = format!("{:?}", outer(7).unwrap_err());
    let trace = report.split("SPANTRACE").nth(1).expect("the report holds a span trace");
    let (inner, outer) = (trace.find("inner").unwrap(), trace.find("outer").unwrap());
    assert!(inner < outer, "{report}");
    assert!(trace.contains("with name=\"x\"") && trace.contains("with id=7"), "{report}");
}

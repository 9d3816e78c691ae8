//! color-eyre, which sets hooks of the process: an error report with the spans that it was made in.

use color_eyre::eyre::{Report, eyre};
use tracing::info_span;
use tracing_error::ErrorLayer;
use tracing_subscriber::prelude::*;

#[test]
fn a_report_shows_the_spans() {
    tracing_subscriber::registry().with(ErrorLayer::default()).init();
    color_eyre::config::HookBuilder::default().theme(color_eyre::config::Theme::new()).install().unwrap();
    let report: Report = info_span!("outer", id = 7).in_scope(|| info_span!("inner").in_scope(|| eyre!("broken")));
    let text = format!("{report:?}");
    assert!(text.contains("broken") && text.contains("SPANTRACE"), "{text}");
    assert!(text.contains("process_color_eyre::inner") && text.contains("with id=7"), "{text}");
}

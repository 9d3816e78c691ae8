//! tracing-forest: events kept together by tree, written when the root closes.

use tracing::{info, info_span};
use tracing_forest::{ForestLayer, Printer};
use tracing_subscriber::prelude::*;

use crate::page::Page;

#[test]
fn a_tree_is_written_whole() {
    let page = Page::default();
    let writer = page.clone();
    let layer = ForestLayer::from(Printer::new().writer(move || writer.clone()));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let root = info_span!("root", id = 7).entered();
        info!("one");
        info_span!("leaf").in_scope(|| info!(n = 2, "two"));
        assert_eq!(page.take(), "");
        drop(root);
    });
    let text = page.take();
    for part in ["root", "id: 7", "one", "leaf", "two", "n: 2"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

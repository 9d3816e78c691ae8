//! tracing-tree: an indented tree.

use tracing::{info, info_span, warn};
use tracing_subscriber::prelude::*;
use tracing_tree::HierarchicalLayer;

use crate::page::Page;

#[test]
fn the_tree_is_indented_and_holds_fields() {
    let page = Page::default();
    let writer = page.clone();
    let layer = HierarchicalLayer::new(2).with_ansi(false).with_writer(move || writer.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _outer = info_span!("outer", id = 7).entered();
        info!("one");
        let _inner = info_span!("inner", name = "x").entered();
        warn!(n = 2, "two");
    });
    let text = page.take();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0].trim(), "outer id=7");
    assert!(lines[1].starts_with("  ") && lines[1].contains("INFO one"), "{text}");
    assert!(lines.iter().any(|line| line.trim() == "inner name=\"x\""), "{text}");
    let two = lines.iter().find(|line| line.contains("two")).unwrap();
    assert!(two.starts_with("    ") && two.contains("WARN") && two.contains("n=2"), "{text}");
}

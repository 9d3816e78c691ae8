//! tracing-tree: spans as a tree of lines.

use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;
use tracing_tree::HierarchicalLayer;

use crate::program::{Text, heard_by};

#[test]
fn spans_and_events_are_indented_below_their_parents() {
    let text = Text::default();
    let writer = text.clone();
    let layer =
        HierarchicalLayer::new(2).with_writer(move || writer.clone()).with_ansi(false).with_bracketed_fields(true);
    heard_by(registry().with(layer));
    assert_eq!(text.get(), " outer{id=7}\n  INFO begun, rows=3\n   inner{name=\"a b\"}\n    WARN late\n");
}

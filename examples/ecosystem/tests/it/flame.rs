//! tracing-flame: the folded stacks that a flame graph is drawn from.

use tracing_flame::FlameLayer;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

use crate::program::{Text, heard_by};

#[test]
fn folded_stacks_have_the_spans_from_the_outside_in() {
    let text = Text::default();
    let layer =
        FlameLayer::new(text.clone()).with_threads_collapsed(true).with_file_and_line(false).with_module_path(false);
    let guard = layer.flush_on_drop();
    heard_by(registry().with(layer));
    drop(guard);
    let folded = text.get();
    let stacks: Vec<&str> = folded.lines().map(|line| line.rsplit_once(' ').expect("a count").0.trim()).collect();
    assert!(stacks.contains(&"all-threads; outer; inner"), "{folded}");
    assert!(stacks.contains(&"all-threads; outer"), "{folded}");
    for line in folded.lines() {
        assert!(line.rsplit_once(' ').unwrap().1.parse::<u64>().is_ok(), "{line}");
    }
}

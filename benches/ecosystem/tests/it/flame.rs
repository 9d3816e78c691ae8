//! tracing-flame: stacks folded for a flame graph.

use std::collections::BTreeSet;

use tracing::info_span;
use tracing_flame::FlameLayer;
use tracing_subscriber::prelude::*;

#[test]
fn stacks_are_folded_from_root_to_leaf() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("folded");
    let (layer, guard) = FlameLayer::with_file(&path).unwrap();
    let layer = layer.with_file_and_line(false).with_threads_collapsed(true);
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let _outer = info_span!("outer").entered();
        for _ in 0..3 {
            let _inner = info_span!("inner").entered();
        }
    });
    guard.flush().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let mut stacks = BTreeSet::new();
    for line in text.lines() {
        let (stack, nanoseconds) = line.rsplit_once(' ').unwrap();
        nanoseconds.parse::<u64>().unwrap();
        let names: Vec<&str> = stack.split("; ").map(|frame| frame.rsplit("::").next().unwrap()).collect();
        stacks.insert(names.join(";"));
    }
    let with = |end: &str| stacks.iter().any(|stack| stack.ends_with(end));
    assert!(with("outer") && with("outer;inner"), "{stacks:?}");
    assert_eq!(text.lines().filter(|line| line.contains("inner")).count(), 3, "{text}");
}

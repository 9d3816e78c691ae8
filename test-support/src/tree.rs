//! What was recorded, as a tree. Kept by the recorder under its lock.

use std::fmt::Write as _;

use tracing_core::Level;

use crate::fields::Fields;

/// Spans and events by number, in the order in which they were made. Numbers start at 1.
#[derive(Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

pub(crate) struct Node {
    pub(crate) parent: Option<u64>,
    pub(crate) kind: NodeKind,
    pub(crate) fields: Fields,
}

pub(crate) enum NodeKind {
    Span {
        name: &'static str,
        /// Where levels are shown.
        level: Option<Level>,
        /// Handles that were not dropped.
        handles: usize,
    },
    /// What stands before the fields: the level, perhaps the target.
    Event(String),
    /// The span around it follows from this one.
    Follows(u64),
}

impl Tree {
    pub(crate) fn push(&mut self, node: Node) -> u64 {
        self.nodes.push(node);
        self.nodes.len() as u64
    }

    /// A node, unless the number is another subscriber's.
    pub(crate) fn get(&mut self, number: u64) -> Option<&mut Node> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.nodes.get_mut(at)
    }

    pub(crate) fn name(&self, number: u64) -> &str {
        let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        match at.and_then(|at| self.nodes.get(at)) {
            Some(Node { kind: NodeKind::Span { name, .. }, .. }) => name,
            _ => "unknown",
        }
    }

    pub(crate) fn render(&self) -> String {
        let mut out = String::new();
        self.render_below(None, 0, &mut out);
        out.truncate(out.trim_end().len());
        out
    }

    fn render_below(&self, parent: Option<u64>, depth: usize, out: &mut String) {
        for (n, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.parent == parent) {
            let line = self.line(node);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{:indent$}{line}", "", indent = 2 * depth);
            self.render_below(Some(n as u64 + 1), depth + 1, out);
        }
    }

    pub(crate) fn line(&self, node: &Node) -> String {
        let fields = node.fields.text();
        match &node.kind {
            NodeKind::Span { name, level, .. } => {
                let level = level.map(|level| format!("{level} ")).unwrap_or_default();
                let fields = if fields.is_empty() { fields } else { format!("{{{fields}}}") };
                format!("{level}{name}{fields}")
            }
            NodeKind::Event(head) if fields.is_empty() => head.clone(),
            NodeKind::Event(head) => format!("{head} {fields}"),
            NodeKind::Follows(other) => format!("follows {}", self.name(*other)),
        }
    }
}

//! What the program is doing now, for people to read: the open spans as a forest. Called on a signal, or by an admin's
//! route; calls [`Registry::open_spans`].

use core::fmt::{self, Write};
use core::time::Duration;
use std::{collections::BinaryHeap, time::Instant};

use tracing_core::{dispatcher, span::Id};

use super::{FieldValue, OpenSpan, Registry};

/// The spans that are open, each below its parent, the oldest first; its `Display` is a text for people.
///
/// ```
/// use tracing_subscriber::{prelude::*, registry::Forest};
///
/// tracing_subscriber::registry().with_times(true).init();
///
/// let request = tracing::info_span!("request", path = "/index.html").entered();
/// let query = tracing::info_span!("query", table = "pages");
/// println!("{}", Forest::current().unwrap());
/// ```
///
/// ```text
/// 2 open spans
/// request{path="/index.html"} is 12.1ms old, running
///   query{table="pages"} is 3.2ms old, never entered
/// ```
///
/// A span of an asynchronous task that is `idle` waits since that long. Ages are known if the registry keeps them, see
/// [`Registry::with_times`].
#[derive(Clone, Debug)]
pub struct Forest {
    /// Each span below its parent, with its depth.
    spans: Vec<(usize, OpenSpan)>,
}

impl Forest {
    /// Looks at the registry of this thread's subscriber; `None` if it has none.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// # use tracing_subscriber::registry::Forest;
    /// let _job = tracing::info_span!("job");
    /// assert_eq!(Forest::current().unwrap().len(), 1);
    /// ```
    #[must_use]
    pub fn current() -> Option<Self> {
        dispatcher::get_default(|subscriber| subscriber.downcast_ref::<Registry>().map(Registry::open_forest))
    }

    fn new(open: Vec<OpenSpan>) -> Self {
        let by = |made: fn(&OpenSpan) -> Option<Instant>| -> BinaryHeap<_> {
            open.iter().enumerate().map(|(at, span)| (made(span), span.id().into_u64(), at)).collect()
        };
        let by_id = by(|_| None).into_sorted_vec();
        let mut by_age = by(|span| span.times().map(|times| times.made));
        let mut children = vec![Vec::new(); open.len()];
        let mut next = Vec::new();
        // From the youngest on, as they are taken from the back.
        while let Some((_, _, at)) = by_age.pop() {
            let place = |parent: &Id| by_id.binary_search_by_key(&parent.into_u64(), |&(_, id, _)| id).ok();
            match open[at].parent().and_then(place).map(|place| by_id[place].2) {
                Some(parent) if parent != at => children[parent].push(at),
                // Also where the parent closed while the list was made.
                _ => next.push((0, at)),
            }
        }
        let mut open: Vec<_> = open.into_iter().map(Some).collect();
        let mut spans = Vec::with_capacity(open.len());
        while let Some((depth, at)) = next.pop() {
            spans.extend(open[at].take().map(|span| (depth, span)));
            next.extend(children[at].iter().map(|child| (depth + 1, *child)));
        }
        Self { spans }
    }

    /// Walks over the spans, each after its parent and with its depth: 0 for a root.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let job = tracing::info_span!("job");
    /// let _step = tracing::info_span!(parent: &job, "step");
    /// let forest = registry.open_forest();
    /// let names: Vec<_> = forest.iter().map(|(depth, span)| (depth, span.name())).collect();
    /// assert_eq!(names, [(0, "job"), (1, "step")]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (usize, &OpenSpan)> {
        self.spans.iter().map(|(depth, span)| (*depth, span))
    }

    /// Counts the spans.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// let _job = tracing::info_span!("job");
    /// assert_eq!(registry.open_forest().len(), 1);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Tells whether no span is open.
    ///
    /// ```
    /// # use test_support::sample::*;
    /// # use tracing_subscriber::{Registry, registry::{LookupSpan, SpanData}};
    /// # let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    /// # let registry = dispatch.downcast_ref::<Registry>().unwrap();
    /// # let _default = set_default(&dispatch);
    /// assert!(registry.open_forest().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

impl Registry {
    /// Gives the spans that are open as a forest; as [`open_spans`](Self::open_spans), for people to read.
    ///
    /// ```
    /// use tracing_subscriber::{Registry, prelude::*};
    ///
    /// let dispatch = tracing_core::Dispatch::new(tracing_subscriber::registry());
    /// tracing::dispatcher::with_default(&dispatch, || {
    ///     let _job = tracing::info_span!("job", id = 7).entered();
    ///     let _step = tracing::info_span!("step").entered();
    ///     let registry = dispatch.downcast_ref::<Registry>().unwrap();
    ///     assert_eq!(registry.open_forest().to_string(), "2 open spans\njob{id=7}\n  step\n");
    /// });
    /// ```
    #[must_use]
    pub fn open_forest(&self) -> Forest {
        Forest::new(self.open_spans())
    }
}

impl fmt::Display for Forest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.spans.len();
        writeln!(f, "{count} open span{}", if count == 1 { "" } else { "s" })?;
        for (depth, span) in &self.spans {
            // Deeper ones are not told apart by spaces that nobody can count.
            let indent = 2 * depth.min(&40);
            write!(f, "{:indent$}{}", "", span.name())?;
            write_fields(f, span)?;
            write_times(f, span)?;
            f.write_char('\n')?;
        }
        Ok(())
    }
}

fn write_fields(f: &mut fmt::Formatter<'_>, span: &OpenSpan) -> fmt::Result {
    let mut separator = '{';
    for (name, value) in span.fields() {
        write!(f, "{separator}{name}=")?;
        match value {
            FieldValue::Str(text) => write!(f, "{text:?}")?,
            value => write_in_line(f, &value.to_string())?,
        }
        separator = ' ';
    }
    if separator == ' ' { f.write_char('}') } else { Ok(()) }
}

/// Text that a value made of itself may break the line, or act on a terminal.
fn write_in_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|char| match char {
        // Marks that turn the direction of what follows.
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            write!(f, "{}", char.escape_unicode())
        }
        char if char.is_control() => write!(f, "{}", char.escape_default()),
        char => f.write_char(char),
    })
}

fn write_times(f: &mut fmt::Formatter<'_>, span: &OpenSpan) -> fmt::Result {
    let Some(times) = span.times() else { return Ok(()) };
    write!(f, " is {:.1?} old, ", in_tenths(times.age()))?;
    match (times.idle(), times.last_entered) {
        (Some(idle), _) => write!(f, "idle for {:.1?}", in_tenths(idle)),
        (None, Some(_)) => f.write_str("running"),
        (None, None) => f.write_str("never entered"),
    }
}

/// Below a microsecond nobody reads.
fn in_tenths(duration: Duration) -> Duration {
    Duration::from_micros(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_below_their_parents_and_fields_stay_in_their_line() {
        let dispatch = tracing_core::Dispatch::new(Registry::default().with_times(true));
        tracing::dispatcher::with_default(&dispatch, || {
            let first = tracing::info_span!("first", path = "a\nb");
            let second = tracing::info_span!("second", error = %"c\nd\u{1b}[31m").entered();
            let _child = tracing::info_span!("child").entered();
            let late = tracing::info_span!(parent: &first, "late");
            late.in_scope(|| ());
            let forest = dispatch.downcast_ref::<Registry>().unwrap().open_forest();
            let names: Vec<_> = forest.iter().map(|(depth, span)| (depth, span.name())).collect();
            assert_eq!(names, [(0, "first"), (1, "late"), (0, "second"), (1, "child")]);

            let text = forest.to_string();
            let lines: Vec<_> = text.lines().collect();
            assert_eq!(lines.len(), 5, "{text}");
            let begins = |at: usize, with: &str| assert!(lines[at].starts_with(with), "{text}");
            let ends = |at: usize, with: &str| assert!(lines[at].ends_with(with), "{text}");
            begins(0, "4 open spans");
            begins(1, "first{path=\"a\\nb\"} is ");
            ends(1, "s old, never entered");
            begins(2, "  late is ");
            assert!(lines[2].contains("s old, idle for "), "{text}");
            begins(3, "second{error=c\\nd\\u{1b}[31m} is ");
            ends(3, "s old, running");
            drop(second);
        });
    }

    #[test]
    fn a_chain_of_any_depth_is_walked_without_recursion() {
        let dispatch = tracing_core::Dispatch::new(Registry::default());
        tracing::dispatcher::with_default(&dispatch, || {
            let mut chain = vec![tracing::info_span!("link")];
            for at in 0..20_000 {
                chain.push(tracing::info_span!(parent: &chain[at], "link"));
            }
            let forest = dispatch.downcast_ref::<Registry>().unwrap().open_forest();
            assert_eq!(forest.iter().last().map(|(depth, _)| depth), Some(20_000));
        });
    }
}

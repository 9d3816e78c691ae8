//! The subscriber that records. Called by facades through a dispatcher, and by tests for what it has recorded.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::{Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber, dispatcher};

use crate::fields::Fields;
use crate::tree::{Node, NodeKind, Tree};

/// A subscriber that writes down spans, events and calls. Clones share what is recorded.
///
/// ```
/// let recorder = test_support::Recorder::new();
/// recorder.within(|| { /* spans and events */ });
/// assert_eq!(recorder.tree(), "");
/// ```
#[derive(Clone, Default)]
pub struct Recorder {
    settings: Settings,
    shared: Arc<Mutex<Recorded>>,
}

#[derive(Clone, Default)]
struct Settings {
    max_level: Option<LevelFilter>,
    filter: Option<Filter>,
    types: bool,
    targets: bool,
    levels: bool,
}

type Filter = Arc<dyn Fn(&Metadata<'_>) -> bool + Send + Sync>;

#[derive(Default)]
struct Recorded {
    tree: Tree,
    calls: Vec<String>,
    /// The spans that each thread is in, the innermost last.
    stacks: HashMap<ThreadId, Vec<u64>>,
    metadata: HashMap<u64, &'static Metadata<'static>>,
}

impl Recorder {
    /// Records everything.
    #[must_use]
    pub fn new() -> Recorder {
        Recorder::default()
    }

    /// Records nothing more verbose than `level`, and hints so.
    #[must_use]
    pub fn max_level(mut self, level: impl Into<LevelFilter>) -> Recorder {
        self.settings.max_level = Some(level.into());
        self
    }

    /// Records what `filter` wants, and is asked each time: its interest in every callsite is `sometimes`.
    #[must_use]
    pub fn filter(mut self, filter: impl Fn(&Metadata<'_>) -> bool + Send + Sync + 'static) -> Recorder {
        self.settings.filter = Some(Arc::new(filter));
        self
    }

    /// Shows the type that each value came as: `id=7:u64`.
    #[must_use]
    pub fn types(mut self) -> Recorder {
        self.settings.types = true;
        self
    }

    /// Shows the target of each event: `WARN app: late`.
    #[must_use]
    pub fn targets(mut self) -> Recorder {
        self.settings.targets = true;
        self
    }

    /// Shows the level of each span in the picture: `INFO job{id=7}`.
    #[must_use]
    pub fn levels(mut self) -> Recorder {
        self.settings.levels = true;
        self
    }

    /// Makes a dispatcher of this recorder.
    #[must_use]
    pub fn dispatch(&self) -> Dispatch {
        Dispatch::new(self.clone())
    }

    /// Runs `f` with this recorder as the thread's subscriber.
    pub fn within<T>(&self, f: impl FnOnce() -> T) -> T {
        dispatcher::with_default(&self.dispatch(), f)
    }

    /// The picture of all spans and events, as [`check`](crate::check) describes it.
    #[must_use]
    pub fn tree(&self) -> String {
        self.recorded().tree.render()
    }

    /// A line for each call, as [`check_calls`](crate::check_calls) describes them.
    #[must_use]
    pub fn calls(&self) -> String {
        self.recorded().calls.join("\n")
    }

    fn recorded(&self) -> MutexGuard<'_, Recorded> {
        // A test that panicked elsewhere must not hide what this one has to say.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wants(&self, metadata: &Metadata<'_>) -> bool {
        self.settings.max_level.is_none_or(|max| *metadata.level() <= max)
    }

    /// Formats values before the lock is taken.
    fn fields(&self, record: impl FnOnce(&mut Fields)) -> Fields {
        let mut fields = Fields::new(self.settings.types);
        record(&mut fields);
        fields
    }

    fn call(&self, verb: &str, id: &Id) {
        let mut recorded = self.recorded();
        let call = format!("{verb} {}", recorded.tree.name(id.into_u64()));
        recorded.calls.push(call);
    }
}

impl Recorded {
    fn stack(&mut self) -> &mut Vec<u64> {
        self.stacks.entry(thread::current().id()).or_default()
    }

    /// Where a span or an event belongs.
    fn parent(&mut self, named: Option<&Id>, contextual: bool) -> Option<u64> {
        if contextual { self.stack().last().copied() } else { named.map(Id::into_u64) }
    }

    fn add(&mut self, verb: &str, node: Node) -> u64 {
        let call = format!("{verb} {}", self.tree.line(&node));
        self.calls.push(call);
        self.tree.push(node)
    }
}

impl Subscriber for Recorder {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        match (self.wants(metadata), &self.settings.filter) {
            (false, _) => Interest::never(),
            (true, None) => Interest::always(),
            (true, Some(_)) => Interest::sometimes(),
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.settings.max_level
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.wants(metadata) && self.settings.filter.as_ref().is_none_or(|filter| filter(metadata))
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let fields = self.fields(|fields| span.record(fields));
        let metadata = span.metadata();
        let mut recorded = self.recorded();
        let parent = recorded.parent(span.parent(), span.is_contextual());
        let level = self.settings.levels.then(|| metadata.level());
        let kind = NodeKind::Span { name: metadata.name(), level: level.copied(), handles: 1 };
        let number = recorded.add("new", Node { parent, kind, fields });
        recorded.metadata.insert(number, metadata);
        Id::from_u64(number)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let fields = self.fields(|fields| values.record(fields));
        let mut recorded = self.recorded();
        let call = format!("record {}{{{}}}", recorded.tree.name(span.into_u64()), fields.text());
        recorded.calls.push(call);
        if let Some(node) = recorded.tree.get(span.into_u64()) {
            node.fields.update(fields);
        }
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        let mut recorded = self.recorded();
        let (number, other) = (span.into_u64(), follows.into_u64());
        let node = Node { parent: Some(number), kind: NodeKind::Follows(other), fields: Fields::default() };
        let verb = recorded.tree.name(number).to_owned();
        recorded.add(&verb, node);
    }

    fn event(&self, event: &Event<'_>) {
        let fields = self.fields(|fields| event.record(fields));
        let metadata = event.metadata();
        let head = match self.settings.targets {
            true => format!("{} {}:", metadata.level(), metadata.target()),
            false => metadata.level().to_string(),
        };
        let mut recorded = self.recorded();
        let parent = recorded.parent(event.parent(), event.is_contextual());
        recorded.add("event", Node { parent, kind: NodeKind::Event(head), fields });
    }

    fn enter(&self, span: &Id) {
        self.call("enter", span);
        self.recorded().stack().push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        self.call("exit", span);
        let mut recorded = self.recorded();
        let stack = recorded.stack();
        if let Some(at) = stack.iter().rposition(|number| *number == span.into_u64()) {
            stack.remove(at);
        }
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.call("clone", id);
        if let Some(Node { kind: NodeKind::Span { handles, .. }, .. }) = self.recorded().tree.get(id.into_u64()) {
            *handles += 1;
        }
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let left = match self.recorded().tree.get(id.into_u64()) {
            Some(Node { kind: NodeKind::Span { handles, .. }, .. }) => {
                *handles = handles.saturating_sub(1);
                *handles
            }
            _ => 0,
        };
        self.call(if left == 0 { "close" } else { "drop" }, &id);
        left == 0
    }

    fn current_span(&self) -> Current {
        let mut recorded = self.recorded();
        let innermost = recorded.stack().last().copied();
        match innermost.and_then(|number| Some((number, *recorded.metadata.get(&number)?))) {
            Some((number, metadata)) => Current::new(Id::from_u64(number), metadata),
            None => Current::none(),
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("tree", &self.tree()).finish_non_exhaustive()
    }
}

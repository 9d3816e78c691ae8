//! Spans: handles to periods of time. Made by the span macros; call the subscriber that they were made under.
//!
//! ```
//! use tracing::{info, info_span};
//!
//! # test_support::check(|| {
//! let request = info_span!("request", method = "GET", path = "/index.html");
//! request.in_scope(|| info!("served")); // this event happens inside of the span
//! # }, "request{method=\"GET\" path=\"/index.html\"}\n  INFO served");
//! ```
//!
//! A span begins when a macro makes it. Execution may enter and exit it any number of times, on any thread, and is
//! inside of it in between. It ends when its last handle is dropped. A new span is the child of the span that the
//! thread is in, unless `parent:` says otherwise; a span that was caused by another one without being part of it
//! [follows from](Span::follows_from) it.

use core::{
    fmt,
    hash::{Hash, Hasher},
    mem::ManuallyDrop,
};

pub use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{
    Dispatch, Metadata,
    dispatcher::{self, deliver},
    field::{Field, Value, ValueRef, ValueSet},
};

pub(crate) use crate::guard::Inside;
pub use crate::{
    as_id::AsId,
    guard::{Entered, EnteredSpan},
};
use crate::{field::AsField, held, log};

/// A handle to a span, or to none.
///
/// Cloning it makes one more handle to the same span; the span ends when the last is dropped. All methods of a handle
/// go to the subscriber that the span was made under, whichever is current. If that subscriber did not want the span,
/// they do nothing.
///
/// ```
/// use tracing::{Level, span};
///
/// let span = span!(Level::INFO, "load", file = "a.txt");
/// let loaded = span.in_scope(|| 42);
/// assert_eq!(loaded, 42);
/// ```
#[derive(Clone)]
pub struct Span {
    /// `None` if no subscriber wanted the span. Dropped by [`Inner::close`], so that no code for it is in line.
    inner: ManuallyDrop<Option<Inner>>,
    metadata: Option<&'static Metadata<'static>>,
}

/// One of the handles that the subscriber counts.
struct Inner {
    id: Id,
    subscriber: Dispatch,
}

impl Span {
    /// Makes a span in the current one, under this thread's subscriber. The macros look nicer.
    ///
    /// ```
    /// use tracing::{Span, callsite, field::ValueSet, metadata::Kind};
    ///
    /// # test_support::check(|| {
    /// let metadata = tracing::Callsite::metadata(callsite!(name: "load", kind: Kind::SPAN, fields: file));
    /// # let _ = metadata;
    /// # let metadata = tracing::info_span!("load").metadata();
    /// # if let Some(metadata) = metadata {
    /// let span = Span::new(metadata, &ValueSet::from_refs(metadata.fields(), &[]));
    /// # }
    /// # }, "load\nload");
    /// ```
    pub fn new(metadata: &'static Metadata<'static>, values: &ValueSet<'_>) -> Span {
        deliver(|dispatch| Self::new_with(metadata, values, dispatch))
    }

    /// As [`new`](Self::new), under a given subscriber.
    #[doc(hidden)]
    pub fn new_with(metadata: &'static Metadata<'static>, values: &ValueSet<'_>, dispatch: &Dispatch) -> Span {
        Self::make_and_log(dispatch, &Attributes::new(metadata, values))
    }

    /// Makes a span without a parent.
    ///
    /// ```
    /// use tracing::{info_span, span::Span};
    ///
    /// # test_support::check(|| {
    /// let outer = info_span!("outer").entered();
    /// let root = info_span!(parent: None, "root"); // this is how the macros spell it
    /// # let _: Span = root;
    /// # }, "outer\nroot");
    /// ```
    pub fn new_root(metadata: &'static Metadata<'static>, values: &ValueSet<'_>) -> Span {
        deliver(|dispatch| Self::new_root_with(metadata, values, dispatch))
    }

    /// As [`new_root`](Self::new_root), under a given subscriber.
    #[doc(hidden)]
    pub fn new_root_with(metadata: &'static Metadata<'static>, values: &ValueSet<'_>, dispatch: &Dispatch) -> Span {
        Self::make_and_log(dispatch, &Attributes::new_root(metadata, values))
    }

    /// Makes a span in the span `parent`, or in none.
    ///
    /// ```
    /// use tracing::info_span;
    ///
    /// # test_support::check(|| {
    /// let parent = info_span!("parent");
    /// let child = info_span!(parent: &parent, "child"); // this is how the macros spell it
    /// # }, "parent\n  child");
    /// ```
    pub fn child_of(
        parent: impl Into<Option<Id>>,
        metadata: &'static Metadata<'static>,
        values: &ValueSet<'_>,
    ) -> Span {
        deliver(|dispatch| Self::child_of_id(parent.into(), metadata, values, dispatch))
    }

    /// As [`child_of`](Self::child_of), under a given subscriber.
    #[doc(hidden)]
    pub fn child_of_with(
        parent: impl Into<Option<Id>>,
        metadata: &'static Metadata<'static>,
        values: &ValueSet<'_>,
        dispatch: &Dispatch,
    ) -> Span {
        Self::child_of_id(parent.into(), metadata, values, dispatch)
    }

    fn child_of_id(
        parent: Option<Id>,
        metadata: &'static Metadata<'static>,
        values: &ValueSet<'_>,
        dispatch: &Dispatch,
    ) -> Span {
        let attributes = match parent {
            Some(parent) => Attributes::child_of(parent, metadata, values),
            None => Attributes::new_root(metadata, values),
        };
        Self::make_and_log(dispatch, &attributes)
    }

    fn make_and_log(dispatch: &Dispatch, attributes: &Attributes<'_>) -> Span {
        let span = Self::make(dispatch, attributes);
        log::span(&span, attributes.values());
        span
    }

    #[inline]
    fn of(dispatch: &Dispatch, id: Id, metadata: &'static Metadata<'static>) -> Span {
        let inner = Inner { id, subscriber: dispatch.clone() };
        Span { inner: ManuallyDrop::new(Some(inner)), metadata: Some(metadata) }
    }

    #[inline]
    pub(crate) fn make(dispatch: &Dispatch, attributes: &Attributes<'_>) -> Span {
        Span::of(dispatch, dispatch.new_span(attributes), attributes.metadata())
    }

    /// Makes a handle to no span, which still knows what the span would have been.
    ///
    /// ```
    /// # use tracing::{Span, Callsite, callsite, metadata::Kind};
    /// # let metadata = Callsite::metadata(callsite!(name: "load", kind: Kind::SPAN, fields: file));
    /// let callsite: &'static dyn Callsite = callsite!(name: "load", kind: Kind::SPAN, fields: file);
    /// let span = Span::new_disabled(callsite.metadata());
    /// assert!(span.is_disabled() && !span.is_none());
    /// ```
    #[must_use]
    pub fn new_disabled(metadata: &'static Metadata<'static>) -> Span {
        Span { inner: ManuallyDrop::new(None), metadata: Some(metadata) }
    }

    /// Makes a handle to no span, where another program would use an `Option`.
    ///
    /// ```
    /// use tracing::Span;
    ///
    /// assert!(Span::none().is_none());
    /// ```
    #[must_use]
    pub const fn none() -> Span {
        Span { inner: ManuallyDrop::new(None), metadata: None }
    }

    /// Gives a handle to the span that this thread is in, if its subscriber keeps track of that.
    ///
    /// ```
    /// use tracing::{Span, field::Empty, info_span};
    ///
    /// fn note_user(name: &str) {
    ///     Span::current().record("user", name);
    /// }
    /// # test_support::check(|| {
    /// info_span!("request", user = Empty).in_scope(|| note_user("ferris"));
    /// # }, r#"request{user="ferris"}"#);
    /// ```
    #[must_use]
    pub fn current() -> Span {
        held::settle();
        dispatcher::get_default(|dispatch| {
            dispatch.private_hold_current().map_or_else(Span::none, |(id, metadata)| Span::of(dispatch, id, metadata))
        })
    }

    /// Enters the span until the guard is dropped.
    ///
    /// ```
    /// use tracing::{info, info_span};
    ///
    /// # test_support::check(|| {
    /// let span = info_span!("work");
    /// let guard = span.enter();
    /// info!("inside");
    /// drop(guard);
    /// info!("outside");
    /// # }, "work\n  INFO inside\nINFO outside");
    /// ```
    ///
    /// # In asynchronous code
    ///
    /// Do not hold the guard across an `.await`: another function would run inside of the span meanwhile. The guard is
    /// not `Send`, so most runtimes reject it. Use [`Instrument`](crate::Instrument) or
    /// [`#[instrument]`](macro@crate::instrument) for what awaits, and [`in_scope`](Self::in_scope) for what does not:
    ///
    /// ```
    /// use tracing::{Instrument, info_span};
    ///
    /// # async fn fetch() -> Vec<u8> { Vec::new() }
    /// async fn size() -> usize {
    ///     let body = fetch().instrument(info_span!("fetch")).await;
    ///     info_span!("measure").in_scope(|| body.len())
    /// }
    /// # test_support::check(|| assert_eq!(test_support::block_on(size()), 0), "fetch\nmeasure");
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn enter(&self) -> Entered<'_> {
        self.do_enter();
        Entered::new(self)
    }

    /// Enters the span until the guard is dropped; the guard owns the handle.
    ///
    /// So a span can be made and entered in one line, and the guard can be kept in a structure. As to asynchronous
    /// code, the same holds as for [`enter`](Self::enter).
    ///
    /// ```
    /// use tracing::info_span;
    ///
    /// # test_support::check(|| {
    /// let guard = info_span!("work", done = tracing::field::Empty).entered();
    /// guard.record("done", true); // the guard gives access to the span
    /// let span = guard.exit();
    /// # drop(span);
    /// # }, "work{done=true}");
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn entered(self) -> EnteredSpan {
        self.do_enter();
        EnteredSpan::new(self)
    }

    /// Gives this span, or the current one if this one is disabled.
    ///
    /// For handing a span to another thread or task, which then runs inside of the current span where the more
    /// detailed one is filtered out.
    ///
    /// ```
    /// use tracing::{debug_span, info_span};
    ///
    /// # test_support::check(|| {
    /// let _parent = info_span!("parent").entered();
    /// let span = debug_span!("child").or_current();
    /// std::thread::spawn(move || {
    ///     let _span = span.entered();
    ///     // inside of "child" if that is enabled, otherwise inside of "parent"
    /// })
    /// # .join().unwrap();
    /// # }, "parent\n  child");
    /// ```
    #[must_use]
    pub fn or_current(self) -> Self {
        if self.is_disabled() { Self::current() } else { self }
    }

    #[inline(always)]
    pub(crate) fn do_enter(&self) {
        if let Some(inner) = &*self.inner {
            inner.enter();
        }
        log::enter(self);
    }

    #[inline(always)]
    pub(crate) fn do_exit(&self) {
        if let Some(inner) = &*self.inner {
            inner.exit();
        }
        log::exit(self);
    }

    /// Runs `f` inside of the span and gives what it returns.
    ///
    /// ```
    /// use tracing::{info, info_span};
    ///
    /// let sum = info_span!("sum").in_scope(|| {
    ///     info!("adding");
    ///     1 + 1
    /// });
    /// assert_eq!(sum, 2);
    /// ```
    pub fn in_scope<F: FnOnce() -> T, T>(&self, f: F) -> T {
        let _inside = Inside::of(self);
        f()
    }

    /// Finds a field of the span by its name.
    ///
    /// ```
    /// use tracing::info_span;
    ///
    /// let span = info_span!("load", file = "a.txt");
    /// if let Some(file) = span.field("file") {
    ///     assert_eq!(file.name(), "file");
    /// }
    /// ```
    #[must_use]
    pub fn field<Q: AsField + ?Sized>(&self, field: &Q) -> Option<Field> {
        field.as_field(self.metadata?)
    }

    /// Tells whether the span declares a field.
    ///
    /// ```
    /// # use tracing::info_span;
    /// let span = info_span!("load", file = "a.txt");
    /// assert!(!span.has_field("folder"));
    /// ```
    #[must_use]
    pub fn has_field<Q: AsField + ?Sized>(&self, field: &Q) -> bool {
        self.field(field).is_some()
    }

    /// Records a value for a field that the span declares; the last one recorded counts.
    ///
    /// Declare a field whose value is not known yet with [`field::Empty`](crate::field::Empty). A field that the span
    /// does not declare is left out; see [`record_dynamic`](Self::record_dynamic).
    /// [`record_all!`](crate::record_all) records several at once.
    ///
    /// ```
    /// use tracing::{field, info_span};
    ///
    /// # test_support::check(|| {
    /// let span = info_span!("load", file = "a.txt", size = field::Empty);
    /// span.record("size", 1024);
    /// # }, r#"load{file="a.txt" size=1024}"#);
    /// ```
    pub fn record<Q: AsField + ?Sized, V: Value>(&self, field: &Q, value: V) -> &Self {
        if let Some((metadata, field)) = self.metadata.and_then(|metadata| Some((metadata, field.as_field(metadata)?)))
        {
            self.record_all(&ValueSet::from_named(metadata.fields(), &[(field, value.value_ref())]));
        }
        self
    }

    /// Records a value for a field by a name known only at run time, which the span need not declare.
    ///
    /// Subscribers see it behind the declared fields. Each new name is kept for the life of the program, so let names
    /// come from a bounded set.
    ///
    /// ```
    /// use tracing::info_span;
    ///
    /// # test_support::check(|| {
    /// let span = info_span!("request");
    /// for (name, value) in [("host", "example.org"), ("accept", "text/html")] {
    ///     span.record_dynamic(&format!("header.{name}"), value);
    /// }
    /// # }, r#"request{header.host="example.org" header.accept="text/html"}"#);
    /// ```
    pub fn record_dynamic<V: Value>(&self, name: &str, value: V) -> &Self {
        if let Some(metadata) = self.metadata {
            let values: [(Field, ValueRef<'_>); 1] = [(Field::dynamic(name, metadata), value.value_ref())];
            self.record_all(&ValueSet::from_named(metadata.fields(), &values));
        }
        self
    }

    /// Records a set of values; behind [`record_all!`](crate::record_all).
    #[doc(hidden)]
    pub fn record_all(&self, values: &ValueSet<'_>) -> &Span {
        if let Some(inner) = &*self.inner {
            inner.subscriber.record(&inner.id, &Record::new(values));
        }
        log::record(self, values);
        self
    }

    /// Tells whether the handle is to no span.
    ///
    /// ```
    /// # use tracing::Span;
    /// assert!(Span::none().is_disabled());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.inner.is_none()
    }

    /// Tells whether the handle is to no span, and does not know of one either.
    ///
    /// ```
    /// # use tracing::Span;
    /// assert!(Span::none().is_none());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.is_disabled() && self.metadata.is_none()
    }

    /// Says that another span caused this one, without being its parent. Does nothing if either is disabled.
    ///
    /// ```
    /// use tracing::info_span;
    ///
    /// # test_support::check(|| {
    /// let batch = info_span!("batch");
    /// let flush = info_span!(parent: None, "flush");
    /// flush.follows_from(&batch);
    /// # }, "batch\nflush\n  follows batch");
    /// ```
    pub fn follows_from(&self, from: impl Into<Option<Id>>) -> &Self {
        if let (Some(inner), Some(from)) = (&*self.inner, from.into()) {
            inner.subscriber.record_follows_from(&inner.id, &from);
        }
        self
    }

    /// Gives the id that the subscriber chose, if the span is enabled.
    ///
    /// ```
    /// # use tracing::Span;
    /// assert_eq!(Span::none().id(), None);
    /// ```
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        self.inner.as_ref().map(|inner| inner.id.clone())
    }

    /// Describes the place in the code.
    ///
    /// ```
    /// # use tracing::info_span;
    /// if let Some(metadata) = info_span!("load").metadata() {
    ///     assert_eq!(metadata.name(), "load");
    /// }
    /// ```
    #[must_use]
    pub fn metadata(&self) -> Option<&'static Metadata<'static>> {
        self.metadata
    }

    /// Calls `f` with the span's id and its subscriber, if it is enabled.
    ///
    /// ```
    /// # use tracing::info_span;
    /// let span = info_span!("load");
    /// let number = span.with_subscriber(|(id, _subscriber)| id.into_u64());
    /// assert_eq!(number.is_some(), !span.is_disabled());
    /// ```
    pub fn with_subscriber<T>(&self, f: impl FnOnce((&Id, &Dispatch)) -> T) -> Option<T> {
        self.inner.as_ref().map(|inner| f((&inner.id, &inner.subscriber)))
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        match (self.metadata, other.metadata) {
            (Some(this), Some(that)) => {
                this.callsite() == that.callsite()
                    && self.inner.as_ref().map(|inner| &inner.id) == other.inner.as_ref().map(|inner| &inner.id)
            }
            _ => false,
        }
    }
}

impl Hash for Span {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.as_ref().map(|inner| &inner.id).hash(state);
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Span");
        let Some(metadata) = self.metadata else {
            return out.field("none", &true).finish();
        };
        out.field("name", &metadata.name()).field("level", metadata.level()).field("target", &metadata.target());
        match &*self.inner {
            Some(inner) => out.field("id", &inner.id),
            None => out.field("disabled", &true),
        };
        if let Some(path) = metadata.module_path() {
            out.field("module_path", &path);
        }
        if let Some(line) = metadata.line() {
            out.field("line", &line);
        }
        if let Some(file) = metadata.file() {
            out.field("file", &file);
        }
        out.finish()
    }
}

impl Drop for Span {
    #[inline(always)]
    fn drop(&mut self) {
        let number = log::number(self);
        if self.inner.is_some() {
            Inner::close(&mut self.inner);
        }
        log::close(self, number);
    }
}

// Out of line: a place that makes a span enters, exits and closes it, and should be small where the span is off.
impl Inner {
    #[cold]
    #[inline(never)]
    fn enter(&self) {
        self.subscriber.enter(&self.id);
    }

    #[cold]
    #[inline(never)]
    fn exit(&self) {
        self.subscriber.exit(&self.id);
    }

    #[cold]
    #[inline(never)]
    fn close(this: &mut Option<Inner>) {
        Self::close_now(this);
    }

    #[inline(never)]
    fn close_now(this: &mut Option<Inner>) {
        /// Drops the handle also if the subscriber panics.
        struct Dropped<'a>(&'a mut Option<Inner>);
        impl Drop for Dropped<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                *self.0 = None;
            }
        }
        if let Some(inner) = &*Dropped(this).0 {
            inner.subscriber.try_close(inner.id.clone());
        }
    }
}

impl Clone for Inner {
    fn clone(&self) -> Self {
        Inner { id: self.subscriber.clone_span(&self.id), subscriber: self.subscriber.clone() }
    }
}

impl<'a> From<&'a Span> for Option<&'a Id> {
    fn from(span: &'a Span) -> Self {
        span.inner.as_ref().map(|inner| &inner.id)
    }
}

impl From<&Span> for Option<Id> {
    fn from(span: &Span) -> Self {
        span.id()
    }
}

impl From<Span> for Option<Id> {
    fn from(span: Span) -> Self {
        span.id()
    }
}

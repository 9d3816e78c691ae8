//! What the macros of this crate expand to: names that need no prelude, and the functions behind each callsite.
//!
//! A disabled record runs [`is_on`] alone, inlined. What follows is cold, out of line and not generic, so that a
//! callsite costs little code and little time to compile: [`ask`] whether the record is wanted, work out the values
//! on the stack of the caller, and one call that hands them over.

use alloc::vec::Vec;
use core::{cell::Cell, fmt};

pub use core::{
    compile_error, concat, file, format_args, line, module_path, option::Option, option_env, primitive::bool, stringify,
};

use tracing_core::{
    Event, Level,
    dispatcher::deliver,
    field::{Field, FieldSet, Value, ValueSet},
    span::{Attributes, Id},
    subscriber::Verdict,
};
pub use tracing_core::{
    Kind,
    callsite::{DefaultCallsite as Callsite, Outline},
    field::ValueRef,
};

#[cfg(feature = "attributes")]
pub use crate::function::*;
pub use crate::level_filters::{cap, is_compiled_in};
use crate::{__macro_support::FAKE_FIELD, Span, log};

/// The callsite of an event.
pub const fn event(level: Level, place: &'static str, line: u32, fields: &'static [&'static str]) -> Callsite {
    Callsite::outlined(Outline::new(Kind::EVENT, level, place, line, fields))
}

/// The callsite of an event with a text.
pub const fn event_with_text(
    level: Level,
    place: &'static str,
    line: u32,
    fields: &'static [&'static str],
) -> Callsite {
    Callsite::outlined(Outline::new(Kind::EVENT, level, place, line, fields).text())
}

/// The callsite of a span.
pub const fn span(
    level: Level,
    name: &'static str,
    place: &'static str,
    line: u32,
    fields: &'static [&'static str],
) -> Callsite {
    Callsite::outlined(Outline::new(Kind::SPAN, level, place, line, fields).name(name))
}

/// Picks the callsite of a level that was chosen at run time.
#[inline]
pub fn of_level(callsites: &'static [Callsite; 5], level: Level) -> &'static Callsite {
    &callsites[match level {
        Level::ERROR => 0,
        Level::WARN => 1,
        Level::INFO => 2,
        Level::DEBUG => 3,
        Level::TRACE => 4,
    }]
}

/// Tells whether a record may be wanted: the whole of what a disabled one executes.
#[inline(always)]
pub fn is_on(callsite: &Callsite, level: Level) -> bool {
    !log::is_off(callsite, level)
}

/// Asks whether a record is wanted, by a subscriber or by `log`.
// Cold functions move what calls them out of the way of a disabled record, and are compiled for size themselves. So they
// only jump to others. 2026-11: with their bodies in place an event took 2.4 times as many instructions.
#[cold]
#[inline(never)]
pub fn ask(callsite: &'static Callsite) -> Asked {
    ask_now(callsite)
}

#[inline(never)]
fn ask_now(callsite: &'static Callsite) -> Asked {
    let verdict = callsite.ask();
    let wanted = !verdict.is_refused() || log::wants_of(callsite);
    Asked { callsite: wanted.then_some(callsite), verdict }
}

/// Tells whether a record that is not made would be wanted by a subscriber.
#[inline(always)]
pub fn is_enabled(callsite: &'static Callsite) -> bool {
    !callsite.is_never() && !callsite.ask().is_refused()
}

/// The span of a callsite that is off.
#[inline(always)]
pub fn no_span(callsite: &'static Callsite) -> Span {
    log::no_span(callsite)
}

/// The answer to [`ask`], with which a record is handed over. Lies in the caller's frame, so that the calls that
/// follow pass one address.
#[derive(Debug)]
pub struct Asked {
    /// `None` if nobody wants the record.
    callsite: Option<&'static Callsite>,
    verdict: Verdict,
}

/// Where a record belongs: `None` is the current span, `Some(None)` no span.
type Parent = Option<Option<Id>>;

impl Asked {
    #[inline(always)]
    pub fn is_wanted(&self) -> bool {
        self.callsite.is_some()
    }

    /// An event with a text. Passed by value, the text needs no room in the caller's frame.
    #[cold]
    #[inline(never)]
    pub fn text(&self, text: fmt::Arguments<'_>, values: &[ValueRef<'_>]) {
        self.text_now(text, values);
    }

    #[inline(never)]
    fn text_now(&self, text: fmt::Arguments<'_>, values: &[ValueRef<'_>]) {
        self.event_with_text(None, &text, values, &[]);
    }

    /// An event without a text.
    #[cold]
    #[inline(never)]
    pub fn fields(&self, values: &[ValueRef<'_>]) {
        self.fields_now(values);
    }

    #[inline(never)]
    fn fields_now(&self, values: &[ValueRef<'_>]) {
        self.event(None, values, &[]);
    }

    /// An event with all that there can be.
    #[cold]
    #[inline(never)]
    pub fn full(&self, parent: Parent, text: Option<fmt::Arguments<'_>>, values: &[ValueRef<'_>], extra: &dyn Extra) {
        self.full_now(parent, text, values, extra);
    }

    #[inline(never)]
    fn full_now(&self, parent: Parent, text: Option<fmt::Arguments<'_>>, values: &[ValueRef<'_>], extra: &dyn Extra) {
        let Some(callsite) = self.callsite else { return };
        extra.with_fields(callsite, &mut |extra| match &text {
            Some(text) => self.event_with_text(parent.clone(), text, values, extra),
            None => self.event(parent.clone(), values, extra),
        });
    }

    /// Puts the text before the values, in one array; on the stack unless there are very many.
    fn event_with_text(
        &self,
        parent: Parent,
        text: &fmt::Arguments<'_>,
        values: &[ValueRef<'_>],
        extra: &[(Field, ValueRef<'_>)],
    ) {
        fn put<'a>(all: &mut [ValueRef<'a>], text: &'a fmt::Arguments<'a>, values: &[ValueRef<'a>]) -> usize {
            all[0] = ValueRef::Message(text);
            all[1..=values.len()].copy_from_slice(values);
            values.len() + 1
        }
        if values.len() < 4 {
            let mut all = [ValueRef::Empty; 4];
            let len = put(&mut all, text, values);
            self.event(parent, &all[..len], extra);
        } else if values.len() < 16 {
            let mut all = [ValueRef::Empty; 16];
            let len = put(&mut all, text, values);
            self.event(parent, &all[..len], extra);
        } else {
            let mut all = Vec::with_capacity(values.len() + 1);
            all.push(ValueRef::Message(text));
            all.extend_from_slice(values);
            self.event(parent, &all, extra);
        }
    }

    #[inline(always)]
    fn event(&self, parent: Parent, values: &[ValueRef<'_>], extra: &[(Field, ValueRef<'_>)]) {
        let Some(callsite) = self.callsite else { return };
        let metadata = callsite.describe();
        let values = ValueSet::from_refs(metadata.fields(), values).with_extra(extra);
        if !self.verdict.is_refused() {
            let event = match parent {
                None => Event::new(metadata, &values),
                Some(parent) => Event::new_child_of(parent, metadata, &values),
            };
            let event = event.with_verdict(self.verdict);
            deliver(|dispatch| dispatch.event(&event));
        }
        log::event(metadata, &values);
    }

    /// A span in the current span.
    #[cold]
    #[inline(never)]
    pub fn span(&self, values: &[ValueRef<'_>]) -> Span {
        self.make_span(None, values)
    }

    /// A span with all that there can be.
    #[cold]
    #[inline(never)]
    pub fn any_span(&self, parent: Parent, values: &[ValueRef<'_>]) -> Span {
        self.make_span(parent, values)
    }

    #[inline(never)]
    fn make_span(&self, parent: Parent, values: &[ValueRef<'_>]) -> Span {
        let Some(callsite) = self.callsite else { return Span::none() };
        let metadata = callsite.describe();
        let values = ValueSet::from_refs(metadata.fields(), values);
        let span = if self.verdict.is_refused() {
            Span::new_disabled(metadata)
        } else {
            let attributes = match parent {
                None => Attributes::new(metadata, &values),
                Some(None) => Attributes::new_root(metadata, &values),
                Some(Some(parent)) => Attributes::child_of(parent, metadata, &values),
            };
            let attributes = attributes.with_verdict(self.verdict);
            deliver(|dispatch| Span::make(dispatch, &attributes))
        };
        log::span(&span, &values);
        span
    }
}

/// Finds a field by the text of its tokens, see [`Outline`]; one that is not declared is no field of this callsite.
#[cold]
pub fn field_of(fields: &FieldSet, text: &str) -> Field {
    let declared = match text.strip_prefix('\0') {
        Some(verbatim) => fields.field(verbatim),
        None => fields.field(text).or_else(|| {
            let plain = text.split('.').map(|segment| {
                let segment = segment.trim();
                segment.strip_prefix("r#").unwrap_or(segment)
            });
            fields.iter().find(|field| field.name().split('.').eq(plain.clone()))
        }),
    };
    declared.unwrap_or_else(|| FAKE_FIELD.clone())
}

/// What follows `parent:`. Keeps a span that was given by value until the record is handed over.
#[expect(missing_debug_implementations, reason = "lives within one expression of a macro")]
pub struct ParentOf<T>(Cell<Option<T>>);

impl<T> ParentOf<T> {
    #[inline]
    pub fn new(parent: T) -> Self {
        ParentOf(Cell::new(Some(parent)))
    }
}

impl ParentOf<Span> {
    // Chosen before the trait's method of this name, which would close a span that has no other handle.
    pub fn parent_id(&self) -> Option<Id> {
        let span = self.0.take()?;
        let id = span.id();
        self.0.set(Some(span));
        id
    }
}

/// The parent's id, for all that can stand for one.
pub trait IntoParent {
    fn parent_id(&self) -> Option<Id>;
}

impl<T: Into<Option<Id>>> IntoParent for ParentOf<T> {
    fn parent_id(&self) -> Option<Id> {
        self.0.take().and_then(Into::into)
    }
}

/// Gets the fields of a list.
type Receive<'a> = &'a mut dyn FnMut(&[(Field, ValueRef<'_>)]);

/// A list of fields that the callsite does not declare: what follows `..`.
pub trait Extra {
    /// Calls `f` with each name as a field.
    fn with_fields(&self, callsite: &'static Callsite, f: Receive<'_>);
}

impl Extra for () {
    fn with_fields(&self, _: &'static Callsite, f: Receive<'_>) {
        f(&[]);
    }
}

/// Anything that gives pairs of a name and a value.
#[expect(missing_debug_implementations, reason = "lives within one expression of a macro")]
pub struct List<I>(Cell<Option<I>>);

impl<I, N, V> List<I>
where
    I: IntoIterator<Item = (N, V)>,
    N: AsRef<str>,
    V: Value,
{
    pub fn new(list: I) -> Self {
        List(Cell::new(Some(list)))
    }
}

impl<I, N, V> Extra for List<I>
where
    I: IntoIterator<Item = (N, V)>,
    N: AsRef<str>,
    V: Value,
{
    fn with_fields(&self, callsite: &'static Callsite, f: Receive<'_>) {
        let pairs: Vec<(N, V)> = self.0.take().into_iter().flatten().collect();
        let metadata = callsite.describe();
        let fields: Vec<_> =
            pairs.iter().map(|(name, value)| (Field::dynamic(name.as_ref(), metadata), value.value_ref())).collect();
        f(&fields);
    }
}

/// In the macros, values may be written `x = display(x)` and `x = debug(x)`, with no import.
pub mod sugar {
    pub use tracing_core::field::{debug, display};
}

//! What the macros of this crate expand to: names that need no prelude, and the functions behind each callsite.
//!
//! A disabled record runs [`is_on`] alone, inlined. What follows is cold, out of line and not generic, so that a
//! callsite costs little code and little time to compile: [`ask`] whether the record is wanted, work out the values
//! on the stack of the caller, and one call that hands them over. Of what these functions are given, nothing needs more
//! room than registers.

use alloc::vec::Vec;
use core::{cell::Cell, fmt};

pub use core::{
    compile_error, concat, file, format_args, line, module_path, option::Option, option_env, primitive::bool, stringify,
};

use tracing_core::{
    Event, Level,
    dispatcher::{deliver, private_tell},
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
pub use crate::log::{event as log_event, wants as log_wants};
use crate::{__macro_support::FAKE_FIELD, Span, held, log};

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
#[inline(always)]
pub fn ask(callsite: &'static Callsite) -> Asked {
    held::settle();
    Asked(log::ask(callsite))
}

/// Tells whether a record that is not made would be wanted by a subscriber.
#[inline(always)]
pub fn is_enabled(callsite: &'static Callsite) -> bool {
    !callsite.is_never() && callsite.private_would_be_wanted()
}

/// The span of a callsite that is off.
#[inline(always)]
pub fn no_span(callsite: &'static Callsite) -> Span {
    log::no_span(callsite)
}

/// The answer to [`ask`], with which a record is handed over.
#[derive(Clone, Copy, Debug)]
pub struct Asked(Verdict);

/// Where a record belongs: `None` is the current span, `Some(None)` no span.
type Parent = Option<Option<Id>>;

// Out of line, and not cold, for a cold function is compiled for size: that `ask` is cold moves them, too, out of the way
// of a disabled record. 2026-11: as cold functions an event took 2.4 times as many instructions.
impl Asked {
    #[inline(always)]
    pub fn is_wanted(self) -> bool {
        !self.0.private_is_nothing()
    }

    /// An event with a text. Passed by value, the text needs no room in the caller's frame.
    #[inline(never)]
    pub fn text(self, callsite: &'static Callsite, text: fmt::Arguments<'_>, values: &[ValueRef<'_>]) {
        let message = ValueRef::Message(&text);
        // The text and the values in one array; its size is known for the usual numbers of fields.
        match *values {
            [] => self.fields(callsite, &[message]),
            [a] => self.fields(callsite, &[message, a]),
            [a, b] => self.fields(callsite, &[message, a, b]),
            [a, b, c] => self.fields(callsite, &[message, a, b, c]),
            _ => self.event_with_text(callsite, None, &text, values, &[]),
        }
    }

    /// An event without a text.
    #[inline(never)]
    pub fn fields(self, callsite: &'static Callsite, values: &[ValueRef<'_>]) {
        self.event(callsite, None, values, &[]);
    }

    /// An event with all that there can be.
    #[inline(never)]
    pub fn full(
        self,
        callsite: &'static Callsite,
        parent: Parent,
        text: Option<fmt::Arguments<'_>>,
        values: &[ValueRef<'_>],
        extra: &dyn Extra,
    ) {
        extra.with_fields(callsite, &mut |extra| match &text {
            Some(text) => self.event_with_text(callsite, parent.clone(), text, values, extra),
            None => self.event(callsite, parent.clone(), values, extra),
        });
    }

    /// Puts the text before the values, in one array; on the stack unless there are very many.
    #[inline(never)]
    fn event_with_text(
        self,
        callsite: &'static Callsite,
        parent: Parent,
        text: &fmt::Arguments<'_>,
        values: &[ValueRef<'_>],
        extra: &[(Field, ValueRef<'_>)],
    ) {
        const FEW: usize = 16;
        if values.len() < FEW {
            let mut all = [ValueRef::Message(text); FEW];
            all[1..=values.len()].copy_from_slice(values);
            self.event(callsite, parent, &all[..=values.len()], extra);
        } else {
            let mut all = Vec::with_capacity(values.len() + 1);
            all.push(ValueRef::Message(text));
            all.extend_from_slice(values);
            self.event(callsite, parent, &all, extra);
        }
    }

    #[inline(always)]
    fn event(
        self,
        callsite: &'static Callsite,
        parent: Parent,
        values: &[ValueRef<'_>],
        extra: &[(Field, ValueRef<'_>)],
    ) {
        // It is there, for somebody was asked about it.
        let Some(metadata) = callsite.private_made() else { return };
        let values = ValueSet::from_refs(metadata.fields(), values).with_extra(extra);
        if !log::is_elsewhere(self.0) {
            let event = match parent {
                None => Event::new(metadata, &values),
                Some(parent) => Event::new_child_of(parent, metadata, &values),
            };
            let event = event.with_verdict(self.0);
            private_tell(&event);
        }
        log::event(metadata, &values);
    }

    /// A span in the current span.
    #[inline(never)]
    pub fn span(self, callsite: &'static Callsite, values: &[ValueRef<'_>]) -> Span {
        self.make_span(callsite, None, values)
    }

    /// A span with all that there can be.
    #[inline(never)]
    pub fn any_span(self, callsite: &'static Callsite, parent: Parent, values: &[ValueRef<'_>]) -> Span {
        self.make_span(callsite, parent, values)
    }

    #[inline(always)]
    fn make_span(self, callsite: &'static Callsite, parent: Parent, values: &[ValueRef<'_>]) -> Span {
        // It is there, as above.
        let Some(metadata) = callsite.private_made() else { return Span::none() };
        let values = ValueSet::from_refs(metadata.fields(), values);
        let span = if log::is_elsewhere(self.0) {
            Span::new_disabled(metadata)
        } else {
            let attributes = match parent {
                None => Attributes::new(metadata, &values),
                Some(None) => Attributes::new_root(metadata, &values),
                Some(Some(parent)) => Attributes::child_of(parent, metadata, &values),
            };
            let attributes = attributes.with_verdict(self.0);
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

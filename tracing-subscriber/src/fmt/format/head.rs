//! What stands before an event's fields in the formats of one line: time, level, thread, place. Called by the formats.

use core::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
};
use std::thread;

use tracing_core::{Event, Level, Metadata, Subscriber, field::ValueRef};

use super::{Escaping, Format, FormatFields, FormattedFields, Writer, default_fields};
use crate::{
    fmt::{
        append::Padded,
        context::FmtContext,
        fields::push_values,
        memo::Lasting,
        number,
        plan::{Field, Plan},
        style,
        text::{Text, bare, is_of_log},
        time::FormatTime,
    },
    registry::{LookupSpan, SpanRef},
};

/// The place in the code that the event speaks of; for a record of the `log` crate, that of the record.
#[cfg(feature = "tracing-log")]
#[inline]
pub(super) fn normalized<'a>(event: &'a Event<'_>) -> Option<Metadata<'a>> {
    use tracing_log::NormalizeEvent as _;

    event.normalized_metadata()
}

/// The place in the code that the event speaks of.
#[cfg(not(feature = "tracing-log"))]
#[inline]
pub(super) fn normalized<'a>(_: &'a Event<'_>) -> Option<Metadata<'a>> {
    None
}

impl<F, T: FormatTime> Format<F, T> {
    /// Appends the time, or that it is unknown.
    #[inline]
    pub(super) fn push_time(&self, text: &mut Text<'_>) -> fmt::Result {
        let mut writer = Writer::over(text.out, text.ansi, text.escaping);
        if self.timer.format_time(&mut writer).is_err() {
            text.push("<unknown time>");
        }
        Ok(())
    }

    /// Appends time, level and thread, each with a space behind it.
    #[inline]
    pub(super) fn push_head(&self, text: &mut Text<'_>, metadata: &Metadata<'_>) -> fmt::Result {
        self.push_dim_time(text)?;
        self.push_level(text, *metadata.level());
        self.push_thread(text);
        Ok(())
    }

    /// As [`push_head`](Self::push_head), for a callsite with a plan.
    #[inline]
    pub(super) fn push_planned_head(&self, text: &mut Text<'_>, plan: &Plan) -> fmt::Result {
        self.push_dim_time(text)?;
        text.push_padded(&plan.level);
        self.push_thread(text);
        Ok(())
    }

    #[inline]
    fn push_dim_time(&self, text: &mut Text<'_>) -> fmt::Result {
        if self.show.timestamp {
            if text.ansi {
                text.push(style::DIM);
                self.push_time(text)?;
                text.push(style::RESET);
            } else {
                self.push_time(text)?;
            }
            text.push(" ");
        }
        Ok(())
    }
}

impl<F, T> Format<F, T> {
    /// The plan of the event's callsite, and the values that go with it; `place` appends the place.
    #[inline]
    pub(super) fn planned<'a, S, N>(
        &self,
        ctx: &'a FmtContext<'_, S, N>,
        event: &Event<'_>,
        shape: u32,
        text: &Text<'_>,
        place: impl Fn(&Self, &mut Text<'_>, &Metadata<'_>),
    ) -> Option<(&'a Plan, &'a [ValueRef<'a>])>
    where
        S: Subscriber + for<'lookup> LookupSpan<'lookup>,
        N: for<'writer> FormatFields<'writer> + 'static,
    {
        let (plans, values) = ctx.plans()?;
        let metadata = event.metadata();
        let plan = match plans.get(metadata, shape) {
            Some(plan) => plan,
            None => plans.get_or_make(metadata, shape, &mut || self.plan(event, shape, text, &place))?,
        };
        Some((plan, values))
    }

    /// Writes down what all lines of a callsite have in common.
    #[cold]
    fn plan(
        &self,
        event: &Event<'_>,
        shape: u32,
        text: &Text<'_>,
        place: impl Fn(&Self, &mut Text<'_>, &Metadata<'_>),
    ) -> Option<Plan> {
        let (metadata, ansi, escaping) = (event.metadata(), text.ansi, text.escaping);
        if normalized(event).is_some() {
            // Its target is not that of the callsite.
            return None;
        }
        let (mut level, mut line) = (String::new(), String::new());
        self.push_level(&mut Text { out: &mut level, ansi, escaping, breaks: false }, *metadata.level());
        place(self, &mut Text { out: &mut line, ansi, escaping, breaks: false }, metadata);
        let words = own_words(event, metadata).and_then(|(words, value)| {
            let mut line = line.clone();
            Text { out: &mut line, ansi, escaping, breaks: false }.message(value).ok()?;
            Some((words, line))
        });
        Some(Plan::new(metadata, shape, &level, &line, words, |name| {
            if is_of_log(name) {
                return Field::Hidden;
            }
            if bare(name) == "message" {
                return Field::Message;
            }
            let mut out = String::new();
            default_fields::push_name(&mut Text { out: &mut out, ansi, escaping, breaks: false }, name);
            Field::Named(Padded::new(&out))
        }))
    }

    #[inline]
    fn push_level(&self, text: &mut Text<'_>, level: Level) {
        if self.show.level {
            text.push(style::level(level, text.ansi));
            text.push(" ");
        }
    }

    #[inline]
    fn push_thread(&self, text: &mut Text<'_>) {
        if self.show.thread_name || self.show.thread_id {
            self.push_shown_thread(text);
        }
    }

    #[inline(never)]
    fn push_shown_thread(&self, text: &mut Text<'_>) {
        let current = thread::current();
        if self.show.thread_name {
            match current.name() {
                Some(name) => {
                    push_aligned(text, name);
                    text.push(" ");
                }
                // The number stands in for the name, unless it is shown anyway.
                None if !self.show.thread_id => {
                    push_thread_id(text, current.id(), 2);
                    text.push(" ");
                }
                None => {}
            }
        }
        if self.show.thread_id {
            push_thread_id(text, current.id(), 2);
            text.push(" ");
        }
    }

    /// Whether the event was given a name, and it is to be shown.
    #[inline]
    pub(super) fn event_name(&self, metadata: &Metadata<'_>) -> Option<&'static str> {
        if !self.show.event_name { None } else { Some(metadata.name()).filter(|name| !is_default_name(name)) }
    }
}

/// The text of an event, if it comes first and is the program's own words.
fn own_words<'a>(event: &Event<'a>, metadata: &Metadata<'_>) -> Option<(&'static str, ValueRef<'a>)> {
    let value = *event.values().declared(metadata)?.first()?;
    let ValueRef::Message(text) = value else { return None };
    (metadata.fields().iter().next()?.name() == "message").then_some((text.as_str()?, value))
}

/// Whether the macro made the name up: `event src/main.rs:7`.
pub(super) fn is_default_name(name: &str) -> bool {
    name.starts_with("event ") && name.contains(':')
}

/// Appends `ThreadId(07)`.
pub(super) fn push_thread_id(text: &mut Text<'_>, id: thread::ThreadId, width: u32) {
    // A thread's number cannot be had but by its `Debug`.
    let mut digits = 0;
    struct Digits<'a>(&'a mut u64);
    impl fmt::Write for Digits<'_> {
        fn write_str(&mut self, s: &str) -> fmt::Result {
            for digit in s.bytes().filter(u8::is_ascii_digit) {
                *self.0 = self.0.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            }
            Ok(())
        }
    }
    let _ = fmt::Write::write_fmt(&mut Digits(&mut digits), format_args!("{id:?}"));
    text.push("ThreadId(");
    number::push_padded(text.out, digits, width);
    text.push(")");
}

/// Appends the name of the thread, to the right of a column as wide as the longest name so far.
fn push_aligned(text: &mut Text<'_>, name: &str) {
    static WIDEST: AtomicUsize = AtomicUsize::new(0);
    // Relaxed: a lone number; a stale one costs the alignment of one line.
    let widest = WIDEST.fetch_max(name.len(), Ordering::Relaxed).max(name.len());
    for _ in name.chars().count()..widest {
        text.push(" ");
    }
    text.name(name);
}

/// Appends the fields of an event.
#[inline]
pub(super) fn push_event_fields<S, N>(text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>, event: &Event<'_>) -> fmt::Result
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    match ctx.known() {
        Some(known) => push_values(text, known, event.values()),
        None => ctx.format_fields(Writer::over(text.out, text.ansi, text.escaping), event),
    }
}

/// Appends the place and the fields of an event of a callsite with a plan.
#[inline]
pub(super) fn push_planned_rest(
    text: &mut Text<'_>,
    plan: &Plan,
    metadata: &Metadata<'_>,
    values: &[ValueRef<'_>],
) -> fmt::Result {
    let (opening, done) = plan.opening(values);
    text.push_padded(opening);
    let mut first = done == 0;
    // By numbers: adaptors of iterators take more instructions than all else here.
    let mut index = done;
    while let (Some(field), Some(value)) = (plan.fields.get(index), values.get(index)) {
        index += 1;
        if value.is_empty() {
            continue;
        }
        match field {
            Field::Named(name) => {
                if first {
                    text.push(&name.as_str()[1..]);
                } else {
                    text.push_padded(name);
                }
                text.value(*value)?;
            }
            Field::Message => {
                if !first {
                    text.push(" ");
                }
                text.message(*value)?;
            }
            Field::Hidden => continue,
        }
        first = false;
        if let ValueRef::Error(_) = value {
            let name = metadata.fields().iter().nth(index - 1).map_or("", |field| field.name());
            default_fields::push_sources(text, bare(name), *value)?;
        }
    }
    Ok(())
}

/// Appends the fields of a span; tells whether they are the values of now.
#[inline]
pub(super) fn push_span_fields<S, N>(
    text: &mut Text<'_>,
    ctx: &FmtContext<'_, S, N>,
    span: &SpanRef<'_, S>,
) -> Result<Lasting, fmt::Error>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    if let Some(known) = ctx.known() {
        let values = span.values();
        if values.is_kept() {
            return push_values(text, known, &values).map(|()| Lasting::Yes);
        }
    }
    if let Some(fields) = span.extensions().get::<FormattedFields<N>>() {
        text.push(fields);
    }
    Ok(Lasting::No)
}

/// What distinguishes the texts that formats make of one scope.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Full,
    CompactNames,
    CompactFields,
    Pretty,
    #[cfg(feature = "json")]
    Json,
}

impl<F, T> Format<F, T> {
    /// All that the common parts of lines and of scopes depend on, apart from callsite, scope and layer.
    #[inline]
    pub(super) fn shape(&self, shape: Shape, text: &Text<'_>) -> u32 {
        let escaping = match text.escaping {
            Escaping::Safe => 0,
            Escaping::Strict => 1,
            Escaping::Raw => 2,
        };
        shape as u32 | escaping << 4 | u32::from(text.ansi) << 6 | self.show.bits << 7
    }
}

/// Appends the id of a span, if it is to be shown: `outer#17`.
#[inline]
pub(super) fn push_span_id<S>(text: &mut Text<'_>, span: &SpanRef<'_, S>)
where
    S: for<'a> LookupSpan<'a>,
{
    text.push("#");
    number::push_u64(text.out, span.id().into_u64());
}

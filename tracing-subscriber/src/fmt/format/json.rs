//! The format for machines: a JSON object per line, written from the values with their types.

use core::fmt;
use std::thread;

use tracing_core::{
    Event, Metadata, Subscriber,
    field::{ValueRef, ValueSet},
};

use super::{
    Format, FormatEvent, FormatFields, FormattedFields, Writer,
    head::{Shape, normalized, push_thread_id},
    json_fields,
};
use crate::{
    fmt::{
        append::append,
        context::FmtContext,
        fields::Pairs as _,
        json::{close, push_str, push_value},
        memo::{self, Lasting},
        number,
        text::{Text, bare},
        time::FormatTime,
    },
    registry::{LookupSpan, SpanRef},
};

/// One JSON object per event, on one line.
///
/// ```text
/// {"timestamp":"2018-02-19T12:34:56.123456Z","level":"INFO","fields":{"message":"shaving yaks"},"target":"yaks","span":{"yaks":3,"name":"shaving_yaks"},"spans":[{"yaks":3,"name":"shaving_yaks"}]}
/// ```
///
/// Numbers and booleans keep their types. What is recorded by `Debug` or `Display` is a string, so are integers of 128
/// bits; floats that are no numbers are `null`.
///
/// # Keys
///
/// No key occurs twice in an object. Of two fields of one name, the later one is written. A field whose name is one that
/// the format itself writes in that object (`level`, where fields are flattened; `name` in a span) is written as
/// `fields.level`. [`with_duplicate_keys`](Self::with_duplicate_keys) leaves all names as they are.
///
/// ```
/// let subscriber = tracing_subscriber::fmt().json().flatten_event(true);
/// # let lines = test_support::Lines::default();
/// # let subscriber = subscriber.with_writer(lines.writer()).with_ansi(false).without_time().finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(target: "app", size = 7, "ready");
/// assert_eq!(lines.text(), "{\"level\":\"INFO\",\"message\":\"ready\",\"size\":7,\"target\":\"app\"}\n");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json {
    flatten_event: bool,
    display_current_span: bool,
    display_span_list: bool,
    duplicate_keys: bool,
}

impl Default for Json {
    fn default() -> Self {
        Self { flatten_event: false, display_current_span: true, display_span_list: true, duplicate_keys: false }
    }
}

/// The switches of [`Json`]: setters on it, and on the format.
macro_rules! switches {
    ($($(#[$doc:meta])* $method:ident($parameter:ident) => $field:ident, $value:literal, $seen:literal;)*) => {
        impl Json {
            $(
                $(#[$doc])*
                ///
                /// ```
                /// let mut format = tracing_subscriber::fmt::format::Json::default();
                #[doc = concat!("format.", stringify!($method), "(", $value, ");")]
                /// ```
                pub fn $method(&mut self, $parameter: bool) {
                    self.$field = $parameter;
                }
            )*
        }

        impl<T> Format<Json, T> {
            $(
                $(#[$doc])*
                ///
                /// ```
                #[doc = concat!("let format = tracing_subscriber::fmt::format().json().", stringify!($method), "(", $value, ");")]
                /// # let lines = test_support::Lines::default();
                /// # let subscriber = tracing_subscriber::fmt().json().event_format(format.without_time()).with_writer(lines.writer());
                /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber.finish());
                /// let _job = tracing::info_span!("job", name = "own").entered();
                /// tracing::info!(target: "app", "ready");
                #[doc = concat!("assert!(", $seen, ");")]
                /// ```
                pub fn $method(mut self, $parameter: bool) -> Format<Json, T> {
                    self.format.$method($parameter);
                    self
                }
            )*
        }
    };
}

switches! {
    /// Puts the event's fields beside its level and target, or in an object of their own. The latter at first.
    flatten_event(flatten_event) => flatten_event, true, "lines.text().contains(\"\\\"INFO\\\",\\\"message\\\":\\\"ready\\\",\")";
    /// Shows the innermost span, or not. It is shown at first.
    with_current_span(display_current_span) => display_current_span, false, "!lines.text().contains(\"\\\"span\\\":\")";
    /// Shows the list of spans, from the outermost in, or not. It is shown at first.
    with_span_list(display_span_list) => display_span_list, false, "!lines.text().contains(\"\\\"spans\\\":\")";
    /// Leaves the names of fields as they are, even if a key is then there twice; or keeps keys apart, as it does at
    /// first.
    with_duplicate_keys(duplicate_keys) => duplicate_keys, true, "lines.text().contains(\"{\\\"name\\\":\\\"own\\\",\\\"name\\\":\\\"job\\\"}\")";
}

/// The keys that the format writes in the object of an event.
const KEYS: [&str; 12] = [
    "timestamp",
    "level",
    "fields",
    "target",
    "name",
    "filename",
    "line_number",
    "span",
    "spans",
    "threadName",
    "threadId",
    "span_id",
];

impl<S, N, T> FormatEvent<S, N> for Format<Json, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let normalized = normalized(event);
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        writer.with_text(true, |text| {
            text.push("{");
            let mut object = Object { out: text.out, first: true };
            self.push_head_keys(&mut object, metadata)?;
            if self.format.flatten_event {
                let taken = |name: &str| self.writes(name, metadata);
                push_fields(&mut object, event.values(), self.format.duplicate_keys, taken);
            } else {
                object.key("fields");
                object.out.push('{');
                let mut fields = Object { out: object.out, first: true };
                push_fields(&mut fields, event.values(), self.format.duplicate_keys, |_| false);
                object.out.push('}');
            }
            self.push_place_keys(&mut object, metadata);
            if self.show.spans {
                self.push_spans(&mut object, ctx, event);
            }
            self.push_thread_keys(&mut object);
            text.push("}\n");
            Ok(())
        })
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

/// An object in the making.
struct Object<'a> {
    out: &'a mut String,
    first: bool,
}

impl Object<'_> {
    /// Appends a key of our own, which needs no escapes.
    #[inline]
    fn key(&mut self, key: &str) {
        self.comma();
        self.out.push('"');
        append(self.out, key);
        self.out.push_str("\":");
    }

    #[inline]
    fn comma(&mut self) {
        if !core::mem::take(&mut self.first) {
            self.out.push(',');
        }
    }

    /// Appends a field, out of the way of our own keys.
    #[inline]
    fn field(&mut self, name: &str, value: ValueRef<'_>, taken: bool) {
        self.comma();
        push_key(self.out, name, taken);
        self.out.push(':');
        push_value(self.out, value);
    }
}

fn push_key(out: &mut String, name: &str, taken: bool) {
    out.push('"');
    let start = out.len();
    if taken {
        out.push_str("fields.");
    }
    append(out, name);
    close(out, start);
}

/// Appends the fields of an event, in their order.
fn push_fields(object: &mut Object<'_>, values: &ValueSet<'_>, duplicates: bool, taken: impl Fn(&str) -> bool) {
    let (start, first) = (object.out.len(), object.first);
    let (mut seen, mut may_repeat) = (0u64, false);
    // Nothing here fails.
    let _ = values.each(|name, value| {
        let name = bare(name);
        let mark = mark(name);
        may_repeat |= seen & mark != 0;
        seen |= mark;
        object.field(name, value, !duplicates && taken(name));
        Ok(())
    });
    if may_repeat && !duplicates {
        object.out.truncate(start);
        object.first = first;
        push_fields_once(object, values, taken);
    }
}

/// As [`push_fields`], with a look at each pair of names. Of two fields of one name, the later one is written.
#[cold]
fn push_fields_once(object: &mut Object<'_>, values: &ValueSet<'_>, taken: impl Fn(&str) -> bool) {
    for (at, (field, value)) in values.iter().enumerate() {
        let name = bare(field.name());
        if values.iter().skip(at + 1).all(|(later, _)| bare(later.name()) != name) {
            object.field(name, value, taken(name));
        }
    }
}

/// One of 64 bits for a name. Names of different bits are different.
#[inline]
fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let ends = bytes.first().zip(bytes.last()).map_or(0, |(first, last)| u32::from(*first) * 7 + u32::from(*last));
    1 << ((ends + bytes.len() as u32 * 31) % 64)
}

impl<T: FormatTime> Format<Json, T> {
    /// Appends time and level.
    #[inline]
    fn push_head_keys(&self, object: &mut Object<'_>, metadata: &Metadata<'_>) -> fmt::Result {
        if self.show.timestamp {
            object.key("timestamp");
            object.out.push('"');
            let start = object.out.len();
            let mut text = Text { out: object.out, ansi: false, escaping: super::Escaping::Raw, breaks: true };
            self.push_time(&mut text)?;
            close(object.out, start);
        }
        if self.show.level {
            object.key("level");
            push_str(object.out, metadata.level().as_str());
        }
        Ok(())
    }
}

impl<T> Format<Json, T> {
    /// Whether the format writes this key in the object of such an event.
    fn writes(&self, key: &str, metadata: &Metadata<'_>) -> bool {
        let show = &self.show;
        KEYS.contains(&key)
            && match key {
                "timestamp" => show.timestamp,
                "level" => show.level,
                "fields" | "span_id" => false,
                "target" => show.target,
                "name" => self.event_name(metadata).is_some(),
                "filename" => show.file,
                "line_number" => show.line,
                "span" => show.spans && self.format.display_current_span,
                "spans" => show.spans && self.format.display_span_list,
                "threadName" => show.thread_name,
                _ => show.thread_id,
            }
    }

    /// Appends target, name and place in the source.
    #[inline]
    fn push_place_keys(&self, object: &mut Object<'_>, metadata: &Metadata<'_>) {
        if self.show.target {
            object.key("target");
            push_str(object.out, metadata.target());
        }
        if let Some(name) = self.event_name(metadata) {
            object.key("name");
            push_str(object.out, name);
        }
        if let Some(file) = metadata.file().filter(|_| self.show.file) {
            object.key("filename");
            push_str(object.out, file);
        }
        if let Some(line) = metadata.line().filter(|_| self.show.line) {
            object.key("line_number");
            number::push_u64(object.out, u64::from(line));
        }
    }

    /// Appends the innermost span, and the list of spans.
    fn push_spans<S, N>(&self, object: &mut Object<'_>, ctx: &FmtContext<'_, S, N>, event: &Event<'_>)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        if !self.format.display_current_span && !self.format.display_span_list {
            return;
        }
        let shape = Shape::Json as u32
            | u32::from(self.show.span_ids) << 4
            | u32::from(self.format.display_current_span) << 5
            | u32::from(self.format.display_span_list) << 6
            | u32::from(self.format.duplicate_keys) << 7
            | u32::from(object.first) << 8;
        let start = object.out.len();
        let mut text = Text { out: &mut *object.out, ansi: false, escaping: super::Escaping::Raw, breaks: true };
        if !ctx.recall(&mut text, shape) {
            self.push_new_scope(object, ctx, event, shape);
        }
        object.first &= object.out.len() == start;
    }

    #[inline(never)]
    fn push_new_scope<S, N>(&self, object: &mut Object<'_>, ctx: &FmtContext<'_, S, N>, event: &Event<'_>, shape: u32)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(span) = ctx.span_or_current() else { return };
        if !event.is_contextual() {
            self.push_scope::<S, N>(object, &span, ctx.lookup_current());
            return;
        }
        let first = object.first;
        let mut text = Text { out: &mut *object.out, ansi: false, escaping: super::Escaping::Raw, breaks: true };
        // Nothing here fails.
        let _ = memo::push(&mut text, ctx.key(&span.id(), shape), |text| {
            let mut scope = Object { out: text.out, first };
            Ok(self.push_scope::<S, N>(&mut scope, &span, ctx.lookup_current()))
        });
    }

    /// Appends a span, and the list of spans from the root to another.
    #[inline(never)]
    fn push_scope<S, N>(
        &self,
        object: &mut Object<'_>,
        span: &SpanRef<'_, S>,
        innermost: Option<SpanRef<'_, S>>,
    ) -> Lasting
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let mut lasting = Lasting::Yes;
        if self.format.display_current_span {
            object.key("span");
            lasting = self.push_span::<S, N>(object.out, span);
        }
        if self.format.display_span_list {
            object.key("spans");
            object.out.push('[');
            // The list is that of the spans that the thread is in, also of an event in another span.
            let mut list = Object { out: object.out, first: true };
            for span in innermost.into_iter().flat_map(|span| span.scope().from_root()) {
                list.comma();
                if self.push_span::<S, N>(list.out, &span) == Lasting::No {
                    lasting = Lasting::No;
                }
            }
            object.out.push(']');
        }
        lasting
    }

    /// Appends the object of a span: its fields, ordered by name, then its own name.
    fn push_span<S, N>(&self, out: &mut String, span: &SpanRef<'_, S>) -> Lasting
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let values = span.values();
        let taken =
            |name: &str| !self.format.duplicate_keys && (name == "name" || (self.show.span_ids && name == "span_id"));
        out.push('{');
        let mut object = Object { out, first: true };
        if values.is_kept() {
            json_fields::push_members(object.out, &mut object.first, &values, |out, name| {
                push_key(out, name, taken(name));
            });
        } else if let Some(fields) = span.extensions().get::<FormattedFields<N>>().filter(|fields| !fields.is_empty()) {
            // A store of spans that is not of this crate, and keeps no values.
            object.key("fields");
            push_value(object.out, ValueRef::Str(fields));
        }
        if self.show.span_ids {
            object.key("span_id");
            number::push_u64(object.out, span.id().into_u64());
        }
        object.key("name");
        push_str(object.out, span.name());
        out.push('}');
        if values.is_kept() { Lasting::Yes } else { Lasting::No }
    }

    /// Appends name and number of the thread.
    #[inline]
    fn push_thread_keys(&self, object: &mut Object<'_>) {
        if !self.show.thread_name && !self.show.thread_id {
            return;
        }
        let current = thread::current();
        if self.show.thread_name {
            match current.name() {
                Some(name) => {
                    object.key("threadName");
                    push_str(object.out, name);
                }
                None if !self.show.thread_id => {
                    object.key("threadName");
                    object.push_thread_id(&current);
                }
                None => {}
            }
        }
        if self.show.thread_id {
            object.key("threadId");
            object.push_thread_id(&current);
        }
    }
}

impl Object<'_> {
    fn push_thread_id(&mut self, thread: &thread::Thread) {
        self.out.push('"');
        let mut text = Text { out: self.out, ansi: false, escaping: super::Escaping::Raw, breaks: true };
        push_thread_id(&mut text, thread.id(), 1);
        self.out.push('"');
    }
}

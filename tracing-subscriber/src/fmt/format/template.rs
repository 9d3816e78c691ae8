//! A format given as a string, read once.

use core::{fmt, str::FromStr};
use std::error::Error;

use tracing_core::{Event, Metadata, Subscriber, field::ValueRef};

use super::{
    Format, FormatEvent, FormatFields, Writer, default_fields,
    head::{normalized, push_span_fields, push_span_id, push_thread_id},
};
use crate::{
    fmt::{context::FmtContext, escape, number, style, text::Text, time::FormatTime},
    registry::LookupSpan,
};

/// A line as a string describes it: `"{time} {level:>5} {spans} {message} {fields}"`.
///
/// | | |
/// |---|---|
/// | `{time}` | the time, by the format's clock |
/// | `{level}` | `ERROR`, `WARN`, … |
/// | `{target}`, `{name}` | the event's target; its name, if it was given one |
/// | `{file}`, `{line}` | the place in the source |
/// | `{thread}`, `{thread_id}` | the thread's name; its number |
/// | `{spans}` | the spans around the event, with their fields: `outer{id=7}:inner` |
/// | `{span}`, `{span_id}` | the name and the id of the innermost span |
/// | `{message}`, `{fields}` | the event's text; its other fields |
/// | `{field.NAME}` | one field of the event, or else of the innermost span that has it |
///
/// A width, and a side, may follow a colon, as in Rust: `{level:>5}`, `{target:<20}`, `{thread:^10}`. `{{` and `}}`
/// are braces. A space is left out if what should stand before it, up to the one before, turned out empty. The end of
/// the line is added.
///
/// ```
/// use tracing_subscriber::fmt::format::Template;
///
/// let template: Template = "{time} {level:>5} {spans} {message} {fields}".parse()?;
/// let subscriber = tracing_subscriber::fmt().template(template).finish();
/// # drop(subscriber);
///
/// let error = "{tiem} {message}".parse::<Template>().unwrap_err();
/// assert_eq!(error.to_string(), "at byte 0: there is no part {tiem}");
/// # Ok::<(), tracing_subscriber::fmt::format::TemplateError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    /// Left out where it would stand at the beginning, or behind another.
    Space,
    Part(Part, Pad),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Time,
    Level,
    Target,
    Name,
    File,
    Line,
    Thread,
    ThreadId,
    Spans,
    Span,
    SpanId,
    Message,
    Fields,
    Field(String),
}

/// The names of the parts.
const PARTS: [(&str, Part); 13] = [
    ("time", Part::Time),
    ("level", Part::Level),
    ("target", Part::Target),
    ("name", Part::Name),
    ("file", Part::File),
    ("line", Part::Line),
    ("thread", Part::Thread),
    ("thread_id", Part::ThreadId),
    ("spans", Part::Spans),
    ("span", Part::Span),
    ("span_id", Part::SpanId),
    ("message", Part::Message),
    ("fields", Part::Fields),
];

/// A least width, and where the text stands in it.
#[derive(Clone, Copy, Debug, Default)]
struct Pad {
    width: usize,
    side: Side,
}

#[derive(Clone, Copy, Debug, Default)]
enum Side {
    #[default]
    Left,
    Middle,
    Right,
}

/// Says why a string is no [`Template`], and where.
///
/// ```
/// use tracing_subscriber::fmt::format::Template;
///
/// let error = "{time".parse::<Template>().unwrap_err();
/// assert_eq!(error.to_string(), "at byte 0: this brace is not closed");
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct TemplateError {
    at: usize,
    kind: Kind,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Part(String),
    Width(String),
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: ", self.at)?;
        match &self.kind {
            Kind::Open => f.write_str("this brace is not closed"),
            Kind::Close => f.write_str("this brace closes nothing; a brace is written as }}"),
            Kind::Part(name) => write!(f, "there is no part {{{name}}}"),
            Kind::Width(width) => write!(f, "{width:?} is no width, such as >5"),
        }
    }
}

impl Error for TemplateError {}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(template: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(c) = template[at..].chars().next() {
            let rest = &template[at..];
            let length = if rest.starts_with("{{") || rest.starts_with("}}") {
                push_char(&mut pieces, c);
                2
            } else if c == '{' {
                let end = rest.find('}').ok_or(TemplateError { at, kind: Kind::Open })?;
                pieces.push(parse_part(&rest[1..end]).map_err(|kind| TemplateError { at, kind })?);
                end + 1
            } else if c == '}' {
                return Err(TemplateError { at, kind: Kind::Close });
            } else {
                push_char(&mut pieces, c);
                c.len_utf8()
            };
            at += length;
        }
        Ok(Self { pieces })
    }
}

fn push_char(pieces: &mut Vec<Piece>, c: char) {
    match (c, pieces.last_mut()) {
        (' ', _) => pieces.push(Piece::Space),
        (_, Some(Piece::Text(text))) => text.push(c),
        _ => pieces.push(Piece::Text(c.into())),
    }
}

/// Reads what stands between braces.
fn parse_part(inside: &str) -> Result<Piece, Kind> {
    let (name, pad) = inside.split_once(':').unwrap_or((inside, ""));
    let part = match name.strip_prefix("field.") {
        Some(field) if !field.is_empty() => Part::Field(field.to_owned()),
        _ => PARTS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, part)| part.clone())
            .ok_or_else(|| Kind::Part(name.to_owned()))?,
    };
    let (side, width) = match pad.chars().next() {
        Some('<') => (Side::Left, &pad[1..]),
        Some('^') => (Side::Middle, &pad[1..]),
        Some('>') => (Side::Right, &pad[1..]),
        _ => (Side::Left, pad),
    };
    let width = match width {
        "" if pad.is_empty() => 0,
        width => width.parse::<u16>().map_err(|_| Kind::Width(pad.to_owned()))?.into(),
    };
    Ok(Piece::Part(part, Pad { width, side }))
}

impl<S, N, T> FormatEvent<S, N> for Format<Template, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let normalized = normalized(event);
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        writer.with_ansi(self.ansi).with_text(false, |text| {
            // A space that waits for something to stand behind it; none at the beginning.
            let (mut space, mut bare) = (false, true);
            for piece in &self.format.pieces {
                let before = text.out.len();
                if space {
                    text.push(" ");
                }
                let start = text.out.len();
                match piece {
                    Piece::Space => {
                        text.out.truncate(before);
                        space = !bare;
                        continue;
                    }
                    Piece::Text(words) => text.push(words),
                    Piece::Part(part, pad) => {
                        self.push_part(text, part, ctx, metadata, event)?;
                        push_padding(text, start, *pad);
                    }
                }
                if text.out.len() == start {
                    text.out.truncate(before);
                } else {
                    (space, bare) = (false, false);
                }
            }
            text.push("\n");
            Ok(())
        })
    }

    fn reads_extensions(&self) -> bool {
        false
    }
}

impl<T: FormatTime> Format<Template, T> {
    fn push_part<S, N>(
        &self,
        text: &mut Text<'_>,
        part: &Part,
        ctx: &FmtContext<'_, S, N>,
        metadata: &Metadata<'_>,
        event: &Event<'_>,
    ) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        match part {
            Part::Time if self.show.timestamp => {
                if text.ansi {
                    text.push(style::DIM);
                }
                self.push_time(text)?;
                if text.ansi {
                    text.push(style::RESET);
                }
            }
            Part::Time => {}
            Part::Level => text.paint(style::colour(*metadata.level()), metadata.level().as_str()),
            Part::Target => text.paint_name(style::DIM, metadata.target()),
            Part::Name => {
                let name = metadata.name();
                if !super::head::is_default_name(name) {
                    text.name(name);
                }
            }
            Part::File => text.name(metadata.file().unwrap_or_default()),
            Part::Line => {
                if let Some(line) = metadata.line() {
                    number::push_u64(text.out, u64::from(line));
                }
            }
            Part::Thread => text.name(std::thread::current().name().unwrap_or_default()),
            Part::ThreadId => push_thread_id(text, std::thread::current().id(), 1),
            Part::Spans => self.push_scope(text, ctx)?,
            Part::Span => {
                if let Some(span) = ctx.parent_span() {
                    text.paint_name(style::BOLD, span.name());
                }
            }
            Part::SpanId => {
                if let Some(span) = ctx.parent_span() {
                    number::push_u64(text.out, span.id().into_u64());
                }
            }
            Part::Message => {
                for (_, value) in event.values().iter().filter(|(field, _)| field.name() == "message") {
                    text.message(value)?;
                }
            }
            Part::Fields => {
                let mut first = true;
                for (field, value) in event.values().iter().filter(|(field, _)| field.name() != "message") {
                    default_fields::push(text, &mut first, field.name(), value)?;
                }
            }
            Part::Field(name) => self.push_field(text, name, ctx, event)?,
        }
        Ok(())
    }

    /// Appends `outer{id=7}:inner`.
    fn push_scope<S, N>(&self, text: &mut Text<'_>, ctx: &FmtContext<'_, S, N>) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        let Some(scope) = ctx.event_scope() else { return Ok(()) };
        for (depth, span) in scope.from_root().enumerate() {
            if depth > 0 {
                text.paint(style::DIM, ":");
            }
            text.paint_name(style::BOLD, span.name());
            if self.show.span_ids {
                push_span_id(text, &span);
            }
            let before = text.out.len();
            text.paint(style::BOLD, "{");
            let opened = text.out.len();
            let _ = push_span_fields(text, ctx, &span)?;
            if text.out.len() == opened {
                text.out.truncate(before);
            } else {
                text.paint(style::BOLD, "}");
            }
        }
        Ok(())
    }

    /// Appends one field, of the event or of a span around it.
    fn push_field<S, N>(
        &self,
        text: &mut Text<'_>,
        name: &str,
        ctx: &FmtContext<'_, S, N>,
        event: &Event<'_>,
    ) -> fmt::Result
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
        N: for<'a> FormatFields<'a> + 'static,
    {
        // Bare, like a message: whoever names one field wants its text.
        let own: Option<ValueRef<'_>> =
            event.values().iter().find(|(field, _)| field.name() == name).map(|(_, value)| value);
        if let Some(value) = own {
            return text.message(value);
        }
        for span in ctx.event_scope().into_iter().flatten() {
            if let Some(value) = span.values().get(name) {
                return text.message(value);
            }
        }
        Ok(())
    }
}

/// Fills what was written since `start` up with spaces.
fn push_padding(text: &mut Text<'_>, start: usize, pad: Pad) {
    if pad.width == 0 {
        return;
    }
    let missing = pad.width.saturating_sub(escape::width(&text.out[start..]));
    let (before, after) = match pad.side {
        Side::Left => (0, missing),
        Side::Middle => (missing / 2, missing - missing / 2),
        Side::Right => (missing, 0),
    };
    for _ in 0..before {
        text.out.insert(start, ' ');
    }
    for _ in 0..after {
        text.push(" ");
    }
}

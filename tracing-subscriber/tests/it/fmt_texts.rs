//! The text of a span's fields, as layers find it in the span's extensions.

use std::sync::{Arc, Mutex};
use std::thread;

use tracing::subscriber::with_default;
use tracing::{Dispatch, Subscriber, dispatcher, info, info_span};
use tracing_core::Event;
use tracing_core::field::Field;
use tracing_core::span::{Attributes, Id};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::{DefaultFields, JsonFields, PrettyFields, Writer};
use tracing_subscriber::fmt::{self, FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::{LookupSpan, SpanRef};
use tracing_subscriber::{Registry, reload};

use crate::sink::Sink;

/// Keeps a text of its own where it finds none, as layers do that show spans.
#[derive(Clone, Default)]
struct Finds(Arc<Mutex<Vec<String>>>);

impl Finds {
    fn note<'a, S: LookupSpan<'a>>(&self, when: &str, span: &SpanRef<'a, S>) {
        let extensions = span.extensions();
        let default = extensions.get::<FormattedFields<DefaultFields>>();
        let json = extensions.get::<FormattedFields<JsonFields>>();
        // What was found first is there still.
        let found = [default.map(ToString::to_string), json.map(ToString::to_string)].map(Option::unwrap_or_default);
        self.0.lock().unwrap().push(format!("{when} {}", found.join("|")));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> tracing_subscriber::Layer<S> for Finds {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let span = ctx.span(id).unwrap();
        self.note("new", &span);
        if span.extensions().get::<FormattedFields<DefaultFields>>().is_none() {
            let mut fields = FormattedFields::<DefaultFields>::new("own: ".to_owned());
            DefaultFields::new().format_fields(fields.as_writer(), attributes).unwrap();
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        self.note("event", &ctx.event_span(event).unwrap());
    }
}

fn program() {
    let span = info_span!("job", id = 7, late = tracing::field::Empty).entered();
    info!("first");
    span.record("late", "now");
    info!("second");
}

fn quiet<S>() -> fmt::Layer<S, DefaultFields, fmt::format::Format, fn() -> std::io::Sink> {
    fmt::layer().with_writer(std::io::sink as fn() -> std::io::Sink)
}

#[test]
fn a_layer_further_out_finds_the_text_that_a_layer_would_write() {
    let finds = Finds::default();
    with_default(tracing_subscriber::registry().with(quiet().with_ansi(false)).with(finds.clone()), program);
    assert_eq!(finds.take(), ["new id=7|", "event id=7|", "event id=7 late=\"now\"|"]);
}

#[test]
fn the_text_has_no_colours_though_the_layer_has() {
    let finds = Finds::default();
    with_default(tracing_subscriber::registry().with(quiet().with_ansi(true)).with(finds.clone()), program);
    assert_eq!(finds.take(), ["new id=7|", "event id=7|", "event id=7 late=\"now\"|"]);
}

#[test]
fn each_layer_has_its_text_also_behind_a_filter_and_in_a_box() {
    let json = quiet().json().with_filter(tracing_subscriber::filter::LevelFilter::INFO).boxed();
    let finds = Finds::default();
    let stack = tracing_subscriber::registry().with(quiet().with_ansi(false)).with(json).with(finds.clone());
    with_default(stack, program);
    let both = "id=7 late=\"now\"|{\"id\":7,\"late\":\"now\"}";
    assert_eq!(finds.take(), ["new id=7|{\"id\":7}", "event id=7|{\"id\":7}", &format!("event {both}")]);
}

#[test]
fn a_layer_further_in_finds_it_too() {
    let finds = Finds::default();
    with_default(tracing_subscriber::registry().with(finds.clone()).with(quiet().with_ansi(false)), program);
    assert_eq!(finds.take(), ["new id=7|", "event id=7|", "event id=7 late=\"now\"|"]);
}

#[test]
fn a_layer_of_the_same_pair_finds_it_too() {
    let finds = Finds::default();
    with_default(tracing_subscriber::registry().with(quiet().with_ansi(false).and_then(finds.clone())), program);
    assert_eq!(finds.take(), ["new id=7|", "event id=7|", "event id=7 late=\"now\"|"]);
}

#[test]
fn without_a_layer_that_writes_there_is_none() {
    let finds = Finds::default();
    with_default(tracing_subscriber::registry().with(finds.clone()), program);
    assert_eq!(finds.take(), ["new |", "event own: id=7|", "event own: id=7|"]);
}

#[test]
fn a_layer_that_came_by_reloading_leaves_its_text() {
    let finds = Finds::default();
    let (layer, handle) = reload::Layer::new(None::<fmt::Layer<_, _, _, fn() -> std::io::Sink>>);
    with_default(tracing_subscriber::registry().with(layer).with(finds.clone()), || {
        handle.reload(Some(quiet().with_ansi(false))).unwrap();
        program();
    });
    assert_eq!(finds.take(), ["new id=7|", "event id=7|", "event id=7 late=\"now\"|"]);
}

#[test]
fn another_thread_reads_it_by_the_same_guard() {
    let dispatch = Dispatch::new(tracing_subscriber::registry().with(quiet()).with(quiet().json()));
    let registry = dispatch.downcast_ref::<Registry>().unwrap();
    dispatcher::with_default(&dispatch, || {
        let job = info_span!("job", id = 7);
        let span = registry.span(&job.id().unwrap()).unwrap();
        span.extensions_mut().insert(7_u32);
        let extensions = span.extensions();
        let read = || {
            let default = extensions.get::<FormattedFields<DefaultFields>>().unwrap();
            let json = extensions.get::<FormattedFields<JsonFields>>().unwrap();
            assert_eq!((&***default, &***json, extensions.get()), ("id=7", "{\"id\":7}", Some(&7_u32)));
            std::ptr::from_ref(default) as usize
        };
        thread::scope(|scope| {
            // Whoever is first makes them, and all have the same.
            let readers = [0; 4].map(|_| scope.spawn(read));
            let here = read();
            assert!(readers.into_iter().all(|reader| reader.join().unwrap() == here));
        });
    });
}

#[test]
fn the_ready_made_subscriber_has_texts_too() {
    let finds = Finds::default();
    let subscriber = tracing_subscriber::fmt().with_writer(std::io::sink).with_ansi(false).finish();
    with_default(subscriber.with(finds.clone()), program);
    assert_eq!(finds.take()[2], "event id=7 late=\"now\"|");
}

/// Shows the innermost span's fields as they stand in its extensions.
struct Own;

impl<S, N> FormatEvent<S, N> for Own
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, ctx: &FmtContext<'_, S, N>, mut writer: Writer<'_>, _: &Event<'_>) -> std::fmt::Result {
        let span = ctx.lookup_current().unwrap();
        let extensions = span.extensions();
        writeln!(writer, "{}", extensions.get::<FormattedFields<N>>().expect("it is there for every format"))
    }
}

const COLOURED: &str = "\x1b[3mid\x1b[0m\x1b[2m=\x1b[0m7";
const LATE: &str = " \x1b[3mlate\x1b[0m\x1b[2m=\x1b[0m\"now\"";

#[test]
fn formats_of_others_find_the_colours_of_their_own_layer_and_nobody_else_does() {
    for order in ["CPF", "PCF", "CFP", "PFC", "FCP", "FPC", "CF", "FC"] {
        let (coloured, plain, finds) = (Sink::default(), Sink::default(), Finds::default());
        let layers = order.chars().map(|layer| -> Box<dyn tracing_subscriber::Layer<_> + Send + Sync> {
            match layer {
                'C' => fmt::layer().event_format(Own).with_ansi(true).with_writer(coloured.clone()).boxed(),
                'P' => fmt::layer().event_format(Own).with_ansi(false).with_writer(plain.clone()).boxed(),
                _ => finds.clone().boxed(),
            }
        });
        with_default(tracing_subscriber::registry().with(layers.collect::<Vec<_>>()), program);
        assert_eq!(coloured.lines(), [COLOURED.to_owned(), format!("{COLOURED}{LATE}")], "{order}");
        let found = finds.take();
        assert!(found[1].ends_with("id=7|") && !found.concat().contains('\x1b'), "{order}: {found:?}");
        assert_eq!(found[2], "event id=7 late=\"now\"|", "{order}");
        if order.contains('P') {
            assert_eq!(plain.lines(), ["id=7", "id=7 late=\"now\""], "{order}");
        }
    }
}

/// Writes names in red where there are colours, and is not known to this crate.
struct Red;

impl<'writer> FormatFields<'writer> for Red {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> std::fmt::Result {
        let mut result = Ok(());
        fields.record(&mut |field: &Field, _: &dyn std::fmt::Debug| {
            let (on, off) = if writer.has_ansi_escapes() { ("\x1b[31m", "\x1b[0m") } else { ("", "") };
            result = result.and(write!(writer, "{on}{field}{off};"));
        });
        result
    }
}

#[test]
fn fields_of_others_keep_their_colours_to_their_own_layer() {
    #[derive(Clone, Default)]
    struct Outside(Sink);
    impl<S: Subscriber + for<'a> LookupSpan<'a>> tracing_subscriber::Layer<S> for Outside {
        fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
            let span = ctx.event_span(event).unwrap();
            let text = span.extensions().get::<FormattedFields<Red>>().unwrap().to_string();
            std::io::Write::write_all(&mut self.0.clone(), format!("{text}\n").as_bytes()).unwrap();
        }
    }
    let (coloured, outside) = (Sink::default(), Outside::default());
    let layer = fmt::layer().fmt_fields(Red).without_time().with_target(false).with_level(false).with_ansi(true);
    let layer = layer.with_writer(coloured.clone());
    with_default(tracing_subscriber::registry().with(layer).with(outside.clone()), program);
    assert!(coloured.lines()[1].contains("\x1b[31mid\x1b[0m; \x1b[31mlate\x1b[0m;"), "{:?}", coloured.lines());
    assert_eq!(outside.0.lines(), ["id;", "id; late;"]);
}

#[test]
fn fields_that_ask_for_colours_by_themselves_give_none_away() {
    #[derive(Clone, Default)]
    struct Outside(Sink);
    impl<S: Subscriber + for<'a> LookupSpan<'a>> tracing_subscriber::Layer<S> for Outside {
        fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
            let text =
                ctx.event_span(event).unwrap().extensions().get::<FormattedFields<PrettyFields>>().unwrap().to_string();
            std::io::Write::write_all(&mut self.0.clone(), format!("{text}\n").as_bytes()).unwrap();
        }
    }
    for has_own_format in [false, true] {
        let outside = Outside::default();
        #[expect(deprecated, reason = "what is deprecated works as ever")]
        let layer = quiet().fmt_fields(PrettyFields::new().with_ansi(true)).with_ansi(false);
        let layer = if has_own_format { layer.event_format(Own).boxed() } else { layer.boxed() };
        with_default(tracing_subscriber::registry().with(layer).with(outside.clone()), program);
        assert_eq!(outside.0.lines(), ["id: 7", "id: 7, late: \"now\""], "{has_own_format}");
    }
}

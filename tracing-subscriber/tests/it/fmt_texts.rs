//! The text of a span's fields, as layers find it in the span's extensions.

use std::sync::{Arc, Mutex};

use tracing::subscriber::with_default;
use tracing::{Subscriber, info, info_span};
use tracing_core::Event;
use tracing_core::span::{Attributes, Id};
use tracing_subscriber::fmt::format::{DefaultFields, JsonFields};
use tracing_subscriber::fmt::{self, FormatFields, FormattedFields};
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

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
fn a_layer_further_in_is_before_the_text_and_has_its_own() {
    let finds = Finds::default();
    with_default(tracing_subscriber::registry().with(finds.clone()).with(quiet().with_ansi(false)), program);
    assert_eq!(finds.take(), ["new |", "event own: id=7|", "event own: id=7|"]);
}

#[test]
fn the_ready_made_subscriber_has_texts_too() {
    let finds = Finds::default();
    let subscriber = tracing_subscriber::fmt().with_writer(std::io::sink).with_ansi(false).finish();
    with_default(subscriber.with(finds.clone()), program);
    assert_eq!(finds.take()[2], "event id=7 late=\"now\"|");
}

//! Several layers: each has its own colours, its own fields, and shows nothing of the others.

use tracing::{Level, field::Empty, info, info_span, subscriber::with_default};
use tracing_subscriber::{
    Layer as _,
    field::MakeExt as _,
    filter::LevelFilter,
    fmt::{self, format},
    prelude::*,
};

use crate::sink::Sink;

fn program() {
    let span = info_span!("span", id = 1, later = Empty);
    span.record("later", "x");
    span.record("later", "y");
    span.in_scope(|| info!(n = 2, "inside"));
}

#[test]
fn codes_of_one_output_never_appear_in_another() {
    for terminal_first in [true, false] {
        let (terminal, file) = (Sink::default(), Sink::default());
        let coloured = fmt::layer().with_ansi(true).without_time().with_writer(terminal.clone()).boxed();
        let plain = fmt::layer().with_ansi(false).without_time().with_writer(file.clone()).boxed();
        let layers = if terminal_first { vec![coloured, plain] } else { vec![plain, coloured] };
        with_default(tracing_subscriber::registry().with(layers), program);
        assert!(terminal.text().contains("\x1b[3mid\x1b[0m\x1b[2m=\x1b[0m1"), "{:?}", terminal.text());
        let target = module_path!();
        assert_eq!(file.text(), format!(" INFO span{{id=1 later=\"y\"}}: {target}: inside n=2\n"));
    }
}

#[test]
fn codes_stay_out_also_with_formats_of_fields_that_layers_share() {
    let fields = || {
        format::debug_fn(|writer, field, value| {
            let bold = if writer.has_ansi_escapes() { "\x1b[1m" } else { "" };
            write!(writer, "{bold}{field}:{value:?}")
        })
    };
    for terminal_first in [true, false] {
        let (terminal, file) = (Sink::default(), Sink::default());
        // A function is a type, so that both layers have the same.
        let fields = fields();
        let coloured = fmt::layer().with_ansi(true).fmt_fields(fields.clone()).with_writer(terminal.clone()).boxed();
        let plain = fmt::layer().with_ansi(false).fmt_fields(fields).with_writer(file.clone()).boxed();
        let layers = if terminal_first { vec![coloured, plain] } else { vec![plain, coloured] };
        with_default(tracing_subscriber::registry().with(layers), program);
        assert!(terminal.text().contains('\x1b'));
        assert!(!file.text().contains('\x1b'), "{:?}", file.text());
    }
}

#[test]
fn three_layers_show_one_copy_of_each_field() {
    let sinks = [Sink::default(), Sink::default(), Sink::default()];
    let layers: Vec<_> =
        sinks.iter().map(|sink| fmt::layer().with_ansi(false).with_writer(sink.clone()).boxed()).collect();
    with_default(tracing_subscriber::registry().with(layers), program);
    for sink in &sinks {
        assert!(sink.text().contains("span{id=1 later=\"y\"}:"), "{}", sink.text());
    }
}

#[test]
fn a_field_recorded_again_and_again_is_there_once() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(sink.clone()).finish();
    with_default(subscriber, || {
        let span = info_span!("span", n = Empty, m = 0);
        for n in 0..1000 {
            span.record("n", n);
        }
        span.in_scope(|| info!("counted"));
    });
    assert!(sink.text().contains("span{m=0 n=999}:"), "{}", sink.text());
}

#[test]
fn an_event_after_a_record_shows_what_was_recorded() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(sink.clone()).finish();
    with_default(subscriber, || {
        let outer = info_span!("outer", n = 0).entered();
        let inner = info_span!("inner", m = 0).entered();
        info!("first");
        outer.record("n", 1);
        info!("second");
        inner.record("m", 2);
        info!("third");
    });
    let spans: Vec<_> = sink
        .lines()
        .iter()
        .map(|line| line.split("outer").nth(1).unwrap().split(": ").next().unwrap().to_owned())
        .collect();
    assert_eq!(spans, ["{n=0}:inner{m=0}", "{n=1}:inner{m=0}", "{n=1}:inner{m=2}"]);
}

#[test]
fn spans_that_one_layer_refuses_show_in_the_other_alone() {
    let (all, few) = (Sink::default(), Sink::default());
    let stack = tracing_subscriber::registry()
        .with(fmt::layer().with_ansi(false).with_writer(all.clone()))
        .with(fmt::layer().with_ansi(false).with_writer(few.clone()).with_filter(LevelFilter::INFO));
    with_default(stack, || {
        let _outer = info_span!("outer").entered();
        let _hidden = tracing::span!(Level::DEBUG, "hidden").entered();
        let _inner = info_span!("inner").entered();
        info!("event");
    });
    assert!(all.text().contains("outer:hidden:inner:"), "{}", all.text());
    assert!(few.text().contains("outer:inner:"), "{}", few.text());
}

#[test]
fn wrapped_formats_of_fields_show_each_change_once() {
    let sinks = [Sink::default(), Sink::default()];
    let fields = || format::debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}")).delimited(", ");
    let fields = fields();
    let layers: Vec<_> = sinks
        .iter()
        .map(|sink| fmt::layer().with_ansi(false).fmt_fields(fields.clone()).with_writer(sink.clone()).boxed())
        .collect();
    with_default(tracing_subscriber::registry().with(layers), || {
        let span = info_span!("span", a = 1, b = Empty);
        span.record("b", 2);
        span.in_scope(|| info!("inside"));
    });
    for sink in &sinks {
        assert!(sink.text().contains("span{a: 1 b: 2}:"), "{}", sink.text());
    }
}

/// A store of spans around ours whose data has what the trait asks for and no more.
mod outside {
    use tracing_core::{
        Event, Metadata, Subscriber,
        span::{Attributes, Current, Id, Record},
    };
    use tracing_subscriber::{
        Registry,
        registry::{Data, Extensions, ExtensionsMut, LookupSpan, SpanData},
    };

    #[derive(Default)]
    pub(super) struct Store(Registry);

    pub(super) struct Stored<'a>(Data<'a>);

    impl<'a> SpanData<'a> for Stored<'a> {
        fn id(&self) -> Id {
            self.0.id()
        }
        fn metadata(&self) -> &'static Metadata<'static> {
            self.0.metadata()
        }
        fn parent(&self) -> Option<&Id> {
            self.0.parent()
        }
        fn extensions(&self) -> Extensions<'_> {
            self.0.extensions()
        }
        fn extensions_mut(&self) -> ExtensionsMut<'_> {
            self.0.extensions_mut()
        }
    }

    impl<'a> LookupSpan<'a> for Store {
        type Data = Stored<'a>;

        fn span_data(&'a self, id: &Id) -> Option<Stored<'a>> {
            self.0.span_data(id).map(Stored)
        }
    }

    impl Subscriber for Store {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            self.0.enabled(metadata)
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            self.0.new_span(span)
        }
        fn record(&self, span: &Id, values: &Record<'_>) {
            self.0.record(span, values);
        }
        fn record_follows_from(&self, span: &Id, follows: &Id) {
            self.0.record_follows_from(span, follows);
        }
        fn event(&self, event: &Event<'_>) {
            self.0.event(event);
        }
        fn enter(&self, span: &Id) {
            self.0.enter(span);
        }
        fn exit(&self, span: &Id) {
            self.0.exit(span);
        }
        fn clone_span(&self, id: &Id) -> Id {
            self.0.clone_span(id)
        }
        fn try_close(&self, id: Id) -> bool {
            self.0.try_close(id)
        }
        fn current_span(&self) -> Current {
            self.0.current_span()
        }
    }
}

#[test]
fn a_store_of_somebody_elses_has_its_spans_shown_with_their_fields() {
    let (full, compact) = (Sink::default(), Sink::default());
    let store = outside::Store::default()
        .with(fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(full.clone()))
        .with(fmt::layer().with_ansi(true).compact().without_time().with_target(false).with_writer(compact.clone()));
    with_default(store, || {
        let span = info_span!("span", id = 1, later = Empty);
        span.in_scope(|| info!("before"));
        span.record("later", "x");
        span.in_scope(|| info!("after"));
    });
    assert_eq!(full.lines(), [" INFO span{id=1}: before", " INFO span{id=1 later=\"x\"}: after"]);
    assert_eq!(compact.lines().len(), 2);
    assert!(compact.lines()[1].contains("later\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"x\""), "{}", compact.text());
}

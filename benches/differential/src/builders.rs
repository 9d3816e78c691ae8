//! Every setting on every format, by every way to make one: the ready-made subscriber, the layer, the format itself. Called
//! by the test of outputs.

use std::fmt as std_fmt;

use tracing::Dispatch;
use tracing_subscriber::{
    EnvFilter, FmtSubscriber, Layer, Registry,
    filter::{LevelFilter, filter_fn},
    fmt::{
        self,
        format::{self, FmtSpan, Writer},
        writer::BoxMakeWriter,
    },
    prelude::*,
};

use crate::{
    formats, programs,
    sink::{Sink, Still},
};

/// The cases by name, as they run.
#[derive(Default)]
pub(crate) struct Cases {
    pub(crate) all: Vec<(String, String)>,
}

pub(crate) type Boxed = Box<dyn Layer<Registry> + Send + Sync>;

impl Cases {
    pub(crate) fn push(&mut self, name: String, dispatch: &Dispatch, sink: &Sink, program: fn()) {
        tracing::dispatcher::with_default(dispatch, program);
        self.all.push((name, sink.text()));
    }

    /// A case of a layer, which has a still clock and writes to the case's sink.
    pub(crate) fn layer(&mut self, name: String, program: fn(), make: impl FnOnce(Base) -> Boxed) {
        let sink = Sink::default();
        let base = fmt::layer().with_timer(Still).with_writer(BoxMakeWriter::new(sink.make()));
        let dispatch = Dispatch::new(tracing_subscriber::registry().with(make(base)));
        self.push(name, &dispatch, &sink, program);
    }

    fn builder(&mut self, name: String, program: fn(), make: impl FnOnce(Builder) -> Dispatch) {
        let sink = Sink::default();
        let base = fmt::fmt().with_timer(Still).with_writer(BoxMakeWriter::new(sink.make()));
        let dispatch = make(base.with_max_level(LevelFilter::TRACE));
        self.push(name, &dispatch, &sink, program);
    }
}

type Format = format::Format<format::Full, Still>;
pub(crate) type Base = fmt::Layer<Registry, format::DefaultFields, Format, BoxMakeWriter>;
type Builder = fmt::SubscriberBuilder<format::DefaultFields, Format, LevelFilter, BoxMakeWriter>;

/// Events and spans of many kinds.
fn program() {
    programs::plain();
    programs::spans();
    programs::life();
}

/// A clock that is a function.
fn clock(writer: &mut Writer<'_>) -> std_fmt::Result {
    write!(writer, "{}:{:02}", 12, 5)
}

type Clock = fn(&mut Writer<'_>) -> std_fmt::Result;

/// Settings that formats, layers and builders have; `$then` gets each name, and the setting as a closure's body.
macro_rules! with_settings {
    ($then:ident) => {
        $then! {
            "nothing" => |it| it,
            "target" => |it| it.with_target(false),
            "level" => |it| it.with_level(false),
            "file" => |it| it.with_file(true),
            "no file" => |it| it.with_file(false),
            "line" => |it| it.with_line_number(true),
            "no line" => |it| it.with_line_number(false),
            "ids" => |it| it.with_thread_ids(true),
            "names" => |it| it.with_thread_names(true),
            "no time" => |it| it.without_time(),
            "unit" => |it| it.with_timer(()),
            "clock" => |it| it.with_timer(clock as Clock),
            "time again" => |it| it.without_time().with_timer(Still),
            "pair" => |it| it.with_level(false).with_target(false).with_thread_ids(true),
            "place" => |it| it.with_file(true).with_line_number(true).with_target(false).with_level(false),
            "all" => |it| it.with_file(true).with_line_number(true).with_thread_names(true).with_thread_ids(true),
        }
    };
}

/// As above, for what layers and builders alone have.
macro_rules! with_outer_settings {
    ($then:ident) => {
        $then! {
            "moments" => |it| it.with_span_events(FmtSpan::FULL),
            "moments, no time" => |it| it.without_time().with_span_events(FmtSpan::FULL),
            "moments, place" => |it| it.with_span_events(FmtSpan::NEW | FmtSpan::EXIT).with_file(true),
            "fewer moments" => |it| it.with_span_events(FmtSpan::FULL & FmtSpan::ACTIVE),
            "ansi again" => |it| it.with_ansi(true).with_ansi(false),
            "raw" => |it| it.with_ansi_sanitization(false),
            "errors" => |it| it.log_internal_errors(true),
            "no errors" => |it| it.log_internal_errors(false),
        }
    };
}

/// Every setting on every format.
pub fn cases() -> Vec<(String, String)> {
    let mut cases = Cases::default();
    for ansi in [false, true] {
        layers(&mut cases, ansi);
        builders(&mut cases, ansi);
        formats(&mut cases, ansi);
    }
    subscribers(&mut cases);
    chains(&mut cases);
    changes(&mut cases);
    filters(&mut cases);
    cases.all
}

fn layers(cases: &mut Cases, ansi: bool) {
    macro_rules! each {
        ($($name:literal => |$it:ident| $setting:expr,)*) => {$(
            let name = |format: &str| format!("layer, {format}, {}, {ansi}", $name);
            cases.layer(name("full"), program, |it| { let $it = it.with_ansi(ansi); $setting.boxed() });
            cases.layer(name("compact"), program, |it| { let $it = it.with_ansi(ansi).compact(); $setting.boxed() });
            cases.layer(name("pretty"), program, |it| { let $it = it.with_ansi(ansi).pretty(); $setting.boxed() });
            cases.layer(name("json"), program, |it| { let $it = it.with_ansi(ansi).json(); $setting.boxed() });
            cases.layer(name("json, flat"), program, |it| {
                let $it = it.with_ansi(ansi).json().flatten_event(true).with_current_span(false);
                $setting.boxed()
            });
            // What is set before the format is chosen holds for it.
            cases.layer(name("before compact"), program, |it| { let $it = it; $setting.with_ansi(ansi).compact().boxed() });
            cases.layer(name("before pretty"), program, |it| { let $it = it; $setting.with_ansi(ansi).pretty().boxed() });
            cases.layer(name("before json"), program, |it| { let $it = it; $setting.json().with_span_list(false).boxed() });
        )*};
    }
    with_settings!(each);
    with_outer_settings!(each);
}

fn builders(cases: &mut Cases, ansi: bool) {
    macro_rules! each {
        ($($name:literal => |$it:ident| $setting:expr,)*) => {$(
            let name = |format: &str| format!("builder, {format}, {}, {ansi}", $name);
            cases.builder(name("full"), program, |it| { let $it = it.with_ansi(ansi); $setting.finish().into() });
            cases.builder(name("compact"), program, |it| { let $it = it.with_ansi(ansi).compact(); $setting.finish().into() });
            cases.builder(name("pretty"), program, |it| { let $it = it.with_ansi(ansi).pretty(); $setting.finish().into() });
            cases.builder(name("json"), program, |it| { let $it = it.with_ansi(ansi).json(); $setting.finish().into() });
            cases.builder(name("json, flat"), program, |it| {
                let $it = it.json().flatten_event(true).with_current_span(false).with_span_list(false);
                $setting.finish().into()
            });
        )*};
    }
    with_settings!(each);
    with_outer_settings!(each);
}

fn formats(cases: &mut Cases, ansi: bool) {
    macro_rules! each {
        ($($name:literal => |$it:ident| $setting:expr,)*) => {$(
            let name = |format: &str| format!("format, {format}, {}, {ansi}", $name);
            let made = || fmt::format().with_timer(Still);
            cases.layer(name("full"), program, |it| { let $it = made(); it.with_ansi(ansi).event_format($setting).boxed() });
            cases.layer(name("compact"), program, |it| {
                let $it = made().compact();
                it.with_ansi(ansi).event_format($setting).boxed()
            });
            cases.layer(name("pretty"), program, |it| {
                let $it = made().pretty();
                it.pretty().with_ansi(ansi).event_format($setting).boxed()
            });
            cases.layer(name("pretty, no place"), program, |it| {
                let $it = made().pretty().with_source_location(false);
                it.pretty().with_ansi(ansi).event_format($setting).boxed()
            });
            cases.layer(name("json"), program, |it| {
                let $it = format::json().with_timer(Still);
                it.json().with_ansi(ansi).event_format($setting).boxed()
            });
            cases.layer(name("json, flat"), program, |it| {
                let $it = made().json().flatten_event(true).with_current_span(false).with_span_list(false);
                it.with_ansi(ansi).fmt_fields(format::JsonFields::new()).event_format($setting).boxed()
            });
        )*};
    }
    with_settings!(each);
}

/// Ready-made subscribers, and what filters them.
fn subscribers(cases: &mut Cases) {
    cases.builder("env filter".into(), program, |it| {
        it.with_ansi(false).with_env_filter("info,elsewhere=off,[outer{id=7}]=trace").finish().into()
    });
    cases.builder("env filter, json".into(), program, |it| {
        it.json().with_env_filter(EnvFilter::new("warn,[bare]=debug")).finish().into()
    });
    cases.builder("a filter that may be replaced".into(), program, |it| {
        let builder = it.with_ansi(false).compact().with_env_filter("error").with_filter_reloading();
        let handle = builder.reload_handle();
        let dispatch = builder.finish().into();
        assert!(handle.clone_current().is_some());
        dispatch
    });
    cases.builder("by the subscriber's name".into(), program, |it| {
        let mut writer = None;
        let _rest = it.map_writer(|it| {
            writer = Some(it);
            std::io::sink
        });
        let builder = FmtSubscriber::builder().with_timer(Still).with_ansi(false).with_writer(writer.unwrap());
        builder.with_max_level(FmtSubscriber::DEFAULT_MAX_LEVEL).finish().into()
    });
    drop(Dispatch::new(FmtSubscriber::new()));
}

/// One format after another.
fn chains(cases: &mut Cases) {
    macro_rules! each {
        ($($name:literal => |$it:ident| $chain:expr,)*) => {$(
            cases.layer(format!("chain, {}", $name), program, |$it| $chain.boxed());
            cases.builder(format!("chain of builder, {}", $name), program, |$it| $chain.finish().into());
        )*};
    }
    each! {
        "json, pretty" => |it| it.with_ansi(false).json().pretty(),
        "json, compact" => |it| it.with_ansi(false).json().flatten_event(true).compact(),
        "pretty, json" => |it| it.with_ansi(false).pretty().json(),
        "pretty, compact" => |it| it.with_ansi(false).pretty().compact(),
        "compact, pretty" => |it| it.with_ansi(true).compact().pretty().with_target(false),
        "compact, json, pretty, json" => |it| it.compact().json().pretty().json().flatten_event(true),
        "colours, json, pretty" => |it| it.with_ansi(true).json().pretty(),
        "json, colours, pretty" => |it| it.json().with_ansi(true).pretty(),
        "colours, json's fields" => |it| it.with_ansi(true).json().with_ansi(true),
        "colours, json by a map" => |it| it.with_ansi(true).map_event_format(|f| f.json().pretty()),
        "a format's json" => |it| it.with_ansi(true).event_format(fmt::format().with_timer(Still).json().compact()),
        "full by a map" => |it| it.with_ansi(false).map_event_format(|_| fmt::format().with_timer(Still).with_level(false)),
        "map twice" => |it| it.with_ansi(false).map_event_format(|f| f.compact()).map_event_format(|f| f.with_target(false)),
        "fields by a map" => |it| it.with_ansi(false).json().map_fmt_fields(|fields| fields),
        "json's fields" => |it| it.with_ansi(false).fmt_fields(format::JsonFields::new()),
        "json's fields, compact" => |it| it.with_ansi(false).compact().fmt_fields(format::JsonFields::default()),
        "the default's fields, pretty" => |it| it.with_ansi(true).pretty().fmt_fields(format::DefaultFields::default()),
        "fields of a function, json" => |it| {
            it.with_ansi(false).compact().fmt_fields(format::debug_fn(|w, field, value| write!(w, "{field} is {value:?}")))
        },
    }
}

/// What is changed by a reference; and the settings that stand for themselves.
fn changes(cases: &mut Cases) {
    macro_rules! each {
        ($($name:literal => |$it:ident| $made:expr, $change:expr;)*) => {$(
            cases.layer(format!("change, {}", $name), program, |it| {
                let $it = it;
                let mut $it = $made;
                $change;
                $it.boxed()
            });
        )*};
    }
    each! {
        "set_ansi" => |it| it.with_ansi(false), it.set_ansi(true);
        "set_ansi, pretty" => |it| it.with_ansi(false).pretty(), it.set_ansi(true);
        "unset ansi" => |it| it.with_ansi(true).compact(), it.set_ansi(false);
        "set_span_events" => |it| it.with_ansi(false), it.set_span_events(FmtSpan::FULL);
        "unset span events" => |it| it.with_ansi(false).with_span_events(FmtSpan::FULL), it.set_span_events(FmtSpan::NONE);
        "set_span_events, json" => |it| it.json(), it.set_span_events(FmtSpan::ENTER | FmtSpan::CLOSE);
        "writer_mut" => |it| it.with_ansi(false), *it.writer_mut() = BoxMakeWriter::new(std::io::sink);
    }
    cases.layer("the writer that is set".into(), program, |it| {
        use tracing_subscriber::fmt::MakeWriter;
        std::io::Write::write_all(&mut it.writer().make_writer(), b"a line of its own\n").unwrap();
        it.with_ansi(false).boxed()
    });
    cases.layer("to the harness and back".into(), program, |it| {
        let mut writer = None;
        let it = it.map_writer(|it| {
            writer = Some(it);
            std::io::sink
        });
        it.with_test_writer().map_writer(|_| writer.unwrap()).boxed()
    });
    cases.layer("json by itself".into(), program, |it| {
        it.json()
            .map_event_format(|_| {
                format::json().with_timer(Still).flatten_event(true).with_span_list(false).with_current_span(true)
            })
            .boxed()
    });
    cases.layer("fails".into(), program, |it| it.event_format(formats::Fails).boxed());
    cases.layer("fails, said".into(), program, |it| it.log_internal_errors(true).event_format(formats::Fails).boxed());
    for moments in [FmtSpan::NONE, FmtSpan::FULL, FmtSpan::ACTIVE, FmtSpan::NEW | FmtSpan::CLOSE] {
        cases.all.push(("span events shown".into(), format!("{moments:?}")));
    }
}

/// Layers behind filters of their own.
fn filters(cases: &mut Cases) {
    let not_in = |span: &'static str| filter_fn(move |metadata| metadata.name() != span);
    macro_rules! each {
        ($($name:literal => |$it:ident| $format:expr;)*) => {$(
            cases.layer(format!("filter, level, {}", $name), program, |$it| $format.with_filter(LevelFilter::INFO).boxed());
            cases.layer(format!("filter, span, {}", $name), program, |$it| $format.with_filter(not_in("bare")).boxed());
            cases.layer(format!("filter, twice, {}", $name), program, |$it| {
                $format.with_filter(not_in("outer")).with_filter(LevelFilter::DEBUG).boxed()
            });
            cases.layer(format!("filter, moments, {}", $name), programs::life, |$it| {
                $format.with_span_events(FmtSpan::FULL).with_filter(not_in("a")).boxed()
            });
            cases.layer(format!("boxed, {}", $name), program, |$it| vec![Some($format.boxed()), None].boxed());
        )*};
    }
    each! {
        "full" => |it| it.with_ansi(false);
        "full, colours" => |it| it.with_ansi(true);
        "compact" => |it| it.with_ansi(false).compact();
        "pretty" => |it| it.with_ansi(true).pretty();
        "json" => |it| it.json();
        "json, flat" => |it| it.json().flatten_event(true);
    }
}

//! What the formats can show beyond the published ones: logfmt, templates, names of events, ids of spans.

use tracing::{info, info_span, subscriber::with_default, warn};
use tracing_subscriber::fmt::{self, format::Template};

use crate::sink::Sink;

type Builder = fmt::SubscriberBuilder<
    fmt::format::DefaultFields,
    fmt::format::Format<fmt::format::Full, ()>,
    tracing_subscriber::filter::LevelFilter,
    Sink,
>;

fn written<S>(build: impl FnOnce(Builder) -> S, program: impl FnOnce()) -> Vec<String>
where
    S: tracing::Subscriber + Send + Sync,
{
    let sink = Sink::default();
    let builder = fmt::fmt().without_time().with_ansi(false).with_writer(sink.clone());
    with_default(build(builder), program);
    sink.lines()
}

fn program() {
    let _outer = info_span!("outer", id = 7).entered();
    let _inner = info_span!("inner", path = "a b").entered();
    warn!(target: "app", n = 1, text = "x=y", plain = %"word", "went wrong");
}

#[test]
fn logfmt_has_a_pair_for_everything() {
    let lines = written(|b| b.logfmt().finish(), program);
    assert_eq!(
        lines,
        ["level=warn target=app span=outer:inner msg=\"went wrong\" id=7 path=\"a b\" n=1 text=\"x=y\" plain=word"]
    );
}

#[test]
fn logfmt_keys_are_words_and_values_stay_on_the_line() {
    let lines =
        written(|b| b.logfmt().with_target(false).finish(), || info!("a key=\n" = %"two\nlines \x1b[31m", empty = ""));
    assert_eq!(lines, ["level=info a_key__=\"two\\nlines \\u{1b}[31m\" empty=\"\""]);
}

fn template(text: &str) -> Template {
    text.parse().unwrap()
}

#[test]
fn a_template_has_its_parts_in_any_order() {
    let lines = written(
        |b| {
            b.template(template("[{level:<6}] {target:>5}|{thread:^3}|{spans} {span} - {message} {{{fields}}}"))
                .finish()
        },
        || {
            std::thread::Builder::new()
                .name("t".into())
                .spawn({
                    let dispatch = tracing::dispatcher::get_default(Clone::clone);
                    move || tracing::dispatcher::with_default(&dispatch, program)
                })
                .unwrap()
                .join()
                .unwrap();
        },
    );
    assert_eq!(
        lines,
        ["[WARN  ]   app| t |outer{id=7}:inner{path=\"a b\"} inner - went wrong {n=1 text=\"x=y\" plain=word}"]
    );
}

#[test]
fn a_template_leaves_no_double_spaces() {
    let lines = written(
        |b| b.template(template("{time} {level} {spans} {message} {fields}")).finish(),
        || {
            info!("alone");
            info!(n = 1);
        },
    );
    assert_eq!(lines, ["INFO alone", "INFO n=1"]);
}

#[test]
fn a_template_finds_fields_in_the_event_and_around_it() {
    let lines = written(|b| b.template(template("{field.n}/{field.id}/{field.none}/{file}:{line}")).finish(), program);
    assert!(lines[0].starts_with("1/7//"), "{lines:?}");
    assert!(lines[0].contains("fmt_formats.rs:"), "{lines:?}");
}

#[test]
fn a_template_says_what_is_wrong_with_it() {
    let error = |text: &str| text.parse::<Template>().unwrap_err().to_string();
    assert_eq!(error("x {level"), "at byte 2: this brace is not closed");
    assert_eq!(error("x } y"), "at byte 2: this brace closes nothing; a brace is written as }}");
    assert_eq!(error("žluť {nothing}"), "at byte 7: there is no part {nothing}");
    assert_eq!(error("{level:>x}"), "at byte 0: \">x\" is no width, such as >5");
    assert_eq!(error("{field.}"), "at byte 0: there is no part {field.}");
}

#[test]
fn the_name_of_an_event_can_be_shown_in_every_format() {
    let named = || {
        info!(name: "started", n = 1, "with a name");
        info!("without");
    };
    let full = written(|b| b.with_target(false).with_event_names(true).finish(), named);
    assert_eq!(full, [" INFO started: with a name n=1", " INFO without"]);
    let compact = written(|b| b.compact().with_target(false).with_event_names(true).finish(), named);
    assert_eq!(compact, [" INFO started: with a name n=1", " INFO without"]);
    let json = written(|b| b.json().with_target(false).with_event_names(true).finish(), named);
    assert_eq!(json[0], r#"{"level":"INFO","fields":{"message":"with a name","n":1},"name":"started"}"#);
    assert_eq!(json[1], r#"{"level":"INFO","fields":{"message":"without"}}"#);
    let logfmt = written(|b| b.logfmt().with_target(false).with_event_names(true).finish(), named);
    assert_eq!(logfmt[0], "level=info event=started msg=\"with a name\" n=1");
    let template = written(|b| b.template(template("{name} {message}")).finish(), named);
    assert_eq!(template, ["started with a name", "without"]);
}

#[test]
fn spans_can_be_hidden_in_every_format() {
    let shown = |lines: Vec<String>| lines.iter().any(|line| line.contains("outer"));
    assert!(!shown(written(|b| b.with_spans(false).finish(), program)));
    assert!(!shown(written(|b| b.compact().with_spans(false).finish(), program)));
    assert!(!shown(written(|b| b.pretty().with_spans(false).finish(), program)));
    assert!(!shown(written(|b| b.json().with_spans(false).finish(), program)));
    assert!(!shown(written(|b| b.logfmt().with_spans(false).finish(), program)));
    assert!(shown(written(|b| b.finish(), program)));
}

#[test]
fn ids_of_spans_can_be_shown() {
    let lines = written(
        |b| b.with_target(false).with_span_ids(true).finish(),
        || {
            let span = info_span!("span", a = 1);
            let id = span.id().unwrap().into_u64();
            span.in_scope(|| info!(id, "inside"));
        },
    );
    let id = lines[0].rsplit('=').next().unwrap();
    assert_eq!(lines[0], format!(" INFO span#{id}{{a=1}}: inside id={id}"));
}

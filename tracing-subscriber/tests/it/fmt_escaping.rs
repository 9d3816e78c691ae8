//! No value acts on a terminal or forges a line; the colours that the program meant are kept.

use std::fmt;

use tracing::{info, info_span, subscriber::with_default};
use tracing_subscriber::fmt::format::{Escaping, Format};

use crate::sink::Sink;

/// What a layer without time and target writes while `program` runs.
fn written(ansi: bool, escaping: Escaping, program: impl FnOnce()) -> String {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt()
        .without_time()
        .with_target(false)
        .with_level(false)
        .with_ansi(ansi)
        .with_value_escaping(escaping)
        .with_writer(sink.clone())
        .finish();
    with_default(subscriber, program);
    sink.text()
}

fn safe(ansi: bool, program: impl FnOnce()) -> String {
    written(ansi, Escaping::Safe, program)
}

/// Retitles the terminal.
const TITLE: &str = "\x1b]0;owned\x07";

#[test]
fn a_value_that_retitles_the_terminal_is_spelled_out_however_it_is_recorded() {
    struct Shown;
    impl fmt::Debug for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(TITLE)
        }
    }
    for ansi in [true, false] {
        let text = safe(ansi, || {
            info!(text = TITLE, display = %TITLE, debug = ?Shown, "{TITLE}");
            info!(message = TITLE);
            info!(error = &std::io::Error::other(TITLE) as &(dyn std::error::Error + 'static), "failed");
            let span = info_span!("span", display = %TITLE, later = tracing::field::Empty);
            span.record("later", tracing::field::display(TITLE));
            span.in_scope(|| info!("inside"));
        });
        assert!(!text.contains("\x1b]") && !text.contains('\x07'), "{text:?}");
        assert_eq!(text.matches("]0;owned").count(), 8, "{text:?}");
    }
}

#[test]
fn a_value_with_line_breaks_stays_on_its_line() {
    let forged = "x\n2018-02-19T12:34:56Z ERROR forged\r\n and \u{2028} \u{2029} \u{85} \x0b \x0c";
    for program in [
        (|forged| info!(v = %forged, "one")) as fn(&str),
        |forged| info!("one {forged}"),
        |forged| info!(message = forged),
        |forged| info!(v = ?format_args!("{forged}"), "one"),
        |forged| info_span!("s", v = %forged).in_scope(|| info!("one")),
    ] {
        let text = safe(true, || program(forged));
        assert_eq!(text.lines().count(), 1, "{text:?}");
        assert!(!text.contains(['\r', '\u{2028}', '\u{2029}', '\u{85}', '\x0b', '\x0c']), "{text:?}");
        assert!(text.contains("x\\n2018"), "{text:?}");
    }
}

#[test]
fn names_and_targets_stay_on_their_line() {
    let text = {
        let sink = Sink::default();
        let subscriber = tracing_subscriber::fmt().without_time().with_writer(sink.clone()).finish();
        with_default(subscriber, || {
            info!(target: "a\ntarget\x1b[2J", "field\nname" = 1, "event");
            info_span!("a\nspan\x07", "field\rname" = 1).in_scope(|| info!("inside"));
        });
        sink.text()
    };
    assert_eq!(text.lines().count(), 2, "{text:?}");
    assert!(!text.contains("\x1b[2J") && !text.contains('\x07') && !text.contains('\r'), "{text:?}");
}

#[test]
fn the_programs_own_words_may_span_lines() {
    assert_eq!(safe(false, || info!("usage:\n  program FILE")), "usage:\n  program FILE\n");
}

#[test]
fn a_value_laid_out_by_the_program_keeps_its_lines_but_not_those_inside_of_it() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "it is shown")]
    struct Config {
        path: &'static str,
        sizes: Vec<u8>,
    }
    let text = safe(false, || info!("{:#?}", Config { path: "a\nb", sizes: vec![1] }));
    assert_eq!(text, "Config {\n    path: \"a\\nb\",\n    sizes: [\n        1,\n    ],\n}\n");
    // What only looks like a layout is none.
    let (comma, forged, end) = (",\n".to_owned(), "forged".to_owned(), "\n".to_owned());
    let text = safe(false, || info!("{comma}{forged}{end}"));
    assert_eq!(text, ",\\nforged\\n\n");
}

#[test]
fn colours_in_values_reach_a_terminal_and_end_with_the_value() {
    let text = safe(true, || info!(v = %"\x1b[31mred", w = 1, "it is {}", "\x1b[1mbold\x1b[0m"));
    assert!(text.starts_with("it is \x1b[1mbold\x1b[0m "), "{text:?}");
    assert!(text.contains("\x1b[31mred\x1b[0m "), "{text:?}");
}

#[test]
fn colours_in_values_are_left_out_of_other_outputs() {
    let text = safe(false, || info!(v = %"\x1b[31mred\x1b[0m", "it is {}", "\x1b[1mbold\x1b[0m"));
    assert_eq!(text, "it is bold v=red\n");
}

#[test]
fn switches_lead_to_both_extremes() {
    let red = "\x1b[31mred\n".to_owned();
    let strict = written(true, Escaping::Strict, || info!("{red}"));
    assert_eq!(strict, "\\x1b[31mred\\n\n");
    let raw = written(false, Escaping::Raw, || info!("{}", "\x1b]red\x07\n"));
    assert_eq!(raw, "\x1b]red\x07\n\n");
}

#[test]
fn the_published_switch_lets_everything_pass() {
    let sink = Sink::default();
    let format: Format<_, ()> = tracing_subscriber::fmt::format().without_time();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_ansi_sanitization(false)
        .event_format(format.with_target(false).with_level(false))
        .with_writer(sink.clone())
        .finish();
    with_default(subscriber, || info!(v = %"\x1b[31m\n", "all"));
    assert_eq!(sink.text(), "all v=\x1b[31m\n\n");
}

#[test]
fn pretty_values_may_span_lines_but_not_act() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt().pretty().with_ansi(false).with_writer(sink.clone()).finish();
    with_default(subscriber, || info!(v = %"two\nlines\rover\x07"));
    assert!(sink.text().contains("two\nlines\\rover\\x07"), "{:?}", sink.text());
}

//! Any text is an error that points into it, or a filter that prints as a text which is read as the same filter.

use proptest::prelude::*;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{Directive, ParseError, Targets};

/// Texts of the pieces that directives are made of, in any order; most are near to a valid one.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&[",", "=", "[", "]", "{", "}", "!", "*", "::", "\"", " ", "(", ")", "\\", "|", "."][..]),
        4 => prop::sample::select(&["info", "OFF", "5", "spans", "events", "spans:", "a", "app", "sqlx::query", "ß", "-7", "1.5", "nan", "true"][..]),
        2 => prop::sample::select(&["[s]", "[{f}]", "[s{f=1}]=", "[{a=1,b=x}]", "=debug", ",info", "[{v=\"x,y\"}]=warn", "::*="][..]),
    ];
    prop_oneof![prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()), any::<String>()]
}

fn check_error(text: &str, error: &ParseError) {
    assert!(text.contains(error.directive()), "{error}");
    assert!(error.directive().is_char_boundary(error.position()), "{error}");
    assert!(!error.to_string().contains('\n'));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_prints_as_what_is_read_as_the_same_filter(text in texts(), regex: bool) {
        let builder = EnvFilter::builder().with_regex(regex);
        match builder.parse(&text) {
            Ok(filter) => {
                let printed = filter.to_string();
                let again = builder.parse(&printed).unwrap_or_else(|error| panic!("{printed:?}: {error}"));
                prop_assert_eq!(again.to_string(), printed);
                prop_assert_eq!(again.max_level_hint(), filter.max_level_hint());
            }
            Err(error) => check_error(&text, &error),
        }
    }

    #[test]
    fn a_directive_prints_as_what_is_read_as_the_same_directive(text in texts()) {
        if let Ok(directive) = text.parse::<Directive>() {
            prop_assert_eq!(directive.to_string().parse::<Directive>().unwrap(), directive);
        }
    }

    #[test]
    fn targets_print_as_what_is_read_as_the_same_targets(text in texts()) {
        match text.parse::<Targets>() {
            Ok(targets) => prop_assert_eq!(targets.to_string().parse::<Targets>().unwrap(), targets),
            Err(error) => check_error(&text, &error),
        }
    }
}

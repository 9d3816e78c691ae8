//! Any text is an error that points into the text, or a filter that prints as a text which is read as the same filter.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{Directive, ParseError, Targets};

fn check_error(text: &str, error: &ParseError) {
    assert!(text.contains(error.directive()), "{error}");
    assert!(error.directive().is_char_boundary(error.position()), "{error}");
    assert!(!error.to_string().contains('\n'));
}

fuzz_target!(|input: (&str, bool)| {
    let (text, regex) = input;
    // A pattern may take much time and memory to compile, which is not what is tested here.
    let regex = regex && !text.contains('{') || text.len() < 64;
    let builder = || EnvFilter::builder().with_regex(regex);
    match builder().parse(text) {
        Ok(filter) => {
            let printed = filter.to_string();
            let again = builder().parse(&printed).unwrap_or_else(|error| panic!("{text:?} is {printed:?}: {error}"));
            assert_eq!(again.to_string(), printed, "{text:?}");
            assert_eq!(again.max_level_hint(), filter.max_level_hint(), "{text:?}");
        }
        Err(error) => check_error(text, &error),
    }
    builder().parse_lossy(text);
    if let Ok(directive) = text.parse::<Directive>() {
        assert_eq!(directive.to_string().parse::<Directive>().unwrap(), directive, "{text:?}");
    }
    match text.parse::<Targets>() {
        Ok(targets) => assert_eq!(targets.to_string().parse::<Targets>().unwrap(), targets, "{text:?}"),
        Err(error) => check_error(text, &error),
    }
});

//! Names, targets, levels, parents and causes of the spans.

use test_support::{Recorder, check, check_calls};
use tracing::{Level, Span, info, info_span, instrument};

use crate::support::{Drops, block_on};

#[test]
fn a_function_runs_inside_of_a_span_of_its_name() {
    #[instrument]
    fn work() {
        info!("inside");
    }
    check(work, "work\n  INFO inside");
}

#[test]
fn a_name_can_be_a_text_or_a_constant() {
    const NAME: &str = "constant";
    #[instrument(name = "given")]
    fn named() {}
    #[instrument("short")]
    fn short() {}
    #[instrument(name = NAME)]
    fn constant() {}
    #[instrument(name = concat!("a", "b"))]
    fn expression() {}
    check(
        || {
            named();
            short();
            constant();
            expression();
        },
        "given\nshort\nconstant\nab",
    );
}

#[test]
fn levels_are_words_numbers_constants_and_expressions() {
    const WARN: Level = Level::WARN;
    #[instrument(level = "DeBuG")]
    fn word() -> Level {
        level()
    }
    #[instrument(level = 5)]
    fn number() -> Level {
        level()
    }
    #[instrument(level = WARN)]
    fn constant() -> Level {
        level()
    }
    #[instrument(level = chosen, skip_all)]
    fn expression(chosen: Level) -> Level {
        level()
    }
    #[instrument]
    fn usual() -> Level {
        level()
    }
    fn level() -> Level {
        *Span::current().metadata().expect("there is a span").level()
    }
    Recorder::new().within(|| {
        assert_eq!(
            [word(), number(), constant(), expression(Level::TRACE), usual()],
            [Level::DEBUG, Level::ERROR, Level::WARN, Level::TRACE, Level::INFO]
        );
    });
}

#[test]
fn a_target_is_that_of_the_events_of_the_end_too() {
    const TARGET: &str = "constant";
    #[instrument(target = "given", ret)]
    fn given() -> String {
        Span::current().metadata().expect("there is a span").target().to_owned()
    }
    #[instrument(target = TARGET)]
    fn constant() -> String {
        Span::current().metadata().expect("there is a span").target().to_owned()
    }
    Recorder::new().within(|| {
        assert_eq!(given(), "given");
        assert_eq!(constant(), "constant");
    });
}

#[test]
fn a_parent_is_given_in_any_order() {
    #[instrument(target = "any", parent = None)]
    fn root() {}
    #[instrument(parent = parent, level = "debug", skip_all, target = "any")]
    fn child(parent: &Span) {}
    check(
        || {
            let other = info_span!("other");
            let _outer = info_span!("outer").entered();
            root();
            child(&other);
        },
        "other\n  child\nouter\nroot",
    );
}

#[test]
fn causes_are_told_before_the_span_is_entered() {
    #[instrument(follows_from = [cause.id()], skip(cause), level = "debug", target = "any")]
    fn effect(cause: &Span) {}
    check_calls(
        || {
            let cause = info_span!("cause");
            effect(&cause);
        },
        "new cause\nnew effect\neffect follows cause\nenter effect\nexit effect\nclose effect\nclose cause",
    );
}

#[test]
fn a_disabled_span_evaluates_nothing() {
    fn value() -> u8 {
        panic!("it is evaluated")
    }
    #[instrument(skip_all, fields(x = value()))]
    fn quiet() {}
    quiet();
}

#[test]
fn what_a_field_borrows_is_dropped_before_the_span_is_entered() {
    #[instrument(fields(name = Drops("borrowed").0))]
    fn work() {}
    #[instrument(fields(name = Drops("borrowed").0))]
    async fn wait() {}
    let expected = "work{name=\"borrowed\"}\nINFO drop borrowed";
    check(work, expected);
    check(|| block_on(wait()), &expected.replace("work", "wait"));
}

#[test]
fn the_span_ends_when_the_function_panics() {
    #[instrument(err)]
    fn panics() -> Result<(), String> {
        panic!("on purpose");
    }
    check_calls(|| _ = std::panic::catch_unwind(panics), "new panics\nenter panics\nexit panics\nclose panics");
}

#[test]
fn nested_and_recursive_functions_have_spans_of_their_own() {
    #[instrument]
    fn outer(n: u32) {
        #[instrument]
        fn inner() {}
        inner();
        if n > 0 {
            outer(n - 1);
        }
    }
    check(|| outer(1), "outer{n=1}\n  inner\n  outer{n=0}\n    inner");
}

#[test]
fn the_crate_is_found_where_something_else_is_called_tracing() {
    mod tracing {}
    #[::tracing::instrument(ret, skip_all, fields(x = 1))]
    fn work() -> u8 {
        2
    }
    check(work, "work{x=1}\n  INFO return=2");
}

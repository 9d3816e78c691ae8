//! Runs a piece of code under a [`Recorder`] and compares. What most tests call.

use crate::Recorder;

/// Runs `f` and compares the spans and events that it makes with a picture of them.
///
/// A line for each span, `name{field=value …}`, and for each event, `LEVEL message field=value …`, two spaces further
/// in than the span that it happened in. Where `expected` opens with a line break, the indentation that its lines share
/// does not count.
///
/// With the macros of a facade:
///
/// ```text
/// check(
///     || {
///         let _job = info_span!("job", id = 7).entered();
///         warn!("late");
///     },
///     "job{id=7}\n  WARN late",
/// );
/// ```
///
/// # Panics
///
/// When the two differ, showing both.
#[track_caller]
pub fn check<T>(f: impl FnOnce() -> T, expected: &str) -> T {
    let recorder = Recorder::new();
    let answer = recorder.within(f);
    same(&recorder.tree(), expected);
    answer
}

/// Runs `f` and compares the calls that the subscriber gets, in their order: `new`, `enter`, `exit`, `record`, `clone`,
/// `drop`, `close`, `follows`, `event`.
///
/// ```
/// test_support::check_calls(|| (), "");
/// ```
///
/// # Panics
///
/// When the two differ, showing both.
#[track_caller]
pub fn check_calls<T>(f: impl FnOnce() -> T, expected: &str) -> T {
    let recorder = Recorder::new();
    let answer = recorder.within(f);
    same(&recorder.calls(), expected);
    answer
}

#[track_caller]
fn same(seen: &str, expected: &str) {
    let expected = dedent(expected);
    assert!(seen == expected, "seen:\n{seen}\n\nexpected:\n{expected}\n");
}

/// A text that opens with a line break is indented as a whole: the indentation that its lines share is taken off, and
/// blank lines at both ends. Any other text is what it says.
fn dedent(text: &str) -> String {
    let Some(text) = text.strip_prefix('\n') else { return text.to_owned() };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let cut = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = text.trim_end().lines().map(|line| line.get(cut..).unwrap_or("").trim_end()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_that_all_lines_share_does_not_count() {
        assert_eq!(dedent("a\n  b"), "a\n  b");
        assert_eq!(dedent("\n    a\n\n      b\n    c\n  "), "a\n\n  b\nc");
        assert_eq!(dedent(""), "");
        assert_eq!(dedent("\n"), "");
    }

    #[test]
    #[should_panic(expected = "seen:\n\n\nexpected:\nWARN late")]
    fn a_difference_panics() {
        check(|| (), "WARN late");
    }
}

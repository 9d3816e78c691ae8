//! Texts that are directives, or nearly so, picked by a seed. Called by the test beside.

use ours::random::Random;

/// Without spaces, quotes, `!`, `*`, `\`, and `spans` or `events`, which mean something else or something new.
const PIECES: [&str; 32] = [
    ",",
    ",",
    ",",
    "=",
    "=",
    "[",
    "]",
    "{",
    "}",
    "[s]",
    "[s{f}]",
    "[s{f=1}]",
    "[{f=x}]",
    "=info",
    "=WARN",
    "=5",
    "=loud",
    "info",
    "Debug",
    "off",
    "3",
    "7",
    "a",
    "app",
    "sqlx::query",
    "my-crate",
    "ß",
    "true",
    "-7",
    "1.5",
    "::",
    ".",
];

pub fn text(seed: u64) -> String {
    let random = &mut Random::new(seed ^ 0x7E87);
    (0..1 + random.below(8)).map(|_| random.pick(&PIECES)).collect()
}

/// Why a reader may take a text for something else than the published one does.
pub fn is_meant(text: &str, reader: &str) -> bool {
    // New: the mark of an exact target.
    text.split(',').any(|directive| directive.starts_with('='))
        // One directive is not a list.
        || reader == "Directive" && text.contains(',')
        // New: a comma inside of brackets does not end a directive, so that it can have several fields.
        || reader == "EnvFilter" && text.find('[').is_some_and(|at| text[at..].contains(','))
        // New: a value can hold braces, and `=`, behind which the published one reads no further.
        || text.matches('}').count() > 1 && text.contains("f=")
        || text.split('}').any(|text| text.find('{').is_some_and(|at| text[at..].matches('=').count() > 1))
        // Brackets are brackets also where there is no level, and then have to be closed.
        || reader == "Targets" && text.contains("[{")
}

/// The published filter prints a directive on the mere presence of a field twice.
pub fn once(printed: Option<String>) -> Option<String> {
    let directives: Vec<_> = printed.as_ref()?.split(',').collect();
    let is_last = |at: &usize| !directives[at + 1..].contains(&directives[*at]);
    Some((0..directives.len()).filter(is_last).map(|at| directives[at]).collect::<Vec<_>>().join(","))
}
